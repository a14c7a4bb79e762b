"""Draws the blocks of a `Document`; each drawing function also tells how high the block is."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QImage, QPaintDevice, QPainter, QPen

from clinic_app.domain.strokes import GRID
from clinic_app.printing.code128 import modules
from clinic_app.printing.documents import (
    Align,
    Barcode,
    Block,
    Curve,
    Fields,
    Gap,
    Line,
    Pair,
    Picture,
    Plot,
    Rule,
    Size,
    Strokes,
    Table,
)
from clinic_app.printing.qr import SIDE, squares

# Noto Sans CJK writes 青 and 龙 into a PDF's text layer as radicals, so copying and searching fail;
# these do not.  The first that is installed is taken.
FAMILIES: Final = ("WenQuanYi Micro Hei", "Microsoft YaHei", "SimSun", "PingFang SC", "Noto Sans CJK SC")

_POINTS: Final = {Size.SMALL: 8.0, Size.BASE: 9.5, Size.LARGE: 11.5, Size.TITLE: 15.0, Size.HUGE: 34.0}
_MM_PER_INCH: Final = 25.4
_QUIET_MODULES: Final = 10  # white at either side of a Code 128
_MODULE_MM: Final = 0.3
_QR_MODULE_MM: Final = 0.65
_NIB: Final = 3.2  # of a pen, on the grid of its strokes
_QR_QUIET: Final = 4  # squares of white about a QR Code
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


def family() -> str:
    """The font for paper.

    Raises:
        LookupError: no Chinese font is installed, so every character would be an empty box.
    """
    installed = set(QFontDatabase.families())
    for name in FAMILIES:
        if name in installed:
            return name
    raise LookupError(f"none of {FAMILIES} is installed")


class Sheet:
    """The column of a page that is being filled: where we are, and how wide it is.

    With `painter` None it only measures.
    """

    def __init__(self, device: QPaintDevice, painter: QPainter | None, width: float) -> None:
        self.device = device
        self.painter = painter
        self.width = width  # device units
        self.x = 0.0
        self.y = 0.0
        self._family = family()

    def mm(self, length: float) -> float:
        return length * self.device.logicalDpiX() / _MM_PER_INCH

    def font(self, size: Size, *, bold: bool = False) -> QFont:
        font = QFont(self._family)
        font.setPointSizeF(_POINTS[size])
        font.setBold(bold)
        return font

    def metrics(self, font: QFont) -> QFontMetricsF:
        return QFontMetricsF(font, self.device)

    def text(self, area: QRectF, flags: int, text: str, font: QFont) -> None:
        if self.painter is not None:
            self.painter.setFont(font)
            self.painter.drawText(area, flags, text)

    def line(self, left: float, y: float, right: float, *, dashed: bool = False) -> None:
        if self.painter is not None:
            pen = QPen(Qt.GlobalColor.black, self.mm(0.2))
            pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
            self.painter.setPen(pen)
            self.painter.drawLine(QPointF(left, y), QPointF(right, y))


def draw(sheet: Sheet, block: Block) -> float:
    """Draw one block at the sheet's place and give its height; the place is not moved."""
    return _DRAW[type(block)](sheet, block)


def _line(sheet: Sheet, block: Line) -> float:
    font = sheet.font(block.size, bold=block.bold)
    left = sheet.mm(block.indent_mm)
    flags = _ALIGN[block.align] | _WRAP
    room = QRectF(sheet.x + left, sheet.y, sheet.width - left, 1e6)
    height = sheet.metrics(font).boundingRect(room, flags, block.text or " ").height()
    sheet.text(QRectF(room.left(), sheet.y, room.width(), height), flags, block.text, font)
    return height + sheet.mm(0.6)


def _pair(sheet: Sheet, block: Pair) -> float:
    font = sheet.font(block.size, bold=block.bold)
    metrics = sheet.metrics(font)
    right = metrics.horizontalAdvance(block.right) + sheet.mm(2)
    room = QRectF(sheet.x, sheet.y, sheet.width - right, 1e6)
    height = max(metrics.height(), metrics.boundingRect(room, _WRAP, block.left).height())
    sheet.text(QRectF(sheet.x, sheet.y, sheet.width - right, height), _WRAP, block.left, font)
    top = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    sheet.text(QRectF(sheet.x, sheet.y, sheet.width, height), top, block.right, font)
    return height + sheet.mm(0.6)


