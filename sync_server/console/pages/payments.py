"""拨付: closed months, the run of one, what it pays to an institution as paper, and the plan in plain words."""

from starlette.responses import Response

from clinic_app.domain.capital_amount import capital_amount
from clinic_app.domain.payment.explain import explain
from clinic_app.projections.queries import payment
from sync_server.console import payment_desk, users
from sync_server.console.visit import HOME, NoSuchPage, Visit
from sync_server.publish.payments import plan_in
from sync_server.reports import facilities, payments, workbooks
from sync_server.reports.payment_words import explained, method_name
from sync_server.reports.payments import Part
from sync_server.store.county import county_of


def listed(visit: Visit) -> Response:
    with visit.reading() as db:
        months = payments.months(db)
        plans = payment.plans(db)
        names = _officers(visit)
    unpaid = [one.month for one in months if one.run is None]
    return visit.show(
        "payments.html", months=months, plans=plans, names=names, turn=unpaid[-1] if unpaid else ""
    )


def one(visit: Visit) -> Response:
    """The run of a month; before it is made, what it would pay."""
    month = visit.path_value("month")
    with visit.reading() as db:
        run = payment.run_of(db, month)
        shown = payments.shown(db, month) if run else None
        parts = shown.parts if shown else payments.preview(db, month)
        names = _officers(visit)
    total = sum(part.total for part in parts)
    return visit.show(
        "payment_run.html",
        month=month,
        run=run,
        plan_title=shown.plan_title if shown else "",
        parts=parts,
        methods=payments.by_method(parts),
        total=total,
        capitals=capital_amount(total),
        statements=sum(len(part.statements) for part in parts),
        unanswered=sum(part.unanswered for part in parts),
        names=names,
        method_name=_method_name(visit),
        done=visit.query("done"),
    )


def part(visit: Visit) -> Response:
    """What a run pays to one institution, to be printed and signed."""
    month, code = visit.path_value("month"), visit.path_value("facility")
    with visit.reading() as db:
        run = payment.run_of(db, month)
        parts = payments.shown(db, month).parts if run else payments.preview(db, month)
        county = county_of(db).name
    found = next((one for one in parts if one.facility == code), None)
    if found is None:
        raise NoSuchPage(what=code[:40])
    return visit.show(
        "payment_part.html",
        month=month,
        run=run,
        part=found,
        county=county,
        capitals=capital_amount(found.total),
        names=_officers(visit),
        method_name=_method_name(visit),
        basis=_basis(visit, found),
    )


def as_sheet(visit: Visit) -> Response:
    """The XLSX: the same run gives the same bytes."""
    from sync_server.reports.payment_sheets import workbook

    month = visit.path_value("month")
    with visit.reading() as db:
        shown = payments.shown(db, month)
        data = workbook(shown, county_of(db).name, _officers(visit))
    return Response(
        data,
        media_type=workbooks.MIME,
        headers={"content-disposition": f'attachment; filename="payment-{shown.run.month}.xlsx"'},
    )


def make(visit: Visit) -> Response:
    month = visit.path_value("month")
    payment_desk.make(visit, month)
    return visit.go(f"{HOME}payments/{month}?done=made")


def approve(visit: Visit) -> Response:
    month = visit.path_value("month")
    payment_desk.approve(visit, month)
    return visit.go(f"{HOME}payments/{month}?done=approved")


def plan(visit: Visit) -> Response:
    """The live plan of a year in plain Chinese."""
    with visit.reading() as db:
        plans = payment.plans(db)
        wanted = visit.query("year")
        found = next((one for one in plans if not wanted or str(one.year) == wanted), None)
        names = facilities.names(db)
    read = plan_in(found.text) if found else None
    return visit.show(
        "payment_plan.html",
        plans=plans,
        found=found,
        title=read.title if read else "",
        paragraphs=explain(read, names) if read else (),
        names=_officers(visit),
    )


def _officers(visit: Visit) -> dict[str, str]:
    with visit.reading() as db:
        return {user.id: user.name for user in users.all_users(db)}


def _method_name(visit: Visit) -> object:
    return lambda method: method_name(method, visit.language)


def _basis(visit: Visit, found: Part) -> dict[int, str]:
    """The figures that each item follows from, by its number."""
    return {item.no: explained(item.method, item.figures, visit.language) for item in found.items}
