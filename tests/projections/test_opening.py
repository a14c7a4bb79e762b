"""What a statement brings along: in use before us, and adjudicated where this clinic saw nothing."""

import itertools
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.domain.settlement.accumulators import State
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import FacilityRegistered, SettlementAdjudicated
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.projections.apply import apply
from clinic_app.projections.queries.insurance import (
    carried_by,
    insured_by_psn_no,
    is_followed,
    state_of,
)
from clinic_app.projections.tables import metadata
from clinic_app.projections.upsert import Placed
from tests.projections.test_accumulators import made, placed

OLD, NEW, MADE, LATER = (UUID(int=n) for n in (101, 102, 103, 104))


def stated(**details: object) -> InsuredStated:
    fields: dict[str, object] = {
        "psn_no": "P1",
        "id_number": "350881190102030019",
        "insutype": "390",
        "used": {"2026": {"hifp_11": 500, "dedc_11": 0}, "2025": {"ip_cnt": 2}},
        "gc_last": {"350881001": date(2026, 11, 1)},
        "salt": "salt",
    }
    return InsuredStated(**{**fields, **details})  # type: ignore[arg-type]


def judged(settlement: UUID, fen: int, fee: date | None = None, year: int = 2026) -> SettlementAdjudicated:
    return SettlementAdjudicated(
        facility="350881001",
        settlement_id=settlement,
        psn_no="P1",
        status="agreed",
        amounts={},
        year=year,
        effect={"hifp_11": fen},
        gc_last=fee,
    )


def world_of(*story: tuple[Placed, Fact]) -> sa.Engine:
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        for what in story:
            apply(connection, *what)
    return engine


def test_what_was_used_before_us_is_added_to_what_is_settled_since() -> None:
    engine = world_of(placed(OLD, 1, stated()), placed(LATER, 9, judged(MADE, 700, date(2026, 11, 22))))
    with engine.begin() as connection:
        assert state_of(connection, "P1", "clinic") == State(
            {2026: {"hifp_11": 1200}, 2025: {"ip_cnt": 2}}, {"350881001": date(2026, 11, 22)}
        )


def test_an_earlier_fee_day_of_ours_does_not_replace_the_later_one_of_the_office() -> None:
    engine = world_of(placed(OLD, 1, stated()), placed(LATER, 9, judged(MADE, 0, date(2026, 10, 1))))
    with engine.begin() as connection:
        assert state_of(connection, "P1", "county").gc_last == {"350881001": date(2026, 11, 1)}


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_what_a_statement_carries_is_counted_once_by_who_saw_it_and_by_who_did_not(
    order: tuple[int, ...],
) -> None:
    first, later = UUID(int=201), UUID(int=202)
    carrying = stated(carried={"2026": {"hifp_11": 700}}, contains=(first,))
    story = (
        placed(OLD, 1, stated()),
        placed(UUID(int=301), 2, judged(first, 700)),
        placed(NEW, 3, carrying),
        placed(UUID(int=302), 4, judged(later, 30)),
    )
    saw_all = world_of(*(story[place] for place in order))
    saw_none = world_of(*(story[place] for place in order if place != 1))
    for engine in (saw_all, saw_none):
        with engine.begin() as connection:
            assert state_of(connection, "P1", "clinic").of(2026) == {"hifp_11": 1230}


def test_a_second_statement_carries_what_the_first_did_and_what_came_after() -> None:
    first, later, ancient = UUID(int=201), UUID(int=202), UUID(int=203)
    carrying = stated(carried={"2026": {"hifp_11": 700}, "2024": {"ip_cnt": 9}}, contains=(first,))
    engine = world_of(
        placed(NEW, 3, carrying),
        placed(UUID(int=301), 2, judged(first, 700)),
        placed(UUID(int=302), 4, judged(later, 30)),
        placed(UUID(int=303), 5, judged(ancient, 11, year=2024)),
    )
    with engine.begin() as connection:
        found = carried_by(connection, "P1", 2025)
    assert (found.carried, found.contains) == ({"2026": {"hifp_11": 730}}, frozenset({first, later}))


def test_what_was_paid_from_the_account_since_the_statement_is_gone_from_it() -> None:
    from msgspec.structs import replace

    spent = replace(made(), amounts={"acct_pay": 300})
    before = replace(made(), amounts={"acct_pay": 4000})
    engine = world_of(
        placed(NEW, 5, stated(acct_balance=1000)),
        placed(UUID(int=401), 4, before),
        placed(UUID(int=402), 6, spent),
    )
    with engine.begin() as connection:
        known = insured_by_psn_no(connection, "P1")
    assert known is not None
    assert (known.acct_balance, known.acct_stated) == (700, 1000)


@pytest.mark.parametrize(
    ("home", "here", "followed"),
    [
        ("", "350881001", True),
        ("350881001", "350881001", True),
        ("350881101", "350881001", True),  # a village of this township
        ("350881001", "350881101", False),  # the township's person, at a village
        ("350881002", "350881001", False),
    ],
)
def test_a_clinic_hears_of_its_own_people_and_its_villages(home: str, here: str, followed: bool) -> None:
    village = FacilityRegistered(code="350881101", name="坑源村卫生室", inst_lv="village", parent="350881001")
    engine = world_of(placed(OLD, 1, village))
    with engine.begin() as connection:
        assert is_followed(connection, home, here) is followed
