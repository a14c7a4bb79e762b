"""调拨 on the page: what is sent to a village or another place of the house, and what arrived."""

from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from clinic_app.domain.pharmacy.batch import Pack
from clinic_app.domain.time import beijing
from clinic_app.printing.stock import in_packs
from clinic_app.projections.queries.transfers import Standing, Transfer, TransferLine
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.pages.stock.transfers import LIST, NEW, Packed, TransferModel, TransferState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice, NumberEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, CodePicker
from clinic_app.ui.widgets.table import DataTable

_SHOWN = 20
_STANDING = {
    Standing.UNDERWAY: QT_TRANSLATE_NOOP("transfer", "在途"),
    Standing.ARRIVED: QT_TRANSLATE_NOOP("transfer", "已到"),
    Standing.DIFFERS: QT_TRANSLATE_NOOP("transfer", "有差异"),
    Standing.CANCELLED: QT_TRANSLATE_NOOP("transfer", "已撤销"),
}
_TONES = {
    Standing.UNDERWAY: Tone.WARN,
    Standing.ARRIVED: Tone.OK,
    Standing.DIFFERS: Tone.DANGER,
    Standing.CANCELLED: Tone.PLAIN,
}


def _pack(line: TransferLine) -> Pack:
    sent = line.sent
    return Pack(quantity=sent.pack_qty, unit=sent.unit, pack_unit=sent.pack_unit, pric_e6=sent.pric_e6)


PACKED: tuple[Column[Packed], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.shelf.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.shelf.batch.lot, width=14),
    Column(QT_TRANSLATE_NOOP("columns", "有效期至"), lambda one: f"{one.shelf.batch.expires}", width=11),
    Column(
        QT_TRANSLATE_NOOP("columns", "数量"),
        lambda one: f"{one.packs} {one.shelf.batch.pack.pack_unit}",
        width=10,
        number=True,
        bold=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "追溯码"),
        lambda one: f"{len(one.codes)}/{one.packs}",
        width=9,
        number=True,
    ),
)
LINES: tuple[Column[TransferLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.sent.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.sent.lot, width=12),
    Column(QT_TRANSLATE_NOOP("columns", "有效期至"), lambda one: f"{one.sent.expires}", width=11),
    Column(
        QT_TRANSLATE_NOOP("columns", "发出"),
        lambda one: in_packs(_pack(one), one.sent.qty_e4),
        width=10,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "实到"),
        lambda one: "" if one.came_e4 is None else in_packs(_pack(one), one.came_e4),
        width=10,
        number=True,
        bold=True,
        tone=lambda one: Tone.DANGER if one.diff_e4 else Tone.PLAIN,
    ),
)


def transfer_columns(state: "TransferPart") -> tuple[Column[Transfer], ...]:
    def other(one: Transfer) -> str:
        known = state.model.state
        to_us = one.to_facility == known.here
        code = one.facility if to_us else one.to_facility
        arrow = translate("transfer", QT_TRANSLATE_NOOP("transfer", "来自")) if to_us else "→"
        return f"{arrow} {known.name_of(code)}"

    return (
        Column(QT_TRANSLATE_NOOP("columns", "单号"), lambda one: one.number, width=14, bold=True),
        Column(QT_TRANSLATE_NOOP("columns", "机构"), other),
        Column(
            QT_TRANSLATE_NOOP("columns", "发出"), lambda one: f"{beijing(one.sent_ms):%m-%d %H:%M}", width=12
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "状态"),
            lambda one: translate("transfer", _STANDING[one.standing]),
            width=7,
            tone=lambda one: _TONES[one.standing],
            bold=True,
            hint=lambda one: one.cancel_reason or "",
        ),
    )


