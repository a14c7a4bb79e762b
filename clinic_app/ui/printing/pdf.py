"""A `Document` as PDF, or on a printer.  The same document gives the same bytes on every machine with the font."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUuid
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtPrintSupport import QPrinter

from clinic_app.printing.documents import (
    Block,
    Boxed,
    Contents,
    Document,
    Grid,
    Mark,
    PageBreak,
    Paper,
    Size,
    Table,
    TableColumn,
    Tint,
)
from clinic_app.ui.printing.blocks import Sheet, draw, table_head, table_row
from clinic_app.ui.printing.grids import CLOSE_MM, ROOMY_MM, boxed, grid_row, group_name, name_height

_DPI: Final = 600
_MARGIN_MM: Final = {Paper.A5: 9.0, Paper.A5_WIDE: 9.0, Paper.A4: 15.0, Paper.A4_WIDE: 10.0, Paper.SLIP: 4.0}
_SIZE_MM: Final = {
    Paper.A5: QSizeF(148, 210),
    Paper.A5_WIDE: QSizeF(210, 148),
    Paper.A4: QSizeF(210, 297),
    Paper.A4_WIDE: QSizeF(297, 210),
}
_SLIP_WIDTH_MM: Final = 80.0
_SLIP_LEAST_MM: Final = 60.0
_BAND_MM: Final = 3.0
_CORNER_MM: Final = 8.0
_FEW: Final = 0.15  # of a page: what is not worth one of its own
_FOOT_MM: Final = 8.0  # what stands under a table of rows
# Paper colours belong to print, not to the theme: they are set by the 处方管理办法.
_TINTS: Final = {Tint.YELLOW: (255, 242, 178), Tint.GREEN: (205, 237, 205), Tint.RED: (250, 205, 205)}


def pdf(document: Document) -> bytes:
    """The document as a PDF file.

    Raises:
        LookupError: no Chinese font is installed.
    """
    raw, places = _written(document, {})
    if places:
        raw, _ = _written(document, places)
    return _dated(raw, document.made_at)


def _written(document: Document, places: Mapping[str, int]) -> tuple[bytes, dict[str, int]]:
    """The file, and the page of each mark; a table of contents says the pages of `places`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(document.title)
    writer.setCreator("xiangyitong")
    writer.setDocumentId(QUuid(str(document.document_id)))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setPageSize(QPageSize(page_mm(document), QPageSize.Unit.Millimeter, "", _EXACT))
    painter = QPainter(writer)
    pages = _Pages(document, writer, painter, places)
    pages.draw()
    painter.end()
    return bytes(buffer.data().data()), pages.places


def print_on(document: Document, printer: QPrinter) -> None:
    """Put the document on paper; the printer's own dialog or settings were asked before."""
    printer.setDocName(document.title)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(page_mm(document), QPageSize.Unit.Millimeter, "", _EXACT))
    marked = any(isinstance(block, Contents) for block in document.blocks)
    places = _written(document, {})[1] if marked else {}
    painter = QPainter(printer)
    _Pages(document, printer, painter, places).draw()
    painter.end()


def page_mm(document: Document) -> QSizeF:
    """The size of the paper in millimetres; a slip is as long as what stands on it."""
    if document.paper is not Paper.SLIP:
        return _SIZE_MM[document.paper]
    ruler = QPdfWriter(QBuffer())
    ruler.setResolution(_DPI)
    margin = _MARGIN_MM[Paper.SLIP]
    sheet = Sheet(ruler, None, 0)
    sheet.width = sheet.mm(_SLIP_WIDTH_MM - 2 * margin)
    height = sum(draw(sheet, block) for block in document.blocks + document.foot)
    return QSizeF(_SLIP_WIDTH_MM, max(_SLIP_LEAST_MM, round(height / sheet.mm(1)) + 2 * margin + 2))


_CONTENTS: Final = (TableColumn("内容", 60), TableColumn("日期", 30), TableColumn("页", 10, number=True))
_EXACT: Final = QPageSize.SizeMatchPolicy.ExactMatch


