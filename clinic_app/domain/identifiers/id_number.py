"""公民身份号码: the resident identity number and the cards written like it.

Source: GB 11643-1999; permits for residents of Hong Kong, Macao and Taiwan (2018); foreign
permanent resident card (2023).  The first failure in the order format, area, date, check is the error.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.identifiers.areas import PROVINCES, known_areas
from clinic_app.domain.identifiers.writing import clean, is_digits, mod_11_2

PERMIT_AREAS = frozenset({"810000", "820000", "830000"})
EARLIEST_BIRTH = date(1850, 1, 1)
# 顺序码 kept for people who were 100 or older when numbers had 15 digits: their century is 18.
_CENTENARIANS = frozenset({"996", "997", "998", "999"})
_SHAPE = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}", re.ASCII)


class BadIdNumber(RuleBroken):
    """`why` is ``format``, ``area``, ``date`` or ``check``."""

    code = "identity.bad_number"


class IdKind(StrEnum):
    RESIDENT = "RESIDENT"
    RESIDENT15 = "RESIDENT15"  # typed in the 15-digit form that ended in 2013
    HMT_PERMIT = "HMT_PERMIT"  # 港澳台居民居住证
    FOREIGN_PR = "FOREIGN_PR"  # 外国人永久居留身份证, the 2023 kind


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that passed every check."""

    number18: str
    as_typed: str  # cleaned; 15 digits for `RESIDENT15`
    birth_date: date
    sex: str  # GB/T 2261.1: "1" male, "2" female
    kind: IdKind
    warnings: tuple[str, ...] = ()  # ``area_unknown``: in no list, current or old


def check_id_number(text: str, today: date) -> IdNumber:
    """Read an identity number as it was typed, in 18 or 15 digits.

    `today` is the day of entry: nobody is born after it.

    Raises:
        BadIdNumber: with `why`.
    """
    typed = clean(text)
    if not _SHAPE.fullmatch(typed):
        raise BadIdNumber(why="format")
    kind = _kind_of(typed)
    number = eighteen_of(typed)
    birth = _birth_date(number[6:14], today)
    if mod_11_2(number[:17]) != number[17]:
        raise BadIdNumber(why="check")
    listed = kind in {IdKind.FOREIGN_PR, IdKind.HMT_PERMIT} or number[:6] in known_areas()
    warnings = () if listed else ("area_unknown",)
    return IdNumber(number, typed, birth, "1" if int(number[16]) % 2 else "2", kind, warnings)


def eighteen_of(number: str) -> str:
    """The 18-character form; 15 digits get their century and check character, anything else stays."""
    if len(number) != 15 or not is_digits(number):
        return number
    century = "18" if number[12:] in _CENTENARIANS else "19"
    first = number[:6] + century + number[6:]
    return first + mod_11_2(first)


def fifteen_of(number18: str) -> str | None:
    """The 15-digit form that stood on cards until 2013, or None where there was none."""
    short = number18[:6] + number18[8:17]
    return short if len(number18) == 18 and eighteen_of(short) == number18 else None


def _kind_of(typed: str) -> IdKind:
    area, short = typed[:6], len(typed) == 15
    if typed.startswith("9"):
        if short or typed[1:3] not in PROVINCES:
            raise BadIdNumber(why="area")
        return IdKind.FOREIGN_PR
    if area[:2] not in PROVINCES or (area[:2] in {"81", "82", "83"} and area not in PERMIT_AREAS):
        raise BadIdNumber(why="area")
    if short:
        return IdKind.RESIDENT15
    return IdKind.HMT_PERMIT if area in PERMIT_AREAS else IdKind.RESIDENT


def _birth_date(digits: str, today: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise BadIdNumber(why="date") from error
    if not EARLIEST_BIRTH <= birth <= today:
        raise BadIdNumber(why="date")
    return birth
