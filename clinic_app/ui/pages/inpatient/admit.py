"""入院: who, where, why, who pays, on what referral; Enter goes on."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.policy.words import LEVEL_NAMES
from clinic_app.journal.facts.settlement import Referred
from clinic_app.projections.queries.insurance import Insured
from clinic_app.services.inpatient import NewAdmission
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.in_hand import insurance_text
from clinic_app.ui.pages.inpatient.account import WayChoice
from clinic_app.ui.pages.inpatient.diagnosis import DiagnosisPicker
from clinic_app.ui.pages.inpatient.state import Newcomer
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.entries import Choice, DateEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.money import MoneyEdit

_LEVELS = {
    "village": QT_TRANSLATE_NOOP("levels", "村卫生室"),
    "township": QT_TRANSLATE_NOOP("levels", "乡镇卫生院"),
    "community": QT_TRANSLATE_NOOP("levels", "社区卫生服务机构"),
    "county": QT_TRANSLATE_NOOP("levels", "县级医院"),
    "city": QT_TRANSLATE_NOOP("levels", "市级医院"),
    "province": QT_TRANSLATE_NOOP("levels", "省级医院"),
}
_BY_ITEM = "item"


class AdmitForm(QWidget):
    """What `NewAdmission` needs, and the first deposit."""

    def __init__(self, departments: Sequence[str], today: date) -> None:
        super().__init__()
        self._newcomer: Newcomer | None = None
        self._today = today
        self.who = QLabel()
        look(self.who, TextSize.TITLE.value)
        self.department = Choice([(name, name) for name in departments], self.tr("科室"))
        self.bed = QLineEdit()
        self.bed.setMaxLength(8)
        self.diagnosis = DiagnosisPicker(self.tr("入院诊断"))
        self.insurance = Choice([], self.tr("费别"))
        self.pay_way = Choice([], self.tr("付费方式"))
        self.emergency = QCheckBox(self.tr("急诊入院"))
        self.referral = Choice(
            [("", self.tr("0 无转诊")), ("1", self.tr("1 上转")), ("2", self.tr("2 下转"))], self.tr("转诊")
        )
        self.from_level = Choice(
            [(level, translate("levels", _LEVELS[level])) for level in LEVEL_NAMES], self.tr("转出机构级别")
        )
        self.referred_on = DateEdit(today, self.tr("转诊日期"))
        self.registered = QCheckBox(self.tr("已备案"))
        self.same_area = QCheckBox(self.tr("同一统筹区"))
        self.deposit = MoneyEdit(self.tr("预交金"))
        self.way = WayChoice(self.tr("方式"))
        self.problem = QLabel()
        look(self.problem, "fieldError")
        self.beds = QLabel()
        self.beds.setWordWrap(True)
        look(self.beds, "small")
        self._lay_out()
        self._walk = EnterMoves(self)
        self.insurance.chosen.connect(lambda _: self._offer_packages())
        self.referral.chosen.connect(lambda _: self._show_referral())
        self.bed.textChanged.connect(lambda _: self._show_beds())

    def show_newcomer(self, newcomer: Newcomer | None) -> None:
        """Another person: an empty form."""
        if newcomer is None or newcomer == self._newcomer:
            self._newcomer = newcomer
            return
        self._newcomer = newcomer
        resident = newcomer.resident
        age = format.age(resident.birth_date, self._today) if resident.birth_date else ""
        number = format.masked_id(resident.id_number or resident.temp_identity)
        words = (resident.name, format.sex(resident.sex), age, number)
        self.who.setText("  ".join(part for part in words if part))
        self._fill(self.insurance, [*map(_option, newcomer.insurances), ("", self.tr("自费"))])
        self._offer_packages()
        self.bed.clear()
        self.diagnosis.show_diagnosis("", "")
        self.emergency.setChecked(False)
        self.referral.setCurrentIndex(0)
        self.referred_on.show_date(self._today)
        self.registered.setChecked(True)
        self.same_area.setChecked(True)
        self.deposit.show_fen(None)
        self._show_referral()
        self._show_beds()
        self.say_problem("")
        self.department.setFocus()

    def wanted(self) -> tuple[NewAdmission, int, str] | None:
        """What was typed, the deposit in fen and its way; None, and said so, when something is missing."""
        newcomer, diagnosis = self._newcomer, self.diagnosis.diagnosis()
        if newcomer is None:
            return None
        if diagnosis is None:
            self._point(self.diagnosis, self.tr("请选择入院诊断。"))
            return None
        if self.referral.code() and self.referred_on.day() is None:
            self._point(self.referred_on, self.tr("请填写转诊日期。"))
            return None
        if not self.deposit.readable() or (self.deposit.fen() or 0) < 0:
            self._point(self.deposit, self.tr("这不是金额，请重新输入。"))
            return None
        psn_no, package = self.insurance.code(), self.pay_way.code()
        by_item = package in ("", _BY_ITEM)
        new = NewAdmission(
            resident_id=newcomer.resident.id,
            department=self.department.code(),
            bed=self.bed.text().strip(),
            diagnosis=diagnosis,
            psn_no=psn_no,
            mdtrt_cert_type=newcomer.certificate if psn_no else "",
            emergency=self.emergency.isChecked(),
            referral=self._referred(),
            dise_codg="" if by_item else package,
            pay_way="item" if by_item else "disease",
        )
        return new, self.deposit.fen() or 0, self.way.way()

    def say_problem(self, text: str) -> None:
        self.problem.setText(text)

    def _referred(self) -> Referred | None:
        day = self.referred_on.day()
        if not self.referral.code() or day is None:
            return None
        return Referred(
            type="up" if self.referral.code() == "1" else "down",
            from_lv=self.from_level.code(),
            registered=self.registered.isChecked(),
            same_area=self.same_area.isChecked(),
            date=day,
        )

    def _offer_packages(self) -> None:
        """按病种 where the person's policy has packages at this level."""
        newcomer = self._newcomer
        packages = () if newcomer is None else newcomer.packages.get(self.insurance.code(), ())
        options = [(_BY_ITEM, self.tr("按项目"))]
        options += [(one.dise_codg, self.tr("按病种：{name}").format(name=one.name)) for one in packages]
        self._fill(self.pay_way, options)

    def _show_referral(self) -> None:
        self._referral_row.setVisible(bool(self.referral.code()))
        if self.referral.code() == "2" and self.from_level.code() in ("village", "township", "community"):
            self.from_level.show_code("county")

    def _show_beds(self) -> None:
        """Who lies where, and whether the bed that is typed is taken."""
        beds = dict(self._newcomer.beds) if self._newcomer else {}
        lying = beds.get(self.bed.text().strip())
        if lying:
            self.beds.setText(self.tr("{bed} 床已有 {name}").format(bed=self.bed.text().strip(), name=lying))
        else:
            taken = "、".join(f"{bed} {name}" for bed, name in sorted(beds.items()))
            words = [self.tr("在用床位：{beds}").format(beds=taken)] if taken else []
            free = self._newcomer.free if self._newcomer else ()
            if free:
                words.insert(0, self.tr("空床：{beds}").format(beds="、".join(free)))
            self.beds.setText("　".join(words))
        look(self.beds, "small", Tone.DANGER.value if lying else "")

    def _point(self, widget: QWidget, words: str) -> None:
        self.say_problem(words)
        widget.setFocus()

    def _fill(self, choice: Choice, options: Sequence[tuple[str, str]]) -> None:
        choice.blockSignals(True)
        choice.clear()
        for code, text in options:
            choice.addItem(text, code)
        choice.blockSignals(False)

    def _lay_out(self) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.who)
        column.addWidget(
            FormRow(
                [
                    Field(self.tr("科室"), self.department),
                    Field(self.tr("床号"), self.bed),
                    Field(self.tr("入院诊断"), self.diagnosis, required=True),
                ],
                (2, 1, 3),
            )
        )
        column.addWidget(self.beds)
        column.addWidget(
            FormRow(
                [Field(self.tr("费别"), self.insurance), Field(self.tr("付费方式"), self.pay_way)], (1, 1)
            )
        )
        column.addWidget(self.emergency)
        column.addWidget(FormRow([Field(self.tr("转诊"), self.referral), QWidget()], (1, 2)))
        self._referral_row = FormRow(
            [
                Field(self.tr("转出机构级别"), self.from_level),
                Field(self.tr("转诊日期"), self.referred_on),
                self.registered,
                self.same_area,
            ],
            (2, 2, 1, 1),
        )
        column.addWidget(self._referral_row)
        column.addWidget(
            FormRow(
                [Field(self.tr("预交金"), self.deposit), Field(self.tr("方式"), self.way), QWidget()],
                (1, 1, 1),
            )
        )
        column.addWidget(self.problem)
        column.addStretch(1)


def _option(one: Insured) -> tuple[str, str]:
    return one.person.psn_no, insurance_text(one.person.insutype)
