"""价格: the county's price list from a sheet, uploaded, mapped, compared with today's, published from a day on."""

from typing import Final

from starlette.responses import Response

from clinic_app.domain.catalogs.columns import COLUMNS
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import beijing_day
from clinic_app.journal.catalog_sheet import NoColumn, Sheet, mapping_of
from sync_server.console import procurement_desk, uploads
from sync_server.console.views import day_of
from sync_server.console.visit import Visit
from sync_server.publish.catalogs import BadRows
from sync_server.publish.distribution import NothingTold
from sync_server.reports import prices

_FIRST: Final = 40  # rows of the preview
_BAD: Final = 100  # bad cells shown


def listed(visit: Visit) -> Response:
    with visit.reading() as db:
        found = prices.price_orders(db)
    return visit.show("prices.html", orders=found)


def preview(visit: Visit) -> Response:
    """What an uploaded list would change; nothing is kept."""
    return _preview(visit, uploads.sheet_of(visit, prices.KIND))


def publish(visit: Visit) -> Response:
    """Into the county's journal; what was refused is said above the preview, so that nothing has to be done again."""
    sheet = uploads.sheet_of(visit, prices.KIND)
    day = day_of(visit.field("from_day"))
    try:
        if day is None:
            raise NothingTold()
        reading = _reading(visit, sheet)
        if reading.bad and visit.field("good_rows") != "1":
            raise BadRows(count=reading.bad_rows)
        procurement_desk.publish_prices(visit, visit.field("number"), day, reading.changes)
    except RuleBroken as error:
        return _preview(visit, sheet, error)
    return visit.go("/console/purchases/prices")


def _reading(visit: Visit, sheet: Sheet) -> prices.PriceReading:
    """Raises:
    NoColumn
    """
    day = day_of(visit.field("from_day")) or beijing_day(visit.now)
    mapping = mapping_of(sheet, uploads.by_hand(visit, prices.KIND))
    with visit.reading() as db:
        return prices.price_reading(db, sheet, mapping, day)


def _preview(visit: Visit, sheet: Sheet, error: RuleBroken | None = None) -> Response:
    try:
        reading = _reading(visit, sheet)
    except NoColumn as missing:
        reading, error = prices.PriceReading((), (), 0), missing
    changed = [one for one in reading.rows if one.pric_e6 != one.old_e6]
    return visit.show(
        "price_preview.html",
        status=400 if error else 200,
        error=error,
        titles=[title for title in dict.fromkeys(sheet.heading) if title],
        columns=COLUMNS[prices.KIND],
        mapping=mapping_of(sheet, uploads.by_hand(visit, prices.KIND)),
        reading=reading,
        changed=len(changed),
        first=changed[:_FIRST],
        bad=[uploads.told(visit, row) for row in reading.bad[:_BAD]],
        text=uploads.text_of(sheet),
        number=visit.field("number"),
        from_day=visit.field("from_day") or beijing_day(visit.now).isoformat(),
    )
