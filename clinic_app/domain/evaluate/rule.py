"""What a rule is to `evaluate`, and how a case file writes dates, numbers and flags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

Row = Mapping[str, str]


class BadCase(Exception):
    """An input of one case cannot be read; `evaluate` adds the line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`answer` may leave out what is empty; every value is text as the file writes it."""

    inputs: tuple[str, ...]
    answers: tuple[str, ...]
    answer: Callable[[Row], Mapping[str, str]]


def day(row: Row, name: str) -> date:
    try:
        return date.fromisoformat(row[name].strip())
    except ValueError as error:
        raise BadCase(f"{name}={row[name]}") from error


def moment(row: Row, name: str) -> datetime:
    """A local time without zone."""
    try:
        return datetime.fromisoformat(row[name].strip())
    except ValueError as error:
        raise BadCase(f"{name}={row[name]}") from error


def whole(row: Row, name: str) -> int:
    try:
        return int(row[name])
    except ValueError as error:
        raise BadCase(f"{name}={row[name]}") from error


def decimal(row: Row, name: str) -> Decimal:
    """A decimal number; the file never means infinity or NaN."""
    try:
        value = Decimal(row[name].strip())
    except InvalidOperation as error:
        raise BadCase(f"{name}={row[name]}") from error
    if not value.is_finite():
        raise BadCase(f"{name}={row[name]}")
    return value


def flag(value: bool) -> str:
    return "1" if value else "0"


def tenths(value: int) -> str:
    """``220 → "22.0"``."""
    return f"{value // 10}.{value % 10}"
