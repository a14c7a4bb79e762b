"""What a rule is to `evaluate`, and how a case file writes dates, numbers and flags."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from clinic_app.domain.time import BEIJING

Row = Mapping[str, str]

# Python's own readers also take ``1_000``, ``1e9``, Arabic figures, ``20260105`` and ``2026-W02-1``.
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")
_LAST_YEAR: Final = 9000  # rules add years to a day, and the calendar ends with 9999


class BadCase(Exception):
    """An input of one case cannot be read; `evaluate` adds the line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`answer` may leave out what is empty; every value is text as the file writes it."""

    inputs: tuple[str, ...]
    answers: tuple[str, ...]
    answer: Callable[[Row], Mapping[str, str]]


def day(row: Row, name: str) -> date:
    """``2026-01-05``."""
    text = row[name].strip()
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError as error:
        raise bad(row, name) from error
    if found is None or found.year > _LAST_YEAR:
        raise bad(row, name)
    return found


def moment(row: Row, name: str) -> datetime:
    """``2026-01-05T10:00``, a local time; one that names its zone is brought to Beijing's."""
    text = row[name].strip()
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
        if found is not None and found.tzinfo is not None:
            found = found.astimezone(BEIJING).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise bad(row, name) from error
    if found is None or found.year > _LAST_YEAR:
        raise bad(row, name)
    return found


def moment_or_none(row: Row, name: str) -> datetime | None:
    return moment(row, name) if given(row, name) else None


def whole(row: Row, name: str, least: int | None = None, most: int | None = None) -> int:
    """A whole number between `least` and `most`, both ends in it; ``90.0`` is one."""
    value = decimal(row, name)
    if value != int(value):
        raise bad(row, name)
    if (least is not None and value < least) or (most is not None and value > most):
        raise bad(row, name)
    return int(value)


def whole_or_none(row: Row, name: str, least: int | None = None, most: int | None = None) -> int | None:
    return whole(row, name, least, most) if given(row, name) else None


def decimal(row: Row, name: str) -> Decimal:
    """A plain decimal number."""
    text = row[name].strip()
    if not _NUMBER.fullmatch(text):
        raise bad(row, name)
    return Decimal(text)


def amount(row: Row, name: str) -> Decimal:
    """A decimal number that is not negative."""
    value = decimal(row, name)
    if value < 0:
        raise bad(row, name)
    return value


def amount_or_none(row: Row, name: str) -> Decimal | None:
    return amount(row, name) if given(row, name) else None


def said(row: Row, name: str) -> bool:
    """1, or 0; an empty flag is no."""
    if row[name].strip() not in ("", "0", "1"):
        raise bad(row, name)
    return row[name].strip() == "1"


def given(row: Row, name: str) -> bool:
    return bool(row[name].strip())


def bad(row: Row, name: str) -> BadCase:
    return BadCase(f"{name}={row[name]}")


def flag(value: bool) -> str:
    return "1" if value else "0"


def tenths(value: int) -> str:
    """``220 → "22.0"``."""
    return f"{value // 10}.{value % 10}"
