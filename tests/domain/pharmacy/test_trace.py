"""What a scanner reads from a box, and the marks of boxes that were sold."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.pharmacy.sold_codes import BYTES, mark_of, packed, unpacked
from clinic_app.domain.pharmacy.trace import BadTraceCode, read

CODE = "81012340000000000017"
FNC1 = "\x1d"


@pytest.mark.parametrize(
    ("scanned", "code", "prefix", "lot"),
    [
        (CODE, CODE, "8101234", ""),
        (" 8101 2340 0000 0000 0017\n", CODE, "8101234", ""),
        (f"(01)06901234567892(17)270131(10)A1(21){CODE}", CODE, "8101234", "A1"),
        ("]d2010690123456789217270131" + f"10A1{FNC1}21{CODE}", CODE, "8101234", "A1"),
        (f"{FNC1}0106901234567892" + f"21{CODE}{FNC1}10A1", CODE, "8101234", "A1"),
        ("(01)06901234567892(21)XK7", "06901234567892.XK7", "", ""),
    ],
)
def test_plain_and_gs1_codes_are_read(scanned, code, prefix, lot):
    found = read(scanned)
    assert (found.code, found.prefix, found.lot) == (code, prefix, lot)


def test_a_gs1_day_of_00_is_the_months_last():
    assert read(f"(01)06901234567892(17)270200(21){CODE}").expires == date(2027, 2, 28)


@pytest.mark.parametrize(
    "scanned", ["", "123", CODE[:-1], CODE + "1", "6901234567892", "(10)A1", "https://x"]
)
def test_what_is_no_trace_code_is_refused(scanned):
    with pytest.raises(BadTraceCode):
        read(scanned)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 2**48 - 1), max_size=50))
def test_marks_come_back_as_they_were_packed(marks):
    assert unpacked(packed(marks)) == sorted(marks)
    assert len(packed(marks)) == BYTES * len(marks)


def test_marks_tell_codes_apart_and_hold_no_code():
    marks = {mark_of(f"8101234{number:013d}") for number in range(20_000)}
    assert len(marks) == 20_000 and max(marks) < 2**48
    assert unpacked(packed(marks) + b"cut") == sorted(marks)
