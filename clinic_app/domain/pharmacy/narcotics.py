"""麻醉药品、第一类精神药品: two people at every step, and what is left empty comes back and is destroyed.

Source: 麻醉药品和精神药品管理条例 (2005), 处方管理办法 (2007) art. 51,
医疗机构麻醉药品、第一类精神药品管理规定 (卫医发〔2005〕438号).
"""

from collections.abc import Collection
from typing import Final

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.batch import UNIT_E4

_EMPTIES: Final = ("注射", "粉针", "贴")  # 空安瓿, 废贴


class TwoPeople(RuleBroken):
    """Narcotics and psychotropics of the first class leave before two people."""

    code = "stock.two_people"


class TooManyEmpties(RuleBroken):
    """More ampoules or patches than were handed out, or than are kept."""

    code = "narcotics.too_many_empties"


def require_second(second: str, by: str, staff: Collection[str]) -> None:
    """复核人.

    Args:
        second: who checked.
        by: who does it.
        staff: ids of all who work here.

    Raises:
        TwoPeople: nobody checked, or nobody else of this house.
    """
    if second == by or second not in staff:
        raise TwoPeople()


def leaves_empties(form: str) -> bool:
    """Whether an ampoule or a patch is left of every unit."""
    return any(word in form for word in _EMPTIES)


def empties_of(form: str, qty_e4: int) -> int:
    """How many ampoules or patches are to come back of a quantity, one begun counted whole."""
    return -(-qty_e4 // UNIT_E4) if leaves_empties(form) else 0
