"""The rail: the pages of the person on duty, in groups that fold."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from clinic_app.ui import icons, theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.shell_state import PageSpec
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize

NUMBERED = 10  # pages that have an Alt+number; who has no more sees them without headings


def unfolded(sizes: Mapping[str, int], recent: Sequence[str], room: int) -> frozenset[str]:
    """The groups that stand open: the one looked at last in any case, older ones while they fit.

    Args:
        sizes: pixels that each group's pages take.
        recent: groups not folded by hand, the one opened last first.
        room: pixels there are for pages.
    """
    opened = set(recent[:1])
    left = room - sum(sizes[title] for title in opened)
    for title in recent[1:]:
        if sizes[title] <= left:
            opened.add(title)
            left -= sizes[title]
    return frozenset(opened)


class RailItem(QToolButton):
    """What the arrows walk over in the rail; `under` is its group.

    Signals:
        arrow: Up, Down, Left or Right was pressed on it.
    """

    arrow = Signal(int)

    def __init__(self, title: str, group: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.under = group
        self.setText(title)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.arrow.emit(event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class RailHeading(RailItem):
    """The name of a group; pressed, it opens or folds."""

    def __init__(self, group: str, parent: QWidget | None = None) -> None:
        super().__init__(translate("pages", group), group, parent)
        self.setObjectName("railHeading")
        self.show_open(False)

    def show_open(self, opened: bool) -> None:
        self.opened = opened
        self.setAccessibleDescription(self.tr("已展开") if opened else self.tr("已收起"))
        icons.dress(self, "chevron-up" if opened else "chevron-down", "text_soft", 12)

    def narrow(self, compact: bool) -> None:
        """No icon on small screens."""
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly if compact else beside)
        look(self, "narrow" if compact else "")


class RailButton(RailItem):
    """One page in the rail, its Alt+number at the right edge."""

    def __init__(self, spec: PageSpec, number: int, parent: QWidget | None = None) -> None:
        title = translate("pages", spec.title)
        super().__init__(title, spec.group, parent)
        self.setObjectName("navigation")
        self.spec = spec
        self._hint = f"Alt+{number % 10}" if number <= NUMBERED else ""
        self._compact = False
        self.setCheckable(True)
        if self._hint:
            self.setToolTip(f"{title}  {self._hint}")
            self.setAccessibleDescription(self._hint)
        self.toggled.connect(lambda on: self._colour(on))
        self._colour(False)
        self.narrow(False)

    def narrow(self, compact: bool, *, low: bool = False) -> None:
        """Icon over text for small screens, icon beside text otherwise; `low` has no room for the icon over it."""
        self._compact = compact
        under = Qt.ToolButtonStyle.ToolButtonTextOnly if low else Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setToolButtonStyle(under if compact else beside)
        look(self, "narrow" if compact else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._hint or self._compact:
            return
        now = theme.current()
        words = self.fontMetrics().horizontalAdvance(self.text()) + now.px(46)
        hint = QFontMetrics(now.font(TextSize.SMALL)).horizontalAdvance(self._hint)
        if words + hint > self.width() - now.px(12):
            return  # the tool tip still says it
        painter = QPainter(self)
        painter.setFont(now.font(TextSize.SMALL))
        painter.setPen(now.colour("text_soft"))
        area = self.rect().adjusted(0, 0, -now.px(10), 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._hint)

    def _colour(self, on: bool) -> None:
        icons.dress(self, self.spec.icon, "accent" if on else "text_soft", 20)


class Rail(QFrame):
    """The pages a person may open.  A group opens with its page; what no longer fits folds, the oldest first.

    Signals:
        wanted: the name of the page.
    """

    wanted = Signal(str)
    WIDE = 172  # pixels at 100 %
    NARROW = 90
    LEAST = 28  # pixels of a page's button at 100 %
    LEAST_NARROW = 24
    HEADING = 26
    AIR = 12  # above and below the words where there is room

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "rail")
        self.buttons: list[RailButton] = []
        self.headings: list[RailHeading] = []
        self._recent: list[str] = []  # groups not folded by hand, the one opened last first
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._area = QScrollArea()
        self._area.setWidget(self._inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(self._area)
        self._compact = False
        self.narrow(False)

    def show_pages(self, pages: Sequence[PageSpec]) -> None:
        """Args:
        pages: those of one group follow one another.
        """
        self._clear()
        self.buttons = [RailButton(spec, at + 1, self._inner) for at, spec in enumerate(pages)]
        self.headings = []
        for group, some in groupby(self.buttons, key=lambda button: button.under):
            if group and len(self.buttons) > NUMBERED:
                heading = RailHeading(group, self._inner)
                heading.clicked.connect(lambda _=False, heading=heading: self._turn(heading))
                self.headings.append(heading)
                self._column.addWidget(heading)
            for button in some:
                button.clicked.connect(lambda _=False, name=button.spec.name: self.wanted.emit(name))
                self._column.addWidget(button)
        self._column.addStretch()
        for item in (*self.headings, *self.buttons):
            item.arrow.connect(partial(self._walk, item))
        self._recent = [heading.under for heading in self.headings]
        self.narrow(self._compact)

    def mark(self, name: str) -> None:
        """Show which page is open, its group with it."""
        for button in self.buttons:
            button.setChecked(button.spec.name == name)
            if button.isChecked() and self.headings:
                self._open(button.under)
                self._area.ensureWidgetVisible(button, 0, 0)

    def narrow(self, compact: bool) -> None:
        """Small screens: a thin rail."""
        self._compact = compact
        px = theme.current().px
        self._column.setContentsMargins(0, px(2 if compact else 6), 0, 0)
        self._column.setSpacing(0)
        for heading in self.headings:
            heading.narrow(compact)
        self._fit()
        longest = max((item.sizeHint().width() for item in self._items()), default=0)
        self.setFixedWidth(
            px(self.WIDE) if not compact else min(max(px(self.NARROW), longest), px(self.WIDE))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open(self, group: str) -> None:
        self._recent = [group, *(title for title in self._recent if title != group)]
        self._fit()

    def _turn(self, heading: RailHeading) -> None:
        """A heading was pressed: an open group folds, a folded one opens."""
        if heading.opened:
            self._recent.remove(heading.under)
            self._fit()
        else:
            self._open(heading.under)

    def _walk(self, item: RailItem, key: int) -> None:
        """Up and Down go over what is in sight; Left folds the group, Right opens it."""
        seen = [one for one in self._items() if not one.isHidden()]
        place = seen.index(item)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = -1 if key == Qt.Key.Key_Up else 1
            seen[(place + step) % len(seen)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        heading = next((one for one in self.headings if one.under == item.under), None)
        if heading is not None and heading.opened == (key == Qt.Key.Key_Left):
            heading.setFocus(Qt.FocusReason.TabFocusReason)
            self._turn(heading)

    def _items(self) -> list[RailItem]:
        """Headings and buttons from top to bottom."""
        places = (self._column.itemAt(place) for place in range(self._column.count()))
        found = (place.widget() for place in places if place is not None)
        return [item for item in found if isinstance(item, RailItem)]

    def _fit(self) -> None:
        """Buttons come closer before a group folds, and groups fold before the rail scrolls."""
        if not self.buttons or not self.height():
            return
        px = theme.current().px
        least = px(self.LEAST_NARROW if self._compact else self.LEAST)
        heading = px(self.HEADING)
        room = self.height() - self._column.contentsMargins().top() - len(self.headings) * heading
        shown = self.buttons
        if self.headings:
            sizes = {one.under: 0 for one in self.headings}
            for button in self.buttons:
                sizes[button.under] += least
            opened = unfolded(sizes, self._recent, room)
            for one in self.headings:
                one.setFixedHeight(heading)
                one.show_open(one.under in opened)
            for button in self.buttons:
                button.setVisible(button.under in opened)
            shown = [button for button in self.buttons if button.under in opened]
        self._share(shown, room, least)

    def _share(self, shown: Sequence[RailButton], room: int, least: int) -> None:
        """Give each button the same height: the usual one, or less where it must be."""
        if not shown:
            return
        for button in shown:
            button.setMinimumHeight(0)
            button.setMaximumHeight(16_777_215)
            button.narrow(self._compact)
        usual = shown[0].sizeHint().height() + (0 if self._compact else theme.current().px(self.AIR))
        height = max(min(room // len(shown), usual), least)
        for button in shown:
            button.narrow(self._compact, low=height < usual)
            button.setFixedHeight(height)

    def _clear(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
