"""Daily closings between two windows and their county, and across a fork."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.domain.catalogs import services
from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.projections.tables.closing import closing, closing_group, closing_movement, closing_record
from clinic_app.services.outpatient import Findings
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.store.duty import duty_of
from clinic_app.store.journal import Store
from clinic_app.store.keys import KeyHolder
from clinic_app.ui.printing.pdf import pdf
from clinic_app.wiring import Clinic
from sync_server.store.queries import held as set_aside
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.e2e.test_sync_county import enrolled, equal, joined, synced
from tests.sync.fake_county import disk_copy, ids
from tests.ui.clinic_day import service_line

TABLES = (closing, closing_record, closing_movement, closing_group)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyAtWork]:
    with at_work(tmp_path) as county:
        yield county


def at_work_in(store: Store, holder: KeyHolder) -> Clinic:
    return Clinic.of(store, holder, duty_of(store, holder))


def sold(clinic: Clinic, name: str) -> UUID:
    """A person who pays for an examination in cash."""
    by = clinic.on_duty
    person = clinic.residents.register(by, NewResident(name=name, sex="1", temp_reason="U"))
    visit = clinic.registration.register(by, NewVisit(resident_id=person.id, department="全科"))
    clinic.registration.call(by, visit.id)
    item = service_line(next(one for one in services() if one.fee_class == "laboratory"))
    clinic.outpatient.sign(
        by,
        visit.id,
        Findings(
            complaint="咳嗽3天",
            findings="双肺呼吸音清",
            advice="复诊",
            diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"),),
            drugs=(),
            services=(item,),
        ),
    )
    return clinic.settlement.settle(by, visit.id)[0]


def closed(clinic: Clinic) -> tuple[UUID, ClosingMade]:
    due = clinic.closing.preview(clinic.on_duty).totals.cash_expected(0)
    return clinic.closing.close(clinic.on_duty, due)


def all_synced(*stores: Store) -> None:
    """Until all hold the same: what one pushes is numbered behind the answer."""
    for _ in range(40):
        for one in stores:
            synced(one)
        if len({frozenset(ids(one)) for one in stores}) == 1:
            return
    raise AssertionError("the feed does not come to rest")


def rows(connection: sa.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [
            tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
        ]
        for table in TABLES
    }


def refused(county: CountyAtWork) -> list[str]:
    with county.database().reading() as connection:
        return [one.reason for one in set_aside.unreleased(connection)]


def same_everywhere(county: CountyAtWork, *stores: Store) -> None:
    """The county took every closing, and its tables are the clinics'."""
    with stores[0].reading() as connection:
        expected = rows(connection)
    assert expected["closing"]
    for store in stores[1:]:
        with store.reading() as connection:
            assert rows(connection) == expected
    end = monotonic() + 10
    while at_county(county) != expected and monotonic() < end:
        sleep(0.1)  # the county judges behind the push
    assert at_county(county) == expected
    assert refused(county) == []


def at_county(county: CountyAtWork) -> dict[str, list[tuple[object, ...]]]:
    with county.database().reading() as connection:
        return rows(connection)


def test_two_windows_and_their_facility(tmp_path, county, qapp) -> None:
    store, holder, _ = enrolled(tmp_path / "a", county)
    synced(store)
    a = at_work_in(store, holder)
    other = joined(tmp_path / "b", county)
    synced(other)
    b = at_work_in(other, holder)
    sold(a, "张一")
    sold(b, "李二")
    late = sold(b, "李三")
    first_id, first = closed(a)
    paper = pdf(a.closing.sheet(first_id))
    all_synced(store, other)
    early_id, early = a.closing.close_facility(a.on_duty, a.closing.today())
    assert (early.closings, early.unclosed) == ((first_id,), (other.device,))
    second_id, second = closed(b)
    assert second.records[-1] == late and second.number != first.number
    all_synced(store, other)
    whole_id, whole = b.closing.close_facility(b.on_duty, b.closing.today())
    assert (whole.closings, whole.unclosed) == ((second_id,), ())
    all_synced(store, other)
    same_everywhere(county, store, other)
    assert early.n_setl + whole.n_setl == 3
    for clinic in (a, b):
        assert [clinic.closing.prove(one) for one in (first_id, second_id, early_id, whole_id)] == [()] * 4
        assert pdf(clinic.closing.sheet(first_id)) == paper
    equal(store, county)


def test_over_a_fork_each_record_is_closed_once(tmp_path, county) -> None:
    store, holder, _ = enrolled(tmp_path / "a", county)
    synced(store)
    a = at_work_in(store, holder)
    copy = disk_copy(store, tmp_path / "copy")
    restored = at_work_in(copy, holder)
    lost = sold(a, "张一")
    lost_id, _ = closed(a)
    after = sold(a, "张二")  # on the disk that broke, after its closing
    synced(store)
    here = sold(restored, "李三")
    here_id, made = closed(restored)
    assert made.records == (here,)
    done = synced(copy)
    assert (done.moved > 0, done.came_back > 0, done.safe) == (True, True, True)
    ready = restored.closing.preview(restored.on_duty)
    assert ready.records == (after,) and ready.breaches == () and ready.closed
    named = {one for closing_id in (lost_id, here_id) for one in restored.closing.made(closing_id).records}
    assert named == {lost, here}
    _, whole = restored.closing.close_facility(restored.on_duty, restored.closing.today())
    assert set(whole.closings) == {lost_id, here_id} and whole.n_setl == 2
    all_synced(copy)
    same_everywhere(county, copy)
    equal(copy, county)