class _Pages:
    """Fills page after page."""

    def __init__(
        self,
        document: Document,
        device: QPdfWriter | QPrinter,
        painter: QPainter,
        told: Mapping[str, int],  # page of each mark, for a table of contents
    ) -> None:
        self.places: dict[str, int] = {}  # page of each mark, as found
        self._told = told
        self._document = document
        self._device = device
        self._painter = painter
        size, margin = page_mm(document), _MARGIN_MM[document.paper]
        self._sheet = Sheet(device, painter, 0)
        mm = self._sheet.mm
        self._page = QRectF(0, 0, mm(size.width()), mm(size.height()))
        self._sheet.width = mm(size.width() - 2 * margin)
        self._sheet.x = mm(margin)
        self._top = mm(margin)
        self._bottom = mm(size.height() - margin)
        self._number = 1

    def draw(self) -> None:
        self._begin()
        for block in self._document.blocks:
            self._put(block)
        foot = sum(self._height(block) for block in self._document.foot)
        if self._sheet.y + foot > self._bottom:
            self._turn()
        self._sheet.y = max(self._sheet.y, self._bottom - foot)
        for block in self._document.foot:
            self._place(block)

    def _put(self, block: Block) -> None:
        match block:
            case Table():
                self._table(block)
            case Grid():
                self._grid(block)
            case Contents():
                self._table(self._contents(block))
            case PageBreak():
                self._turn()
            case Mark():
                self.places[block.name] = self._number
            case _:
                self._place(block)

    def _place(self, block: Block) -> None:
        if self._sheet.y + self._height(block) > self._bottom + 1 and self._sheet.y > self._top:
            self._turn()
        self._sheet.y += _drawn(self._sheet, block)

    def _table(self, block: Table) -> None:
        self._sheet.y += table_head(self._sheet, block)
        for row in block.rows:
            height = self._measured(partial(table_row, block=block, row=row))
            if self._sheet.y + height > self._bottom:
                self._turn()
                self._sheet.y += table_head(self._sheet, block)
            self._sheet.y += table_row(self._sheet, block, row)

    def _grid(self, grid: Grid) -> None:
        self._grid_head(grid)
        room = self._room_of_rows(grid)
        for group in grid.groups:
            top = self._sheet.y
            name = name_height(self._sheet, group.name)
            least = name / len(group.rows)
            for at, row in enumerate(group.rows):
                height = self._measured(partial(grid_row, grid=grid, row=row, least=least, room=room))
                # A group does not begin where its name has no room.
                if self._sheet.y + (height if at else max(height, name)) > self._bottom:
                    group_name(self._sheet, grid, group.name, top)
                    self._turn()
                    self._grid_head(grid)
                    top = self._sheet.y
                    least = name / (len(group.rows) - at)
                self._sheet.y += grid_row(self._sheet, grid, row, least, room)
            group_name(self._sheet, grid, group.name, top)

    def _room_of_rows(self, grid: Grid) -> float:
        """Rows stand closer where a few of them would be left for a page of their own."""
        rows = [row for group in grid.groups for row in group.rows]
        whole = sum(self._measured(partial(grid_row, grid=grid, row=row)) for row in rows)
        page = self._bottom - self._top
        beyond = whole + self._sheet.mm(_FOOT_MM) - (self._bottom - self._sheet.y)
        return CLOSE_MM if beyond > 0 and beyond % page < page * _FEW else ROOMY_MM

    def _grid_head(self, grid: Grid) -> None:
        top = self._sheet.y
        for row in grid.head:
            self._sheet.y += grid_row(self._sheet, grid, row)
        group_name(self._sheet, grid, "", top)

    def _contents(self, block: Contents) -> Table:
        rows = tuple((title, detail, str(self._told.get(mark, ""))) for title, detail, mark in block.entries)
        return Table(_CONTENTS, rows)

    def _height(self, block: Block) -> float:
        return self._measured(lambda sheet: _drawn(sheet, block))

    def _measured(self, drawing: Callable[[Sheet], float]) -> float:
        return drawing(Sheet(self._device, None, self._sheet.width))

    def _turn(self) -> None:
        self._device.newPage()
        self._number += 1
        self._begin()
        if self._document.corner:
            self._sheet.y += self._sheet.mm(_CORNER_MM + 1)

    def _begin(self) -> None:
        """What every page carries: the colour band, the boxed word, the mark across."""
        self._sheet.y = self._top
        document, mm = self._document, self._sheet.mm
        if document.tint in _TINTS:
            band = QRectF(0, 0, self._page.width(), mm(_BAND_MM))
            self._painter.fillRect(band, QColor(*_TINTS[document.tint]))
            self._painter.fillRect(
                QRectF(0, self._page.bottom() - mm(_BAND_MM), self._page.width(), mm(_BAND_MM)),
                QColor(*_TINTS[document.tint]),
            )
        if document.mark:
            self._draw_mark()
        if document.corner:
            self._draw_corner()
        if self._number > 1:
            self._draw_number()
        self._painter.setPen(QPen(Qt.GlobalColor.black))

    def _draw_mark(self) -> None:
        painter = self._painter
        painter.save()
        painter.setPen(QColor(214, 214, 214))
        font = self._sheet.font(Size.TITLE, bold=True)
        font.setPointSizeF(44)
        painter.setFont(font)
        painter.translate(self._page.center())
        painter.rotate(-30)
        box = QRectF(-self._page.width() / 2, -self._sheet.mm(20), self._page.width(), self._sheet.mm(40))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._document.mark)
        painter.restore()

    def _draw_number(self) -> None:
        font = self._sheet.font(Size.SMALL)
        box = QRectF(0, self._bottom, self._page.width(), self._sheet.mm(5))
        self._painter.setPen(QPen(Qt.GlobalColor.black))
        self._sheet.text(box, int(Qt.AlignmentFlag.AlignCenter), f"— {self._number} —", font)

    def _draw_corner(self) -> None:
        sheet, font = self._sheet, self._sheet.font(Size.LARGE, bold=True)
        width = sheet.metrics(font).horizontalAdvance(self._document.corner) + sheet.mm(4)
        box = QRectF(QPointF(sheet.x + sheet.width - width, self._top), QSizeF(width, sheet.mm(_CORNER_MM)))
        self._painter.setPen(QPen(Qt.GlobalColor.black, sheet.mm(0.3)))
        self._painter.drawRect(box)
        sheet.text(box, int(Qt.AlignmentFlag.AlignCenter), self._document.corner, font)