class TransferPart(StockPart):
    """Ins makes one, F8 sends it; F9 receives the one under the cursor, fewer packs by Enter on its line.

    F6 takes back one that never came.
    """

    counts = True
    model: TransferModel

    def __init__(self, model: TransferModel) -> None:
        super().__init__(model)
        self.table: DataTable[Transfer] = DataTable(
            transfer_columns(self),
            self.tr("调拨单"),
            self.tr("没有调拨单\n按 Ins 新开一张"),
            key=lambda one: one.transfer_id,
        )
        self.lines: DataTable[TransferLine] = DataTable(
            LINES, self.tr("调拨单的药品"), self.tr("左边选一张单"), key=lambda one: one.sent.batch_id
        )
        self.came = NumberEdit(self.tr("实到包装数"), least=0, most=99_999)
        self.why = QLineEdit()
        self._fewer = FormRow(
            [Field(self.tr("光标行实到（整包装）"), self.came), Field(self.tr("缺少的原因"), self.why)],
            (1, 2),
        )
        self.never_came = QLineEdit()
        self._taking_back = FormRow([Field(self.tr("撤销的原因（对方没有收到）"), self.never_came)], (1,))
        self.to = Choice([], self.tr("调往"))
        self.place = QLineEdit()
        self.drug = CodePicker(self._find, self.tr("药品批次"), self.tr("药名、首字母或批号；也可直接扫码"))
        self.packs = NumberEdit(self.tr("整包装数"), least=1, most=99_999)
        self.put = QPushButton(self.tr("加入"))
        self.packed: DataTable[Packed] = DataTable(
            PACKED, self.tr("这张调拨单"), self.tr("还没有药品\n选批次、填数量，或逐盒扫追溯码")
        )
        self.new = ActionButton("add_row", self.tr("新调拨单"))
        self.drop = ActionButton("delete_row", self.tr("删行"))
        self.print = ActionButton("print", self.tr("打印调拨单"))
        self.cancel = ActionButton("refund", self.tr("撤销调拨"), kind="danger")
        self.send = ActionButton("save", self.tr("发出"), kind="primary")
        self.arrive = ActionButton("settle", self.tr("收货入库"), kind="primary", icon="done")
        self._views = QStackedWidget()
        self._lay_out()
        self._connect()
        self.follow()

    def title(self) -> str:
        waiting = self.model.state.waiting
        return f"{self.tr('调拨')} {waiting}" if waiting else self.tr("调拨")

    def begin(self) -> None:
        (self.to if self.model.state.at == NEW else self.table).setFocus()

    def show_state(self, state: TransferState) -> None:
        was = self._views.currentIndex()
        self._views.setCurrentIndex(state.at)
        self._offer(state)
        self.table.show_rows(state.transfers)
        self.lines.show_rows(_with_came(state))
        self.packed.show_rows(state.packed)
        self._fewer.setVisible(state.may_arrive)
        self._taking_back.setVisible(state.may_cancel)
        for button, seen in (
            (self.new, state.at == LIST),
            (self.print, state.at == LIST),
            (self.arrive, state.at == LIST and state.may_arrive),
            (self.cancel, state.at == LIST and state.may_cancel),
            (self.drop, state.at == NEW),
            (self.send, state.at == NEW),
        ):
            button.setVisible(seen)
            button.setEnabled(not state.busy)
        self.print.setEnabled(state.open is not None)
        self.send.setEnabled(bool(state.packed) and not state.busy)
        if was != state.at and self.isVisible():
            self.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves a transfer that is being made; Enter in the number of what came notes it."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.came and enter:
            self._note_came()
            return True
        if event.key() == Qt.Key.Key_Escape and watched in (self.to, self.packed):
            self.model.back()
            return True
        return False

    def _find(self, text: str, answer: Answer) -> None:
        folded = text.lower()
        answer(
            [
                Hit(
                    one.batch.batch_id,
                    one.name,
                    f"{one.batch.lot}　{one.batch.expires}",
                    in_packs(one.batch.pack, one.batch.qty_e4),
                )
                for one in self.model.state.shelves
                if text in one.name
                or initials(one.name).startswith(folded)
                or one.batch.lot.lower().startswith(folded)
            ][:_SHOWN]
        )

    def _offer(self, state: TransferState) -> None:
        """Where it may go; the last line is another place of the house."""
        wanted = [(one.code, one.name) for one in state.partners]
        wanted.append(("", self.tr("本机构其他地点")))
        if [self.to.itemData(at) for at in range(self.to.count())] == [code for code, _ in wanted]:
            return
        self.to.clear()
        for code, name in wanted:
            self.to.addItem(name, code)

    def _add(self) -> None:
        batch_id, packs = self.drug.value(), self.packs.number()
        if isinstance(batch_id, UUID) and packs:
            self.model.pack(batch_id, int(packs))
            self.drug.show_value(None)
            self.packs.clear()
        self.drug.setFocus()

    def _note_came(self) -> None:
        line, packs = self.lines.current_row(), self.came.number()
        if line is not None and packs is not None:
            self.model.say_came(line.sent.batch_id, int(packs))
            self.came.clear()
            self.why.setFocus()

    def _take_back(self) -> None:
        """The first F6 goes to the reason, the next one takes it back."""
        reason = self.never_came.text().strip()
        if reason:
            self.model.cancel(reason)
            self.never_came.clear()
        else:
            self.never_came.setFocus()

    def _send(self) -> None:
        self.model.send(self.to.code(), "" if self.to.code() else self.place.text().strip())

    def _suit(self) -> None:
        self._place.setVisible(not self.to.code())

    def _connect(self) -> None:
        model = self.model
        self.table.chosen.connect(model.choose)
        self.lines.picked.connect(lambda _: self.came.setFocus())
        self.new.clicked.connect(model.begin)
        self.drop.clicked.connect(lambda: model.unpack(self.packed.currentIndex().row()))
        self.put.clicked.connect(self._add)
        self.send.clicked.connect(self._send)
        self.arrive.clicked.connect(lambda: model.arrive(self.why.text()))
        self.print.clicked.connect(model.print)
        self.cancel.clicked.connect(self._take_back)
        self.to.chosen.connect(lambda _: self._suit())
        for widget in (self.came, self.to, self.packed):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        self._views.addWidget(self._list_view())
        self._views.addWidget(self._new_view())
        self.body.addWidget(self._views, 1)
        buttons = Row()
        for button in (self.new, self.drop, self.print, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.send, self.arrive):
            buttons.addWidget(button)
        self.body.addLayout(buttons)

    def _list_view(self) -> QWidget:
        view = QWidget()
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        view.setLayout(row)
        left, right = Card(), Card()
        left.body.addWidget(self.table)
        right.body.addWidget(self.lines, 1)
        right.body.addWidget(self._fewer)
        right.body.addWidget(self._taking_back)
        row.addWidget(left, 1)
        row.addWidget(right, 1)
        return view

    def _new_view(self) -> QWidget:
        card = Card()
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(7))
        self._place = Field(self.tr("地点"), self.place)
        column.addWidget(FormRow([Field(self.tr("调往"), self.to), self._place], (1, 1)))
        hint = QLabel(self.tr("发出后对方机构的电脑会看到这张单，对方按 F9 收货。"))
        look(hint, "small")
        column.addWidget(hint)
        typed = FormRow(
            [Field(self.tr("药品批次"), self.drug), Field(self.tr("整包装数"), self.packs)], (4, 1)
        )
        column.addWidget(typed)
        column.addWidget(self.put, 0, Qt.AlignmentFlag.AlignRight)
        card.body.addWidget(form)
        card.body.addWidget(self.packed, 1)
        self._walk = EnterMoves(form)
        return card


def _with_came(state: TransferState) -> tuple[TransferLine, ...]:
    """Of the open transfer, with the counts that were noted but not booked."""
    if state.open is None:
        return ()
    noted = state.came or {}
    return tuple(
        TransferLine(
            sent=one.sent,
            came_e4=(
                noted[one.sent.batch_id] * _pack(one).size_e4 + one.sent.loose_e4
                if one.sent.batch_id in noted
                else one.came_e4
            ),
        )
        for one in state.open.lines
    )
