"""召回: a lot is looked for first, then recalled; whom it reached is counted, never named."""

from urllib.parse import urlencode

from starlette.responses import Response

from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries.products import known_product
from sync_server.console import procurement_desk
from sync_server.console.pages.devices import NotConfirmed
from sync_server.console.visit import Visit
from sync_server.reports import facilities, recalls


def listed(visit: Visit) -> Response:
    """Every recall; of the lot in the address, where it lies and how many people have of it."""
    drug, lot = visit.query("drug"), visit.query("lot")
    with visit.reading() as db:
        found = recalls.recalled(db)
        reach = recalls.reach_of(db, drug, lot) if drug and lot else []
        names = facilities.names(db)
        codes = {one.drug for one in found} | ({drug} if drug else set())
        products = {code: known_product(db, code, beijing_day(visit.now)) for code in codes}
    return visit.show(
        "recalls.html",
        found=found,
        reach=reach,
        names=names,
        drugs={code: one.name if one else code for code, one in products.items()},
        known=not drug or products[drug] is not None,
        drug=drug,
        lot=lot,
        done=any((one.drug, one.lot) == (drug, lot) for one in found),
        people=sum(one.people for one in reach),
    )


def publish(visit: Visit) -> Response:
    """At once and everywhere; it cannot be taken back, so it is ticked and has a reason."""
    drug, lot, reason = visit.field("drug"), visit.field("lot"), visit.reason()
    if visit.field("sure") != "yes":
        raise NotConfirmed()
    procurement_desk.recall(visit, drug, lot, reason)
    return visit.go(f"/console/purchases/recalls?{urlencode({'drug': drug, 'lot': lot})}")
