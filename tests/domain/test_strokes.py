"""Strokes of a signature: what was drawn is read back, hostile bytes draw nothing harmful."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.strokes import GRID, MOST, Point, read, write

POINT = st.tuples(st.integers(0, GRID[0]), st.integers(0, GRID[1]))


def test_the_bytes_stay_what_they_were() -> None:
    """Released: an agreement that was signed once prints the same hand for ever."""
    drawn = (((10, 20), (12, 19), (300, 150)), ((600, 200),), ((599, 0), (0, 200)))
    held = bytes.fromhex("01030a140401c004860201d804c80102d70400ad099003")
    assert write(drawn) == held
    assert read(held) == drawn


@given(st.lists(st.lists(POINT, min_size=1, max_size=40), max_size=8))
def test_what_was_drawn_is_read_back(strokes: list[list[Point]]) -> None:
    moving = tuple(
        tuple(one for at, one in enumerate(stroke) if at == 0 or one != stroke[at - 1]) for stroke in strokes
    )
    assert read(write(strokes)) == moving


def test_a_long_scribble_is_thinned_and_keeps_its_ends() -> None:
    scribble = [(at * 7 % 600, at * 13 % 200) for at in range(9000)]
    small = write([scribble, [(1, 1), (2, 2)]])
    first, second = read(small)
    assert len(small) <= MOST and len(first) > 500
    assert (first[0], first[-1], second) == (scribble[0], scribble[-1], ((1, 1), (2, 2)))


def test_thousands_of_dots_still_fit() -> None:
    assert len(write([[(at % 600, at % 200)] for at in range(5000)])) <= MOST


@pytest.mark.parametrize(
    "data", [b"", b"\x02\x01\x05\x05", b"\x01"], ids=["nothing", "a later version", "no stroke"]
)
def test_what_this_version_cannot_read_draws_nothing(data: bytes) -> None:
    assert read(data) == ()


@given(st.binary(max_size=MOST))
def test_any_bytes_are_read_without_harm(data: bytes) -> None:
    points = [point for stroke in read(b"\x01" + data) for point in stroke]
    assert len(points) <= len(data)
    assert all(0 <= x <= GRID[0] and 0 <= y <= GRID[1] for x, y in points)


def test_a_stranger_s_million_points_and_endless_numbers_stop_no_page() -> None:
    assert sum(len(stroke) for stroke in read(b"\x01\xff\xff\x7f" + b"\x02" * 1_000_000)) < MOST
    assert read(b"\x01" + b"\xff" * 1_000_000) == ()
