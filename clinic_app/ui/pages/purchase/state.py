"""What the page of purchase shows, as values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from clinic_app.domain.pharmacy.batch import in_fen
from clinic_app.projections.queries.purchase import Order, ShippedLot
from clinic_app.services.purchase import PriceChange, RecallHere, Standing, Suggested, Wish
from clinic_app.services.stock_booking import NewBatch
from clinic_app.ui.theme import Tone


class Part(IntEnum):
    """In the order of the tabs."""

    PLAN = 0  # 拟单
    ORDERS = 1  # 订单
    ARRIVAL = 2  # 到货
    PRICES = 3  # 调价
    RECALLS = 4  # 召回


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A drug that is, or may be, ordered."""

    figures: Suggested
    packs: int  # that are wanted
    reason: str = "normal"

    @property
    def fen(self) -> int:
        return in_fen(self.packs * self.figures.pric_e6)

    @property
    def wish(self) -> Wish:
        return Wish(self.figures.drug, self.packs, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLine:
    """A lot of a shipment, and what came of it."""

    sent: ShippedLot
    name: str
    pack_unit: str
    coded: bool
    packs: int  # that stay
    refused: int = 0
    refused_why: str = ""
    codes: tuple[str, ...] = ()
    no_code: str = ""

    @property
    def lacking(self) -> int:
        """Packs of the shipment that neither stay nor went back: they are still to come."""
        return self.sent.packs - self.packs - self.refused

    @property
    def boxes(self) -> str:
        return f"{len(self.codes)}/{self.packs}" if self.coded and self.packs else "—"

    @property
    def done(self) -> bool:
        return not self.coded or len(self.codes) == self.packs or bool(self.no_code)

    @property
    def new(self) -> NewBatch:
        return NewBatch(
            drug=self.sent.drug,
            lot=self.sent.lot,
            expires=self.sent.expires,
            packs=self.packs,
            pric_e6=self.sent.pric_e6,
            codes=self.codes,
            no_code=self.no_code,
            refused=self.refused,
            refused_why=self.refused_why,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseState:
    """All that the page shows.  A new state replaces the old one."""

    part: Part = Part.PLAN
    plan: tuple[PlanLine, ...] = ()
    orders: tuple[Standing, ...] = ()
    open: UUID | None = None  # the order whose lines are shown
    due_fen: int = 0  # what was received of it comes to
    arriving: Order | None = None  # whose shipment is being received
    arrival: tuple[ArrivalLine, ...] = ()
    at: int = 0  # the line of the arrival under the cursor
    changes: tuple[PriceChange, ...] = ()
    recalls: tuple[RecallHere, ...] = ()
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def wishes(self) -> tuple[Wish, ...]:
        return tuple(one.wish for one in self.plan if one.packs)

    @property
    def total_fen(self) -> int:
        return sum(one.fen for one in self.plan)

    @property
    def standing(self) -> Standing | None:
        return next((one for one in self.orders if one.order.order_id == self.open), None)


def plan_of(figures: Iterable[Suggested], kept: Sequence[Wish]) -> tuple[PlanLine, ...]:
    """The draft as it was kept, or else what is suggested; drugs of which enough is there only where wished."""
    wished = {one.drug: one for one in kept}
    lines = []
    for one in figures:
        wish = wished.get(one.drug)
        if wish is not None:
            lines.append(PlanLine(one, wish.packs, wish.reason))
        elif one.packs:
            lines.append(PlanLine(one, 0 if kept else one.packs))
    return tuple(sorted(lines, key=_soonest))


def _soonest(line: PlanLine) -> tuple[int, str]:
    """What is used up first stands first; what is never used, last."""
    days = line.figures.days
    return (1 << 30 if days is None else days, line.figures.drug)
