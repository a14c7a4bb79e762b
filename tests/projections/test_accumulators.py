"""累计 at a clinic and at the county, after everything has arrived."""

import itertools
from datetime import date
from hashlib import sha256
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import EntryQuarantined, SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.journal.quarantine import ReversedBefore
from clinic_app.projections.apply import apply
from clinic_app.projections.queries.insurance import effect_held, state_of
from clinic_app.projections.tables import metadata
from clinic_app.projections.upsert import Placed

DAY = date(2026, 11, 22)
MADE, FIRST, SECOND, OF_MADE, OF_FIRST, FLAG = (UUID(int=n) for n in range(1, 7))


def placed(entry_id: UUID, time: int, fact: Fact) -> tuple[Placed, Fact]:
    body = fact.write()
    entry = Entry(
        id=entry_id,
        device=UUID(int=0),
        incarnation=UUID(int=0),
        seq=1,
        time=time,
        author="P001",
        type=type(fact).type,
        subject=None,
        body=body,
        body_hash=sha256(body).digest(),
    )
    return Placed(entry, time, "350881001"), fact


def made() -> SettlementMade:
    return SettlementMade(
        visit_id=UUID(int=9),
        number="A1",
        setl_date=DAY,
        begndate=DAY,
        enddate=DAY,
        fixmedins_code="350881001",
        inst_lv="township",
        med_type="11",
        insutype="390",
        psn_no="P1",
        lines=(),
        status="provisional",
        amounts={},
        year=2026,
        effect={"hifp_11": 2800},
    )


def taken_back() -> SettlementReversed:
    return SettlementReversed(
        settlement_id=MADE,
        number="A2",
        refund_date=DAY,
        amounts={},
        year=2026,
        effect={"hifp_11": -2800},
        psn_no="P1",
    )


def judged(settlement: UUID, fen: int) -> SettlementAdjudicated:
    return SettlementAdjudicated(
        settlement_id=settlement, psn_no="P1", status="agreed", amounts={}, year=2026, effect={"hifp_11": fen}
    )


# Two PCs took one settlement back; the one that did it first came to the county second.
STORY = (
    placed(MADE, 10, made()),
    placed(SECOND, 20, taken_back()),
    placed(FIRST, 30, taken_back()),
    placed(OF_MADE, 40, judged(MADE, 2800)),
    placed(OF_FIRST, 50, judged(FIRST, -2800)),
    placed(FLAG, 60, EntryQuarantined(entry_id=SECOND, reason=ReversedBefore.code)),
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(6)))[::7])
def test_a_settlement_taken_back_at_two_pcs_is_taken_off_the_accumulators_once(
    order: tuple[int, ...],
) -> None:
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        for place in order:
            apply(connection, *STORY[place])
        assert state_of(connection, "P1", "clinic") == state_of(connection, "P1", "county")
        assert effect_held(connection, SECOND) == {}
