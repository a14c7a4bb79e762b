"""盘点 on the page: a blind list by initials, number, Enter; a second person; recounts, reasons, approval."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget

from clinic_app.domain.pharmacy.batch import UNIT_E4, in_fen
from clinic_app.domain.pharmacy.stocktake import Verdict
from clinic_app.domain.time import beijing
from clinic_app.printing.stock import in_packs
from clinic_app.projections.queries.stocktake import Stocktake, TakeLine
from clinic_app.services.stocktake import KINDS, Seen
from clinic_app.ui.format import money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.pages.stock.take import Stage, TakeModel, TakeState, differs
from clinic_app.ui.pages.stock.words import reason_text, take_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice, NumberEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, SearchBox
from clinic_app.ui.widgets.table import DataTable
from clinic_app.ui.widgets.witness import Witness

_SHOWN = 20
_HIDDEN_WHEN_BLIND = range(5, 9)  # book, difference, worth, reason


def _packs(line: TakeLine, qty_e4: int) -> str:
    return in_packs(line.batch.pack, qty_e4)


TAKES: tuple[Column[Stocktake], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "单号"), lambda one: one.number, width=16, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "种类"), lambda one: take_text(one.kind), width=10),
    Column(
        QT_TRANSLATE_NOOP("columns", "开始"), lambda one: f"{beijing(one.opened_ms):%Y-%m-%d %H:%M}", width=18
    ),
    Column(QT_TRANSLATE_NOOP("columns", "批次"), lambda one: str(one.batches), width=7, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda one: (
            translate("stocktake", QT_TRANSLATE_NOOP("stocktake", "已审批"))
            if one.approved_by
            else translate("stocktake", QT_TRANSLATE_NOOP("stocktake", "在盘"))
        ),
        tone=lambda one: Tone.OK if one.approved_by else Tone.WARN,
    ),
)


class TakePart(StockPart):
    """Initials, Enter, number, Enter; F8 hands the count in, F9 approves."""

    model: TakeModel

    def __init__(self, model: TakeModel) -> None:
        super().__init__(model)
        self.takes: DataTable[Stocktake] = DataTable(
            TAKES,
            self.tr("历次盘点"),
            self.tr("还没有盘过点\n选种类，按 F8 开始"),
            key=lambda one: one.stocktake_id,
        )
        self.kind = Choice(
            [(code, f"{at} {take_text(code)}") for at, code in enumerate(KINDS, start=1)], self.tr("种类")
        )
        self.head = QLabel()
        self.lines: DataTable[TakeLine] = DataTable(
            self._columns(), self.tr("盘点表"), self.tr("正在读盘点表"), key=lambda one: one.batch.batch_id
        )
        self.search = SearchBox(self._find, self.tr("找一行"), self.tr("药名、首字母或批号；也可直接扫码"))
        self.packs = NumberEdit(self.tr("整包装"), least=0, most=99_999)
        self.units = NumberEdit(self.tr("零头"), decimals=1, least=0, most=99_999)
        self.witness = Witness()
        self.sum = QLabel()
        self.open = ActionButton("save", self.tr("开始盘点"), kind="primary")
        self.second = ActionButton("preview", self.tr("第二人签名"), icon="key")
        self.print = ActionButton("print", self.tr("打印"))
        self.hand_in = ActionButton("save", self.tr("交清点数"), kind="primary")
        self.approve = ActionButton("settle", self.tr("审批记账"), kind="primary", icon="done")
        self.back = ActionButton("clear", self.tr("返回"))
        self._views = QStackedWidget()
        self._lay_out()
        self._connect()
        self.follow()

    def title(self) -> str:
        counting = self.model.state.take is not None and self.model.state.stage is not Stage.PAST
        return f"{self.tr('盘点')} ●" if counting else self.tr("盘点")

    def begin(self) -> None:
        stage = self.model.state.stage
        if stage is Stage.NONE:
            self.kind.setFocus()
        elif stage is Stage.COUNT:
            self.search.setFocus()
        else:
            self.lines.setFocus()

    def show_state(self, state: TakeState) -> None:
        before = self._views.currentIndex(), self.lines.isColumnHidden(_HIDDEN_WHEN_BLIND[0])
        stage = state.stage
        self._views.setCurrentIndex(0 if stage is Stage.NONE else 1)
        self.takes.show_rows(state.takes)
        with QSignalBlocker(self.lines):
            for column in _HIDDEN_WHEN_BLIND:
                self.lines.setColumnHidden(column, stage is Stage.COUNT)
            self.lines.show_rows(state.shown)
            self.lines.share_width()
            self._point(state)
        self.lines.viewport().update()
        self.head.setText(self._headline(state))
        self.sum.setText(self._summary(state))
        self._form.setVisible(stage is Stage.COUNT or bool(state.to_recount))
        self._show_buttons(state)
        now = self._views.currentIndex(), self.lines.isColumnHidden(_HIDDEN_WHEN_BLIND[0])
        if before != now and self.isVisible():
            self.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits on a difference are its reason; Esc leaves an earlier stocktake and the second person's boxes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        line = self.lines.current_row()
        if watched is self.lines and event.text().isdigit() and line is not None and differs(line):
            self.model.explain(line.batch.batch_id, int(event.text()))
            return True
        if event.key() == Qt.Key.Key_Escape and watched in (self.witness.staff, self.witness.password):
            self._ask_witness(False)
            return True
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and watched is self.witness.password:
            self._sign()
            return True
        if enter and watched in (self.units, self.packs) and (watched is self.units or self._is_single()):
            self._note()
            return True
        return False

    # What the keys do.

    def _note(self) -> None:
        line, packs = self.lines.current_row(), self.packs.number()
        if line is None or (packs is None and self.units.number() is None):
            self.packs.setFocus()
            return
        units = int((self.units.number() or 0) * UNIT_E4)
        self.model.note(line.batch.batch_id, Seen(packs=int(packs or 0), units_e4=units))
        self.packs.clear()
        self.units.clear()
        self.search.clear()
        self.search.setFocus()

    def _is_single(self) -> bool:
        """A pack of one unit has no loose ones."""
        line = self.lines.current_row()
        return line is not None and line.batch.pack.quantity == 1

    def _picked(self, batch_id: object) -> None:
        at = next((n for n, one in enumerate(self.lines.rows.rows) if one.batch.batch_id == batch_id), None)
        if at is not None:
            self.lines.choose(at)
            self.packs.setFocus()

    def _ask_witness(self, wanted: bool) -> None:
        self.witness.clear()
        self.witness.setVisible(wanted)
        if wanted:
            self.witness.staff.setFocus()
        else:
            self.begin()

    def _sign(self) -> None:
        signature = self.witness.take()
        self._ask_witness(False)
        if signature:
            self.model.sign(signature)

    def _find(self, text: str, answer: Answer) -> None:
        folded, state = text.lower(), self.model.state
        wanted = state.shown if state.stage is Stage.COUNT else state.to_recount
        answer(
            [
                Hit(one.batch.batch_id, state.name(one), f"{one.batch.lot}　{one.batch.expires}")
                for one in wanted
                if text in state.name(one)
                or initials(state.name(one)).startswith(folded)
                or one.batch.lot.lower().startswith(folded)
            ][:_SHOWN]
        )

    # What the state says.

    def _point(self, state: TakeState) -> None:
        at = next((n for n, one in enumerate(state.shown) if one.batch.batch_id == state.at), None)
        if at is not None and at != self.lines.currentIndex().row():
            self.lines.choose(at)

    def _headline(self, state: TakeState) -> str:
        if state.take is None:
            return ""
        take, who = state.take, self.model.counter.name
        words = {
            Stage.COUNT: self.tr("{number}　{kind}　{who} 清点，已点 {seen} / {all}"),
            Stage.JUDGE: self.tr("{number}　{kind}　两人已点，差异 {differing} 批，要复盘 {again} 批"),
            Stage.PAST: self.tr("{number}　{kind}　已审批，差异 {differing} 批"),
            Stage.NONE: "",
        }[state.stage]
        return words.format(
            number=take.number,
            kind=take_text(take.kind),
            who=who,
            seen=len(state.seen),
            all=len(state.lines),
            differing=len(state.differing),
            again=len(state.to_recount),
        )

    def _summary(self, state: TakeState) -> str:
        if state.stage not in (Stage.JUDGE, Stage.PAST):
            return ""
        result = state.result
        more = sum(one.price_e6 for one in state.lines if one.price_e6 > 0)
        less = sum(one.price_e6 for one in state.lines if one.price_e6 < 0)
        words = self.tr("盘盈 {more}　盘亏 {less}　准确率 {share}%")
        share = (
            "—"
            if result.accuracy_bp is None
            else f"{result.accuracy_bp // 100}.{result.accuracy_bp % 100:02d}"
        )
        return words.format(more=yen(in_fen(more)), less=yen(-in_fen(less)), share=share)

    def _show_buttons(self, state: TakeState) -> None:
        stage, counting = state.stage, state.stage is Stage.COUNT or bool(state.to_recount)
        for button, seen in (
            (self.open, stage is Stage.NONE),
            (self.second, stage in (Stage.COUNT, Stage.JUDGE)),
            (self.print, stage is not Stage.NONE),
            (self.hand_in, counting and stage in (Stage.COUNT, Stage.JUDGE)),
            (self.approve, stage is Stage.JUDGE and not state.to_recount),
            (self.back, stage is Stage.PAST),
        ):
            button.setVisible(seen)
            button.setEnabled(not state.busy)
        self.hand_in.setEnabled(bool(state.seen) and not state.busy)
        self.approve.setEnabled(self.model.may_approve() and not state.busy)
        self.approve.setToolTip(
            "" if self.model.may_approve() else self.tr("由管理员审批：按 F7 用管理员的工号、密码签名")
        )
        self.print.say(self.tr("打印盘点表") if stage is Stage.COUNT else self.tr("打印结果"))
        if stage in (Stage.NONE, Stage.PAST):
            self.witness.hide()

    def _columns(self) -> tuple[Column[TakeLine], ...]:
        model = self.model  # its state is read when a cell is drawn

        def seen(one: TakeLine) -> str:
            noted = model.state.seen.get(one.batch.batch_id)
            if noted is not None:
                return _packs(one, noted.packs * one.batch.pack.size_e4 + noted.units_e4)
            mine = model.state.stage is Stage.COUNT and model.counter.staff_id in {c.by for c in one.counts}
            return self.tr("已交") if mine else ""

        def reason(one: TakeLine) -> str:
            if one.found.verdict is Verdict.RECOUNT:
                return self.tr("要复盘")
            given = model.state.reasons.get(one.batch.batch_id, "")
            if given:
                return reason_text(given)
            return self.tr("按 1–5 选") if differs(one) else ""

        return (
            Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: model.state.name(one), bold=True),
            Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.batch.lot, width=12),
            Column(QT_TRANSLATE_NOOP("columns", "有效期至"), lambda one: f"{one.batch.expires}", width=11),
            Column(
                QT_TRANSLATE_NOOP("columns", "包装"),
                lambda one: f"{one.batch.pack.quantity}{one.batch.pack.unit}/{one.batch.pack.pack_unit}",
                width=10,
            ),
            Column(QT_TRANSLATE_NOOP("columns", "清点"), seen, width=13, number=True, bold=True),
            Column(
                QT_TRANSLATE_NOOP("columns", "账面"),
                lambda one: _packs(one, one.book_e4),
                width=13,
                number=True,
            ),
            Column(
                QT_TRANSLATE_NOOP("columns", "盈亏"),
                lambda one: _packs(one, one.found.diff_e4) if differs(one) else "0",
                width=11,
                number=True,
                bold=True,
                tone=lambda one: Tone.DANGER if one.found.diff_e4 < 0 else Tone.PLAIN,
            ),
            Column(
                QT_TRANSLATE_NOOP("columns", "金额"),
                lambda one: money(in_fen(one.price_e6)),
                width=9,
                number=True,
            ),
            Column(QT_TRANSLATE_NOOP("columns", "原因"), reason, width=11, tone=lambda one: Tone.WARN),
        )

    def _connect(self) -> None:
        model = self.model
        self.takes.picked.connect(model.look_at)
        self.lines.chosen.connect(lambda one: model.point(one.batch.batch_id if one is not None else None))
        self.lines.picked.connect(lambda _: self.packs.setFocus() if self._form.isVisible() else None)
        self.search.picked.connect(self._picked)
        model.scanned.connect(self.packs.setFocus)
        self.open.clicked.connect(lambda: model.open(self.kind.code()))
        self.hand_in.clicked.connect(model.hand_in)
        self.second.clicked.connect(lambda: self._ask_witness(True))
        self.print.clicked.connect(model.print)
        self.approve.clicked.connect(model.approve)
        self.back.clicked.connect(lambda: model.look_at(None))
        for widget in (self.lines, self.packs, self.units, self.witness.staff, self.witness.password):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        start = Card()
        start.body.addWidget(FormRow([Field(self.tr("种类"), self.kind)]), 0, Qt.AlignmentFlag.AlignLeft)
        start.body.addWidget(self.takes, 1)
        count = Card()
        look(self.head, "soft")
        self._form = FormRow(
            [
                Field(self.tr("找一行"), self.search),
                Field(self.tr("整包装"), self.packs),
                Field(self.tr("零头"), self.units),
            ],
            (4, 1, 1),
        )
        self.witness.hide()
        for widget in (self.head, self.witness, self._form):
            count.body.addWidget(widget)
        count.body.addWidget(self.lines, 1)
        self._walk = EnterMoves(self._form), EnterMoves(self.witness)
        for view in (start, count):
            self._views.addWidget(view)
        self.body.addWidget(self._views, 1)
        look(self.sum, "soft")
        buttons = Row()
        for left in (self.back, self.second, self.print, self.sum):
            buttons.addWidget(left)
        buttons.addStretch()
        for right in (self.open, self.hand_in, self.approve):
            buttons.addWidget(right)
        self.body.addLayout(buttons)
