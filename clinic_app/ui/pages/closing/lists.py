"""机构日结 over the windows' closings, and 历次日结 with reprint."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.time import beijing
from clinic_app.projections.queries.closing import Closed
from clinic_app.ui import theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.closing.state import ClosingState
from clinic_app.ui.pages.closing.words import breach_text
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import FormGrid
from clinic_app.ui.widgets.money import MoneyLabel
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_MONTHS = 13


def _level(one: Closed) -> str:
    return translate("closing", "机构") if one.level == "facility" else translate("closing", "窗口")


def _tone(one: Closed) -> Tone:
    return Tone.DANGER if one.cash_diff else Tone.OK


_NUMBER: Column[Closed] = Column(
    QT_TRANSLATE_NOOP("columns", "单号"), lambda one: one.number, width=14, bold=True
)
_DAY: Column[Closed] = Column(
    QT_TRANSLATE_NOOP("columns", "营业日"), lambda one: one.biz_date.isoformat(), width=11
)
_COUNT: Column[Closed] = Column(
    QT_TRANSLATE_NOOP("columns", "结算/退费"),
    lambda one: f"{one.n_setl} / {one.n_red}",
    width=10,
    number=True,
)
_MONEY: tuple[Column[Closed], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "医疗费"), lambda one: money(one.medfee_sumamt), width=10, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "基金"), lambda one: money(one.fund_pay_sumamt), width=10, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "应有现金"), lambda one: money(one.cash_expected), width=10, number=True
    ),
    Column(QT_TRANSLATE_NOOP("columns", "实点"), lambda one: money(one.cash_counted), width=10, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "差额"),
        lambda one: money(one.cash_diff),
        width=8,
        number=True,
        tone=_tone,
    ),
)


class FacilityPart(QWidget):
    """机构日结: what its windows have closed and no facility's closing names yet."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = Notice()
        self.table: DataTable[Closed] = DataTable(
            (_NUMBER, _DAY, _COUNT, *_MONEY),
            self.tr("窗口日结"),
            self.tr("没有等待汇总的窗口日结"),
            key=lambda one: one.id,
        )
        self.medfee = MoneyLabel(0, TextSize.TOTAL, name=self.tr("医疗费总额"))
        self.fund = MoneyLabel(0, TextSize.TOTAL, name=self.tr("基金支付"))
        self.cash = MoneyLabel(0, TextSize.TOTAL, Tone.ACCENT, self.tr("实点现金"))
        self.diff = MoneyLabel(0, TextSize.HERO, name=self.tr("差额"))
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self._lay_out()

    def render_state(self, state: ClosingState) -> None:
        facility = state.facility
        if facility is None:
            return
        self.table.show_rows(facility.parts)
        sums = facility.totals.sums
        self.medfee.show_fen(sums.get("medfee_sumamt", 0))
        self.fund.show_fen(sums.get("fund_pay_sumamt", 0))
        self.cash.show_fen(sum(one.cash_counted for one in facility.parts))
        diff = sum(one.cash_diff for one in facility.parts)
        self.diff.show_fen(diff, Tone.DANGER if diff else Tone.OK)
        words = self.tr("{window}还有 {n} 笔没有日结（最早 {day}）")
        open_windows = [
            words.format(
                window=self.tr("{letter} 号机").format(letter=one.letter) if one.letter else self.tr("本机"),
                n=one.records,
                day=one.oldest.isoformat(),
            )
            for one in facility.open_windows
        ]
        said = []
        if open_windows:
            words = self.tr("{windows}。这些记录计入下一次机构日结。")
            said.append(words.format(windows="；".join(open_windows)))
        said += [breach_text(one) for one in facility.breaches]
        self.waiting.say("\n".join(said), Tone.WARN, closable=False)

    def _lay_out(self) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(9))
        column.addWidget(self.waiting)
        row = QHBoxLayout()
        row.setSpacing(px(9))
        windows = Card(self.tr("窗口日结"))
        windows.body.addWidget(self.table)
        row.addWidget(windows, 1)
        total = Card(self.tr("全机构"))
        total.setFixedWidth(px(332))
        grid = FormGrid()
        grid.add(self.tr("医疗费总额"), self.medfee)
        grid.add(self.tr("基金支付"), self.fund)
        grid.add(self.tr("实点现金"), self.cash)
        grid.add(self.tr("差额"), self.diff)
        grid.add(self.tr("说明"), self.note)
        total.body.addWidget(grid)
        total.body.addStretch()
        row.addWidget(total)
        column.addLayout(row, 1)


class HistoryPart(QWidget):
    """历次日结 of a month; none of them is ever opened again.

    Signals:
        month_asked: a day of the month to show.
    """

    month_asked = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.month = Choice([(one.isoformat(), f"{one:%Y-%m}") for one in _months(today)], self.tr("月份"))
        self._who: dict[str, str] = {}
        columns: tuple[Column[Closed], ...] = (
            Column(QT_TRANSLATE_NOOP("columns", "级别"), _level, width=9),
            _NUMBER,
            _DAY,
            Column(
                QT_TRANSLATE_NOOP("columns", "结账人"),
                lambda one: self._who.get(one.opter_id, one.opter_id),
                width=8,
            ),
            _COUNT,
            *_MONEY,
            Column(
                QT_TRANSLATE_NOOP("columns", "结账时间"), lambda one: f"{beijing(one.made_ms):%m-%d %H:%M}"
            ),
        )
        self.table: DataTable[Closed] = DataTable(
            columns, self.tr("历次日结"), self.tr("这个月还没有日结"), key=lambda one: one.id
        )
        self.month.currentIndexChanged.connect(
            lambda _: self.month_asked.emit(date.fromisoformat(self.month.code()))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(self.tr("历次日结"))
        card.head.addWidget(self.month)
        card.body.addWidget(self.table)
        column.addWidget(card)

    def render_state(self, state: ClosingState) -> None:
        self._who = dict(state.names)
        self.table.show_rows(state.closings)


def _months(today: date) -> list[date]:
    """The first days of this month and the twelve before it."""
    found = [today.replace(day=1)]
    while len(found) < _MONTHS:
        last = found[-1]
        found.append(
            last.replace(year=last.year - 1, month=12)
            if last.month == 1
            else last.replace(month=last.month - 1)
        )
    return found
