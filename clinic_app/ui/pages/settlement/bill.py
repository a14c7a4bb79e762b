"""The bill in the middle of the cashier's page: who, what for, the lines, and why."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from clinic_app.domain.settlement.outcome import SettledLine
from clinic_app.printing.receipt import quantity, unit_price
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.platform.values import Trial
from clinic_app.services.settlement import PreSettlement
from clinic_app.ui import format, theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.line_class import class_text, own_part
from clinic_app.ui.pages.settlement.words import reasons_of, refusal_text, warnings_of
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Chip, Notice
from clinic_app.ui.widgets.table import DataTable

_WHY_HEIGHT = 132  # pixels at 100 %


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of the bill, as ordered and as settled."""

    order: OrderLine
    line: SettledLine


COLUMNS: tuple[Column[Charge], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "名称"), lambda charge: charge.order.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "规格"), lambda charge: charge.order.spec, width=12),
    Column(
        QT_TRANSLATE_NOOP("columns", "单价"),
        lambda charge: unit_price(charge.order.pric_e6),
        width=7,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "数量"),
        lambda charge: f"{quantity(charge.order.cnt_e4)} {charge.order.unit}",
        width=6,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "金额"),
        lambda charge: money(charge.line.det_item_fee_sumamt),
        width=7,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "自付类别"),
        lambda charge: class_text(charge.line),
        width=10,
        tone=lambda charge: Tone.WARN if own_part(charge.line) else Tone.PLAIN,
    ),
)


class BillCard(Card):
    """Everything about the bill but the money to take."""

    def __init__(self) -> None:
        super().__init__()
        self.who = QLabel()
        look(self.who, TextSize.LARGE.value)
        self.insured = Chip("")
        self.diagnosis = QLabel()
        self.diagnosis.setWordWrap(True)
        look(self.diagnosis, "soft")
        self.refused = Notice()
        self.table: DataTable[Charge] = DataTable(
            COLUMNS,
            self.tr("费用明细"),
            self.tr("还没有选账单\n插卡、扫凭条，或在左边选一位按 Enter"),
            key=lambda charge: charge.line.feedetl_sn,
        )
        self.warnings = QLabel()
        self.warnings.setWordWrap(True)
        look(self.warnings, "", Tone.WARN.value)
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.show_bill(None, self_pay=False, explained=False)

    def show_bill(
        self,
        ready: PreSettlement | Trial | None,
        *,
        self_pay: bool,
        explained: bool,
        estimated: bool = False,
    ) -> None:
        for part in (self._head, self.diagnosis):
            part.setVisible(ready is not None)
        self._why_area.setVisible(explained and ready is not None)
        self.warnings.setVisible(ready is not None and bool(ready.settlement.warnings))
        if ready is None:
            self.table.show_rows(())
            self.refused.clear()
            return
        self.table.show_rows(
            tuple(Charge(*pair) for pair in zip(ready.orders, ready.settlement.lines, strict=True))
        )
        self.who.setText(_who(ready.visit))
        self._show_insured(ready)
        self.diagnosis.setText(
            self.tr("诊断：{names}").format(names="、".join(name for _, name in ready.diagnoses))
        )
        self.warnings.setText("\n".join(f"• {words}" for words in warnings_of(ready)))
        self.why.setText("\n".join(f"{title}　{words}" for title, words in reasons_of(ready)))
        self._show_refusal(ready, self_pay, estimated)

    def _show_refusal(self, ready: PreSettlement | Trial, self_pay: bool, estimated: bool) -> None:
        if estimated and not self_pay:
            words = self.tr("医保平台没有应答，下面是本机估算。可以挂账，医保恢复后再补结算，也可以改自费。")
            self.refused.say(words, Tone.WARN, self.tr("按自费收"), closable=False)
            return
        if not ready.refusal or self_pay:
            self.refused.clear()
            return
        words = self.tr("医保不能支付这张账单：{why}").format(why=refusal_text(ready.refusal))
        self.refused.say(words, Tone.DANGER, self.tr("按自费收"), closable=False)

    def _show_insured(self, ready: PreSettlement | Trial) -> None:
        if ready.person is not None:
            self.insured.say(self.tr("医保"), Tone.ACCENT)
        else:
            self.insured.say(self.tr("自费"), Tone.WARN)

    def _lay_out(self) -> None:
        px = theme.current().px
        self._head = QWidget()
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.who)
        row.addWidget(self.insured)
        row.addStretch(1)
        self._head.setLayout(row)
        self._why_area = QScrollArea()
        self._why_area.setWidgetResizable(True)
        self._why_area.setWidget(self.why)
        self._why_area.setFixedHeight(px(_WHY_HEIGHT))
        self._why_area.setAccessibleName(self.tr("为什么是这些金额"))
        for widget in (self._head, self.diagnosis, self.refused):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.warnings)
        self.body.addWidget(self._why_area)


def _who(visit: Visit) -> str:
    age = format.age(visit.birth_date, visit.day) if visit.birth_date else ""
    return "  ".join(part for part in (visit.number, visit.name, format.sex(visit.sex), age) if part)
