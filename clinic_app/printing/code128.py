"""Code 128 (ISO/IEC 15417), code sets B and C: bars for numbers on slips."""

from typing import Final

_START_B: Final = 104
_START_C: Final = 105
_STOP: Final = 106

# Widths of bar, space, bar … of symbols 0 to 106.
_WIDTHS: Final = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231
113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131
113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211
241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214
211232 2331112
"""
_PATTERNS: Final = tuple(_WIDTHS.split())


def modules(text: str) -> str:
    """The bars as a row of modules: ``1`` black, ``0`` white, without quiet zones.

    An even number of digits takes code set C, half as wide.

    Raises:
        ValueError: empty, or a character beyond printable ASCII.
    """
    if not text or not all(" " <= c <= "~" for c in text):
        raise ValueError(text)
    if text.isdigit() and len(text) % 2 == 0:
        values = [_START_C, *(int(text[at : at + 2]) for at in range(0, len(text), 2))]
    else:
        values = [_START_B, *(ord(c) - 32 for c in text)]
    check = (values[0] + sum(at * value for at, value in enumerate(values) if at)) % 103
    widths = "".join(_PATTERNS[value] for value in [*values, check, _STOP])
    return "".join("10"[at % 2] * int(width) for at, width in enumerate(widths))
