"""What a paper says, without how it is drawn: a receipt, a 处方笺, a slip is a `Document` of blocks.

A document is a pure function of what was recorded, so a reprint says the same, byte for byte
(`ui/printing/pdf.py` adds no clock of its own).
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Paper(StrEnum):
    A5 = "a5"  # 148 × 210 mm: 处方笺
    A5_WIDE = "a5-wide"  # 210 × 148 mm
    A4 = "a4"
    A4_WIDE = "a4-wide"  # 297 × 210 mm
    SLIP = "slip"  # 80 mm roll, as long as needed


class Size(StrEnum):
    SMALL = "small"
    BASE = "base"
    LARGE = "large"
    TITLE = "title"
    HUGE = "huge"  # the number to wait for


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Tint(StrEnum):
    """Colour of a prescription by the 处方管理办法 (2007), as a band on white paper."""

    WHITE = "white"
    YELLOW = "yellow"  # 急诊
    GREEN = "green"  # 儿科
    RED = "red"  # 麻醉、精一


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, wrapped when too long."""

    text: str
    size: Size = Size.BASE
    bold: bool = False
    align: Align = Align.LEFT
    indent_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A word at the left, an amount at the right edge."""

    left: str
    right: str
    size: Size = Size.BASE
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with their values, `columns` side by side, each over a thin line: 姓名 林秀英."""

    pairs: tuple[tuple[str, str], ...]
    columns: int = 3


@dataclass(frozen=True, slots=True)
class TableColumn:
    title: str
    share: float  # of the width
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; it goes on over pages, the head again on each."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    size: Size = Size.BASE  # of the rows


@dataclass(frozen=True, slots=True)
class Rule:
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    mm: float = 2.0


@dataclass(frozen=True, slots=True)
class Barcode:
    """Code 128 of a number, the number under it: read back by the scanner at the window."""

    text: str  # printable ASCII
    height_mm: float = 9.0
    qr: bool = False  # at the right edge as QR Code too, for cameras: digits only, 27 at most


@dataclass(frozen=True, slots=True)
class Picture:
    """At the left, under what it is; one that cannot be read leaves its room blank, to be signed by hand."""

    data: bytes  # PNG or JPEG; empty: nothing is drawn
    height_mm: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Strokes:
    """What a pen drew, at the left, under what it is."""

    strokes: tuple[tuple[tuple[int, int], ...], ...]  # on the grid of domain/strokes.py
    height_mm: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points joined by a line; each lies between 0 and 1 from the left and from the bottom."""

    points: tuple[tuple[float, float], ...]
    mark: str  # cross, dot
    red: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves over columns of equal width, on a grid; the head of each column stands over it."""

    height_mm: float
    columns: tuple[str, ...]
    parts: int  # thin lines divide a column into so many
    rungs: tuple[str, ...]  # at the left of each horizontal line, from the bottom
    curves: tuple[Curve, ...]
    label_share: float = 0.12  # of the width, for what stands at the left


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a ruled row."""

    text: str = ""
    share: float = 1.0  # of the row's width
    label: bool = False  # what the row is about, in smaller letters
    boxes: tuple[str, ...] = ()  # squares at the right with a chosen code in each, "" to be written into


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together; the name stands once at their left."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """记录表: ruled rows, each with its own cells; it goes on over pages, head and group names again on each."""

    groups: tuple[Group, ...]
    head: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Boxed:
    """Words at the left; at the right a number with a square about each character: 编号 001-00012."""

    left: str
    label: str
    text: str  # a hyphen stands between squares, a blank is an empty square


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a page of its own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that a table of contents names; nothing is drawn."""

    name: str


@dataclass(frozen=True, slots=True)
class Contents:
    """目录: what stands on which page."""

    entries: tuple[tuple[str, str, str], ...]  # title, detail, name of the mark


Block = (
    Plot
    | Picture
    | Strokes
    | Line
    | Pair
    | Fields
    | Table
    | Rule
    | Gap
    | Barcode
    | Grid
    | Boxed
    | PageBreak
    | Mark
    | Contents
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One paper.

    `document_id` and `made_at` are those of the entry it shows, never of the moment of printing.
    """

    document_id: UUID
    made_at: int  # UTC milliseconds
    title: str  # shown by PDF readers; print it as a block too
    paper: Paper
    blocks: tuple[Block, ...]
    foot: tuple[Block, ...] = ()  # at the bottom of the last page
    tint: Tint = Tint.WHITE
    corner: str = ""  # boxed at the top right: 急诊, 儿科, 麻精一
    mark: str = ""  # across the page: 演示, 作废
