"""Numbers as forms keep them."""

from decimal import Decimal, InvalidOperation
from typing import Any, Final

# A number of a form has a few digits; an exponent of thousands would only eat memory.
_MOST_DIGITS: Final = 30


def number_of(value: Any) -> Decimal | None:
    """A number of few digits; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except (InvalidOperation, ValueError):
        return None
    few = number.is_finite() and len(number.as_tuple().digits) < _MOST_DIGITS
    return number if few and abs(number.adjusted()) < _MOST_DIGITS else None


def plain(number: Decimal) -> str:
    """A dec value as it is kept: no exponent, no needless zeros: ``"72.5"``, ``"100"``."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
