"""QR Code (ISO/IEC 18004) in its smallest size: up to 27 digits in 21 by 21 squares, for the codes of our sheets.

One version and one mask do for a fixed kind of text; every reader takes any mask.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SIDE: Final = 21
_CODEWORDS: Final = 26  # of version 1: data and correction together
_NUMERIC: Final = 0b0001
_MASK: Final = 2  # a square is turned where its column divides by three
_FORMAT_XOR: Final = 0b101010000010010
_FORMAT_GENERATOR: Final = 0b10100110111
_FIELD: Final = 0b100011101  # x^8 + x^4 + x^3 + x^2 + 1
_TIMING: Final = 6
_CORNERS: Final = ((0, 0), (0, SIDE - 7), (SIDE - 7, 0))


@dataclass(frozen=True, slots=True)
class Level:
    """How much may be damaged: bits of the format, and codewords left for data."""

    bits: int
    data: int


M: Final = Level(0b00, 16)  # 15 %
Q: Final = Level(0b11, 13)  # 25 %: a sheet was in a bag


def squares(digits: str, level: Level = Q) -> tuple[str, ...]:
    """The rows from the top: ``1`` black, ``0`` white, without the quiet zone of four squares.

    Raises:
        ValueError: no digits, another character, or more than the size holds.
    """
    grid: dict[tuple[int, int], int] = dict(_fixed(level))
    words = _words(digits, level.data)
    bits = (word >> (7 - at) & 1 for word in (*words, *_correction(words)) for at in range(8))
    for (row, column), bit in zip(list(_path(grid)), bits, strict=True):
        grid[row, column] = bit ^ (column % 3 == 0)
    return tuple("".join(str(grid[row, column]) for column in range(SIDE)) for row in range(SIDE))


def _words(digits: str, room: int) -> list[int]:
    """Mode, count, three digits in ten bits, then filled up."""
    if not digits.isascii() or not digits.isdigit():
        raise ValueError(digits)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    text = f"{_NUMERIC:04b}{len(digits):010b}" + "".join(
        f"{int(part):0{(0, 4, 7, 10)[len(part)]}b}" for part in parts
    )
    if len(text) > room * 8:
        raise ValueError(digits)
    text += "0" * min(4, room * 8 - len(text))
    text += "0" * (-len(text) % 8)
    words = [int(text[at : at + 8], 2) for at in range(0, len(text), 8)]
    return words + [(0b11101100, 0b00010001)[at % 2] for at in range(room - len(words))]


def _correction(words: list[int]) -> list[int]:
    """Reed-Solomon: what is left of the words divided by (x − 1)(x − 2)(x − 4) …"""
    generator = [1]
    root = 1
    for _ in range(_CODEWORDS - len(words)):
        shifted = [*generator, 0]
        for at, factor in enumerate(generator):
            shifted[at + 1] ^= _times(factor, root)
        generator, root = shifted, _times(root, 2)
    left = [*words, *[0] * (len(generator) - 1)]
    for at in range(len(words)):
        factor = left[at]
        for place, term in enumerate(generator):
            left[at + place] ^= _times(term, factor)
    return left[len(words) :]


def _times(first: int, second: int) -> int:
    """The product in the field of 256."""
    product = 0
    while second:
        product ^= first if second & 1 else 0
        first = first << 1 ^ (_FIELD if first & 0x80 else 0)
        second >>= 1
    return product


def _fixed(level: Level) -> Iterator[tuple[tuple[int, int], int]]:
    """Finders with their white borders, timing lines, the dark square and the format."""
    for top, left in _CORNERS:
        for row in range(max(0, top - 1), min(SIDE, top + 8)):
            for column in range(max(0, left - 1), min(SIDE, left + 8)):
                ring = max(abs(row - top - 3), abs(column - left - 3))
                yield (row, column), int(ring not in (2, 4))
    for at in range(8, SIDE - 8):
        yield (_TIMING, at), 1 - at % 2
        yield (at, _TIMING), 1 - at % 2
    yield (SIDE - 8, 8), 1
    yield from _format(level)


def _format(level: Level) -> Iterator[tuple[tuple[int, int], int]]:
    """Level and mask with their check bits, twice."""
    told = level.bits << 3 | _MASK
    left = told << 10
    for at in range(14, 9, -1):
        if left >> at & 1:
            left ^= _FORMAT_GENERATOR << (at - 10)
    bits = (told << 10 | left) ^ _FORMAT_XOR
    down = [*range(6), 7, 8]  # rows of the first copy's low bits, the timing line left out
    for at in range(15):
        bit = bits >> at & 1
        yield ((down[at], 8) if at < 8 else (8, 7 if at == 8 else 14 - at)), bit
        yield ((8, SIDE - 1 - at) if at < 8 else (SIDE - 15 + at, 8)), bit


def _path(taken: dict[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    """The free squares in the order of the bits: two columns at a time, up and down, from the right."""
    rights = [right if right > _TIMING else right - 1 for right in range(SIDE - 1, 0, -2)]
    for turn, right in enumerate(rights):
        for row in range(SIDE - 1, -1, -1) if turn % 2 == 0 else range(SIDE):
            for column in (right, right - 1):
                if (row, column) not in taken:
                    yield row, column
