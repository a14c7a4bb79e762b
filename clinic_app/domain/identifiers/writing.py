"""How a number is written: cleaning what was typed, and the check character that several numbers share."""

# U+002D, U+2010-2015, U+2212 and U+FF0D all look like a hyphen on a form.
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE: dict[int, int | None] = _FULL_WIDTH | {ord(hyphen): None for hyphen in _HYPHENS}


def half_width(text: str) -> str:
    """全角转半角: full-width letters, digits and signs become their ASCII likeness."""
    return text.translate(_FULL_WIDTH)


def clean(text: str) -> str:
    """A number without spaces and hyphens, in half-width capitals: ``"３５ 08-x" → "3508X"``."""
    return "".join(text.translate(_TABLE).split()).upper()


def is_digits(text: str) -> bool:
    """Only 0-9: ``str.isdigit`` alone also takes ``"²"`` and Arabic figures."""
    return text.isascii() and text.isdigit()


def mod_11_2(digits: str) -> str:
    """The check character of ISO 7064 MOD 11-2: 0-9 or X.

    For the 17 digits of a 公民身份号码 it equals the weights 7 9 10 5 8 4 2 … of GB 11643-1999.
    """
    p = 0
    for digit in digits:
        p = (p + int(digit)) * 2 % 11
    return "0123456789X"[(12 - p) % 11]
