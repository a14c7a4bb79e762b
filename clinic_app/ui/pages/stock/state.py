"""What the page of the shelves shows, as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import groupby

from clinic_app.domain.pharmacy.batch import Band, State, band
from clinic_app.printing.stock import in_packs
from clinic_app.projections.queries.stock import Shelf
from clinic_app.services.stock_booking import NewBatch
from clinic_app.ui.theme import Tone


class Part(IntEnum):
    """In the order of the tabs."""

    LEVELS = 0  # 库存
    RECEIPT = 1  # 入库
    FURTHER = 2  # this one and those after it mind their own state: part.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """All batches of one drug."""

    drug: str
    name: str
    shelves: tuple[Shelf, ...]  # the first to expire first
    band: Band  # of the nearest last day
    short: bool  # used up before the next delivery is safe
    available_e4: int = 0  # 可用: that nobody else waits for

    @property
    def on_hand(self) -> str:
        return in_packs(self.shelves[0].batch.pack, sum(one.batch.qty_e4 for one in self.shelves))

    @property
    def available(self) -> str:
        return in_packs(self.shelves[0].batch.pack, self.available_e4)

    @property
    def nearest(self) -> date:
        return self.shelves[0].batch.expires

    @property
    def usable(self) -> bool:
        return any(one.batch.state is State.OK for one in self.shelves)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingLine:
    """A line of the delivery that is being typed."""

    name: str
    pack_unit: str
    coded: bool
    new: NewBatch

    @property
    def boxes(self) -> str:
        """3/5, or nothing where its boxes carry no codes."""
        return f"{len(self.new.codes)}/{self.new.packs}" if self.coded else "—"

    @property
    def done(self) -> bool:
        return not self.coded or len(self.new.codes) == self.new.packs or bool(self.new.no_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockState:
    """All that the page shows.  A new state replaces the old one."""

    part: Part = Part.LEVELS
    levels: tuple[Level, ...] = ()
    open: str = ""  # the drug whose batches are shown
    coming: tuple[ComingLine, ...] = ()
    at: int = -1  # the line that a scanned box is for
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        return next((one.shelves for one in self.levels if one.drug == self.open), ())


def levels_of(
    shelves: Iterable[Shelf], short: Iterable[str], available: Mapping[str, int], today: date
) -> tuple[Level, ...]:
    """By drug; those that run short first, then the nearest last day.  `available` in units (`_e4`)."""
    lacking = set(short)
    ordered = sorted(shelves, key=lambda one: (one.batch.drug, one.batch.expires))
    found = []
    for drug, group in groupby(ordered, key=lambda one: one.batch.drug):
        own = tuple(group)
        nearest = band(own[0].batch.expires, today)
        found.append(
            Level(
                drug=drug,
                name=own[0].name,
                shelves=own,
                band=nearest,
                short=drug in lacking,
                available_e4=available.get(drug, 0),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.short, one.nearest, one.drug)))
