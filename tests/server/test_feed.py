"""Pull: everyone gets what concerns them, all of it, once, in the county's order."""

import threading
import time

import pytest

from clinic_app.journal.facts.county import DeviceEnrolled, FacilityRegistered
from clinic_app.journal.feed import read_page
from clinic_app.journal.signing import BadSignature
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import mark_restored
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, VILLAGE, TestCounty, running


def types(clinic: FakeClinic) -> list[str]:
    return [entry.type for entry in clinic.pull()]


def test_a_new_clinic_learns_what_the_county_has_said(county: TestCounty) -> None:
    told = types(county.clinic())
    assert told == ["county.founded", *[FacilityRegistered.type] * 3, DeviceEnrolled.type]


def test_a_device_does_not_get_its_own_entries_and_its_cursor_moves_over_them(county: TestCounty) -> None:
    clinic = county.clinic()
    clinic.pull()
    clinic.push()
    county.work()
    before = clinic.cursor
    assert clinic.pull() == []
    assert clinic.cursor == before + 2


def test_entries_travel_as_far_as_their_type_says(county: TestCounty) -> None:
    village = county.clinic(VILLAGE, "village")
    sister = county.further(village)
    over, elsewhere = county.clinic(TOWNSHIP), county.clinic(OTHER)
    for clinic in (sister, over, elsewhere):
        clinic.pull()
    person, visit, look = village.resident(), village.visit(), village.chart()
    village.push()
    county.work()
    assert [entry.id for entry in sister.pull() if entry.device == village.device][-2:] == [
        person.id,
        visit.id,
    ]
    assert [entry.id for entry in over.pull() if entry.device == village.device] == [person.id]
    assert [entry for entry in elsewhere.pull() if entry.device == village.device] == []
    assert look.type == "chart.viewed"


def test_what_the_county_says_to_one_clinic_reaches_no_other(county: TestCounty) -> None:
    clinic, other = county.clinic(), county.clinic(OTHER)
    enrolments = [entry for entry in clinic.pull() if entry.type == DeviceEnrolled.type]
    assert [DeviceEnrolled.parse(entry.body or b"").device for entry in enrolments] == [clinic.device]
    assert other.device != clinic.device


@pytest.mark.parametrize("more", [-1, 0, 1], ids=["one less than a page", "a page", "one more"])
@pytest.mark.parametrize("limit", [1, 5])
def test_pages_end_where_they_should(county: TestCounty, limit: int, more: int) -> None:
    writer = county.clinic()
    reader = county.further(writer)
    reader.pull()
    wanted = [writer.visit() for _ in range(limit * 2 + more)]
    writer.push()
    county.work()
    reader.pull()  # founding, certificate and visits, with pages of the usual size
    reader.cursor = 0
    found = [entry.id for entry in reader.pull(limit=limit) if entry.type == "visit.registered"]
    assert found == [entry.id for entry in wanted]
    assert reader.pull(limit=limit) == []


def test_the_last_full_page_says_that_nothing_follows(county: TestCounty) -> None:
    clinic = county.clinic()
    assert clinic.page(limit=5).more is False
    assert clinic.page(limit=4).more is True


def test_a_page_is_cut_by_bytes_too(county: TestCounty) -> None:
    writer = county.clinic()
    reader = county.further(writer)
    reader.pull()
    for _ in range(6):
        writer.write_body("scan.taken", b'{"data": "' + b"x" * 900_000 + b'"}')
    writer.push()
    county.work()
    sizes = []
    while True:
        page = reader.page()
        sizes.append(sum(len(item.entry.body or b"") for item in page.items))
        reader.cursor = page.upto
        if not page.more:
            break
    assert len(sizes) == 2
    assert max(sizes) <= 4 << 20


def test_a_page_is_signed_by_the_county(county: TestCounty) -> None:
    clinic = county.clinic()
    data = clinic.get_page().content
    assert read_page(data, clinic.county_key).items
    with pytest.raises(BadSignature):
        read_page(data, clinic.public_key)


