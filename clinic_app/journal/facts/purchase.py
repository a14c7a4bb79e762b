"""采购: an order to the county's distribution and what becomes of it; its id is the id of its entry."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import CountyFact


class OrderLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    drug: str
    name: str
    packs: int
    pric_e6: int  # micro-yuan a pack
    reason: str = "normal"  # normal, urgent, rescue


class OrderSubmitted(Fact, frozen=True, kw_only=True):
    """提交: it counts as submitted once the county holds it."""

    type: ClassVar[str] = "order.submitted"
    action: ClassVar[str] = "stock"

    number: str
    period: str  # YYYY-MM
    lines: tuple[OrderLine, ...]


class OrderCancelled(Fact, frozen=True, kw_only=True):
    """撤单: before anything is shipped."""

    type: ClassVar[str] = "order.cancelled"
    action: ClassVar[str] = "stock"

    order_id: UUID
    reason: str


class Accepted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    drug: str
    packs: int  # 0: refused
    why: str = ""


class OrderAccepted(CountyFact, frozen=True, kw_only=True):
    """接单: with lines cut or refused, each with a reason."""

    type: ClassVar[str] = "order.accepted"

    order_id: UUID
    due: date
    lines: tuple[Accepted, ...]


class Shipped(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    drug: str
    lot: str
    expires: date
    packs: int
    pric_e6: int


class OrderShipped(CountyFact, frozen=True, kw_only=True):
    """发货: a shipment; an order may have several."""

    type: ClassVar[str] = "order.shipped"

    order_id: UUID
    shipment: str
    lines: tuple[Shipped, ...]


class InvoiceMatched(Fact, frozen=True, kw_only=True):
    """对票: what was received is what the invoice asks for; `settled_on` once it is paid."""

    type: ClassVar[str] = "invoice.matched"
    action: ClassVar[str] = "stock_approval"

    order_id: UUID
    invoice: str
    amount: int  # fen
    settled_on: date | None = None
