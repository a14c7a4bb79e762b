"""What counts and what is set aside, and that nothing behind it waits."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.facts.county import EntryQuarantined, EntryReleased
from clinic_app.journal.facts.facility import FacilityFounded
from clinic_app.journal.facts.insurance import PolicyPublished
from clinic_app.journal.facts.outpatient import Diagnosis, EncounterSigned
from clinic_app.journal.facts.registration import VisitRegistered
from clinic_app.projections.tables.facility import quarantine as flagged
from clinic_app.projections.tables.outpatient import encounter, prescription
from clinic_app.projections.tables.residents import chart_view, resident
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.project import project
from sync_server.intake.quarantine import CannotRelease, NotHeld
from sync_server.intake.release import release
from sync_server.intake.sequence import sequence
from sync_server.store.queries import held
from tests.server.clinic import ALL, FakeClinic, Staff
from tests.server.county import OTHER, TestCounty


def reasons(county: TestCounty) -> dict[UUID, str]:
    with county.database.reading() as connection:
        return {item.id: item.reason for item in held.unreleased(connection)}


def ids_in(county: TestCounty, column: sa.Column[UUID]) -> set[UUID]:
    with county.database.reading() as connection:
        return set(connection.scalars(sa.select(column)))


def test_what_certified_staff_write_counts(county: TestCounty) -> None:
    clinic = county.clinic()
    someone = clinic.resident()
    paper = clinic.prescription()
    clinic.push()
    county.work()
    assert reasons(county) == {}
    assert someone.id in ids_in(county, resident.c.id)
    assert paper.id in ids_in(county, prescription.c.id)


def test_an_entry_of_a_wrong_role_is_set_aside_and_those_after_it_flow_on(county: TestCounty) -> None:
    clinic, cashier = county.clinic(), Staff("K007")
    clinic.certify(cashier, ("cashier",))
    bad = clinic.chart(cashier)
    good = clinic.chart()
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "staff.not_allowed"}
    assert ids_in(county, chart_view.c.entry_id) == {good.id}


def test_the_clinic_is_told_which_entry_is_set_aside_and_why(county: TestCounty) -> None:
    clinic = county.clinic()
    bad = clinic.chart(Staff("unknown"))
    clinic.push()
    county.work()
    told = [entry for entry in clinic.pull() if entry.type == EntryQuarantined.type]
    assert [EntryQuarantined.parse(entry.body or b"").entry_id for entry in told] == [bad.id]
    assert EntryQuarantined.parse(told[0].body or b"").reason == "journal.unknown_author"
    assert ids_in(county, flagged.c.entry_id) == {bad.id}


def test_roles_are_those_of_the_entrys_own_time(county: TestCounty) -> None:
    clinic, doctor = county.clinic(), Staff("D002")
    clinic.certify(doctor, ("doctor",))
    while_in_office = clinic.chart(doctor)
    clinic.certify(doctor, ("doctor",), active=False)
    afterwards = clinic.chart(doctor)
    clinic.push()
    county.work()
    assert reasons(county) == {afterwards.id: "staff.not_allowed"}
    assert while_in_office.id in ids_in(county, chart_view.c.entry_id)


def test_only_an_administrator_certifies(county: TestCounty) -> None:
    clinic, doctor, friend = county.clinic(), Staff("D002"), Staff("D003")
    clinic.certify(doctor, ("doctor",))
    bad = clinic.certify(friend, ALL, by=doctor)
    of_friend = clinic.chart(friend)
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "staff.not_allowed", of_friend.id: "journal.unknown_author"}


def test_the_first_administrator_is_the_one_whom_the_enrolment_named(county: TestCounty) -> None:
    clinic = county.clinic()
    impostor = Staff(clinic.admin.id)
    bad = clinic.certify(Staff("D002"), ("doctor",), by=impostor)
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "journal.bad_author_signature"}


@pytest.mark.parametrize("signed", [False, True])
def test_a_prescription_needs_its_authors_own_signature(county: TestCounty, signed: bool) -> None:
    clinic = county.clinic()
    paper = clinic.prescription(signed=signed)
    clinic.push()
    county.work()
    assert reasons(county) == ({} if signed else {paper.id: "journal.bad_author_signature"})


def test_a_prescription_signed_with_the_key_before_the_last_is_refused(county: TestCounty) -> None:
    clinic, old = county.clinic(), Staff("D002")
    clinic.certify(old, ("doctor",))
    new = Staff("D002")
    clinic.certify(new, ("doctor",))
    bad, good = clinic.prescription(old), clinic.prescription(new)
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "journal.bad_author_signature"}
    assert good.id in ids_in(county, prescription.c.id)


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        pytest.param("chart.viewed", b"not json", "journal.bad_fact", id="no JSON"),
        pytest.param("chart.viewed", b'{"purpose": 3}', "journal.bad_fact", id="a wrong kind of value"),
        pytest.param("chart.viewed", b"\xff\xfe", "journal.bad_fact", id="no UTF-8"),
        pytest.param("chart.viewed", b'{"purpose": "a\\u0000b"}', "journal.bad_fact", id="a zero in a text"),
        pytest.param(
            "chart.viewed",
            b'{"purpose": "' + b"x" * (10 << 20) + b'"}',
            "journal.body_too_large",
            id="ten megabytes",
        ),
        pytest.param(
            "device.revoked",
            b'{"device": "00000000000000000000000000000000", "reason": ""}',
            "journal.county_only",
            id="what only the county says",
        ),
    ],
)
def test_poison_is_set_aside(county: TestCounty, kind: str, body: bytes, reason: str) -> None:
    clinic = county.clinic()
    bad = clinic.write_body(kind, body)
    good = clinic.chart()
    assert clinic.push().status_code == 200
    county.work()
    assert reasons(county) == {bad.id: reason}
    assert ids_in(county, chart_view.c.entry_id) == {good.id}


def test_a_type_of_a_later_version_is_held_and_passed_on(county: TestCounty) -> None:
    clinic = county.clinic()
    other = county.further(clinic)
    future = clinic.write_body("teleportation.booked", b'{"to": "moon"}')
    clinic.push()
    county.work()
    assert reasons(county) == {}
    assert [entry.body for entry in other.pull() if entry.id == future.id] == [b'{"to": "moon"}']


def test_a_clinics_own_policy_stays_with_the_clinic(county: TestCounty) -> None:
    clinic = county.clinic()
    other = county.further(clinic)
    clinic.write(PolicyPublished(policy_id="own", insutypes=("390",), text=""))
    clinic.push()
    county.work()
    assert reasons(county) == {}
    assert not [entry for entry in other.pull() if entry.type == PolicyPublished.type]


def test_a_clinic_does_not_speak_for_another(county: TestCounty) -> None:
    clinic = county.clinic()
    bad = clinic.write(
        FacilityFounded(facility=OTHER, name="x", inst_lv="township", recovery=Staff("").person())
    )
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "journal.wrong_facility"}


def test_the_same_entry_after_a_fork_counts_once(county: TestCounty) -> None:
    from dataclasses import replace

    from clinic_app.journal.entry import Origin

    clinic = county.clinic()
    chart = clinic.chart()
    clinic.push()
    clinic.begin_incarnation(Origin(clinic.incarnation, 2, clinic.links[2]))
    clinic.append(replace(chart, incarnation=clinic.incarnation, seq=1))
    assert clinic.push().status_code == 200
    county.work()
    assert reasons(county) == {}
    assert ids_in(county, chart_view.c.entry_id) == {chart.id}


def test_an_id_used_for_something_else_hits_neither_the_first_nor_the_rest(county: TestCounty) -> None:
    victim, thief = county.clinic(), county.clinic(OTHER)
    first = victim.resident()
    victim.push()
    county.work()
    thief.write_body("chart.viewed", b'{"purpose": "lookup"}', entry_id=first.id)
    later = thief.chart()
    thief.push()
    county.work()
    assert reasons(county) == {first.id: "journal.id_conflict"}
    assert ids_in(county, flagged.c.entry_id) == set()
    assert first.id in ids_in(county, resident.c.id)
    assert ids_in(county, chart_view.c.entry_id) == {later.id}
    with pytest.raises(CannotRelease):
        release(county.database, first.id, "mistake", adjudicate)


def encounter_with(clinic: FakeClinic, papers: Sequence[Entry]) -> Entry:
    fact = EncounterSigned(
        visit_id=new_id(),
        complaint="咳嗽",
        diagnoses=(Diagnosis("J00", "感冒"),),
        prescriptions=tuple(paper.id for paper in papers),
    )
    return clinic.write(fact, None, new_id())


def test_what_builds_on_a_set_aside_entry_waits_and_comes_free_with_it(county: TestCounty) -> None:
    clinic = county.clinic()
    bad = clinic.prescription(signed=False)
    waits = encounter_with(clinic, [bad])
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "journal.bad_author_signature", waits.id: "journal.waits"}

    assert release(county.database, bad.id, "paper seen", adjudicate, author="chen") == 2
    assert reasons(county) == {}
    assert bad.id in ids_in(county, prescription.c.id)
    assert waits.id in ids_in(county, encounter.c.id)
    freed = [
        EntryReleased.parse(entry.body or b"").entry_id
        for entry in clinic.pull()
        if entry.type == EntryReleased.type
    ]
    assert freed == [bad.id, waits.id]


def test_what_waits_for_two_is_free_after_the_second(county: TestCounty) -> None:
    clinic = county.clinic()
    papers = [clinic.prescription(signed=False), clinic.prescription(signed=False)]
    waits = encounter_with(clinic, papers)
    clinic.push()
    county.work()
    assert release(county.database, papers[0].id, "seen", adjudicate) == 1
    assert waits.id in reasons(county)


def test_an_unreadable_body_cannot_be_released(county: TestCounty) -> None:
    clinic = county.clinic()
    bad = clinic.write_body("chart.viewed", b"not json")
    clinic.push()
    county.work()
    with pytest.raises(CannotRelease):
        release(county.database, bad.id, "please", adjudicate)
    with pytest.raises(NotHeld):
        release(county.database, new_id(), "please", adjudicate)


def test_an_entry_that_breaks_the_program_does_not_stop_it(county: TestCounty) -> None:
    clinic = county.clinic()
    charts = [clinic.chart() for _ in range(5)]
    clinic.push()
    sequence(county.database)

    def broken(connection: sa.Connection, arrived: object, fact: object) -> None:
        if getattr(arrived, "entry").id == charts[2].id:  # noqa: B009
            raise ZeroDivisionError

    while project(county.database, broken):
        pass
    assert reasons(county) == {charts[2].id: "journal.unprocessable"}
    assert len(ids_in(county, chart_view.c.entry_id)) == 4
    assert release(county.database, charts[2].id, "mended", adjudicate) == 1
    assert len(ids_in(county, chart_view.c.entry_id)) == 5


def test_a_doctor_begins_a_visit_and_registers_none(county: TestCounty) -> None:
    clinic, doctor = county.clinic(), Staff("D")
    clinic.certify(doctor, ("doctor",))
    fact = VisitRegistered(day=date(2026, 11, 22), number="AW01", department="全科", walk_in=True)
    clinic.write(fact, doctor, new_id())
    refused = clinic.visit(doctor)
    clinic.push()
    county.work()
    assert reasons(county) == {refused.id: "staff.not_allowed"}