def _drawn(sheet: Sheet, block: Block) -> float:
    return boxed(sheet, block) if isinstance(block, Boxed) else draw(sheet, block)


def _dated(raw: bytes, made_at: int) -> bytes:
    """Put the entry's time where Qt wrote the wall clock's, in UTC, and mend the cross-reference table.

    Qt writes the local zone, which is longer than ``Z``, so what follows moves.
    """
    moment = datetime.fromtimestamp(made_at // 1000, UTC)
    pdf_date, xmp_date = f"D:{moment:%Y%m%d%H%M%S}Z".encode(), f"{moment:%Y-%m-%dT%H:%M:%S+00:00}".encode()
    moves: list[tuple[int, int]] = []  # where in the old file, by how much

    def put(match: re.Match[bytes]) -> bytes:
        new = match.group(1) + (pdf_date if match.group(1).startswith(b"/") else xmp_date) + match.group(3)
        moves.append((match.start(), len(new) - len(match.group(0))))
        return new

    dated = _DATES.sub(put, raw)

    def moved(offset: int) -> int:
        return offset + sum(by for at, by in moves if at < offset)

    start = dated.rindex(b"xref\n", 0, dated.rindex(b"startxref"))
    table = re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % moved(int(m.group(1))), dated[start:])
    table = re.sub(rb"startxref\n(\d+)", lambda m: b"startxref\n%d" % moved(int(m.group(1))), table)
    return dated[:start] + table


_DATES: Final = re.compile(
    rb"(/(?:CreationDate|ModDate) \(|xmp:(?:CreateDate|ModifyDate|MetadataDate)=\")"
    rb"(D:\d{14}(?:Z|[+-]\d\d'\d\d')|\d{4}-\d\d-\d\dT[^\"]+)"
    rb"([)\"])"
)
