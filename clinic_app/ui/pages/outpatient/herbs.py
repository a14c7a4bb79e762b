"""中药饮片: the pieces of a prescription, three abreast as on paper.

Enter goes from a name to its grams and on to the next name; Tab reaches the special handling, which the catalogue proposes.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.outpatient.decoction import (
    HANDLINGS,
    HerbRow,
    grams,
    herb_of,
    herb_row,
)
from clinic_app.ui.widgets.cell_table import CellTable
from clinic_app.ui.widgets.cells import ItemCell, TextCell, known_herbs
from clinic_app.ui.widgets.entries import mark_invalid
from clinic_app.ui.widgets.hits import Hit

_ABREAST: Final = 3
_PARTS: Final = 3  # name, grams, handling
NAME, GRAMS, NOTE = range(_PARTS)
_TITLES: Final = (
    (QT_TRANSLATE_NOOP("columns", "药味"), 0),
    (QT_TRANSLATE_NOOP("columns", "克"), 5),
    (QT_TRANSLATE_NOOP("columns", "特殊"), 4),
)
_E4: Final = 10_000
_MOST: Final = 999  # grams
_FIGURES: Final = tuple(str(no) for no in range(len(HANDLINGS) + 1))
_FORWARD: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HerbTable(CellTable):
    """The cell after the last piece is always blank: the next name goes there.

    Signals:
        changed: a piece came, went or says something else.
        left: Enter on the blank name.
        left_back: Esc on the first name.
    """

    changed = Signal()
    left = Signal()
    left_back = Signal()
    least_width = 9
    least_rows = 2  # there is a line under it

    def __init__(self) -> None:
        super().__init__(_TITLES * _ABREAST)
        self.name(self.tr("中药饮片"))
        self._herbs: list[HerbRow] = []
        self._build()

    def herbs(self) -> tuple[HerbRow, ...]:
        return tuple(self._herbs)

    def show_herbs(self, herbs: Sequence[HerbRow], *, fixed: bool = False) -> None:
        """Replace all.  `fixed`: only to look at."""
        self._herbs = list(herbs)
        self._fixed = fixed
        self._build()

    def add(self, code: str) -> None:
        """One more, as if its name had been picked."""
        self._take(len(self._herbs), code)

    def begin(self) -> None:
        """To the blank name."""
        self._to(len(self._herbs), NAME)

    def remove_current(self) -> None:
        self._remove(self.currentRow() * _ABREAST + self.currentColumn() // _PARTS)

    def first_problem(self) -> str:
        """What is wrong, the focus put on it; empty when nothing is."""
        for at, row in enumerate(self._herbs):
            if not row.grams_e4:
                self._to(at, GRAMS)
                return self.tr("{name} 的克数不对，请核对。").format(name=row.name)
        blank = self._at(len(self._herbs), NAME)
        if blank is not None and blank.text().strip():
            self._to(len(self._herbs), NAME)
            return self.tr("“{text}”没有选定，请从列表里选，或清空。").format(text=blank.text().strip())
        return ""

    # Keys.

    def _key(self, cell: QLineEdit, event: QKeyEvent) -> bool:
        row, column = self._place(cell)
        at, part = row * _ABREAST + column // _PARTS, column % _PARTS
        busy = isinstance(cell, ItemCell) and cell.list_is_open()
        if event.key() in _FORWARD:
            if isinstance(cell, ItemCell) and cell.wants_enter():
                return False
            self._forward(at, part)
        elif event.key() == Qt.Key.Key_Escape and not busy:
            self._back(at, part)
        elif event.key() == Qt.Key.Key_Down and not busy and at < len(self._herbs):
            self._to(min(at + _ABREAST, len(self._herbs)), NAME)
        elif event.key() == Qt.Key.Key_Up and not busy and at >= _ABREAST:
            self._to(at - _ABREAST, part)
        elif event.key() == Qt.Key.Key_Delete and part == NAME and at < len(self._herbs):
            self._remove(at)
        else:
            return part == NOTE and self._handling(at, event.text())
        return True

    def _forward(self, at: int, part: int) -> None:
        if at >= len(self._herbs):
            self.left.emit()
        elif part == NAME:
            self._to(at, GRAMS)
        else:
            self._to(at + 1, NAME)

    def _back(self, at: int, part: int) -> None:
        if part != NAME:
            self._to(at, part - 1)
        elif at == 0:
            self.left_back.emit()
        else:
            self._to(at - 1, GRAMS)

    def _handling(self, at: int, typed: str) -> bool:
        """A figure stands for one of the usual words, 0 for none."""
        if self._fixed or typed not in _FIGURES:
            return False
        words = ("", *HANDLINGS)[int(typed)]
        cell = self._at(at, NOTE)
        if cell is not None:
            cell.setText(words)
            self._noted(at, words)
        return True

    # Pieces.

    def _take(self, at: int, code: object) -> None:
        herb = herb_of(str(code))
        if herb is None:
            return
        known = next((no for no, row in enumerate(self._herbs) if row.code == herb.code and no != at), None)
        if known is not None:  # a piece stands once
            self._build()
            self._to(known, GRAMS)
            return
        self._herbs[at : at + 1] = [herb_row(herb)]
        self._build()
        self.changed.emit()
        self._to(at, GRAMS)

    def _remove(self, at: int) -> None:
        if not self._fixed and 0 <= at < len(self._herbs):
            del self._herbs[at]
            self._build()
            self.changed.emit()
            self._to(min(at, len(self._herbs)), NAME)

    def _weighed(self, at: int, cell: "_GramCell") -> None:
        self._set(at, replace(self._herbs[at], grams_e4=cell.grams_e4()))
        mark_invalid(cell, not self._herbs[at].grams_e4)

    def _noted(self, at: int, words: str) -> None:
        self._set(at, replace(self._herbs[at], note=words.strip()))

    def _set(self, at: int, row: HerbRow) -> None:
        if row != self._herbs[at]:
            self._herbs[at] = row
            self.changed.emit()

    # Widgets.

    def _build(self) -> None:
        """All cells anew; there are few."""
        shown = len(self._herbs) + (0 if self._fixed else 1)
        self.setRowCount(0)
        self.setRowCount(-(-shown // _ABREAST))
        for at, row in enumerate(self._herbs):
            self._fill(at, row)
        if not self._fixed:
            self._fill_name(len(self._herbs), None)

    def _fill(self, at: int, row: HerbRow) -> None:
        self._fill_name(at, row)
        weight = _GramCell(self.tr("克"))
        weight.setText(grams(row.grams_e4))
        weight.textEdited.connect(lambda _: self._weighed(at, weight))
        mark_invalid(weight, not row.grams_e4)
        note = TextCell(self.tr("特殊煎服"))
        note.setText(row.note)
        note.setToolTip(
            " ".join(f"{no} {word}" for no, word in enumerate(HANDLINGS, start=1)) + self.tr(" 0 无")
        )
        note.textEdited.connect(partial(self._noted, at))
        self._put_part(at, GRAMS, weight)
        self._put_part(at, NOTE, note)

    def _fill_name(self, at: int, row: HerbRow | None) -> None:
        hint = "" if row is not None else self.tr("首字母")
        cell = ItemCell(self.tr("药味"), hint, list, known_herbs)
        if row is not None:
            cell.show_value(Hit(row.code, row.name))
            for action in cell.actions():  # the lens stands in the blank cell only
                cell.removeAction(action)
        cell.picked.connect(partial(self._take, at), Qt.ConnectionType.QueuedConnection)
        self._put_part(at, NAME, cell)

    def _put_part(self, at: int, part: int, cell: QLineEdit) -> None:
        self._put(at // _ABREAST, at % _ABREAST * _PARTS + part, cell)

    def _at(self, at: int, part: int) -> QLineEdit | None:
        return self._cell(at // _ABREAST, at % _ABREAST * _PARTS + part)

    def _to(self, at: int, part: int) -> None:
        self._focus(at // _ABREAST, at % _ABREAST * _PARTS + part)


class _GramCell(TextCell):
    """Grams of one 剂, with at most one decimal."""

    def grams_e4(self) -> int | None:
        """None while it is no number, or too much of one."""
        text = self.text().strip().removesuffix("g").removesuffix("克")
        whole, _, part = text.partition(".")
        if not whole.isdecimal() or (part and not part.isdecimal()) or len(part) > 1 or int(whole) > _MOST:
            return None
        return int(whole) * _E4 + int(part or 0) * (_E4 // 10)
