"""Records that a changed program pushed: every list, chart, form and paper of the PC that pulled them still opens."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.forms import forms
from clinic_app.journal.entry import Entry
from clinic_app.projections.apply import apply_entry
from clinic_app.projections.queries.worklist import View, Wanted
from clinic_app.projections.upsert import Placed
from clinic_app.services.residents import NewResident
from clinic_app.wiring import Clinic
from tests.hostile import KINDS, Hostile
from tests.ui.clinic_day import NOW, ClinicDay, begin_day, found_clinic

LONG_AGO, NEVER = date(1900, 1, 1), date(9999, 12, 31)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    found_clinic(folder)
    return folder


def people_of(day: ClinicDay) -> list[UUID]:
    clinic = day.clinic
    return [
        clinic.residents.register(clinic.on_duty, NewResident(name=one.name, id_number=one.id_number)).id
        for one in day.people[:6]
    ]


def pushed(clinic: Clinic, people: list[UUID], seed: int, count: int) -> dict[str, list[UUID]]:
    """Entries of another PC of the clinic, as they were pulled; ids by type."""
    dice = random.Random(seed)
    hostile, made = Hostile(dice, people), dict[str, list[UUID]]()
    with clinic.store.changing() as connection:
        for seq in range(1, count + 1):
            kind, own = dice.choice(KINDS), UUID(int=seq)
            body = hostile.body(kind)
            entry = Entry(
                id=own,
                device=UUID(int=7),
                incarnation=UUID(int=7),
                seq=seq,
                time=(NOW << 16) + seq,
                author="P001",
                type=kind,
                subject=own if kind == "resident.registered" else dice.choice([None, *people]),
                body=body,
                body_hash=sha256(body).digest(),
            )
            apply_entry(connection, Placed(entry, entry.time, clinic.store.facility))
            made.setdefault(kind, []).append(own)
    return made


def of_person(clinic: Clinic, one: UUID) -> Iterator[Callable[[], object]]:
    by, today = clinic.on_duty, clinic.residents.today()
    yield partial(clinic.residents.history, one)
    yield partial(clinic.chart.read, by, one)
    yield partial(clinic.forms.of, one, standing=False)
    yield partial(clinic.health_record.of, by, one)
    yield partial(clinic.households.of, one)
    yield partial(clinic.contracts.of, by, one)
    yield partial(clinic.contracts.housemates, by, one)
    yield partial(clinic.contracts.proposed, one, today)
    yield partial(clinic.immunization.card, by, one)
    yield partial(clinic.worklist.plan, by, one, today.year)
    yield partial(clinic.care.proposals, by, one)
    yield partial(clinic.visit_duties.known, by, one, one, today)
    yield partial(clinic.duplicates.merges, by, one)
    yield partial(clinic.formpapers.health_record, one)
    yield partial(clinic.formpapers.info_card, one)
    for key in forms():
        yield partial(clinic.forms.start, by, key, one, today)
        yield partial(clinic.formpapers.sheets, one, key)


def of_clinic(clinic: Clinic) -> Iterator[Callable[[], object]]:
    by, today = clinic.on_duty, clinic.residents.today()
    yield partial(clinic.worklist.page, by, Wanted(today=today, view=View.ALL))
    for ask in (
        clinic.contracts.teams,
        clinic.contracts.loads,
        clinic.contracts.contracted,
        clinic.contracts.unserved,
        clinic.contracts.renewable,
        clinic.contracts.doubled,
        clinic.immunization.due_children,
        clinic.immunization.observing,
        clinic.readings.alarms,
        clinic.readings.unreviewed,
        clinic.duplicates.pairs,
    ):
        yield partial(ask, by)
    yield partial(clinic.contracts.coverage, by, today)
    yield partial(clinic.indicators.appraise, by, today.year)
    yield partial(clinic.programmes.register, by, "two_cancers", LONG_AGO, NEVER)
    yield from (clinic.health_record.doubled, clinic.households.villages, clinic.rounds.packs)
    yield from (clinic.cold_chain.places, clinic.cold_chain.alarms, clinic.cold_chain.readings)
    for key in forms():
        yield partial(clinic.forms.of_facility, key, LONG_AGO, NEVER)


def of_rows(clinic: Clinic, made: dict[str, list[UUID]]) -> Iterator[Callable[[], object]]:
    by = clinic.on_duty
    for contract in made.get("contract.signed", []) + made.get("contract.renewed", []):
        yield partial(clinic.contracts.agreement, by, contract)
        yield partial(clinic.contracts.plan, by, contract)
    for record in made.get("form.recorded", []):
        yield partial(clinic.formpapers.sheet, record)
    for pack in clinic.rounds.packs():
        yield partial(clinic.rounds.paper, pack.id)
        yield partial(clinic.rounds.typed, pack)
        for sheet in pack.sheets:
            yield partial(clinic.rounds.measured, sheet)
    for reading in clinic.readings.unreviewed(by):
        yield partial(clinic.readings.confirm, by, [reading.id])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_page_opens_over_records_of_a_changed_program(founded: Path, tmp_path: Path, seed: int) -> None:
    day = begin_day(founded, tmp_path / "data")
    clinic = day.clinic
    try:
        people = people_of(day)
        made = pushed(clinic, people, seed, 90)
        told = 0
        asked = (
            *of_clinic(clinic),
            *of_rows(clinic, made),
            *of_person(clinic, people[0]),
            *of_person(clinic, people[1]),
        )
        for ask in asked:
            try:
                ask()
                told += 1
            except ClinicError:
                pass  # a sentence, and no crash
        assert told > 60
    finally:
        clinic.close()