def _fields(sheet: Sheet, block: Fields) -> float:
    label, value = sheet.font(Size.SMALL), sheet.font(Size.BASE)
    height = sheet.metrics(value).height() + sheet.mm(1.4)
    width = sheet.width / block.columns
    for at, (name, text) in enumerate(block.pairs):
        left = sheet.x + at % block.columns * width
        top = sheet.y + at // block.columns * height
        taken = sheet.metrics(label).horizontalAdvance(name) + sheet.mm(1.2)
        base = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        sheet.text(QRectF(left, top, taken, height - sheet.mm(0.7)), base, name, label)
        room = width - taken - sheet.mm(2)
        shown = sheet.metrics(value).elidedText(text, Qt.TextElideMode.ElideRight, room)
        sheet.text(QRectF(left + taken, top, room, height - sheet.mm(0.6)), base, shown, value)
        sheet.line(left + taken, top + height - sheet.mm(0.5), left + width - sheet.mm(2))
    return height * -(-len(block.pairs) // block.columns) + sheet.mm(0.8)


def table_head(sheet: Sheet, block: Table) -> float:
    """The head of a table and the rule under it."""
    height = _cells(sheet, block, tuple(column.title for column in block.columns), Size.SMALL, bold=True)
    sheet.line(sheet.x, sheet.y + height, sheet.x + sheet.width)
    return height + sheet.mm(0.8)


def table_row(sheet: Sheet, block: Table, row: tuple[str, ...]) -> float:
    return _cells(sheet, block, row, block.size, bold=False)


def _cells(sheet: Sheet, block: Table, texts: tuple[str, ...], size: Size, *, bold: bool) -> float:
    font = sheet.font(size, bold=bold)
    total = sum(column.share for column in block.columns)
    cells, left, last = [], sheet.x, len(texts) - 1
    for at, (column, text) in enumerate(zip(block.columns, texts, strict=True)):
        width = sheet.width * column.share / total
        side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
        cells.append(
            (QRectF(left, sheet.y, width - sheet.mm(2 if at < last else 0), 1e6), int(side) | _WRAP, text)
        )
        left += width
    metrics = sheet.metrics(font)
    height = max(metrics.boundingRect(area, flags, text or " ").height() for area, flags, text in cells)
    for area, flags, text in cells:
        sheet.text(QRectF(area.left(), sheet.y, area.width(), height), flags, text, font)
    return height + sheet.mm(0.8)


def _table(sheet: Sheet, block: Table) -> float:
    top = sheet.y
    sheet.y += table_head(sheet, block)
    for row in block.rows:
        sheet.y += table_row(sheet, block, row)
    height, sheet.y = sheet.y - top, top
    return height


def _rule(sheet: Sheet, block: Rule) -> float:
    y = sheet.y + sheet.mm(1)
    sheet.line(sheet.x, y, sheet.x + sheet.width, dashed=block.dashed)
    return sheet.mm(2)


def _gap(sheet: Sheet, block: Gap) -> float:
    return sheet.mm(block.mm)


def _barcode(sheet: Sheet, block: Barcode) -> float:
    row = modules(block.text)
    module = min(sheet.mm(_MODULE_MM), sheet.width / (len(row) + 2 * _QUIET_MODULES))
    left = sheet.x + (sheet.width - len(row) * module) / 2
    bars = sheet.mm(block.height_mm)
    if sheet.painter is not None:
        for at, black in enumerate(row):
            if black == "1":
                bar = QRectF(left + at * module, sheet.y, module, bars)
                sheet.painter.fillRect(bar, Qt.GlobalColor.black)
    font = sheet.font(Size.SMALL)
    height = sheet.metrics(font).height()
    centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    sheet.text(QRectF(sheet.x, sheet.y + bars, sheet.width, height), centre, block.text, font)
    beside = _qr(sheet, block.text) if block.qr else 0.0
    return max(bars + height + sheet.mm(1), beside)


def _qr(sheet: Sheet, digits: str) -> float:
    """The squares at the right edge, white about them; how high that is."""
    module = sheet.mm(_QR_MODULE_MM)
    quiet = _QR_QUIET * module
    left = sheet.x + sheet.width - SIDE * module
    if sheet.painter is not None:
        for row, line in enumerate(squares(digits)):
            for column, black in enumerate(line):
                if black == "1":
                    place = QRectF(left + column * module, sheet.y + quiet + row * module, module, module)
                    sheet.painter.fillRect(place, Qt.GlobalColor.black)
    return SIDE * module + 2 * quiet


def _plot(sheet: Sheet, block: Plot) -> float:
    head = sheet.metrics(sheet.font(Size.SMALL)).height() + sheet.mm(1)
    left = sheet.x + sheet.width * block.label_share
    area = QRectF(left, sheet.y + head, sheet.x + sheet.width - left, sheet.mm(block.height_mm))
    if sheet.painter is not None:
        _grid(sheet, block, area)
        for curve in block.curves:
            _curve(sheet, curve, area)
    return head + area.height() + sheet.mm(1)


def _grid(sheet: Sheet, block: Plot, area: QRectF) -> None:
    painter = sheet.painter
    if painter is None:
        return
    font = sheet.font(Size.SMALL)
    line = sheet.metrics(font).height()
    centre = int(Qt.AlignmentFlag.AlignCenter)
    thin, thick = QPen(Qt.GlobalColor.lightGray, sheet.mm(0.1)), QPen(Qt.GlobalColor.black, sheet.mm(0.3))
    many = len(block.columns) * block.parts
    for at in range(many + 1):
        painter.setPen(thick if at % block.parts == 0 else thin)
        x = area.left() + area.width() * at / many
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    steps = max(1, len(block.rungs) - 1)
    for at, text in enumerate(block.rungs):
        y = area.bottom() - area.height() * at / steps
        painter.setPen(thick if at in (0, steps) else thin)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QPen(Qt.GlobalColor.black))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        room = QRectF(sheet.x, y - line / 2, area.left() - sheet.x - sheet.mm(1), line)
        sheet.text(room, right, text, font)
    width = area.width() / len(block.columns)
    for at, text in enumerate(block.columns):
        sheet.text(QRectF(area.left() + at * width, sheet.y, width, line), centre, text, font)


