"""A facility's feed in ready-made parts: the same entries as page by page, in parts that never change."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from clinic_app.domain.time import wall_clock
from clinic_app.journal.entry import Entry
from clinic_app.journal.feed import Page, read_page
from clinic_app.journal.snapshot import MARK, PART, START, Mark, begun, entries_told, frames, read_mark
from sync_server.publish import snapshots
from sync_server.publish.founding import mark_restored
from sync_server.store.county import county_of
from sync_server.store.queries import snapshots as kept
from sync_server.store.tables import snapshot_part
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, VILLAGE, TestCounty, founded, running

SMALL = 8  # entries in a part


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "PART_ENTRIES", SMALL)


@dataclass
class Got:
    """A snapshot as it came."""

    told: int
    parts: list[bytes]
    pages: list[Page]
    mark: Mark


def get(clinic: FakeClinic, after: int = 0) -> Got:
    answer = clinic.http.get(
        "/v1/snapshot", params={"after": f"{clinic.epoch}:{after}"}, headers=clinic.bearer
    )
    assert answer.status_code == 200, answer.text
    kinds = list(frames([answer.content]))
    assert [kind for kind, _ in kinds] == [START, *[PART] * (len(kinds) - 2), MARK]
    parts = [data for kind, data in kinds if kind == PART]
    return Got(
        entries_told(kinds[0][1]),
        parts,
        [read_page(data, clinic.county_key) for data in parts],
        read_mark(kinds[-1][1], clinic.county_key),
    )


def entries_of(got: Got) -> list[Entry]:
    return [item.entry for page in got.pages for item in page.items]


def retaken(got: Got, facility: str) -> Mark:
    """The mark as a receiver computes it."""
    mark = begun(got.mark.epoch, facility)
    for page in got.pages:
        mark = mark.with_part(page.upto, len(page.items), page.signature)
    return mark


def worked(county: TestCounty, residents: int = 30) -> tuple[FakeClinic, FakeClinic]:
    """A township and its village, with people."""
    village, over = county.clinic(VILLAGE, "village"), county.clinic(TOWNSHIP)
    for clinic in (village, over):
        for _ in range(residents):
            clinic.resident()
            clinic.visit()
            clinic.chart()
        clinic.push()
        county.work()
    return village, over


def test_a_snapshot_and_what_follows_it_is_what_a_pull_from_zero_brings(county: TestCounty) -> None:
    _, over = worked(county)
    new, other = county.further(over), county.further(over)
    county.work()
    got = get(new)
    assert len(got.parts) >= 10
    assert all(len(page.items) == SMALL and page.more for page in got.pages)
    new.cursor = got.mark.upto
    rest = new.pull()
    assert len(rest) < SMALL + 3
    assert entries_of(got) + rest == other.pull()
    assert got.told == got.mark.entries + len(rest)


def test_the_mark_counts_and_signs_every_part(county: TestCounty) -> None:
    _, over = worked(county)
    got = get(county.further(over))
    assert retaken(got, TOWNSHIP) == got.mark
    assert got.pages[0].after == 0
    assert [page.upto for page in got.pages[:-1]] == [page.after for page in got.pages[1:]]


def test_after_a_cut_only_the_parts_behind_come(county: TestCounty) -> None:
    _, over = worked(county)
    new = county.further(over)
    got = get(new)
    again = get(new, after=got.pages[3].upto)
    assert again.parts == got.parts[4:]
    assert again.mark == got.mark
    inside = get(new, after=got.pages[3].upto - 1)
    assert inside.parts == got.parts[3:]


def test_parts_never_change_and_a_renewed_snapshot_only_grows(county: TestCounty) -> None:
    village, over = worked(county)
    new = county.further(over)
    before = get(new)
    for _ in range(2 * SMALL):
        village.resident()
    village.push(village.segment(len(village.entries) - 2 * SMALL + 1))
    county.work()
    after = get(new)
    assert after.parts[: len(before.parts)] == before.parts
    assert after.mark.entries >= before.mark.entries + SMALL


def test_two_processes_make_the_same_part_to_the_last_byte(county: TestCounty) -> None:
    _, over = worked(county)
    new = county.further(over)
    got = get(new)
    with county.database.writing() as connection:
        connection.execute(sa.delete(snapshot_part))
    assert get(new).parts == got.parts


def test_a_small_clinic_gets_an_empty_snapshot(county: TestCounty) -> None:
    got = get(county.clinic(OTHER))
    assert (got.parts, got.mark.upto, got.mark.parts, got.mark.entries) == ([], 0, 0, 0)
    assert got.mark == begun(got.mark.epoch, OTHER)


def test_what_nobody_asks_for_is_let_go_and_what_is_asked_for_is_kept_up(county: TestCounty) -> None:
    village, over = worked(county)
    first = get(county.further(over))
    for _ in range(2 * SMALL):
        village.resident()
    village.push(village.segment(len(village.entries) - 2 * SMALL + 1))
    county.work()
    while snapshots.renew(county.database):
        pass
    assert parts_held(county, TOWNSHIP) > len(first.parts)
    later = wall_clock() + snapshots.KEPT_MS + 60_000
    assert snapshots.renew(county.database, lambda: later) == 0
    assert parts_held(county, TOWNSHIP) == 0


def parts_held(county: TestCounty, facility: str) -> int:
    with county.database.reading() as connection:
        return len(kept.parts_of(connection, facility, county_of(connection).epoch))


def test_a_county_put_back_makes_a_snapshot_of_its_new_epoch(sqlite_url: str) -> None:
    database = founded(sqlite_url)
    with running(database) as county:
        _, over = worked(county)
        get(over)
    mark_restored(database)
    with running(database) as county:
        over.http = county.http
        over.get_token()
        refused = over.http.get("/v1/snapshot", params={"after": f"{over.epoch}:0"}, headers=over.bearer)
        assert (refused.status_code, refused.json()["error"]) == (409, "feed.epoch")
        over.epoch = refused.json()["epoch"]
        assert get(over).mark.epoch.hex == over.epoch
        with database.reading() as connection:
            own = county_of(connection)
        snapshots.renew(database)
        with database.reading() as connection:
            assert set(connection.scalars(sa.select(snapshot_part.c.epoch))) == {own.epoch}


def test_a_stranger_gets_none(county: TestCounty) -> None:
    clinic = county.clinic()
    clinic.token = "nobody"
    answer = clinic.http.get("/v1/snapshot", params={"after": f"{clinic.epoch}:0"}, headers=clinic.bearer)
    assert answer.status_code == 401
    clinic.get_token()
    for after in ("", "x:1", f"{clinic.epoch}:-1"):
        answer = clinic.http.get("/v1/snapshot", params={"after": after}, headers=clinic.bearer)
        assert answer.status_code == 400


def test_postgresql_makes_the_same_snapshot(postgres_url: str) -> None:
    with running(founded(postgres_url)) as county:
        _, over = worked(county, 10)
        new = county.further(over)
        got = get(new)
        assert retaken(got, TOWNSHIP) == got.mark
        assert get(new).parts == got.parts
