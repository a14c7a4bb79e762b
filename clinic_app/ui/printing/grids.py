"""Draws the ruled tables of record sheets: cells with lines about them, squares for codes, names at the left."""

import re
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPen

from clinic_app.printing.documents import Boxed, Cell, Grid, Size
from clinic_app.ui.printing.blocks import Sheet

Row = tuple[Cell, ...]

_NAME_MM: Final = 8.0  # the column of group names
_ABREAST: Final = 2  # characters of a group's name on a line
_PAD_MM: Final = 1.0
_BOX_MM: Final = 4.2
_STEP_MM: Final = 5.8  # from one square to the next, with the stroke between
ROOMY_MM: Final = 6.6  # of a row, so that one can write into it
CLOSE_MM: Final = 5.6  # still room for a line, where it saves a page
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
_WORDS: Final = int(Qt.TextFlag.TextWordWrap)  # Chinese may part anywhere, a number may not
_ANYWHERE: Final = int(Qt.TextFlag.TextWrapAnywhere)
_RUN: Final = re.compile(r"[!-~]{2,}")


def grid_row(sheet: Sheet, grid: Grid, row: Row, least: float = 0.0, room: float = ROOMY_MM) -> float:
    """Draw one row at the sheet's place and give its height, which is not below `least`, nor `room` in mm."""
    left = sheet.x + _names(sheet, grid)
    width = sheet.x + sheet.width - left
    total = sum(cell.share for cell in row)
    height = max(sheet.mm(room), least, *(_height(sheet, cell, width * cell.share / total) for cell in row))
    for cell in row:
        area = QRectF(left, sheet.y, width * cell.share / total, height)
        _frame(sheet, area)
        _fill(sheet, cell, area)
        left = area.right()
    return height


def group_name(sheet: Sheet, grid: Grid, name: str, top: float) -> None:
    """Frame the rows from `top` down to the sheet's place, with their name before them."""
    width = _names(sheet, grid)
    if width and sheet.y > top:
        area = QRectF(sheet.x, top, width, sheet.y - top)
        _frame(sheet, area)
        # What a page break leaves of a group may be too low for its name, which stands on the other page then.
        shown = name if name_height(sheet, name) <= area.height() + 1 else name[:_ABREAST]
        sheet.text(area, _CENTRE | _WORDS, _upright(shown), sheet.font(Size.SMALL, bold=True))


def name_height(sheet: Sheet, name: str) -> float:
    """What a group's name needs at the left of its rows."""
    lines = -(-len(name) // _ABREAST)
    return lines * sheet.metrics(sheet.font(Size.SMALL, bold=True)).lineSpacing() + sheet.mm(0.6)


def boxed(sheet: Sheet, block: Boxed) -> float:
    """姓名 at the left, 编号 in squares at the right."""
    font, mm = sheet.font(Size.LARGE), sheet.mm
    height = max(sheet.metrics(font).height(), mm(_BOX_MM + 0.6)) + mm(1.2)
    area = QRectF(sheet.x, sheet.y, sheet.width, height - mm(1.2))
    sheet.text(area, _LEFT, block.left, font)
    taken = sum(mm(_BOX_MM if char != "-" else 2.5) for char in block.text)
    left = sheet.x + sheet.width - taken
    label = QRectF(sheet.x, sheet.y, left - sheet.x - mm(1.5), area.height())
    sheet.text(label, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), block.label, font)
    small = sheet.font(Size.BASE)
    for char in block.text:
        step = mm(_BOX_MM if char != "-" else 2.5)
        place = QRectF(left, area.center().y() - mm(_BOX_MM) / 2, step, mm(_BOX_MM))
        if char != "-":
            _frame(sheet, place)
        sheet.text(place, _CENTRE, char.strip(), small)
        left += step
    return height


def _names(sheet: Sheet, grid: Grid) -> float:
    return sheet.mm(_NAME_MM) if any(group.name for group in grid.groups) else 0.0


def _upright(name: str) -> str:
    """Two characters a line, as the narrow column has room for."""
    return "\n".join(name[at : at + _ABREAST] for at in range(0, len(name), _ABREAST))


def _font(sheet: Sheet, cell: Cell) -> QFont:
    return sheet.font(Size.SMALL if cell.label else Size.BASE)


