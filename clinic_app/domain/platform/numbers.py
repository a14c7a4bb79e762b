"""Numbers of the platform: decimal text outside, whole numbers inside, and never a float between."""

from decimal import Decimal, InvalidOperation

from clinic_app.domain.platform.errors import Unverified


def decimal_text(value: int, places: int) -> str:
    """A scaled whole number as the platform reads it.  ``(1234, 2) → "12.34"``."""
    sign, digits = "-" if value < 0 else "", str(abs(value)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def yuan_text(fen: int) -> str:
    """元, two decimals."""
    return decimal_text(fen, 2)


def fen_of_yuan(raw: object, name: str) -> int:
    """An amount of an answer, exactly.  ``"12.5"``, ``12``, ``Decimal("12.50")`` → fen.

    Raises:
        Unverified: missing, no number, or a part of a fen.
    """
    if raw is None or raw == "" or isinstance(raw, bool | float):
        raise Unverified(field=name)
    try:
        fen = Decimal(str(raw)) * 100
    except InvalidOperation as error:
        raise Unverified(field=name) from error
    if not fen.is_finite() or abs(fen) > 10**15 or fen != fen.to_integral_value():
        raise Unverified(field=name)
    return int(fen)
