"""出院结算, the middle: the discharge, the lines of the bill, why it costs whom what."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinic_app.domain.settlement.outcome import SettledLine
from clinic_app.domain.settlement.sentences import ERRORS, refusal, warning, why
from clinic_app.journal.bills import settlement_of
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.printing.receipt import quantity, unit_price
from clinic_app.projections.queries.inpatient import AdmissionState, Charge
from clinic_app.services.wardbill import WardBill
from clinic_app.ui import theme
from clinic_app.ui.format import money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.line_class import class_text, own_part
from clinic_app.ui.pages.inpatient.diagnosis import DiagnosisPicker
from clinic_app.ui.pages.inpatient.state import InpatientState, Stay
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.entries import Choice, DateEdit, mark_invalid
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_WHY_HEIGHT = 96  # pixels at 100 %


@dataclass(frozen=True, slots=True)
class BillRow:
    """One line of the stay's bill, as charged and as settled."""

    charge: Charge
    line: SettledLine


LINES: tuple[Column[BillRow], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "名称"), lambda row: row.charge.name, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "单价"), lambda row: unit_price(row.charge.pric_e6), width=6, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "数量"),
        lambda row: f"{quantity(row.charge.cnt_e4)} {row.charge.unit}",
        width=6,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "金额"),
        lambda row: money(row.line.det_item_fee_sumamt),
        width=7,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "自付类别"),
        lambda row: class_text(row.line),
        width=10,
        tone=lambda row: Tone.WARN if own_part(row.line) else Tone.PLAIN,
    ),
)


def refusal_text(code: str) -> str:
    """Why the insurance does not pay."""
    if code in ERRORS:
        return refusal(code, language())
    return translate("inpatient", "本机没有这位患者的参保信息，请同步后再试。")


def advice_text(code: str) -> str:
    """What can be done about it: wait for the line, or self-pay with a claim later."""
    if code.startswith("E_OFFLINE"):
        return translate(
            "inpatient",
            "可以等线路恢复、同步后再结；或按 Ctrl+G 改自费全额结算，患者凭收据到县医保手工报销。",
        )
    return translate("inpatient", "核对参保和凭证后再结；或按 Ctrl+G 改自费。")


class BillPanel(QWidget):
    """Signals:
    self_pay_asked: charge the person alone.
    reversed: the settlement shall be taken back, with the reason.
    kept: it shall not.
    """

    self_pay_asked = Signal()
    reversed = Signal(str)
    kept = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._now = today
        self.refused = Notice()
        self.day = DateEdit(today, self.tr("出院日期"))
        self.diagnosis = DiagnosisPicker(self.tr("出院诊断"))
        self.problem = QLabel()
        look(self.problem, "fieldError")
        self.where = QLabel()
        self.where.setWordWrap(True)
        self.table: DataTable[BillRow] = DataTable(
            LINES,
            self.tr("结算明细"),
            self.tr("还没有费用"),
            key=lambda row: row.line.feedetl_sn,
        )
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.back = ReversalBar()
        self._open: tuple[object, ...] = ()
        self._lay_out()
        self.refused.acted.connect(self.self_pay_asked)
        self.back.confirmed.connect(self.reversed)
        self.back.kept.connect(self.kept)
        EnterMoves(self._form)

    def render_state(self, state: InpatientState) -> None:
        stay, bill = state.stay, state.bill
        self._form.setVisible(stay is not None and stay.admission.state is AdmissionState.IN)
        if stay is not None:
            self._begin(stay)
        self.where.setText("" if stay is None else _where(stay))
        self.table.show_rows(() if stay is None else _rows(stay))
        self._show_refusal(bill, state.self_pay)
        reasons = [] if bill is None else _reasons(bill)
        self._why_area.setVisible(bool(reasons))
        self.why.setText("\n".join(reasons))
        self.back.ask(state.reversing)

    def discharge(self) -> tuple[date, Diagnosis] | None:
        """What was typed; None, and said so, when something is missing."""
        day, found = self.day.day(), self.diagnosis.diagnosis()
        if day is None:
            self._point(self.day, self.tr("请填写出院日期。"))
            return None
        if found is None:
            self._point(self.diagnosis, self.tr("请选择出院诊断。"))
            return None
        self.problem.setText("")
        return day, found

    def _begin(self, stay: Stay) -> None:
        """Another stay: its discharge is offered for today with the diagnosis of the admission."""
        now = (stay.admission.id, stay.admission.state)
        if now != self._open:
            self._open = now
            self.day.show_date(self._now)
            self.diagnosis.show_diagnosis(*stay.admission.diagnosis)
            self.problem.setText("")

    def know_today(self, today: date) -> None:
        self._now = today

    def _show_refusal(self, bill: WardBill | None, self_pay: bool) -> None:
        if bill is None or not bill.refusal or self_pay:
            self.refused.clear()
            return
        words = self.tr("医保不能结这张账单：{why}{advice}").format(
            why=refusal_text(bill.refusal), advice=advice_text(bill.refusal)
        )
        self.refused.say(words, Tone.DANGER, self.tr("改自费"), closable=False)

    def _point(self, widget: QWidget, words: str) -> None:
        self.problem.setText(words)
        widget.setFocus()

    def _lay_out(self) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(7))
        self._form = QWidget()
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        for words, widget, width in (
            (self.tr("出院日期"), self.day, 130),
            (self.tr("出院诊断"), self.diagnosis, 260),
        ):
            label = QLabel(words)
            look(label, "soft")
            label.setBuddy(widget)
            widget.setMinimumWidth(px(min(width, 150)))
            widget.setMaximumWidth(px(width))
            row.addWidget(label)
            row.addWidget(widget, 1)
        row.addWidget(self.problem, 1)
        self._form.setLayout(row)
        self._why_area = QScrollArea()
        self._why_area.setWidgetResizable(True)
        self._why_area.setWidget(self.why)
        self._why_area.setFixedHeight(px(_WHY_HEIGHT))
        self._why_area.setAccessibleName(self.tr("为什么是这些金额"))
        self._why_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.refused, self._form, self.where):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self._why_area)
        column.addWidget(self.back)


