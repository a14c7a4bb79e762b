"""未完成: outside calls whose outcome nobody knows, and bills on account; a plain sentence and one step for each."""

from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinic_app.domain.time import beijing
from clinic_app.services.platform import Open, Unfinished
from clinic_app.ui import theme
from clinic_app.ui.format import money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.settlement.calls_view_model import CallsState, CallsViewModel
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_STATES: Final = {
    Open.INTENDED: (QT_TRANSLATE_NOOP("calls", "未发出"), Tone.INFO),
    Open.REGISTERING: (QT_TRANSLATE_NOOP("calls", "未知"), Tone.WARN),
    Open.SETTLING: (QT_TRANSLATE_NOOP("calls", "未知"), Tone.DANGER),
    Open.CANCELLING: (QT_TRANSLATE_NOOP("calls", "未知"), Tone.DANGER),
    Open.TAKING_BACK: (QT_TRANSLATE_NOOP("calls", "冲正中"), Tone.WARN),
    Open.ON_ACCOUNT: (QT_TRANSLATE_NOOP("calls", "挂账"), Tone.INFO),
}
_WHAT: Final = {
    Open.INTENDED: QT_TRANSLATE_NOOP("calls", "准备发给平台"),
    Open.REGISTERING: QT_TRANSLATE_NOOP("calls", "医保就诊登记"),
    Open.SETTLING: QT_TRANSLATE_NOOP("calls", "医保结算"),
    Open.CANCELLING: QT_TRANSLATE_NOOP("calls", "医保退费"),
    Open.TAKING_BACK: QT_TRANSLATE_NOOP("calls", "撤销医保结算"),
    Open.ON_ACCOUNT: QT_TRANSLATE_NOOP("calls", "等医保恢复后补结算"),
}
_SENTENCES: Final = {
    Open.INTENDED: QT_TRANSLATE_NOOP(
        "calls", "{name}：请求还没有发给平台，没有收费。按“现在查询”放弃它，再重新结算。"
    ),
    Open.REGISTERING: QT_TRANSLATE_NOOP(
        "calls", "{name}：就诊登记没有等到应答，与钱无关。按“现在查询”，查到就用，查不到重新登记。"
    ),
    Open.SETTLING: QT_TRANSLATE_NOOP(
        "calls",
        "{name}：结算已发给平台，没有等到应答，可能已成功。不要重复收费。查到已结算就补出收据；查不到就冲正，再重新结算。",
    ),
    Open.CANCELLING: QT_TRANSLATE_NOOP(
        "calls",
        "{name}：退费已发给平台，没有等到应答。先不要退现金。查到已退就补出红字收据；查不到就撤回，再重新退费。",
    ),
    Open.TAKING_BACK: QT_TRANSLATE_NOOP("calls", "{name}：正在撤销平台上的一笔，撤销完成前不要重新结算。"),
    Open.ON_ACCOUNT: QT_TRANSLATE_NOOP(
        "calls",
        "{name}：总费用 {total}，已预收 {amount}。医保恢复后请患者持卡来补结算，多退少补，差额逐项说明。",
    ),
}
_ELSEWHERE: Final = QT_TRANSLATE_NOOP("calls", "这笔是另一台电脑发出的，由那台电脑自动查询。")

ROWS: tuple[Column[Unfinished], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "时间"), lambda row: f"{beijing(row.since_ms):%m-%d %H:%M}", width=12
    ),
    Column(QT_TRANSLATE_NOOP("columns", "号"), lambda row: row.number, width=13),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda row: row.name, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "金额"), lambda row: money(row.amount), width=10, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "事项"), lambda row: translate("calls", _WHAT[row.why])),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda row: translate("calls", _STATES[row.why][0]),
        width=11,
        tone=lambda row: _STATES[row.why][1],
    ),
)


def sentence_of(row: Unfinished) -> str:
    """What has happened and what to do, for the cashier."""
    words = translate("calls", _SENTENCES[row.why])
    told = words.format(name=row.name or row.number, total=yen(row.total), amount=yen(row.amount))
    return told if row.here else f"{told} {translate('calls', _ELSEWHERE)}"


class CallsPanel(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: CallsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._shown = view_model.state
        self.notice = Notice()
        self.table: DataTable[Unfinished] = DataTable(
            ROWS,
            self.tr("未完成的医保交易和挂账"),
            self.tr("没有未完成的交易，也没有挂账\n医保不通时挂的账和没等到应答的结算会列在这里"),
            key=lambda row: row.id,
        )
        self.words = QLabel()
        self.words.setWordWrap(True)
        look(self.words, "large")
        self.ask = ActionButton("next", self.tr("现在查询"))
        self.end = ActionButton("settle", self.tr("补结算"), kind="primary")
        self.alone = ActionButton("self_pay", self.tr("自费结清"))
        PillDelegate.on(self.table, len(ROWS) - 1)
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def count(self) -> int:
        """For the title of a tab."""
        return len(self.view_model.state.rows)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def _render(self, state: CallsState) -> None:
        before, self._shown = self._shown, state
        self.notice.say(state.notice, state.tone)
        if state.rows != before.rows:
            self.table.show_rows(state.rows)
        self._choose(self.table.current_row())

    def _choose(self, row: Unfinished | None) -> None:
        free = not self.view_model.state.busy
        on_account = row is not None and row.why is Open.ON_ACCOUNT
        self.words.setVisible(row is not None)
        if row is not None:
            self.words.setText(sentence_of(row))
        self.end.setEnabled(free and on_account)
        self.alone.setEnabled(free and on_account)
        uncertain = any(one.why is not Open.ON_ACCOUNT for one in self.view_model.state.rows)
        self.ask.setEnabled(free and uncertain)

    def _remedy(self, row: Unfinished) -> None:
        """Enter on a row: its one step."""
        if row.why is Open.ON_ACCOUNT:
            self.view_model.end(row)
        else:
            self.view_model.ask_now()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(9))
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addWidget(self.words)
        buttons = Row()
        buttons.addWidget(self.ask)
        buttons.addStretch()
        buttons.addWidget(self.alone)
        buttons.addWidget(self.end)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.table.chosen.connect(self._choose)
        self.table.picked.connect(self._remedy)
        self.ask.clicked.connect(self.view_model.ask_now)
        self.end.clicked.connect(lambda: self.view_model.end(self.table.current_row()))
        self.alone.clicked.connect(lambda: self.view_model.end(self.table.current_row(), self_pay=True))
