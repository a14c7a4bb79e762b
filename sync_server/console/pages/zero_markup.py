"""零差率销售额: the base of the subsidy by institution and month, with the share of essential medicines."""

from starlette.responses import Response

from clinic_app.domain.fund import Unit
from clinic_app.domain.time import beijing_day
from sync_server.console import texts, views
from sync_server.console.pages.fund import value_of
from sync_server.console.visit import Visit
from sync_server.reports import facilities, workbooks
from sync_server.reports.fund.records import Period
from sync_server.reports.fund.zero_markup import Sold, months_of, sheet, sold, together


def show(visit: Visit) -> Response:
    period, rows = _asked(visit)
    return visit.show(
        "zero_markup.html",
        period=period,
        months=months_of(period),
        rows=rows,
        value_of=value_of,
        unit_share=Unit.SHARE,
    )


def as_sheet(visit: Visit) -> Response:
    period, rows = _asked(visit)
    heads = ["零差率销售额", "机构", "合计", "基本药物品种次占比", "基本药物金额占比"]
    said = [texts.said(one, visit.language) for one in heads]
    name = f"zero-markup-{period.since}-{period.until}.xlsx"
    return Response(
        sheet(rows, months_of(period), said, visit.now),
        media_type=workbooks.MIME,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _asked(visit: Visit) -> tuple[Period, list[tuple[str, Sold]]]:
    """The days of the address line, else the year until today; each institution by name, all together last."""
    until = views.day_of(visit.query("until")) or beijing_day(visit.now)
    since = views.day_of(visit.query("since")) or until.replace(month=1, day=1)
    period = Period(max(min(since, until), until.replace(year=until.year - 1, day=1)), until)
    with visit.reading() as db:
        found = sold(db, period)
        names = facilities.names(db)
    rows = [(names.get(one.facility, one.facility), one) for one in found]
    return period, [*rows, (texts.said("合计", visit.language), together(found))] if rows else []
