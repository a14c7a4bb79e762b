"""药品核对: drugs charged against drugs handed out, for the same visits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_app.domain.money import half_up

_E6_E4_IN_FEN: Final = 10**8  # micro-yuan · ten-thousandths in one fen


@dataclass(frozen=True, slots=True)
class DrugLine:
    """One line of a visit's standing bill, and what of it is with the patient; in ten-thousandths."""

    settlement_id: UUID
    code: str
    pric_e6: int
    paid_e4: int  # 0: no standing bill charges it
    out_e4: int
    is_drug: bool = True


@dataclass(frozen=True, slots=True)
class Drugs:
    """Fen, and the settlements where the two sides differ."""

    settled: int = 0
    dispensed: int = 0
    not_dispensed: tuple[UUID, ...] = ()  # paid and not (all) handed out
    not_settled: tuple[UUID, ...] = ()  # handed out and not paid


def compare_drugs(lines: Iterable[DrugLine]) -> Drugs:
    """Compared by quantity, so that rounding never makes a difference; services and materials are left out."""
    drugs = [line for line in lines if line.out_e4 or line.is_drug]
    return Drugs(
        sum(_value(line, line.paid_e4) for line in drugs),
        sum(_value(line, line.out_e4) for line in drugs),
        tuple(dict.fromkeys(line.settlement_id for line in drugs if line.paid_e4 > line.out_e4)),
        tuple(dict.fromkeys(line.settlement_id for line in drugs if line.out_e4 > line.paid_e4)),
    )


def _value(line: DrugLine, cnt_e4: int) -> int:
    return half_up(line.pric_e6 * max(0, cnt_e4), _E6_E4_IN_FEN)
