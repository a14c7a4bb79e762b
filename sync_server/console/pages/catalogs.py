"""目录: what is in force, and a sheet that becomes a publication: uploaded, mapped, looked at, published."""

from datetime import date
from decimal import Decimal
from typing import Final

from starlette.responses import Response

from clinic_app.domain.catalogs import KINDS
from clinic_app.domain.catalogs.columns import COLUMNS
from clinic_app.domain.catalogs.publication import Row
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import beijing_day
from clinic_app.journal.catalog_sheet import NoColumn, Reading, Sheet, mapping_of, reading_of
from sync_server.console import desk, uploads
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
        reading = reading_of(sheet, mapping_of(sheet, uploads.by_hand(visit, sheet.kind)))
        if reading.bad and visit.field("good_rows") != "1":
            raise BadRows(count=reading.bad_rows)
        desk.publish_rows(visit, sheet.kind, reading.rows, visit.field("version"), _day(visit))
    except RuleBroken as error:
        return _preview(visit, sheet, error)
    return visit.go("/console/catalogs")


def _preview(visit: Visit, sheet: Sheet, error: RuleBroken | None = None) -> Response:
    mapping = mapping_of(sheet, uploads.by_hand(visit, sheet.kind))
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
        bad=[uploads.told(visit, row) for row in reading.bad[:_BAD]],
        text=uploads.text_of(sheet),
        version=visit.field("version"),
        effective=visit.field("effective") or beijing_day(visit.now).isoformat(),
    )


def _sheet(visit: Visit) -> Sheet:
    """Raises:
    NoSuchPage: an unknown kind.
    BadTable, TooManyRows
    """
    kind = visit.field("kind")
    if kind not in KINDS:
        raise NoSuchPage(what=kind[:40])
    return uploads.sheet_of(visit, kind)


def _in_yuan(kind: str, row: Row) -> dict[str, str]:
    """A row for the eye: prices as people write them."""
    prices = [column.name for column in COLUMNS[kind] if column.yuan]
    return {**row, **{name: f"{Decimal(row[name]) / 10**6:f}" for name in prices if name in row}}


def _day(visit: Visit) -> date | None:
    try:
        return date.fromisoformat(visit.field("effective"))
    except ValueError:
        return None
