"""床位图: a card a bed; the arrow keys go from bed to bed."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from clinic_app.domain.ward import BedState
from clinic_app.services.wardcare import BedCard
from clinic_app.ui import format, theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.states import EmptyState

_CARD: Final = int(Qt.ItemDataRole.UserRole)
_WIDTH, _HEIGHT = 208, 128  # at 100 %
_STATES: Final = {
    BedState.FREE: (QT_TRANSLATE_NOOP("ward", "空床"), Tone.OK),
    BedState.CLEANING: (QT_TRANSLATE_NOOP("ward", "待清洁"), Tone.WARN),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BedChart(QListWidget):
    """Signals:
    chosen: the `BedCard` under the cursor.
    picked: the `BedCard` that Enter or a double click chose.
    """

    chosen = Signal(object)
    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        px = theme.current().px
        self.setAccessibleName(self.tr("床位图"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSpacing(px(6))
        self.setUniformItemSizes(True)
        self.setItemDelegate(_CardDelegate(self))
        self._cards: tuple[BedCard, ...] = ()
        self._empty = EmptyState(
            self.tr("还没有床位\n在下方填床号，按 Ins 加床；住院页办入院的患者也会出现在这里"),
            parent=self.viewport(),
        )
        self.currentRowChanged.connect(lambda _: self.chosen.emit(self.current_card()))
        self.itemDoubleClicked.connect(lambda _: self._pick())

    def current_card(self) -> BedCard | None:
        at = self.currentRow()
        return self._cards[at] if 0 <= at < len(self._cards) else None

    def show_cards(self, cards: Sequence[BedCard]) -> None:
        """The cursor stays on its bed."""
        if tuple(cards) == self._cards:
            return
        before = self.current_card()
        places = [_place(card) for card in cards]
        self.blockSignals(True)
        self._cards = tuple(cards)
        self.clear()
        for card in cards:
            item = QListWidgetItem(self)
            item.setData(_CARD, card)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{card.bed} {card.stay.name if card.stay else ''}"
            )
        if before is not None and _place(before) in places:
            self.setCurrentRow(places.index(_place(before)))
        elif cards:
            kept = [card.bed for card in cards]
            self.setCurrentRow(kept.index(before.bed) if before is not None and before.bed in kept else 0)
        self.blockSignals(False)
        self._empty.setVisible(not cards)
        self.chosen.emit(self.current_card())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect())

    def _pick(self) -> None:
        card = self.current_card()
        if card is not None:
            self.picked.emit(card)


def _place(card: BedCard) -> tuple[str, UUID | None]:
    """Two may lie in one bed."""
    return card.bed, card.stay.id if card.stay else None


class _CardDelegate(QStyledItemDelegate):
    """Paints a `BedCard`: who lies there at a glance."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        px = theme.current().px
        return QSize(px(_WIDTH), px(_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        card: BedCard = index.data(_CARD)
        now = theme.current()
        px = now.px
        rect: QRect = option.rect
        area = rect.adjusted(px(2), px(2), -px(2), -px(2))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour("accent" if chosen else "line"), px(2) if chosen else 1))
        painter.setBrush(now.colour("surface" if card.stay is not None else "surface_alt"))
        painter.drawRoundedRect(area, px(6), px(6))
        inner = area.adjusted(px(10), px(6), -px(10), -px(6))
        line = now.size(TextSize.BASE) + px(6)
        for at, (left, right, tone, right_tone, bold) in enumerate(_lines(card)):
            row = QRect(inner.left(), inner.top() + at * line, inner.width(), line)
            font = now.font(TextSize.LARGE if at == 0 else TextSize.SMALL, bold=bold)
            painter.setFont(font)
            taken = QFontMetrics(font).horizontalAdvance(right)
            painter.setPen(now.ink(right_tone))
            painter.drawText(row, _RIGHT, right)
            room = row.width() - taken - (px(6) if right else 0)
            painter.setPen(now.ink(tone))
            shown = QFontMetrics(font).elidedText(left, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(row.left(), row.top(), room, line), _LEFT, shown)
        painter.restore()


Words = tuple[str, str, Tone, Tone, bool]  # left, right, tones of both, bold


def _diagnosis(card: BedCard, name: str) -> Words:
    """What is wrong with the bed comes first."""
    if not card.shared_with:
        return (name, "", Tone.PLAIN, Tone.SOFT, False)
    words = translate("ward", "与 {names} 同床，请转床").format(names="、".join(card.shared_with))
    return (words, "", Tone.DANGER, Tone.SOFT, True)


def _lines(card: BedCard) -> list[Words]:
    bed = translate("ward", "{bed} 床").format(bed=card.bed or "—")
    stay = card.stay
    if stay is None:
        words, tone = _STATES[card.state]
        return [
            (bed, translate("ward", words), Tone.PLAIN, tone, True),
            (card.room, "", Tone.SOFT, Tone.SOFT, False),
        ]
    age = format.age(stay.birth_date, stay.day) if stay.birth_date else ""
    day = translate("ward", "第 {n} 天").format(n=card.day_no)
    allergies = "、".join(card.allergies)
    asked = translate("ward", "无过敏") if card.allergies_asked else translate("ward", "未问过敏")
    balance = translate("ward", "余 {sum}").format(sum=money(stay.held - stay.charged))
    return [
        (f"{bed}  {stay.name}", "", Tone.PLAIN, Tone.SOFT, True),
        (f"{format.sex(stay.sex)} {age}".strip(), day, Tone.SOFT, Tone.SOFT, False),
        _diagnosis(card, stay.diagnosis[1]),
        (" ".join(part for part in (card.nursing, card.diet) if part), "", Tone.ACCENT, Tone.SOFT, False),
        (
            translate("ward", "过敏：{names}").format(names=allergies) if allergies else asked,
            balance,
            Tone.DANGER if allergies else Tone.SOFT if card.allergies_asked else Tone.WARN,
            Tone.DANGER if card.low else Tone.SOFT,
            bool(allergies),
        ),
    ]
