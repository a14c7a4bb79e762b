"""The form beside a child's card: the next dose in few keys, and what else may happen to a series."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.codes import codes
from clinic_app.domain.immunization.giving import NewDose
from clinic_app.services.immunization import DEFERRALS
from clinic_app.ui import theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.pages.immunization.state import GiveState
from clinic_app.ui.pages.immunization.words import REASONS, series_name
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.cells import code_text
from clinic_app.ui.widgets.entries import Choice, DateEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow


def _choice(table: str, name: str) -> Choice:
    return Choice([(code, code_text(table, code)) for code in codes(table)], name)


class DoseForm(Card):
    """接种登记.  The proposal fills it; the questions are asked anew for every dose."""

    def __init__(self, today: date) -> None:
        super().__init__(translate("DoseForm", "本次接种"))
        self._proposed: NewDose | None = None
        self.vaccine = _choice("vaccine", self.tr("疫苗"))
        self.vaccine.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.batch, self.maker = QLineEdit(), QLineEdit()
        self.expiry = DateEdit(today, self.tr("有效期"))
        self.site = _choice("inject_site", self.tr("部位"))
        self.route = _choice("inject_route", self.tr("途径"))
        self.amount = QLineEdit()
        self.kind = Choice(
            [
                ("1", self.tr("常规")),
                ("2", self.tr("补种")),
                ("3", self.tr("应急")),
                ("4", self.tr("群体性")),
            ],
            self.tr("类型"),
        )
        self.trace = QLabel()
        self.screened = QCheckBox(self.tr("已询问健康，无禁忌"))
        self.consent = QCheckBox(self.tr("监护人知情同意"))
        self.early = QCheckBox(self.tr("未到最早日期，仍然接种"))
        self.give = ActionButton("save", self.tr("登记接种"), kind="primary")
        self._lay_out()

    def show_state(self, state: GiveState) -> None:
        self.setEnabled(state.card is not None)
        if state.proposed is not self._proposed:
            self._fill(state.proposed)
        self.early.setVisible(state.too_early)
        if not state.too_early:
            self.early.setChecked(False)
        self.give.setEnabled(state.card is not None and state.proposed is not None and not state.busy)

    def dose(self) -> NewDose | None:
        """As it stands in the boxes."""
        if self._proposed is None:
            return None
        return replace(
            self._proposed,
            vaccine=self.vaccine.code(),
            batch=self.batch.text(),
            maker=self.maker.text(),
            expiry=self.expiry.day(),
            site=self.site.code(),
            route=self.route.code(),
            amount=self.amount.text().strip(),
            kind=self.kind.code(),
            screened=self.screened.isChecked(),
            consent=self.consent.isChecked(),
            early=self.early.isVisible() and self.early.isChecked(),
        )

    def _fill(self, new: NewDose | None) -> None:
        self._proposed = new
        for box in (self.screened, self.consent, self.early):
            box.setChecked(False)
        with QSignalBlocker(self.vaccine):
            if new is not None:
                self.vaccine.show_code(new.vaccine)
        self.batch.setText(new.batch if new is not None else "")
        self.maker.setText(new.maker if new is not None else "")
        self.expiry.show_date(new.expiry if new is not None else None)
        self.amount.setText(new.amount if new is not None else "")
        if new is not None:
            self.site.show_code(new.site)
            self.route.show_code(new.route)
            self.kind.show_code(new.kind)
        code = new.trace_code if new is not None else ""
        self.trace.setText(self.tr("追溯码 {code}").format(code=code) if code else "")
        self.trace.setVisible(bool(code))

    def _lay_out(self) -> None:
        for box in (self.batch, self.maker, self.amount):
            box.setMaxLength(60)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(5))
        column.addWidget(Field(self.tr("疫苗"), self.vaccine))
        column.addWidget(
            FormRow([Field(self.tr("批号"), self.batch), Field(self.tr("有效期"), self.expiry)], [1, 1])
        )
        column.addWidget(Field(self.tr("生产企业"), self.maker))
        column.addWidget(
            FormRow([Field(self.tr("部位"), self.site), Field(self.tr("途径"), self.route)], [1, 1])
        )
        column.addWidget(
            FormRow([Field(self.tr("剂量"), self.amount), Field(self.tr("类型"), self.kind)], [1, 1])
        )
        look(self.trace, "soft")
        self.trace.hide()
        column.addWidget(self.trace)
        for check in (self.screened, self.consent, self.early):
            column.addWidget(check)
        line = Row()
        line.addStretch()
        line.addWidget(self.give)
        column.addLayout(line)
        self.screened.setToolTip(
            self.tr("发热或急性病、疫苗成分过敏、以前的严重反应、免疫缺陷、三个月内用过免疫球蛋白")
        )
        self.body.addWidget(form)
        EnterMoves(form)


class OtherForm(Card):
    """What else may happen to the series under the cursor: put off, given elsewhere, entered by mistake."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.about = QLabel()
        self.day = DateEdit(today, self.tr("日期"))
        self.reason = Choice([(one, translate("immunization", REASONS[one])) for one in DEFERRALS])
        self.words = QLineEdit()
        self.defer = ActionButton("hold", self.tr("暂缓"))
        self.elsewhere = ActionButton("add_row", self.tr("外院接种"))
        self.withdraw = ActionButton("refund", self.tr("撤销末剂"), kind="danger")
        self._lay_out()

    def show_state(self, state: GiveState) -> None:
        line = state.line
        self.setEnabled(line is not None)
        self.about.setText(
            self.tr("{series}：暂缓、外院接种、撤销").format(series=series_name(line.due.series))
            if line is not None
            else self.tr("暂缓、外院接种、撤销")
        )
        self.withdraw.setEnabled(line is not None and bool(line.doses) and not state.busy)
        for button in (self.defer, self.elsewhere):
            button.setEnabled(line is not None and not state.busy)

    def clear(self) -> None:
        self.day.clear()
        self.words.clear()

    def _lay_out(self) -> None:
        look(self.about, "soft")
        self.words.setMaxLength(100)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(5))
        column.addWidget(self.about)
        fields = [Field(self.tr("缓到，或接种日期"), self.day), Field(self.tr("缓种原因"), self.reason)]
        column.addWidget(FormRow(fields, [1, 1]))
        column.addWidget(Field(self.tr("说明、撤销原因，或外院接种单位"), self.words))
        line = Row()
        line.addWidget(self.withdraw)
        line.addStretch()
        line.addWidget(self.elsewhere)
        line.addWidget(self.defer)
        column.addLayout(line)
        self.body.addWidget(form)
        EnterMoves(form)
