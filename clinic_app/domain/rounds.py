"""下乡 (rounds): the code of a sheet, and the order in which a village is walked."""

import re
from dataclasses import dataclass
from typing import Final

from clinic_app.domain.errors import RuleBroken

DIGITS: Final = 16  # of a sheet's code: fourteen at random, two that check them
_MODULUS: Final = 97
_END: Final = "\x1f"  # of a part: before every letter, so that 12 stands before 12-1


class NothingToPack(RuleBroken):
    """A pack without a sheet."""

    code = "rounds.nothing"


class TooManySheets(RuleBroken):
    """More than anybody visits in a day, or than one entry holds."""

    code = "rounds.too_many"


class PictureTooLarge(RuleBroken):
    """A picture is made smaller before it is kept."""

    code = "rounds.picture_too_large"


class NotAPicture(RuleBroken):
    """The file is no JPEG or PNG."""

    code = "rounds.not_a_picture"


class BadSheetCode(RuleBroken):
    """What was scanned or typed is no code of a sheet."""

    code = "rounds.bad_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody lives, as far as it is known."""

    village: str = ""
    group: str = ""  # 村民小组
    house: str = ""  # 门牌号
    address: str = ""
    home: str = ""  # id of the household: who lives in one house is visited once, numbered or not


def sheet_code(number: int) -> str:
    """The code of a sheet from a random number below 10^14, with the check digits of ISO 7064 MOD 97-10.

    >>> sheet_code(12345678901234)
    '1234567890123428'
    """
    body = f"{number:014d}"
    return f"{body}{98 - int(body) * 100 % _MODULUS:02d}"


def read_code(text: str) -> str:
    """A sheet's code as scanned or typed, blanks and hyphens left out.

    Raises:
        BadSheetCode: another length, or the check digits say that a digit is wrong.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) or int(digits) % _MODULUS != 1:
        raise BadSheetCode()
    return digits


def walked(place: Place) -> str:
    """Key to sort a route by: village, group and house number, numbers by their size, the unknown last; then household.

    Text, so that a table keeps it and its index is the way.
    """
    told = place.village, place.group, place.house, place.address
    return "".join(_natural(part) + _END for part in told) + place.home


def walked_between(village: str, group: str = "") -> tuple[str, str]:
    """The keys of everybody in a village, or in a group of it: from the first on, before the second."""
    begin = _END.join(_natural(part) for part in (village, group) if part)
    return begin + _END, begin + chr(ord(_END) + 1)


def place_words(place: Place) -> str:
    """东山村 3组 12号, or the address where no household is known."""
    group = f"{place.group}组" if place.group.isdecimal() else place.group
    house = f"{place.house}号" if place.house[-1:].isdecimal() else place.house
    told = " ".join(part for part in (place.village, group, house) if part)
    return told if group or house else place.address or told


def _natural(text: str) -> str:
    """`10` after `9`, nothing after everything."""
    return "0" + re.sub(r"[0-9]+", lambda number: number[0].zfill(6), text) if text else "1"
