"""Rows of the exchange with the immunization client: headings and vaccine names are data.

The message format of the national client is not public; resources/immunization/exchange_*.csv take its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from clinic_app.domain.codes import codes, rows
from clinic_app.domain.errors import RuleBroken

_LONGEST: Final = 200  # characters of a text
_WITHDRAWN: Final = ("withdrawn", "撤销", "已撤销")
_SEXES: Final = {"1": "1", "2": "2", "男": "1", "女": "2", "M": "1", "F": "2"}


class UnreadableRow(RuleBroken):
    """`why`: vaccine, on, birth_date, expiry, dose_no or a text cannot be read, or nobody is named."""

    code = "immunization.unreadable_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDose:
    """A dose as another system tells it; empty where it says nothing."""

    case_no: str
    id_number: str
    name: str
    sex: str  # GB/T 2261.1
    birth: date | None
    phone: str
    vaccine: str  # codes/vaccine.csv
    dose_no: int | None
    on: date
    site: str
    route: str
    amount: str
    maker: str
    batch: str
    trace_code: str
    expiry: date | None
    unit: str
    kind: str
    paid: str
    withdrawn: bool = False  # entered by mistake over there


@cache
def headings() -> Mapping[str, str]:
    """Heading of another system to field."""
    return {row["heading"]: row["field"] for row in rows("immunization", "exchange_columns.csv")}


@cache
def vaccine_names() -> Mapping[str, str]:
    """What another system calls a vaccine to its code: code, names, other names."""
    own = codes("vaccine").values()
    other = rows("immunization", "exchange_vaccines.csv")
    return (
        {row["told"]: row["vaccine"] for row in other}
        | {one.name_zh: one.code for one in own}
        | {one.code: one.code for one in own}
    )


def fields_of(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headings and cells of a row as known fields; what is not known is left out."""
    return {headings()[one.strip()]: cell.strip() for one, cell in cells if one.strip() in headings()}


def read_dose(told: Mapping[str, str]) -> ToldDose:
    """Raises:
    UnreadableRow
    """
    vaccine = vaccine_names().get(told.get("vaccine", ""))
    on = _date(told, "on")
    if vaccine is None:
        raise UnreadableRow(why="vaccine")
    if on is None:
        raise UnreadableRow(why="on")
    if not any(told.get(key) for key in ("case_no", "id_number", "name")):
        raise UnreadableRow(why="name")
    number = told.get("dose_no", "")
    if number and number not in "123456789":
        raise UnreadableRow(why="dose_no")
    if any(len(told.get(key, "")) > _LONGEST or not told.get(key, "").isprintable() for key in _TEXTS):
        raise UnreadableRow(why="text")
    return ToldDose(
        **{key: told.get(key, "") for key in _TEXTS},
        sex=_SEXES.get(told.get("sex", ""), ""),
        birth=_date(told, "birth_date"),
        vaccine=vaccine,
        dose_no=int(number) if number else None,
        on=on,
        expiry=_date(told, "expiry"),
        withdrawn=told.get("state", "") in _WITHDRAWN,
    )


_TEXTS: Final[Sequence[str]] = (
    "case_no",
    "id_number",
    "name",
    "phone",
    "site",
    "route",
    "amount",
    "maker",
    "batch",
    "trace_code",
    "unit",
    "kind",
    "paid",
)


def _date(told: Mapping[str, str], key: str) -> date | None:
    """2026-11-22, 20261122, 2026/11/22, each with or without a time after it."""
    text = told.get(key, "").replace("T", " ").split(" ")[0].replace("/", "-").replace(".", "-")
    if not text:
        return None
    parts = text.split("-")
    try:
        if len(parts) == 3:
            return date(*(int(part) for part in parts))
        return date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise UnreadableRow(why=key) from error