def _wrap(sheet: Sheet, cell: Cell, width: float) -> int:
    """A number or Latin word stays whole, unless it alone is wider than the cell."""
    metrics = sheet.metrics(_font(sheet, cell))
    widest = max((metrics.horizontalAdvance(run) for run in _RUN.findall(cell.text)), default=0.0)
    return _WORDS if widest < width else _ANYWHERE


def _boxes_width(sheet: Sheet, cell: Cell) -> float:
    return sheet.mm(_STEP_MM) * len(cell.boxes)


def _a_line(sheet: Sheet, width: float) -> int:
    """Squares that stand abreast."""
    return max(1, int((width - sheet.mm(2 * _PAD_MM)) / sheet.mm(_STEP_MM)))


def _beside(sheet: Sheet, cell: Cell, width: float) -> bool:
    """Whether the squares stand beside the words; else they have a line of their own."""
    return _boxes_width(sheet, cell) < width * 0.35


def _text_room(sheet: Sheet, cell: Cell, width: float) -> float:
    room = width - sheet.mm(2 * _PAD_MM)
    return room - _boxes_width(sheet, cell) if cell.boxes and _beside(sheet, cell, width) else room


def _text_height(sheet: Sheet, cell: Cell, width: float) -> float:
    if not cell.text:
        return 0.0
    room = QRectF(0, 0, _text_room(sheet, cell, width), 1e6)
    flags = _wrap(sheet, cell, room.width())
    return sheet.metrics(_font(sheet, cell)).boundingRect(room, flags, cell.text).height()


def _height(sheet: Sheet, cell: Cell, width: float) -> float:
    text = _text_height(sheet, cell, width)
    if cell.boxes:
        line = sheet.mm(_BOX_MM + 0.4)
        lines = -(-len(cell.boxes) // _a_line(sheet, width))
        text = max(text, line) if _beside(sheet, cell, width) else text + line * lines
    return text + sheet.mm(1.2)


def _fill(sheet: Sheet, cell: Cell, area: QRectF) -> None:
    pad = sheet.mm(_PAD_MM)
    below = bool(cell.boxes) and not _beside(sheet, cell, area.width())
    height = _text_height(sheet, cell, area.width()) if below else area.height() - sheet.mm(0.8)
    room = QRectF(
        area.left() + pad, area.top() + sheet.mm(0.4), _text_room(sheet, cell, area.width()), height
    )
    flags = (_CENTRE if cell.label else _LEFT) | _wrap(sheet, cell, room.width())
    sheet.text(room, flags, cell.text, _font(sheet, cell))
    if not below:
        _squares(sheet, cell.boxes, area.right() - pad, area.center().y())
        return
    abreast = _a_line(sheet, area.width())
    for at in range(0, len(cell.boxes), abreast):
        middle = room.top() + height + sheet.mm((_BOX_MM + 0.4) * (at // abreast + 0.5))
        _squares(sheet, cell.boxes[at : at + abreast], area.right() - pad, middle)


def _squares(sheet: Sheet, chosen: tuple[str, ...], right: float, middle: float) -> None:
    """□/□/□ that end at `right`."""
    side, step, font = sheet.mm(_BOX_MM), sheet.mm(_STEP_MM), sheet.font(Size.BASE)
    left = right - step * len(chosen) + (step - side)
    for at, code in enumerate(chosen):
        square = QRectF(left + at * step, middle - side / 2, side, side)
        _frame(sheet, square)
        sheet.text(square, _CENTRE, code, sheet.font(Size.SMALL) if len(code) > 1 else font)
        if at:
            between = QRectF(square.left() - (step - side), square.top(), step - side, side)
            sheet.text(between, _CENTRE, "/", sheet.font(Size.SMALL))


def _frame(sheet: Sheet, area: QRectF) -> None:
    if sheet.painter is not None:
        sheet.painter.setPen(QPen(Qt.GlobalColor.black, sheet.mm(0.15)))
        corners = (area.topLeft(), area.topRight(), area.bottomRight(), area.bottomLeft())
        for at in range(4):
            sheet.painter.drawLine(QPointF(corners[at]), QPointF(corners[(at + 1) % 4]))
