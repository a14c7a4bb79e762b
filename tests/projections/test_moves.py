"""Whoever is home at the end knows what the county knows, however often a person moved or was looked up."""

import random
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.projections.apply import apply
from clinic_app.projections.queries.insurance import carried_by, state_of
from clinic_app.projections.tables import metadata
from clinic_app.projections.upsert import Placed
from sync_server.intake.audience import of_county_fact
from tests.projections.test_accumulators import placed
from tests.projections.test_opening import stated

CLINICS = ("350881001", "350881002", "350881101")  # the third is a village of the first
PARENTS = {"350881101": "350881001"}
YEAR = 2026

Step = tuple[str, int, int]  # what, which clinic, fen
STEPS = st.lists(
    st.tuples(st.sampled_from(("settle", "move", "look_up")), st.integers(0, 2), st.integers(1, 500)),
    max_size=14,
)


@cache
def empty_tables() -> sa.Engine:
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    return engine


def new_engine() -> sa.Engine:
    engine = sa.create_engine("sqlite://")
    with empty_tables().connect() as empty, engine.connect() as new:
        empty.connection.driver_connection.backup(new.connection.driver_connection)
    return engine


@dataclass
class County:
    """Its tables, and what went into each clinic's feed."""

    engine: sa.Engine = field(default_factory=new_engine)
    feeds: dict[str, list[tuple[Placed, Fact]]] = field(default_factory=dict)
    home: str = CLINICS[0]
    written: int = 0

    def write(self, fact: Fact) -> None:
        self.written += 1
        entry = placed(UUID(int=1000 + self.written), self.written, fact)
        with self.engine.begin() as connection:
            apply(connection, *entry)
        for name in of_county_fact(fact, lambda code: PARENTS.get(code, "")):
            self.feeds.setdefault(name, []).append(entry)

    def state(self, home: str, *, facility: str = "", formerly: str = "") -> None:
        with self.engine.begin() as connection:
            found = carried_by(connection, "P1", YEAR - 1)
        self.write(
            stated(
                home=home,
                facility=facility,
                formerly=formerly,
                carried=found.carried,
                contains=tuple(found.contains),
            )
        )

    def do(self, step: Step) -> None:
        what, at, fen = step
        clinic = CLINICS[at]
        if what == "settle":
            self.write(
                SettlementAdjudicated(
                    facility=clinic,
                    settlement_id=UUID(int=5000 + self.written),
                    psn_no="P1",
                    status="agreed",
                    amounts={},
                    year=YEAR,
                    effect={"hifp_11": fen},
                    home=self.home,
                )
            )
        elif what == "move" and clinic != self.home:
            self.state(clinic, formerly=self.home)
            self.home = clinic
        elif what == "look_up":
            self.state(self.home, facility=clinic)


def known(feed: list[tuple[Placed, Fact]]) -> dict[str, int]:
    engine = new_engine()
    with engine.begin() as connection:
        for entry in feed:
            apply(connection, *entry)
        found = dict(state_of(connection, "P1", "clinic").of(YEAR))
    engine.dispose()
    return found


@settings(max_examples=60, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_home_and_who_has_just_asked_know_what_the_county_knows(
    steps: list[Step], dice: random.Random
) -> None:
    county = County()
    county.write(stated(home=county.home))
    settled = 0
    for step in steps:
        county.do(step)
        settled += step[2] if step[0] == "settle" else 0
    with county.engine.begin() as connection:
        truth = dict(state_of(connection, "P1", "county").of(YEAR))
    assert truth == {"hifp_11": 500 + settled}, "the county counts each once, whatever it stated since"
    for name in {county.home, PARENTS.get(county.home, county.home)}:
        feed = list(county.feeds[name])
        dice.shuffle(feed)
        assert known(feed) == truth
    asked = CLINICS[dice.randrange(3)]
    county.do(("look_up", CLINICS.index(asked), 1))
    assert known(county.feeds[asked]) == truth
    county.engine.dispose()


def test_a_statement_without_a_home_goes_to_everybody() -> None:
    assert of_county_fact(stated(home=""), lambda _: "") == ("*",)
    assert of_county_fact(stated(home="A", formerly="*"), lambda _: "") == ("*",)
    assert isinstance(stated(), InsuredStated)
