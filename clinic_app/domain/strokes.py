"""手写签名 as the strokes of a pen: small enough to travel in what was signed, sharp on any paper.

Bytes, version 1: the byte 1; then of each stroke the number of its points, x and y of the first, and of each further
point its way from the one before.  Numbers are LEB128, ways zigzag.  A point lies on `GRID`, from the upper left.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

Point = tuple[int, int]
Strokes = tuple[tuple[Point, ...], ...]

GRID: Final = (600, 200)  # the widest x and the lowest y
MOST: Final = 4_000  # bytes; what is longer is thinned
_VERSION: Final = 1
_BITS: Final = 28  # of a number; the grid needs ten


def write(strokes: Sequence[Sequence[Point]]) -> bytes:
    """The bytes of strokes; empty: nothing was drawn.  What is too long loses every second point within its strokes.

    >>> write([[(10, 20), (12, 19)]]).hex()
    '01020a140401'
    """
    kept = [tuple(_moving(stroke)) for stroke in strokes if stroke]
    while len(found := _written(kept)) > MOST:
        kept = (
            [_thinned(stroke) for stroke in kept]
            if any(len(one) > 2 for one in kept)
            else kept[: len(kept) // 2]
        )
    return found if kept else b""


def read(data: bytes) -> Strokes:
    """What `write` wrote, on the grid.

    Of a later version, cut off or longer than `MOST`, what can be told of it: nothing, or the strokes before.
    """
    if data[:1] != bytes((_VERSION,)):
        return ()
    numbers = _numbers(data[1:MOST])
    found: list[tuple[Point, ...]] = []
    try:
        for count in numbers:
            x, y = next(numbers), next(numbers)
            points = [(x, y)]
            for _ in range(count - 1):
                x, y = x + _way(next(numbers)), y + _way(next(numbers))
                points.append((x, y))
            found.append(tuple(_on_grid(point) for point in points))
    except StopIteration:
        pass
    return tuple(found)


def _moving(stroke: Sequence[Point]) -> Iterator[Point]:
    """Without points where the pen stood still; on the grid."""
    before: Point | None = None
    for x, y in stroke:
        point = _on_grid((x, y))
        if point != before:
            yield point
        before = point


def _on_grid(point: Point) -> Point:
    return min(max(point[0], 0), GRID[0]), min(max(point[1], 0), GRID[1])


def _thinned(stroke: tuple[Point, ...]) -> tuple[Point, ...]:
    """Every second point, and the last."""
    return stroke[:-1:2] + stroke[-1:]


def _written(strokes: Iterable[tuple[Point, ...]]) -> bytes:
    found = bytearray((_VERSION,))
    for stroke in strokes:
        (x, y), *further = stroke
        for number in (len(stroke), x, y):
            _put(found, number)
        for to_x, to_y in further:
            _put(found, _zigzag(to_x - x))
            _put(found, _zigzag(to_y - y))
            x, y = to_x, to_y
    return bytes(found)


def _put(into: bytearray, number: int) -> None:
    while number > 0x7F:
        into.append(number & 0x7F | 0x80)
        number >>= 7
    into.append(number)


def _numbers(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if shift > _BITS:
            return
        if byte < 0x80:
            yield number
            number = shift = 0


def _zigzag(way: int) -> int:
    return way * 2 if way >= 0 else -way * 2 - 1


def _way(number: int) -> int:
    return number >> 1 if number % 2 == 0 else -(number + 1 >> 1)
