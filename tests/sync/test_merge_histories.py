"""Three PCs merge, split and add to the same few people while apart: once all have spoken, all say the same."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.journal.entry import new_id
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts import (
    care,
    contracts,
    forms,
    health_records,
    households,
    immunization,
    readings,
)
from clinic_app.journal.facts.health_records import ResidentMerged
from clinic_app.projections.tables import metadata
from clinic_app.services.duplicates import DuplicateService
from clinic_app.services.residents import ResidentService
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import MACHINE, Store
from clinic_app.store.tables import entry as entries
from tests.forms import DAY
from tests.sync.doings import agree, registered, synced
from tests.sync.fake_county import Clock, FakeCounty, new_store

PEOPLE, TOOK = 4, (frozenset(), frozenset({"name"}), frozenset({"phone", "name"}))
BY = OnDuty(MACHINE, "", "三台电脑", frozenset(ALL_ROLES))
PCS, NUMBERS = st.sampled_from("abc"), st.integers(0, 11)
STEP = st.one_of(
    st.tuples(st.just("merge"), PCS, NUMBERS),
    st.tuples(st.just("split"), PCS, NUMBERS),
    st.tuples(st.just("amend"), PCS, NUMBERS),
    st.tuples(st.just("add"), PCS, NUMBERS),
    st.tuples(st.just("sync"), PCS, NUMBERS),
)
_AGREED = {"packages": (contracts.PackageChosen("basic", 1),), "groups": ("0",), "signature": "paper"}


def told(number: int) -> Callable[[UUID], Fact]:
    """What is added to a person's record; the house stands for all of a number."""
    day, house = DAY - timedelta(days=number), UUID(int=number % 2 + 1)
    return (
        lambda _: forms.FormRecorded(
            form="htn_followup", version=1, day=day, values={"class": "1"}, salt="s"
        ),
        lambda _: immunization.VaccinationGiven(vaccine="MMR", series="MMR", dose_no=1, on=day),
        lambda _: readings.ReadingReceived(
            reading_id=new_id(), device="d", taken_ms=0, item="sbp", value_e4=1_200_000, identified_by="card"
        ),
        lambda _: contracts.ContractSigned(
            number="1", team_id=house, signed_on=day, years=1, fee=0, **_AGREED
        ),
        lambda _: households.HouseholdJoined(household_id=house, relation="02", on=day),
        lambda _: households.HouseholdLeft(household_id=house, on=day),
        lambda _: care.CareOpened(service="htn", on=day),
        lambda _: health_records.ResidentDied(on=day, salt="s"),
        lambda _: health_records.ResidentMoved(way="in", on=day, salt="s"),
        lambda _: households.HouseholdFounded(village="西洋村", village_code="350881102101", salt="s"),
        lambda _: health_records.RecordOpened(number=f"3508811021010000{number % 9}", on=day, salt="s"),
        lambda _: immunization.VaccinationDeferred(series="MMR", until=date(2027, 1, 1), reason="refusal"),
    )[number]


@dataclass
class World:
    folder: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.county = FakeCounty(self.clock)
        self.pcs = {name: new_store(self.folder / name, self.clock, name.upper()) for name in "abc"}
        for store in self.pcs.values():
            self.county.enrol(store)
        self.people = [entry.id for entry in registered(self.pcs["a"], count=PEOPLE)]
        for store in self.pcs.values():
            synced(store, self.county)

    def do(self, what: str, pc: str, number: int) -> None:
        store, one, other = (
            self.pcs[pc],
            self.people[number % PEOPLE],
            self.people[(number // 2 + 1) % PEOPLE],
        )
        with contextlib.suppress(ClinicError):  # merged already, split already: nothing is written
            if what == "merge":
                DuplicateService(store).merge(BY, one, other, TOOK[number % 3])
            elif what == "split":
                merges = self.merges(store)
                DuplicateService(store).split(
                    BY, merges[number % max(len(merges), 1)], "两个人"
                ) if merges else None
            elif what == "amend":
                ResidentService(store).amend(BY, one, {"phone": f"1380000{number:04d}"})
            elif what == "add":
                with store.writing(MACHINE) as work:
                    work.append(told(number)(one), one)
            else:
                synced(store, self.county)

    @staticmethod
    def merges(store: Store) -> list[UUID]:
        with store.reading() as connection:
            asked = (
                sa.select(entries.c.id).where(entries.c.type == ResidentMerged.type).order_by(entries.c.id)
            )
            return list(connection.scalars(asked))

    def end(self) -> None:
        for _ in range(2):
            for store in self.pcs.values():
                synced(store, self.county)
        first, *others = (tables(store) for store in self.pcs.values())
        for other in others:
            assert [name for name in first if first[name] != other[name]] == []
        for store in self.pcs.values():
            agree(store, self.county)  # a rebuild changes nothing


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }


def lived(steps: list[tuple[str, str, int]]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="merges-"))
    world = World(folder)
    try:
        for what, pc, number in steps:
            world.do(what, pc, number)
        world.end()
    finally:
        for store in world.pcs.values():
            store.close()
        shutil.rmtree(folder)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(st.lists(STEP, min_size=10, max_size=30))
def test_merges_splits_and_records_of_three_pcs_come_to_one_story(steps: list[tuple[str, str, int]]) -> None:
    lived(steps)