def test_numbers_and_receipts_come_with_the_entries(county: TestCounty) -> None:
    page = county.clinic().page()
    numbers = [item.number for item in page.items]
    assert numbers == sorted(set(numbers))
    assert page.upto == numbers[-1]
    assert all(item.facility == "" and item.received > 0 for item in page.items)


@pytest.mark.parametrize(
    "after",
    ["", "x", "x:1", f"{'0' * 32}", f"{'0' * 32}:-1", f"{'0' * 32}:1.5", f"{'0' * 32}:{'9' * 40}", "é:１"],
)
def test_a_senseless_cursor_is_the_senders_fault(county: TestCounty, after: str) -> None:
    answer = county.clinic().get_page(after=after)
    assert (answer.status_code, answer.json()["error"]) == (400, "server.bad_request")


@pytest.mark.parametrize("query", [{"limit": "x"}, {"limit": 0}, {"wait": -1}, {"wait": "nan"}])
def test_a_senseless_number_is_the_senders_fault(county: TestCounty, query: dict[str, object]) -> None:
    assert county.clinic().get_page(**query).status_code == 400


def test_another_epoch_is_told_the_new_one(county: TestCounty) -> None:
    clinic = county.clinic()
    answer = clinic.get_page(after=f"{'0' * 32}:3")
    assert answer.status_code == 409
    assert answer.json() == {"error": "feed.epoch", "epoch": clinic.epoch}


def test_a_cursor_ahead_of_the_county_is_told_so(county: TestCounty) -> None:
    clinic = county.clinic()
    clinic.cursor = 10_000
    assert clinic.get_page().json() == {"error": "feed.ahead"}


def test_after_a_restore_the_feed_begins_anew_and_the_countys_journal_forks(sqlite_url: str) -> None:
    from sync_server.reports.journals import verify
    from tests.server.county import founded

    database = founded(sqlite_url)
    with running(database) as county:
        clinic = county.clinic()
        clinic.push()
        county.work()
        clinic.pull()
    mark_restored(database)
    with running(database) as county:
        clinic.http = county.http
        told = clinic.get_page().json()
        assert told["error"] == "feed.epoch"
        clinic.epoch, clinic.cursor = told["epoch"], 0
        register_facility(database, "350881009", "永福镇卫生院", "township")
        assert clinic.pull()[-1].type == FacilityRegistered.type
        assert clinic.push().status_code == 200  # offers its whole journal again
        with database.reading() as connection:
            assert len(verify(connection).heads) == 3


def test_an_empty_pull_returns_at_once_unless_asked_to_wait(working_county: TestCounty) -> None:
    clinic = working_county.clinic()
    clinic.pull()
    began = time.monotonic()
    assert clinic.page().items == ()
    assert time.monotonic() - began < 0.5
    assert clinic.page(wait=1).items == ()
    assert 0.9 < time.monotonic() - began < 3


def test_a_waiting_pull_wakes_within_a_second(working_county: TestCounty) -> None:
    writer = working_county.clinic()
    writer.push()
    reader = working_county.further(writer)
    reader.pull()
    writer.pull()
    took: list[float] = []

    def wait() -> None:
        while "visit.registered" not in [entry.type for entry in reader.pull(wait=20)]:
            continue  # its own enrolment may be numbered a moment later
        took.append(time.monotonic())

    waiting = threading.Thread(target=wait)
    waiting.start()
    while working_county.http.app.state.core.watch.waiting == 0 and waiting.is_alive():  # type: ignore[attr-defined]
        time.sleep(0.01)
    writer.visit()
    began = time.monotonic()
    writer.push(writer.segment(3))
    waiting.join(timeout=10)
    assert took and took[0] - began < 1


def test_one_round_brings_the_verdict_on_what_was_just_pushed(working_county: TestCounty) -> None:
    from tests.server.clinic import Staff

    clinic = working_county.clinic()
    clinic.pull()
    clinic.chart(Staff("unknown"))
    clinic.push()
    first = types(clinic)  # the answer waits for the verdict, two seconds at most
    assert (first or types(clinic)) == ["entry.quarantined"]
