"""率: numerator / denominator * 100, two decimals, half up; and how exact numbers are written."""

from fractions import Fraction

from clinic_app.domain.money import half_up


def percent_hundredths(numerator: int, denominator: int) -> int | None:
    """A rate in hundredths of a percent, neither number negative; None when the denominator is 0.

    >>> percent_hundredths(812, 1024)
    7930
    """
    return half_up(numerator * 10_000, denominator) if denominator else None


def percent_text(hundredths: int | None) -> str:
    """``7930 → "79.30"``; empty where there is no rate."""
    return "" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"


def fixed(value: Fraction, places: int) -> str:
    """Half away from zero.

    >>> fixed(Fraction(-1, 8), 2)
    '-0.13'
    """
    scaled = half_up(abs(value.numerator) * 10**places, value.denominator)
    digits = f"{scaled:0{places + 1}d}"
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
