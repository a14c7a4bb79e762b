"""对账: what a county action means in money (docs/settlement.md, docs/reconciliation.md)."""

from dataclasses import dataclass

PAID_IN_FULL = frozenset({"", "FUND_ABSORB"})  # the fund owes what the institution advanced
BY_COUNTY = frozenset({"PAY_PERSON", "COLLECT_PERSON", "RECLASS"})  # the fund owes what the county found


@dataclass(frozen=True, slots=True)
class Due:
    """Who owes whom for one record, in fen.  The three add up to what the client computed for the fund."""

    fund_due: int  # the fund to the institution
    person_due: int  # the person to the institution (+), the institution to the person (-)
    clinic_loss: int  # borne by the institution

    def negated(self) -> "Due":
        """Of the red that takes the record back (REVERSE_ADJUST)."""
        return Due(-self.fund_due, -self.person_due, -self.clinic_loss)


def due_of(action: str, client_fund: int, county_fund: int, hosp_rise: int = 0) -> Due:
    """What follows from the county's `action` on one record; "" where it agreed.

    Args:
        client_fund, county_fund: fund_pay_sumamt in fen, as printed and as adjudicated.
        hosp_rise: how much more the institution bears at the county (hosp_part_amt); a fall counts as 0.

    A red with REVERSE_ADJUST is its original's `negated()`: there is nothing to compute.

    >>> due_of("COLLECT_PERSON", 2860, 1140)
    Due(fund_due=1140, person_due=1720, clinic_loss=0)
    >>> due_of("CLINIC_BEAR", 2494, 1694, 1000)
    Due(fund_due=1694, person_due=-200, clinic_loss=1000)

    Raises:
        ValueError: an action that is none of the table's.
    """
    short, rise = client_fund - county_fund, max(0, hosp_rise)
    if action in PAID_IN_FULL:
        return Due(client_fund, 0, 0)
    if action in BY_COUNTY:
        return Due(county_fund, short, 0)
    if action == "CLINIC_BEAR":
        return Due(county_fund, -max(0, rise - short), max(short, rise))
    raise ValueError(f"no such action: {action}")


def forgiven(person_due: int, decided: int, granted: int) -> int:
    """Fen of a person's share that what the fund granted on a dispute takes off; the rest comes off the clinic's loss.

    Args:
        person_due: as the action left it; decided: of it, what the county had laid on the fund or the clinic.

    >>> forgiven(1720, 0, 2000)
    1720
    """
    return min(granted, max(0, person_due - decided))
