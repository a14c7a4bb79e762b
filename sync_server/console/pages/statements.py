"""申报表: the list, one statement with its records, as paper and as a sheet; approval, months."""

from starlette.responses import Response

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.statements import Status, sums_of
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import reconciliation
from clinic_app.projections.queries.reconciliation import Statement
from clinic_app.projections.queries.statement_lines import lines_of
from sync_server.console import statement_desk, statement_names, texts
from sync_server.console.visit import HOME, Visit
from sync_server.publish.months import drafts
from sync_server.reports import facilities, workbooks
from sync_server.reports.reconciliation import sheet

_SHOWN = 500  # lines of a statement on the screen; paper and sheet have all


def listed(visit: Visit) -> Response:
    with visit.reading() as db:
        closed = reconciliation.months(db)
        month = visit.query("month") or (closed[0].month if closed else "")
        found = reconciliation.statements(db, month, visit.query("facility")) if month else []
        names = facilities.names(db)
        undecided = len(reconciliation.disputes(db, undecided=True))
    state = visit.query("state")
    found = [one for one in found if not state or one.status == state]
    return visit.show(
        "statements.html",
        found=found,
        month=month,
        months=[one.month for one in closed],
        names=names,
        facility=visit.query("facility"),
        state=state,
        states=[one for one in Status if one is not Status.DRAFT],
        undecided=undecided,
        total=_total(found),
    )


def one(visit: Visit) -> Response:
    with visit.reading() as db:
        statement = reconciliation.statement_of(db, visit.path_id("statement"))
        lines = lines_of(db, statement.id)
        disputes = {one.record: one for one in reconciliation.disputes(db, statement.id)}
        name = facilities.names(db).get(statement.facility, statement.facility)
    everything = visit.query("all") == "1"
    return visit.show(
        "statement.html",
        statement=statement,
        lines=lines if everything else lines[:_SHOWN],
        more=0 if everything else max(0, len(lines) - _SHOWN),
        disputes=disputes,
        name=name,
        done=visit.query("done") == "1",
    )


def as_sheet(visit: Visit) -> Response:
    """The XLSX: equal statements give equal bytes."""
    with visit.reading() as db:
        statement = reconciliation.statement_of(db, visit.path_id("statement"))
        lines = lines_of(db, statement.id)
        disputes = reconciliation.disputes(db, statement.id)
        name = facilities.names(db).get(statement.facility, "")
    data = sheet(statement, lines, disputes, _heads(visit.language), name)
    group = statement.group
    file = f"{statement.month}-{statement.facility}-{group.insutype}-{group.clr_type}-{group.refd_setl_flag}"
    return Response(
        data,
        media_type=workbooks.MIME,
        headers={"content-disposition": f'attachment; filename="{file}.xlsx"'},
    )


def approve(visit: Visit) -> Response:
    statement_id = visit.path_id("statement")
    statement_desk.approve(visit, statement_id)
    return visit.go(f"{HOME}statements/{statement_id.hex}?done=1")


def months(visit: Visit) -> Response:
    """月结: what closing would issue and leave out, and what was closed."""
    return _months(visit, None)


def close(visit: Visit) -> Response:
    try:
        statement_desk.close_month(visit, visit.field("month"))
    except ClinicError as error:
        return _months(visit, error)
    return visit.go(f"{HOME}statements/months?month={visit.field('month')}&done=1")


def _months(visit: Visit, error: ClinicError | None) -> Response:
    month = visit.field("month") or visit.query("month") or beijing_day(visit.now).isoformat()[:7]
    with visit.reading() as db:
        done = reconciliation.month_of(db, month)
        found = []
        if done is None and error is None:
            try:
                found = list(drafts(db, month, visit.now))
            except ClinicError as refusal:
                error = refusal
        closed = reconciliation.months(db)
        names = facilities.names(db)
    return visit.show(
        "months.html",
        status=200 if error is None else 400,
        month=month,
        close=done,
        drafts=found,
        sums={
            draft.facility: sums_of(line for part in draft.parts for line in part.lines) for draft in found
        },
        left_out=done.left_out if done else [one for draft in found for one in draft.left_out],
        closed=closed,
        names=names,
        error=error,
        done=visit.query("done") == "1",
        running=month == beijing_day(visit.now).isoformat()[:7],
    )


def _total(found: list[Statement]) -> dict[str, int]:
    return {
        "records": sum(one.fixmedins_setl_cnt for one in found),
        **{
            name: sum(one.effective[name] for one in found)
            for name in ("medfee_sumamt", "fund_pay_sumamt", "fund_due", "person_due", "clinic_loss")
        },
    }


def _heads(language: str) -> dict[str, str]:
    """The sheet's words in the visitor's language."""
    words = {name: texts.named("sheet", name, language) for name in statement_names.STATEMENT_NAMES["sheet"]}
    sums = {name: texts.named("sum", name, language) for name in statement_names.STATEMENT_NAMES["sum"]}
    return sums | words
