"""点评指标: by institution, and by prescriber of one."""

from starlette.responses import Response

from clinic_app.domain.prescribing.indicators import FIGURES, is_yellow, shown
from clinic_app.domain.time import beijing_day
from sync_server.console import review_desk, texts
from sync_server.console.visit import NoSuchPage, Visit
from sync_server.publish.review import month_known
from sync_server.reports import facilities, workbooks
from sync_server.reports.review import Row, by_facility, by_prescriber, sheet, staff_names


def show(visit: Visit) -> Response:
    month, code, rows, names = _asked(visit)
    with visit.reading() as db:
        every = facilities.names(db)
        mine = review_desk.scope(visit, db)
    return visit.show(
        "review_figures.html",
        month=month,
        facility=code,
        rows=rows,
        row_names=names,
        names={one: every.get(one, one) for one in mine},
        figures=list(FIGURES),
        shown=shown,
        is_yellow=is_yellow,
    )


def as_sheet(visit: Visit) -> Response:
    month, code, rows, names = _asked(visit)
    heads = [texts.named("sheet_head", one, visit.language) for one in ("who", "all", "top", "under")]
    words = {name: texts.named("figure", name, visit.language) for name in FIGURES}
    data = sheet(month, heads, [(names[row.key], row) for row in rows], words, visit.now)
    return Response(
        data,
        media_type=workbooks.MIME,
        headers={"content-disposition": f'attachment; filename="review-{month}{code and "-" + code}.xlsx"'},
    )


def _asked(visit: Visit) -> tuple[str, str, list[Row], dict[str, str]]:
    """Month, institution (or none), the rows and what they are called."""
    month = visit.query("month")
    if not month_known(month):
        month = beijing_day(visit.now).isoformat()[:7]
    code = visit.query("facility")
    with visit.reading() as db:
        mine = review_desk.scope(visit, db)
        if code and code not in mine:
            raise NoSuchPage(what=code[:40])
        rows = by_prescriber(db, code, month) if code else by_facility(db, mine, month)
        people = staff_names(db, [code]) if code else {}
        every = facilities.names(db)
    names = {row.key: people.get((code, row.key), every.get(row.key, row.key)) for row in rows}
    return month, code, rows, names | {"": texts.said("合计", visit.language)}
