"""The step that a filled form asks for, by the table of 分类干预."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from clinic_app.domain.forms import Context, advice, compute, form

DAY = date(2026, 11, 22)
LOW = {"sbp": 130, "dbp": 80}


def said(key: str, values: Mapping[str, Any], last: Mapping[str, Any], *carries: str) -> str:
    context = Context(DAY, "2", date(1970, 1, 1), frozenset(carries), last)
    found = advice(form(key), compute(form(key), values, context), context)
    return "" if found is None else found.value


@pytest.mark.parametrize(
    ("key", "values", "last", "expected"),
    [
        ("htn_followup", LOW, {"class": "2"}, ""),
        ("htn_followup", {"sbp": 140, "dbp": 80}, {}, "adjust"),
        ("htn_followup", {"sbp": 140, "dbp": 80}, {"class": "4"}, "adjust"),
        ("htn_followup", {"sbp": 140, "dbp": 80}, {"class": "3"}, "refer_again"),
        ("htn_followup", LOW | {"adverse": True}, {"class": "2"}, "refer_again"),
        ("htn_followup", LOW | {"class": "4"}, {}, "refer_complication"),
        ("htn_followup", {"sbp": 180, "dbp": 80, "class": "4"}, {}, "emergency"),
        ("htn_followup", {"sbp": 180}, {}, ""),
        ("dm_followup", {"fpg": "7.0", **LOW}, {"class": "2"}, "refer_again"),
        ("dm_followup", {"fpg": "3.9", **LOW}, {}, "emergency"),
        ("dm_followup", {"fpg": "6.9", **LOW}, {}, ""),
        ("psych_followup", {"class": "2"}, {"class": "1"}, "psych_adjust"),
        ("psych_followup", {"class": "2"}, {"class": "2"}, "psych_guidance"),
        ("psych_followup", {"class": "1"}, {"class": "2"}, "psych_emergency"),
        ("psych_followup", {"class": "3"}, {"class": "2"}, ""),
        ("tb_followup", {"missed": 6, "adverse": False, "complication": False}, {}, ""),
        ("tb_followup", {"missed": 7}, {}, "tb_missed"),
        ("tb_followup", {"missed": 7, "complication": True}, {}, "tb_refer"),
        ("tb_followup", {"missed": 4, "usage": "2"}, {}, "tb_missed"),
        ("tb_followup", {"missed": 3, "usage": "2"}, {}, ""),
        (
            "tb_followup",
            {"missed": 0, "adverse": True, "stop_date": "2026-11-20", "stop_reason": "2"},
            {},
            "died",
        ),
        ("psych_followup", {"death": "2026-11-20 意外"}, {}, "died"),
        ("psych_followup", {"lost_reason": "1"}, {"class": "1"}, "psych_lost"),
        ("antenatal_first", {"assess": "2"}, {}, "abnormal"),
        ("antenatal_2_5", {"class": "1"}, {}, ""),
        ("postpartum_visit", {"class": "2"}, {}, "abnormal"),
        ("tcm_child", {"class": "2"}, {}, ""),
    ],
)
def test_the_step_after_a_follow_up(
    key: str, values: Mapping[str, Any], last: Mapping[str, Any], expected: str
) -> None:
    assert said(key, values, last) == expected


def test_in_pregnancy_a_pressure_from_140_or_90_is_urgent() -> None:
    assert said("htn_followup", {"sbp": 120, "dbp": 90}, {}, "maternal") == "emergency"
    assert said("htn_followup", {"sbp": 120, "dbp": 90}, {}) == "adjust"


def test_still_basically_stable_is_seen_again_after_a_month() -> None:
    for before, expected in (("1", "2026-12-06"), ("2", "2026-12-22")):
        context = Context(DAY, last={"class": before})
        assert compute(form("psych_followup"), {"class": "2"}, context)["next_visit_date"] == expected


def test_who_is_referred_in_pregnancy_is_followed_within_two_weeks() -> None:
    values = {"lmp": "2026-06-01", "class": "2"}  # 24 weeks; the next contact opens at 28
    assert compute(form("antenatal_2_5"), values, Context(DAY))["next_visit_date"] == "2026-12-06"
    assert (
        compute(form("antenatal_2_5"), values | {"class": "1"}, Context(DAY))["next_visit_date"]
        == "2026-12-14"
    )
