"""Money is whole fen (分); there is no float anywhere.

Source: docs/settlement.md §1.
"""

from typing import NewType

Fen = NewType("Fen", int)


def half_up(numerator: int, denominator: int) -> int:
    """四舍五入 on whole numbers: ``floor((2n + d) / 2d)``.

    It is the only rounding there is.  `numerator` is never negative (a red
    record negates a finished one); a bug that passes one raises ``ValueError``.
    """
    if numerator < 0 or denominator <= 0:
        raise ValueError(f"half_up({numerator}, {denominator})")
    return (2 * numerator + denominator) // (2 * denominator)


def yuan(fen: int) -> str:
    """Fen as people read them: ``-1234 → "-12.34"``."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def fen_of(text: str) -> int:
    """What a cashier types as yuan, in fen.  ``"12.5" → 1250``.

    Raises:
        ValueError: not an amount with at most two decimals.
    """
    cleaned = text.strip().replace("，", ",").replace(",", "").replace("．", ".").replace("。", ".")
    whole, _, part = cleaned.partition(".")
    if not (whole or part) or not (whole + part).isascii() or not (whole + part).isdigit() or len(part) > 2:
        raise ValueError(text)
    return int(whole or "0") * 100 + int((part + "00")[:2])
