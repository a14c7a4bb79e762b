"""XLSX whose bytes depend on its content alone: the same workbook written twice is the same file.

What others wrote stands in it as text: a cell that begins with `=` is no formula, our sheets have none.

openpyxl stamps the present time into the archive and into docProps; both are replaced by the time given.
"""

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from clinic_app.domain.time import beijing, utc

if TYPE_CHECKING:
    from openpyxl import Workbook

_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED: Final = re.compile(rb"(<dcterms:created[^>]*>)[^<]*(</dcterms:created>)")
MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bytes_of(book: "Workbook", ms: int) -> bytes:
    """The file; `ms` (UTC) is the time that it bears."""
    book.properties.creator = "乡医通"
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
    made = io.BytesIO()
    book.save(made)
    iso = utc(ms).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _CREATED.sub(rb"\g<1>" + iso + rb"\g<2>", data)
                data = _MODIFIED.sub(rb"\g<1>" + iso + rb"\g<2>", data)
            target.writestr(_member(name, ms), data)
    return out.getvalue()


def cell_text(text: str) -> str:
    """Without the control characters that no cell can hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _member(name: str, ms: int) -> zipfile.ZipInfo:
    when = beijing(ms)
    info = zipfile.ZipInfo(name, (when.year, when.month, when.day, when.hour, when.minute, when.second))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # the same on every system
    return info