def _curve(sheet: Sheet, curve: Curve, area: QRectF) -> None:
    painter = sheet.painter
    if painter is None:
        return
    ink = Qt.GlobalColor.red if curve.red else Qt.GlobalColor.blue
    painter.setPen(QPen(ink, sheet.mm(0.3)))
    points = [
        QPointF(area.left() + x * area.width(), area.bottom() - y * area.height()) for x, y in curve.points
    ]
    for start, end in pairwise(points):
        painter.drawLine(start, end)
    size = sheet.mm(0.9)
    painter.setBrush(ink if curve.mark == "dot" else Qt.BrushStyle.NoBrush)
    for point in points:
        if curve.mark == "dot":
            painter.drawEllipse(point, size, size)
        else:
            painter.drawLine(point + QPointF(-size, -size), point + QPointF(size, size))
            painter.drawLine(point + QPointF(-size, size), point + QPointF(size, -size))
    painter.setBrush(Qt.BrushStyle.NoBrush)


_ALIGN: Final = {
    Align.LEFT: int(Qt.AlignmentFlag.AlignLeft),
    Align.CENTRE: int(Qt.AlignmentFlag.AlignHCenter),
    Align.RIGHT: int(Qt.AlignmentFlag.AlignRight),
}


def _picture(sheet: Sheet, block: Picture) -> float:
    label, high = _labelled(sheet, block)
    image = QImage.fromData(block.data) if block.data and sheet.painter is not None else QImage()
    if sheet.painter is not None and not image.isNull():
        wide = min(high * image.width() / image.height(), sheet.width)
        high_drawn = wide * image.height() / image.width()
        sheet.painter.drawImage(QRectF(sheet.x, sheet.y + label, wide, high_drawn), image)
    return label + high


def _strokes(sheet: Sheet, block: Strokes) -> float:
    label, high = _labelled(sheet, block)
    if sheet.painter is not None:
        part = high / GRID[1]
        sheet.painter.save()
        sheet.painter.setPen(
            QPen(
                Qt.GlobalColor.black,
                _NIB * part,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        for stroke in block.strokes:
            points = [QPointF(sheet.x + x * part, sheet.y + label + y * part) for x, y in stroke]
            sheet.painter.drawPolyline(points * 2 if len(points) == 1 else points)
        sheet.painter.restore()
    return label + high


def _labelled(sheet: Sheet, block: Picture | Strokes) -> tuple[float, float]:
    """Write the label; how high it is, and how high the room under it."""
    font = sheet.font(Size.BASE)
    label = sheet.metrics(font).height() if block.label else 0.0
    if block.label:
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        sheet.text(QRectF(sheet.x, sheet.y, sheet.width, label), flags, block.label, font)
    return label, sheet.mm(block.height_mm)


_DRAW: Final[dict[type, Callable[..., float]]] = {
    Line: _line,
    Pair: _pair,
    Fields: _fields,
    Table: _table,
    Rule: _rule,
    Gap: _gap,
    Barcode: _barcode,
    Plot: _plot,
    Picture: _picture,
    Strokes: _strokes,
}
