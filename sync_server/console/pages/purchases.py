"""采购: the clinics' orders by state and place; one of them, accepted, cut, shipped; the figures."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from starlette.responses import Response

from clinic_app.domain.catalogs.columns import yuan_in_micro
from clinic_app.domain.pharmacy.batch import BadExpiry, in_fen, last_day
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.purchase import Accepted, Shipped
from clinic_app.projections.queries.purchase import Order, Stage, order_of
from sync_server.console import procurement_desk
from sync_server.console.views import day_of, id_of, whole
from sync_server.console.visit import HOME, Visit
from sync_server.publish.distribution import SHIPPING, BadOrderAnswer
from sync_server.reports import facilities, purchase

_DAYS: Final = 90  # of the figures


def listed(visit: Visit) -> Response:
    wanted = visit.query("stage")
    stage = Stage(wanted) if wanted in set(Stage) else None
    facility = visit.query("facility")
    with visit.reading() as db:
        page = purchase.listed(db, facility, stage, _after(visit.query("after")))
        names = facilities.names(db)
    return visit.show(
        "purchases.html",
        page=page,
        names=names,
        stages=[*Stage],
        stage=wanted,
        facility=facility,
        newer=bool(visit.query("after")),
        worth=lambda order: in_fen(order.value_e6),
    )


def one(visit: Visit) -> Response:
    today = beijing_day(visit.now)
    with visit.reading() as db:
        order = order_of(db, visit.path_id("order"))
        name = facilities.names(db).get(order.facility, order.facility)
        prices = {line.drug: purchase.price_to_ship(db, line, today) for line in order.lines}
    return visit.show(
        "purchase.html",
        order=order,
        name=name,
        prices=prices,
        worth=in_fen(order.value_e6),
        due=(today + timedelta(days=purchase.LEAD_DAYS)).isoformat(),
        answering=order.stage is Stage.SUBMITTED,
        shipping=order.stage in SHIPPING and any(line.to_ship for line in order.lines),
    )


def accept(visit: Visit) -> Response:
    """Lines of which fewer come are cut, each with its reason."""
    order = _order(visit)
    due = day_of(visit.field("due"))
    if due is None:
        raise BadOrderAnswer(number=order.number)
    cut = []
    for no, line in enumerate(order.lines):
        packs = whole(visit.field(f"packs_{no}"))
        if packs is None:
            raise BadOrderAnswer(number=order.number)
        if packs != line.ordered:
            cut.append(Accepted(drug=line.drug, packs=packs, why=visit.field(f"why_{no}")))
    procurement_desk.accept(visit, order.order_id, cut, due)
    return visit.go(f"{HOME}purchases/{order.order_id.hex}")


def ship(visit: Visit) -> Response:
    """The lines that have a lot; others go with a later shipment."""
    order = _order(visit)
    lots = [
        _lot(visit, order, no, line.drug) for no, line in enumerate(order.lines) if visit.field(f"lot_{no}")
    ]
    procurement_desk.ship(visit, order.order_id, visit.field("shipment"), lots)
    return visit.go(f"{HOME}purchases/{order.order_id.hex}")


def figures(visit: Visit) -> Response:
    today = beijing_day(visit.now)
    first = day_of(visit.query("since")) or today - timedelta(days=_DAYS)
    last = day_of(visit.query("until")) or today
    with visit.reading() as db:
        every, *places = purchase.figures_of(db, first, last, today)
        names = facilities.names(db)
    return visit.show(
        "purchase_figures.html", every=every, places=places, names=names, since=first, until=last
    )


def _order(visit: Visit) -> Order:
    with visit.reading() as db:
        return order_of(db, visit.path_id("order"))


def _lot(visit: Visit, order: Order, no: int, drug: str) -> Shipped:
    """Raises:
    BadOrderAnswer
    """
    packs = whole(visit.field(f"packs_{no}"))
    try:
        expires: date = last_day(visit.field(f"expires_{no}"))
        price = int(yuan_in_micro(visit.field(f"price_{no}")))
    except (BadExpiry, ValueError) as error:
        raise BadOrderAnswer(number=order.number) from error
    lot = visit.field(f"lot_{no}")
    return Shipped(drug=drug, lot=lot, expires=expires, packs=packs or 0, pric_e6=price)


def _after(text: str) -> tuple[int, UUID] | None:
    at, _, key = text.partition(".")
    number, found = whole(at), id_of(key)
    return None if number is None or found is None else (number, found)
