"""临时身份: a person without a number gets one that works off line and is never sent as an identity number.

The form is this project's own: `L`, the unit (9), the day of issue YYMMDD, the day's serial (4) and
a check character.
"""

import re
from dataclasses import dataclass
from datetime import date

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.identifiers.writing import clean, mod_11_2

NO_UNIT = "000000000"  # for an institution without a unified social credit code


class BadTemporaryIdentity(RuleBroken):
    """`why` is ``format``, ``unit``, ``date``, ``serial`` or ``check``."""

    code = "identity.bad_temporary"


@dataclass(frozen=True, slots=True)
class TemporaryIdentity:
    identity: str  # 21 characters
    unit: str
    issued_on: date
    serial: int


def temporary_identity(unit: str, issued_on: date, serial: int) -> str:
    """The identity for the `serial`-th person without a number that day, 1 to 9999.

    `unit` is positions 9-17 of the institution's unified social credit code (`unit_of`), or `NO_UNIT`.

    Raises:
        BadTemporaryIdentity: the unit is not nine capitals and digits, or the serial is out of range.
    """
    unit = clean(unit)
    if not re.fullmatch(r"[0-9A-Z]{9}", unit):
        raise BadTemporaryIdentity(why="unit")
    if not 1 <= serial <= 9999:
        raise BadTemporaryIdentity(why="serial")
    digits = f"{issued_on:%y%m%d}{serial:04d}"
    return f"L{unit}{digits}{mod_11_2(digits)}"


def check_temporary_identity(text: str) -> TemporaryIdentity:
    """Read one back, from a wristband or a list.

    Raises:
        BadTemporaryIdentity: with `why`.
    """
    identity = clean(text)
    shape = re.fullmatch(r"L([0-9A-Z]{9})([0-9]{6})([0-9]{4})([0-9X])", identity)
    if shape is None:
        raise BadTemporaryIdentity(why="format")
    unit, day, serial, check = shape.groups()
    try:
        issued_on = date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
    except ValueError as error:
        raise BadTemporaryIdentity(why="date") from error
    if serial == "0000":
        raise BadTemporaryIdentity(why="serial")
    if mod_11_2(day + serial) != check:
        raise BadTemporaryIdentity(why="check")
    return TemporaryIdentity(identity, unit, issued_on, int(serial))