class ReversalBar(QFrame):
    """退结算？ asked in place: a reason, then Enter; Esc keeps the settlement.

    Signals:
        confirmed: the reason in words.
        kept: not taken back after all.
    """

    confirmed = Signal(str)
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "notice", Tone.DANGER.value)
        words = QLabel(self.tr("退掉这次出院结算？预交金部分仍留作预交金。"))
        words.setWordWrap(True)
        self.reason = Choice(
            [
                ("1", self.tr("1 记账有误")),
                ("2", self.tr("2 出院日期或诊断有误")),
                ("3", self.tr("3 换付费方式")),
            ],
            self.tr("退结算原因"),
            blank=True,
        )
        self.reason.setItemText(0, self.tr("选原因 1–3"))
        self.note = QLineEdit()
        self.note.setAccessibleName(self.tr("补充说明"))
        self.note.setPlaceholderText(self.tr("可不填"))
        self.yes, self.no = QPushButton(self.tr("确认退结算")), QPushButton(self.tr("Esc 不退"))
        look(self.yes, "danger")
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(6), px(10), px(7))
        column.addWidget(words)
        row = Row()
        for widget, share in ((self.reason, 0), (self.note, 1), (self.yes, 0), (self.no, 0)):
            row.addWidget(widget, share)
        column.addLayout(row)
        EnterMoves(self)
        self.reason.chosen.connect(lambda _: mark_invalid(self.reason, False))
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self.kept)
        self.hide()

    def ask(self, asked: bool) -> None:
        if asked and not self.isVisible():
            self.reason.show_code("")
            self.note.clear()
            self.show()
            self.reason.setFocus()
        elif not asked:
            self.hide()

    def _confirm(self) -> None:
        """A reason is due: it stands on the red receipt."""
        if not self.reason.code():
            mark_invalid(self.reason, True)
            self.reason.setFocus()
            return
        words = (self.reason.currentText()[2:], self.note.text().strip())
        self.confirmed.emit("：".join(part for part in words if part))


def _rows(stay: Stay) -> tuple[BillRow, ...]:
    """Of what is expected, or of what was settled."""
    bill, made = stay.bill, stay.made
    if bill is not None:
        return tuple(BillRow(*pair) for pair in zip(bill.charges, bill.settlement.lines, strict=True))
    if made is None:
        return ()
    charges = (
        Charge(
            code=line.med_list_codg, name=line.name, unit=line.unit, pric_e6=line.pric_e6, cnt_e4=line.cnt_e4
        )
        for line in made.lines
    )
    return tuple(BillRow(*pair) for pair in zip(charges, settlement_of(made).lines, strict=True))


def _where(stay: Stay) -> str:
    """How far the stay has come, in one line."""
    admission = stay.admission
    if admission.state is AdmissionState.IN:
        return translate("inpatient", "在院，下面是预结（按今天出院算）。")
    until = f"{admission.end_day:%Y-%m-%d}" if admission.end_day else ""
    words = translate("inpatient", "{first} 入院，{last} 出院，{name}").format(
        first=f"{admission.day:%Y-%m-%d}", last=until, name=admission.diagnosis[1]
    )
    if stay.made is None:
        return words
    amounts = settlement_of(stay.made).amounts
    done = translate("inpatient", "已结算：总费用 {total}，基金 {fund}，个人 {person}，收据 {number}").format(
        total=yen(amounts.medfee_sumamt),
        fund=yen(amounts.fund_pay_sumamt),
        person=yen(amounts.psn_part_amt),
        number=stay.made.number,
    )
    return f"{words}\n{done}"


def _reasons(bill: WardBill) -> list[str]:
    found = [f"• {warning(code, language())}" for code in bill.settlement.warnings]
    found += [why(reason, language()) for reason in bill.settlement.reasons]
    if bill.person is None:
        found.append(translate("inpatient", "自费：医保不参与，全部由个人支付"))
    return found
