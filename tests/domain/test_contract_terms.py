"""签约协议: which of several holds, whatever the order in which they are known; and how it ends."""

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.contract_groups import Known, groups_of
from clinic_app.domain.contract_terms import (
    Chosen,
    Contract,
    Ending,
    EndReason,
    Hospitals,
    binding,
    ended_by_life,
    in_force,
    renewed_from,
    to_renew,
)
from clinic_app.domain.contracts import Fee, valid_to
from clinic_app.domain.health_record import Life, State
from clinic_app.domain.money import Fen

DAY = date(2026, 11, 20)


def contract(no: int, signed_on: date = DAY, years: int = 1, **other: object) -> Contract:
    told: dict[str, object] = {
        "id": UUID(int=no),
        "resident_id": UUID(int=99),
        "facility": "350881001",
        "number": f"QA{no}",
        "team": UUID(int=no),
        "team_name": f"第{no}团队",
        "leader": "P001",
        "leader_name": "王敏",
        "packages": (Chosen("basic", 1),),
        "groups": ("0",),
        "signed_on": signed_on,
        "valid_from": signed_on,
        "years": years,
        "fee": Fee(Fen(0), Fen(0), Fen(0)),
        "signature": "paper",
        "representative": "",
        "note": "",
        "hospitals": Hospitals(),
        "replaces": None,
        "author": "P001",
    } | other
    told.setdefault("valid_to", valid_to(told["valid_from"], years))  # type: ignore[arg-type]
    return Contract(**told)  # type: ignore[arg-type]


def test_the_one_signed_earlier_stands_and_of_one_day_the_smaller_id() -> None:
    early, late = contract(9, DAY - timedelta(1)), contract(1)
    assert [one.id.int for one in in_force([late, early], DAY)] == [9, 1]
    assert [one.id.int for one in in_force([contract(4), contract(3)], DAY)] == [3, 4]
    ended = replace(early, ended=Ending(DAY, "team_change"))
    assert [one.id.int for one in in_force([late, ended], DAY)] == [1]


def test_a_renewal_leaves_no_day_out_and_promises_none_twice() -> None:
    old = contract(1, DAY - timedelta(350))
    start = renewed_from(old, DAY)
    new = contract(2, DAY, valid_from=start, replaces=old.id)
    for days in range(40):
        assert len(in_force([old, new], DAY + timedelta(days))) == 1
    assert binding([old, new], DAY)[0] == new


def test_what_is_to_be_renewed_has_nothing_after_it_and_was_not_refused() -> None:
    old = contract(1, DAY - timedelta(350))
    assert to_renew([old], DAY) is old
    assert to_renew([contract(1, DAY - timedelta(300))], DAY) is None
    assert to_renew([old, contract(2, DAY, valid_from=renewed_from(old, DAY), replaces=old.id)], DAY) is None
    assert to_renew([replace(old, ended=Ending(DAY, EndReason.REFUSED_RENEWAL))], DAY) is None
    assert to_renew([replace(old, ended=Ending(DAY + timedelta(3), EndReason.REQUEST))], DAY) is None
    assert to_renew([], DAY) is None


@pytest.mark.parametrize(
    ("state", "expected"),
    [(State.DIED, "died"), (State.OUT, "moved"), (State.LOST, ""), (State.HERE, "")],
)
def test_death_and_moving_away_end_it_from_their_day(state: State, expected: str) -> None:
    found = ended_by_life(contract(1, DAY - timedelta(9)), Life(state, DAY))
    assert (found.ended.reason if found.ended else "") == expected
    assert found.holds(DAY - timedelta(1)) and found.holds(DAY) is (not expected)


def test_a_death_after_the_end_changes_nothing() -> None:
    over = contract(1, date(2020, 1, 1))
    assert ended_by_life(over, Life(State.DIED, DAY)) == over


def test_one_that_was_ended_before_it_began_never_held() -> None:
    for on in (date.min, DAY - timedelta(1), DAY):
        ended = contract(1, ended=Ending(on, "request"))
        assert ended.last_day == DAY - timedelta(1) and in_force([ended], DAY) == ()


def test_a_chain_of_renewals_that_names_itself_is_read_to_its_end() -> None:
    ring = [contract(1, replaces=UUID(int=2)), contract(2, replaces=UUID(int=1))]
    assert len(in_force(ring, DAY)) == 2


days = st.dates(DAY - timedelta(500), DAY + timedelta(40))
endings = st.none() | st.builds(Ending, days, st.sampled_from(["request", "team_change", "refused_renewal"]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(days, st.integers(1, 3), endings, st.none() | st.integers(0, 5)), max_size=6),
    st.randoms(),
)
def test_who_holds_does_not_hang_on_the_order(
    told: list[tuple[date, int, Ending | None, int | None]], dice: random.Random
) -> None:
    known = [
        contract(no, on, years, ended=ended, replaces=None if before is None else UUID(int=before))
        for no, (on, years, ended, before) in enumerate(told)
    ]
    first = in_force(known, DAY)
    dice.shuffle(known)
    assert in_force([*known, *known], DAY) == first
    assert set(first) <= set(binding(known, DAY)) <= set(known)
    assert all(one.valid_from <= DAY <= one.last_day <= one.valid_to for one in first)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(Known(day=DAY, birth_date=DAY.replace(year=1961)), ("1",), id="65 today"),
        pytest.param(Known(day=DAY, birth_date=date(1961, 11, 21)), ("0",), id="65 tomorrow"),
        pytest.param(Known(day=DAY, birth_date=date(2019, 11, 21)), ("3",), id="last day of six"),
        pytest.param(Known(day=DAY, birth_date=date(2019, 11, 20)), ("0",), id="seven"),
        pytest.param(Known(day=DAY, birth_date=None), ("0",), id="nothing known"),
        pytest.param(Known(day=DAY, birth_date=None, services=["tb", "copd"]), ("7", "9"), id="followed"),
        pytest.param(Known(day=DAY, birth_date=None, services=["maternal"]), ("2",), id="pregnant"),
        pytest.param(
            Known(day=DAY, birth_date=None, delivered=DAY - timedelta(42)), ("2",), id="six weeks after"
        ),
        pytest.param(Known(day=DAY, birth_date=None, delivered=DAY - timedelta(43)), ("0",), id="and a day"),
        pytest.param(Known(day=DAY, birth_date=None, disability=["1"]), ("0",), id="no disability"),
        pytest.param(Known(day=DAY, birth_date=None, disability=["2", "5"]), ("4",), id="disabled"),
        pytest.param(Known(day=DAY, birth_date=None, sent_down=DAY), ("11",), id="sent down"),
        pytest.param(
            Known(day=DAY, birth_date=None, sent_down=DAY.replace(year=2025)), ("0",), id="a year ago"
        ),
    ],
)
def test_key_groups(known: Known, expected: tuple[str, ...]) -> None:
    assert groups_of(known) == expected
