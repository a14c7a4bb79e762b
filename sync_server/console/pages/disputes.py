"""争议: what institutions dispute, and what persons owe for too long; both wait for an officer's decision."""

from starlette.responses import Response

from clinic_app.domain.errors import ClinicError, RuleBroken
from clinic_app.domain.money import fen_of
from clinic_app.projections.queries import reconciliation
from clinic_app.projections.queries.office_lines import BEARERS
from clinic_app.projections.queries.statement_lines import line_of
from sync_server.console import statement_desk
from sync_server.console.visit import HOME, NoSuchPage, Visit
from sync_server.publish.statements import grantable
from sync_server.reports import facilities
from sync_server.reports.reconciliation import receivables


class BadAmount(RuleBroken):
    """What was typed is no amount of yuan."""

    code = "dispute.bad_amount"


def listed(visit: Visit) -> Response:
    done = visit.query("done") == "1"
    with visit.reading() as db:
        found = reconciliation.disputes(db)
        shown = [one for one in found if (one.decided_ms is not None) is done]
        lines = {one.record: line_of(db, one.record) for one in shown}
        most = {one.record: grantable(db, one.record) for one in shown}
        owed = [] if done else receivables(db, visit.now)
        names = facilities.names(db)
    return visit.show(
        "disputes.html",
        found=shown,
        lines=lines,
        most=most,
        owed=owed,
        names=names,
        done=done,
        said=visit.query("said") == "1",
    )


def decide(visit: Visit) -> Response:
    upheld = visit.field("decision") == "upheld"
    statement_desk.decide_dispute(
        visit,
        visit.path_id("statement"),
        visit.path_id("record"),
        upheld=upheld,
        reason=visit.reason(),
        fund_change=_fen(visit.field("amount")) if upheld else 0,
    )
    return visit.go(f"{HOME}disputes?said=1")


def decide_difference(visit: Visit) -> Response:
    bearer = visit.field("bearer")
    if bearer not in BEARERS:
        raise NoSuchPage(what=bearer[:40])
    statement_desk.decide_difference(visit, visit.path_id("record"), bearer, visit.reason())
    return visit.go(f"{HOME}disputes?said=1")


def _fen(text: str) -> int:
    try:
        return fen_of(text or "0")
    except (ClinicError, ValueError) as error:
        raise BadAmount() from error
