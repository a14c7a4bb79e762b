"""四舍五入 of measured values, exactly."""

from decimal import Decimal

from clinic_app.domain.money import half_up


def tenths_of(value: Decimal) -> int:
    """A value that is never negative, in tenths: 23.95 → 240."""
    return _scaled(value, 10)


def whole_of(value: Decimal) -> int:
    """79.5 → 80."""
    return _scaled(value, 1)


def _scaled(value: Decimal, scale: int) -> int:
    numerator, denominator = value.as_integer_ratio()
    return half_up(numerator * scale, denominator)
