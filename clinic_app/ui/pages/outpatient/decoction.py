"""中药饮片处方: pieces of one 剂 with their grams, and how they are taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from clinic_app.domain.catalogs import Herb
from clinic_app.domain.money import half_up
from clinic_app.journal.facts.outpatient import Decoction, DrugLine
from clinic_app.printing.receipt import quantity
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.ui import catalogues

BOILED: Final = "decoct"  # the route of decoction pieces
HANDLINGS: Final = ("先煎", "后下", "包煎", "另煎", "烊化", "冲服")  # as herbs.csv has them
DAILY: Final = "水煎服，一日一剂，早晚分服"
USUAL_DOSES: Final = 7
_GRAM: Final = "克"
_MG_E4: Final = 10  # ten-thousandths of a gram in a milligram


@dataclass(frozen=True, slots=True, kw_only=True)
class HerbRow:
    """One piece.  `grams_e4` of one 剂, in ten-thousandths; None while it is no number."""

    code: str
    name: str
    grams_e4: int | None
    note: str = ""  # 先煎 …
    pric_e6: int = 0  # micro-yuan a gram

    def amount_fen(self, doses: int) -> int:
        return half_up(self.pric_e6 * (self.grams_e4 or 0) * doses, 10**8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """剂数, how they are taken, and who boils them; one 剂 a day."""

    doses: int | None = USUAL_DOSES
    usage: str = DAILY
    boiled_here: bool = False  # 代煎


AS_USUAL: Final = Taken()


def herb_row(herb: Herb) -> HerbRow:
    """A piece at the least that is usual, with the handling that the pharmacopoeia asks for."""
    return HerbRow(
        code=herb.code,
        name=herb.name,
        grams_e4=herb.dose_min_mg * _MG_E4,
        note=herb.handling,
        pric_e6=herb.price_e6,
    )


def herb_of(code: str) -> Herb | None:
    return catalogues.current().herbs.of_code(code)


def grams(grams_e4: int | None) -> str:
    """15, 1.5"""
    return "" if grams_e4 is None else quantity(grams_e4)


def herbs_fen(herbs: Sequence[HerbRow], taken: Taken) -> int:
    return sum(one.amount_fen(taken.doses or 0) for one in herbs)


def herb_lines(herbs: Sequence[HerbRow], taken: Taken) -> tuple[DrugLine, ...]:
    """As they are signed: one dose beside each name, the quantity of all 剂."""
    doses = taken.doses or 0
    return tuple(
        DrugLine(
            code=one.code,
            name=one.name,
            dose=f"{grams(one.grams_e4)}g" if one.grams_e4 else "",
            frequency="qd",
            route=BOILED,
            days=doses,
            cnt_e4=(one.grams_e4 or 0) * doses,
            unit=_GRAM,
            pric_e6=one.pric_e6,
            note=one.note,
        )
        for one in herbs
    )


def decoction_of(herbs: Sequence[HerbRow], taken: Taken) -> Decoction | None:
    if not herbs:
        return None
    return Decoction(doses=taken.doses or 0, usage=taken.usage.strip(), boiled_here=taken.boiled_here)


def is_piece(line: OrderLine) -> bool:
    return line.route == BOILED and line.unit == _GRAM


def signed_herbs(lines: Sequence[OrderLine]) -> tuple[tuple[HerbRow, ...], Taken]:
    """The pieces among the lines of a signed record, at the prices of then."""
    pieces = [line for line in lines if is_piece(line)]
    doses = max((line.days for line in pieces), default=0) or USUAL_DOSES
    rows = (
        HerbRow(
            code=line.code,
            name=line.name,
            grams_e4=line.cnt_e4 // doses,
            note=line.note,
            pric_e6=line.pric_e6,
        )
        for line in pieces
    )
    return tuple(rows), Taken(doses=doses)


def repeated_herbs(lines: Sequence[OrderLine]) -> tuple[tuple[HerbRow, ...], Taken]:
    """照抄: at today's prices; what the catalogue no longer has is left out."""
    rows, taken = signed_herbs(lines)
    known = ((row, herb_of(row.code)) for row in rows)
    return tuple(replace(row, pric_e6=herb.price_e6) for row, herb in known if herb is not None), taken
