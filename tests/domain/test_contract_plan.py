"""履约计划: what is due when, each record once, whatever the order."""

import random
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.contract_package_files import (
    PackageDamaged,
    UnknownPackage,
    package,
    packages,
    packages_on,
    read_package,
)
from clinic_app.domain.contract_packages import FACTS, Item, fee_of
from clinic_app.domain.contract_plan import (
    Evidence,
    LineStatus,
    PlanLine,
    Rate,
    Term,
    is_unserved,
    items_of,
    kinds_of,
    plan,
    promised_between,
    rate,
    times_of,
)
from clinic_app.domain.contracts import Fee
from clinic_app.domain.money import Fen

START, LAST = date(2026, 1, 1), date(2026, 12, 31)
FREE = Fee(Fen(0), Fen(0), Fen(0))
ALL = tuple(packages().values())


def item(key: str = "followup", times: int = 4, **other: object) -> Item:
    told: dict[str, object] = {
        "key": key,
        "name_zh": key,
        "name_en": key,
        "times": times,
        "every_days": None,
        "staff_kind": "doctor",
        "evidence": ("htn_followup",),
        "fee": FREE,
    }
    return Item(**told | other)  # type: ignore[arg-type]


def term(valid_from: date = START, valid_to: date = LAST, **other: object) -> Term:
    told: dict[str, object] = {"valid_from": valid_from, "valid_to": valid_to, "last_day": valid_to}
    return Term(**told | other)  # type: ignore[arg-type]


def record(no: int, day: date, kind: str = "htn_followup", names: str = "") -> Evidence:
    return Evidence(kind, UUID(int=no), day, names)


def statuses(lines: tuple[PlanLine, ...]) -> list[str]:
    return [line.status.value for line in lines]


def test_four_times_a_year_have_a_quarter_each_without_a_gap() -> None:
    lines = plan(term(), [item()], [], date(2026, 5, 1))
    assert [(line.first.isoformat(), line.last.isoformat()) for line in lines] == [
        ("2026-01-01", "2026-04-01"),
        ("2026-04-02", "2026-07-01"),
        ("2026-07-02", "2026-09-30"),
        ("2026-10-01", "2026-12-31"),
    ]
    assert statuses(lines) == ["missed", "due", "future", "future"]


def test_an_interval_asks_only_for_whole_ones() -> None:
    lines = plan(term(), [item(times=0, every_days=30)], [], START)
    assert len(lines) == 12 and lines[-1].last == START + timedelta(359)


def test_times_that_are_not_spread_have_the_whole_year() -> None:
    lines = plan(term(), [item(times=2, spread=False)], [record(1, LAST)], LAST)
    assert {(line.first, line.last) for line in lines} == {(START, LAST)}
    assert sorted(statuses(lines)) == ["done", "due"]


def test_a_contract_of_three_years_promises_each_of_them() -> None:
    lines = plan(term(valid_to=date(2028, 12, 31)), [item(times=1)], [], START)
    assert [line.last.year for line in lines] == [2026, 2027, 2028]


def test_nothing_is_owed_after_the_contract_or_the_care_ended() -> None:
    ended = plan(term(last_day=date(2026, 5, 1)), [item()], [], LAST)
    assert statuses(ended) == ["missed", "void"]
    closed = plan(term(closed={"htn": date(2026, 8, 1)}), [item(service="htn")], [], LAST)
    assert statuses(closed) == ["missed", "missed", "void", "void"]
    assert rate(closed, LAST) == Rate(0, 2)


def test_a_service_of_an_age_is_asked_at_that_age_only() -> None:
    asked = item(months=(0, 8))
    assert len(plan(term(birth_date=date(2025, 8, 1)), [asked], [], START)) == 2
    assert plan(term(birth_date=None), [asked], [], START) == ()


def test_the_soonest_open_time_takes_a_record() -> None:
    first = date(2026, 3, 1)
    lines = plan(term(), [item(), item("yearly", 1)], [record(1, first)], LAST)
    assert [(line.item.key, line.status) for line in lines if line.evidence] == [("followup", "done")]


def test_a_record_of_fulfilment_is_for_the_item_that_it_names() -> None:
    home, other = (item(key, 1, evidence=("fulfilment",)) for key in ("home", "other"))
    lines = plan(term(), [other, home], [record(1, START, "fulfilment", "home")], LAST)
    assert [line.item.key for line in lines if line.status is LineStatus.DONE] == ["home"]


def test_the_rate_is_of_the_times_whose_last_day_has_come() -> None:
    done = [record(1, date(2026, 2, 1)), record(2, date(2026, 5, 1))]
    assert rate(plan(term(), [item()], done, date(2026, 6, 30)), date(2026, 6, 30)) == Rate(1, 1)
    assert rate(plan(term(), [item()], done, LAST), LAST) == Rate(2, 4)
    assert rate(plan(term(), [item()], done, LAST), LAST, date(2026, 4, 2)) == Rate(1, 3)


@pytest.mark.parametrize(
    ("day", "served", "expected"),
    [
        pytest.param(date(2026, 6, 30), [], False, id="a day before six months"),
        pytest.param(date(2026, 7, 1), [], True, id="six months"),
        pytest.param(date(2026, 7, 1), [date(2026, 1, 2)], False, id="served within them"),
        pytest.param(date(2026, 7, 2), [date(2026, 1, 2)], True, id="served six months ago"),
        pytest.param(date(2027, 1, 1), [], False, id="over"),
    ],
)
def test_signed_and_not_served(day: date, served: list[date], expected: bool) -> None:
    assert is_unserved(term(), [item()], served, day) is expected


