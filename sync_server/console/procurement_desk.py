"""What officers and the distribution do about orders, prices and recalls.  Each act is also a line of the record."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from clinic_app.journal.facts.purchase import Accepted, Shipped
from clinic_app.journal.facts.stock import Price
from sync_server.console.audit import Action
from sync_server.console.visit import Visit
from sync_server.publish import distribution


def accept(visit: Visit, order_id: UUID, lines: Sequence[Accepted], due: date) -> None:
    """Raises:
    NoOrder, BadOrderAnswer
    """
    distribution.accept(visit.database, order_id, lines, due, visit.who.id)
    _note(visit, Action.ORDER_ACCEPTED, order_id.hex)


def ship(visit: Visit, order_id: UUID, shipment: str, lines: Sequence[Shipped]) -> None:
    """Raises:
    NoOrder, BadOrderAnswer
    """
    distribution.ship(visit.database, order_id, shipment, lines, visit.who.id)
    _note(visit, Action.ORDER_SHIPPED, order_id.hex)


def publish_prices(visit: Visit, number: str, from_day: date, prices: Sequence[Price]) -> None:
    """Raises:
    NothingTold
    """
    distribution.order_prices(visit.database, number, from_day, prices, visit.who.id)
    _note(visit, Action.PRICES_PUBLISHED, number)


def recall(visit: Visit, drug: str, lot: str, reason: str) -> None:
    """Raises:
    NothingTold, UnknownProduct
    """
    distribution.recall(visit.database, drug, lot, reason, visit.who.id)
    _note(visit, Action.LOT_RECALLED, f"{drug} {lot}", reason)


def _note(visit: Visit, action: Action, object_: str, reason: str = "") -> None:
    with visit.writing() as db:
        visit.auditor().note(db, action, object_, reason)
