"""阅片 at the county: what waits, who is told, what counts."""

import json
from uuid import UUID

import pytest

from clinic_app.domain.time import wall_clock
from clinic_app.journal.facts.examinations import (
    ExaminationCancelled,
    ExaminationOrdered,
    ExaminationRead,
    ExaminationReferred,
)
from clinic_app.journal.facts.outpatient import ServiceLine
from sync_server.cli import run
from sync_server.publish.examinations import BadReading, NotReferred, ReadMeanwhile, read
from sync_server.reports import readings
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, VILLAGE, TestCounty

HOUR = 3_600_000


@pytest.fixture
def village(county: TestCounty) -> FakeClinic:
    return county.clinic(VILLAGE, "village")


def ordered(clinic: FakeClinic, number: str = "01261122001") -> tuple[UUID, UUID]:
    """An electrocardiogram of somebody new: the order and the person."""
    resident = clinic.resident().id
    service = ServiceLine(code="XD0001", name="常规心电图", cnt_e4=10_000, unit="次", pric_e6=20_000_000)
    fact = ExaminationOrdered(number=number, category="ecg", services=(service,), purpose="胸闷")
    return clinic.write(fact, subject=resident).id, resident


def sent(clinic: FakeClinic, number: str = "01261122001", *, urgent: bool = False) -> UUID:
    order, resident = ordered(clinic, number)
    fact = ExaminationReferred(examination_id=order, findings="ST 段可疑抬高", urgent=urgent)
    clinic.write(fact, subject=resident)
    return order


def arrived(county: TestCounty, clinic: FakeClinic) -> None:
    assert clinic.push().status_code == 200
    county.work()


def waits(county: TestCounty) -> list[UUID]:
    with county.database.reading() as db:
        return [one.order.id for one in readings.waiting(db)]


def test_the_urgent_wait_first_then_what_came_first(county: TestCounty, village: FakeClinic):
    first, second, urgent = sent(village, "1"), sent(village, "2"), sent(village, "3", urgent=True)
    ordered(village, "4")
    arrived(county, village)
    assert waits(county) == [urgent, first, second]


def test_a_reading_reaches_the_clinic_that_asked_and_no_other(county: TestCounty, village: FakeClinic):
    other = county.clinic(OTHER)
    order = sent(village)
    arrived(county, village)
    read(county.database, order, "窦性心律", "ST-T 改变", "李影", "li")
    assert waits(county) == []
    told = [ExaminationRead.parse(one.body) for one in village.pull() if one.type == ExaminationRead.type]
    assert [(one.examination_id, one.conclusion, one.reader) for one in told] == [
        (order, "ST-T 改变", "李影")
    ]
    assert ExaminationRead.type not in {one.type for one in other.pull()}


def test_a_correction_counts_and_names_what_it_was_written_after(county: TestCounty, village: FakeClinic):
    order = sent(village)
    arrived(county, village)
    read(county.database, order, "", "正常心电图", "李影", "li")
    with pytest.raises(ReadMeanwhile):
        read(county.database, order, "", "心房颤动", "张片", "zhang")
    with county.database.reading() as db:
        seen = readings.referral_of(db, order).order.reading
    assert seen is not None
    read(county.database, order, "", "心房颤动", "张片", "zhang", seen.read_ms)
    with county.database.reading() as db:
        (found,) = readings.done(db)
    assert found.order.reading is not None
    assert (found.order.reading.conclusion, found.order.reading.reader) == ("心房颤动", "张片")


def test_what_is_sent_again_waits_again(county: TestCounty, village: FakeClinic):
    order, resident = ordered(village)
    village.write(ExaminationReferred(examination_id=order), subject=resident)
    arrived(county, village)
    read(county.database, order, "", "导联脱落，请重做", "李影", "li")
    village.write(ExaminationReferred(examination_id=order, findings="重做"), subject=resident)
    arrived(county, village)
    assert waits(county) == [order]


def test_a_clinic_whose_clock_is_fast_does_not_wait_for_ever(county: TestCounty, village: FakeClinic):
    order = sent(village)
    arrived(county, village)
    read(county.database, order, "", "正常心电图", "李影", "li", wall=lambda: wall_clock() - HOUR)
    assert waits(county) == []


def test_what_was_not_sent_or_was_cancelled_is_not_read(county: TestCounty, village: FakeClinic):
    order, resident = ordered(village)
    gone = sent(village, "2")
    village.write(ExaminationCancelled(examination_id=gone, reason="重复"), subject=resident)
    arrived(county, village)
    assert waits(county) == []
    for one in (order, gone, UUID(int=7)):
        with pytest.raises(NotReferred):
            read(county.database, one, "", "正常", "李影", "li")


@pytest.mark.parametrize(("findings", "conclusion"), [("", " "), ("", "长" * 301), ("长" * 1001, "正常")])
def test_a_reading_has_a_conclusion_that_fits(
    county: TestCounty, village: FakeClinic, findings: str, conclusion: str
):
    order = sent(village)
    arrived(county, village)
    with pytest.raises(BadReading):
        read(county.database, order, findings, conclusion, "李影", "li")
    assert waits(county) == [order]


def test_the_command_lists_slips_and_no_names(
    county: TestCounty, village: FakeClinic, capsys: pytest.CaptureFixture[str]
):
    sent(village, "111", urgent=True)
    arrived(county, village)
    assert run(["reading", "list", "--json", "--database", county.database.url]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["facility"], told["number"], told["urgent"]) == (VILLAGE, "111", True)
    assert set(told) == {"sent", "facility", "number", "category", "title", "urgent"}


def test_the_pace_of_a_facility_is_its_median(county: TestCounty, village: FakeClinic):
    orders = [sent(village, str(number)) for number in range(3)]
    arrived(county, village)
    now = wall_clock()
    for order, hours in zip(orders, (1, 2, 9), strict=True):
        read(county.database, order, "", "正常", "李影", "li", wall=lambda at=now + hours * HOUR: at)
    with county.database.reading() as db:
        (pace,) = readings.paces(db, now - HOUR)
        assert readings.paces(db, now + 10 * HOUR) == []
    assert (pace.facility, pace.count, round(pace.median_ms / HOUR)) == (VILLAGE, 3, 2)


def test_what_was_read_is_found_by_number_reader_and_answer(county: TestCounty, village: FakeClinic):
    one, other = sent(village, "111"), sent(village, "222")
    arrived(county, village)
    read(county.database, one, "", "心房颤动", "李影", "li")
    read(county.database, other, "", "正常 100%", "张片", "zhang")
    with county.database.reading() as db:
        for text, wanted in (
            ("111", [one]),
            ("张片", [other]),
            ("颤动", [one]),
            ("%", [other]),
            ("", [other, one]),
        ):
            assert [found.order.id for found in readings.done(db, text)] == wanted, text
        newest = readings.done(db, limit=1)[0]
        assert [found.order.id for found in readings.done(db, before=newest.read_at)] == [one]