def test_what_two_packages_promise_is_promised_once_as_often_as_the_more_frequent() -> None:
    both = items_of([package("hypertension", 1), package("elderly", 1), package("diabetes", 1)])
    keys = [one.key for one in both]
    assert len(keys) == len(set(keys)) and {"health_check", "htn_followup", "dm_followup"} <= set(keys)


def test_every_package_can_be_promised_and_its_parts_make_its_fee() -> None:
    assert {one.key for one in packages_on(date(2026, 11, 22))} == {
        "basic", "elderly", "children", "maternal", "hypertension", "diabetes", "tuberculosis", "psych", "disabled", "copd",
    }  # fmt: skip
    assert packages_on(date(2026, 11, 22))[0].key == "basic"
    assert packages_on(date(2022, 3, 2)) == ()
    for one in ALL:
        assert one.fee.total == sum(each.fee.total for each in one.items)
    with pytest.raises(UnknownPackage):
        package("basic", 99)


GOOD = """
package = "gold"
version = 1
name_zh = "金"
name_en = "Gold"
valid_from = 2026-01-01
source = "s"
confidence = "U"
groups = ["1"]
[[item]]
key = "look"
zh = "看"
en = "Look"
times = 1
staff = "doctor"
evidence = ["htn_followup"]
fee = { resident = 100 }
"""


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param("version = 1", "version = 2", "package", id="not the file's name"),
        pytest.param('"U"', '"?"', "confidence", id="confidence"),
        pytest.param('["1"]', '["99"]', "groups", id="no such group"),
        pytest.param("valid_from = 2026-01-01", "", "valid_from", id="a key is missing"),
        pytest.param("valid_from = 2026-01-01", 'valid_from = "now"', "valid_from", id="no day"),
        pytest.param("times = 1", "times = 0", "look.times", id="never"),
        pytest.param("times = 1", "times = 1\nevery_days = 30", "look.times", id="times and interval"),
        pytest.param("times = 1", "every_days = 0", "look.times", id="every no days"),
        pytest.param('"doctor"', '"wizard"', "look.staff", id="no such staff"),
        pytest.param('["htn_followup"]', '["moon_visit"]', "look.evidence", id="no such form"),
        pytest.param("resident = 100", "resident = 1.5", "look.fee", id="a part that is no whole fen"),
        pytest.param("resident = 100", "uncle = 100", "look.fee", id="nobody pays that part"),
        pytest.param('zh = "看"', 'zh = "看"\ncolour = "red"', "look.colour", id="unknown key"),
        pytest.param("version = 1", "version = ", "", id="no TOML"),
    ],
)
def test_a_bad_file_is_named_with_key_and_reason(old: str, new: str, key: str) -> None:
    assert read_package("gold-1", GOOD).fee == Fee(Fen(0), Fen(0), Fen(100))
    with pytest.raises(PackageDamaged) as damaged:
        read_package("gold-1", GOOD.replace(old, new, 1))
    assert (damaged.value.facts["file"], damaged.value.facts["key"]) == ("gold-1", key)
    assert damaged.value.facts["why"]


days = st.dates(START - timedelta(30), LAST + timedelta(400))
chosen = st.lists(st.sampled_from(ALL), min_size=1, max_size=4, unique_by=lambda one: one.key)
kinds = st.sampled_from(sorted(FACTS | kinds_of(one for each in ALL for one in each.items)))


@settings(max_examples=60, deadline=None)
@given(chosen, st.lists(st.tuples(kinds, days), max_size=25), st.integers(1, 3), days, st.randoms())
def test_each_record_fulfils_once_in_its_time_whatever_the_order(
    some: list[object], told: list[tuple[str, date]], years: int, day: date, dice: random.Random
) -> None:
    records = [record(no, on, kind) for no, (kind, on) in enumerate(told)]
    agreed = term(valid_to=date(2025 + years, 12, 31), birth_date=date(2025, 9, 1))
    items = items_of(some)  # type: ignore[arg-type]
    lines = plan(agreed, items, records, day)
    used = [line.evidence for line in lines if line.evidence is not None]
    assert len(set(used)) == len(used) and set(used) <= set(records)
    for line in lines:
        assert (line.status is LineStatus.DONE) == (line.evidence is not None)
        if line.evidence is not None:
            assert line.first <= line.evidence.day <= line.last
            assert line.evidence.kind in line.item.evidence
    found = rate(lines, day)
    assert 0 <= found.done <= found.due <= len(lines)
    times = times_of(items, agreed.valid_from, agreed.valid_to)
    told = [done for _, done in promised_between(agreed, times, records, date.min, day)]
    assert (sum(told), len(told)) == found
    dice.shuffle(records)
    assert plan(agreed, items, [*records, *records], day) == lines


@settings(max_examples=30, deadline=None)
@given(chosen)
def test_the_fee_of_a_contract_adds_up_part_by_part(some: list[object]) -> None:
    items = items_of(some)  # type: ignore[arg-type]
    fee = fee_of(items)
    assert (
        fee.total == fee.insurance + fee.public_health + fee.resident == sum(one.fee.total for one in items)
    )
