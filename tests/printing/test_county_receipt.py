"""What the county's receipt says on paper."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from clinic_app.journal.day_sums import DaySum
from clinic_app.printing.county_receipt import CountySheet, county_sheet
from tests.printing.test_receipt import words

SHEET = CountySheet(
    sheet_id=UUID(int=5),
    facility_name="双洋镇卫生院",
    letter="A",
    day=date(2026, 11, 21),
    as_of_ms=1_795_300_000_000,
    held=DaySum(312, 1_234_560),
    theirs=DaySum(312, 1_234_560),
    waiting=0,
    verdicts=(("复核一致", 40, None), ("复核调整", 2, -2860)),
    set_aside=0,
    head="4711 · 9f0a12bc44de",
    complete=True,
)


def test_a_complete_day_says_so_with_sums_and_the_chain_s_last_entry() -> None:
    said = words(county_sheet(SHEET))
    for wanted in ("两端记录数与金额一致", "12345.60", "-28.60", "9f0a12bc44de", "当日记录已齐"):
        assert wanted in said
    assert county_sheet(SHEET).corner == ""


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"theirs": DaySum(311, 1_234_560)}, "不一致"),
        ({"theirs": None}, "尚未告知"),
        ({"held": DaySum(0, 0), "theirs": None}, "没有县里已接收的记录"),
        ({"waiting": 3, "complete": False}, "尚有 3 条未到县里"),
        ({"set_aside": 2}, "2 条被退回"),
        ({"complete": False}, "尚未全部到达"),
        ({"as_of_ms": 0}, "尚未同步"),
    ],
)
def test_whatever_is_not_as_it_should_be_is_said(change: dict[str, object], wanted: str) -> None:
    document = county_sheet(replace(SHEET, **change))  # type: ignore[arg-type]
    assert wanted in words(document)
    assert wanted not in words(county_sheet(SHEET))
    assert document.corner == ("未齐" if "complete" in change else "")
