"""The form of a snapshot: what is cut, changed or out of its place is refused."""

from dataclasses import replace

import pytest

from clinic_app.journal.entry import new_id
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.signing import BadSignature, private_key, public_bytes
from clinic_app.journal.snapshot import (
    MARK,
    MAX_FRAME,
    PART,
    START,
    BadSnapshot,
    CutSnapshot,
    begun,
    entries_told,
    frame,
    frames,
    read_mark,
    start_frame,
    write_mark,
)

KEY = private_key(bytes(range(32)))
COUNTY = public_bytes(KEY)
EPOCH = new_id()


def whole() -> bytes:
    return start_frame(7) + frame(PART, b"one") + frame(PART, b"") + frame(MARK, b"end")


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_frames_come_out_however_the_line_cuts_the_bytes(size):
    data = whole()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    found = list(frames(pieces))
    assert found == [(START, (7).to_bytes(8)), (PART, b"one"), (PART, b""), (MARK, b"end")]
    assert entries_told(found[0][1]) == 7


@pytest.mark.parametrize("left", range(1, len(whole())))
def test_a_stream_that_ends_within_a_frame_is_told_from_one_that_ends_behind_it(left):
    data = whole()[:left]
    ends = {13, 13 + 8, 13 + 8 + 5}
    if left in ends:
        assert b"".join(frame(*one) for one in frames([data])) == data
    else:
        with pytest.raises(CutSnapshot):
            list(frames([data]))


def test_a_frame_larger_than_any_part_is_refused_before_it_is_kept():
    with pytest.raises(TooLarge):
        list(frames([b"P" + (MAX_FRAME + 1).to_bytes(4)]))
    with pytest.raises(BadSnapshot):
        list(frames([b"X" + bytes(4)]))


def test_a_mark_says_what_it_said():
    mark = begun(EPOCH, "350881001").with_part(40, 20, b"a" * 64).with_part(90, 25, b"b" * 64)
    assert (mark.upto, mark.parts, mark.entries) == (90, 2, 45)
    assert read_mark(write_mark(mark, KEY.sign), COUNTY) == mark


def test_parts_in_another_order_or_of_another_facility_give_another_checksum():
    start = begun(EPOCH, "350881001")
    one = start.with_part(40, 20, b"a" * 64).with_part(90, 25, b"b" * 64)
    other = start.with_part(40, 20, b"b" * 64).with_part(90, 25, b"a" * 64)
    elsewhere = begun(EPOCH, "350881002").with_part(40, 20, b"a" * 64).with_part(90, 25, b"b" * 64)
    assert len({one.checksum, other.checksum, elsewhere.checksum}) == 3


def test_no_byte_of_a_mark_can_be_changed():
    data = write_mark(begun(EPOCH, "350881001"), KEY.sign)
    for at in range(len(data)):
        changed = data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]
        with pytest.raises((BadSnapshot, BadSignature)):
            read_mark(changed, COUNTY)
    with pytest.raises(BadSnapshot):
        read_mark(data[:-1], COUNTY)
    with pytest.raises(BadSnapshot):
        read_mark(b"", COUNTY)
    forged = write_mark(replace(begun(EPOCH, "350881001"), entries=9), private_key(bytes(32)).sign)
    with pytest.raises(BadSignature):
        read_mark(forged, COUNTY)
