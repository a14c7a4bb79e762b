"""目录: what is in force, and a sheet that becomes a publication: uploaded, mapped, looked at, published."""

import csv
import io
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from starlette.responses import Response

from clinic_app.domain.catalogs import KINDS
from clinic_app.domain.catalogs.columns import COLUMNS
from clinic_app.domain.catalogs.publication import Row
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import beijing_day
from clinic_app.journal.catalog_report import WHY
from clinic_app.journal.catalog_sheet import NoColumn, Reading, Sheet, mapping_of, reading_of
from clinic_app.journal.sheet_report import BadRow, cells_of
from clinic_app.journal.sheets import BadTable
from sync_server.console import desk
from sync_server.console.visit import NoSuchPage, Visit
from sync_server.publish.catalogs import BadRows
from sync_server.reports import catalogs

_FIRST: Final = 8  # rows of the preview
_BAD: Final = 100  # bad cells shown


def listed(visit: Visit) -> Response:
    with visit.reading() as db:
        standing = catalogs.standing(db, beijing_day(visit.now))
        published = catalogs.published(db)
    return visit.show("catalogs.html", standing=standing, published=published, kinds=KINDS)


def preview(visit: Visit) -> Response:
    """What an uploaded sheet says, or one that the form brought back with another mapping; nothing is kept."""
    return _preview(visit, _sheet(visit))


def publish(visit: Visit) -> Response:
    """Into the county's journal; what was refused is said above the preview, so that nothing has to be done again."""
    sheet = _sheet(visit)
    try:
        reading = reading_of(sheet, mapping_of(sheet, _by_hand(visit, sheet.kind)))
        if reading.bad and visit.field("good_rows") != "1":
            raise BadRows(count=reading.bad_rows)
        desk.publish_rows(visit, sheet.kind, reading.rows, visit.field("version"), _day(visit))
    except RuleBroken as error:
        return _preview(visit, sheet, error)
    return visit.go("/console/catalogs")


def _preview(visit: Visit, sheet: Sheet, error: RuleBroken | None = None) -> Response:
    mapping = mapping_of(sheet, _by_hand(visit, sheet.kind))
    try:
        reading = reading_of(sheet, mapping)
    except NoColumn as missing:
        reading, error = Reading((), (), 0), missing
    columns = COLUMNS[sheet.kind]
    return visit.show(
        "catalog_preview.html",
        status=400 if error else 200,
        error=error,
        kind=sheet.kind,
        titles=[title for title in dict.fromkeys(sheet.heading) if title],
        columns=columns,
        mapping=mapping,
        reading=reading,
        shown=[one for one in columns if any(row.get(one.name) for row in reading.rows)],
        first=[_in_yuan(sheet.kind, row) for row in reading.rows[:_FIRST]],
        bad=[_told(visit, row) for row in reading.bad[:_BAD]],
        text=_text(sheet),
        version=visit.field("version"),
        effective=visit.field("effective") or beijing_day(visit.now).isoformat(),
    )


def _sheet(visit: Visit) -> Sheet:
    """Raises:
    NoSuchPage: an unknown kind.
    BadTable: no table that can be read.
    TooManyRows
    """
    kind = visit.field("kind")
    if kind not in KINDS:
        raise NoSuchPage(what=kind[:40])
    carried = visit.form.get("sheet")
    if isinstance(carried, str):
        return Sheet.of(kind, csv.reader(io.StringIO(carried)))
    upload = visit.files.get("file")
    if upload is None:
        raise BadTable(why="—")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{Path(upload.name).suffix.lower()[:5]}"
        path.write_bytes(upload.content)
        return Sheet.read(kind, path)


def _text(sheet: Sheet) -> str:
    """The sheet again, each row in its line, for the form to bring back."""
    lines: list[tuple[str, ...]] = [()] * (max((line for line, _ in sheet.rows), default=sheet.line))
    lines[sheet.line - 1 : sheet.line] = [sheet.heading]
    for line, row in sheet.rows:
        lines[line - 1] = row
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(lines)
    return file.getvalue()


def _in_yuan(kind: str, row: Row) -> dict[str, str]:
    """A row for the eye: prices as people write them."""
    prices = [column.name for column in COLUMNS[kind] if column.yuan]
    return {**row, **{name: f"{Decimal(row[name]) / 10**6:f}" for name in prices if name in row}}


def _by_hand(visit: Visit, kind: str) -> dict[str, str]:
    names = (column.name for column in COLUMNS[kind])
    return {name: visit.field(f"map_{name}") for name in names if f"map_{name}" in visit.form}


def _day(visit: Visit) -> date | None:
    try:
        return date.fromisoformat(visit.field("effective"))
    except ValueError:
        return None


def _told(visit: Visit, row: BadRow) -> tuple[object, ...]:
    line, column, value, why, todo = cells_of(row, WHY)
    return (
        (line, column, value, WHY[row.why][2], "")
        if visit.language == "en"
        else (line, column, value, why, todo)
    )
