"""The line is cut, stalls, slows down, loses answers and repeats them: nothing is lost, doubled or hung."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from clinic_app.sync.enrolment import join
from sync_server.store.tables import journal_segment
from tests.clinics import ADMIN, PASSWORD
from tests.faults.acts import sync_until_safe
from tests.faults.agreement import require_agreement, require_kept, require_same_entries
from tests.faults.clinics import Pc, enrolled
from tests.faults.processes import CountyProcess, begun, founded_county, serving, synced_by_command
from tests.faults.proxy import Fate, How, Proxy, cuts
from tests.server.county import TOWNSHIP, VILLAGE
from tests.sync.fake_county import ids

CUTS = 20
TYPED = 5  # of them against the command as typed, which starts anew each time; the rest against the same round, forked
A_ROUND = 8_000  # bytes up of a round's questions, generously: token, standing, feed

pytestmark = pytest.mark.xdist_group("cuts")  # one county for all of them


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyProcess]:
    folder = tmp_path_factory.mktemp("county")
    url = f"sqlite:///{folder / 'county.db'}"
    founded_county(url)
    with serving(url, folder) as running:
        yield running


@pytest.fixture(scope="module")
def pcs(tmp_path_factory: pytest.TempPathFactory, county: CountyProcess) -> tuple[Pc, Pc]:
    """The two PCs of one clinic."""
    folder = tmp_path_factory.mktemp("clinic")
    first = enrolled(folder / "a", county, TOWNSHIP)
    join(folder / "b", county.url, county.code(TOWNSHIP), None, ADMIN, PASSWORD).close()
    return first, Pc(folder / "b")


def agreed(county: CountyProcess, pcs: tuple[Pc, Pc]) -> None:
    """Everybody syncs on a good line, and all is the same."""
    for pc in (*pcs, *pcs):  # what the second one pushed reaches the first one in its second round
        pc.goes_through(county.url)
        with pc.opened() as desk:
            assert desk.sync().safe
    with pcs[0].store() as first, pcs[1].store() as second:
        require_agreement(county, [first, second])
        require_same_entries([first, second])


def stored(county: CountyProcess) -> tuple[int, int]:
    """Bytes of all segments that the county holds, and of the largest."""
    size = sa.func.length(journal_segment.c.data)
    with county.database().reading() as connection:
        total, largest = connection.execute(sa.select(sa.func.sum(size), sa.func.max(size))).one()
    return total, largest


def synced_over(line: Proxy, pc: Pc, notes: Path) -> list[dict[str, Any]]:
    """Rounds through a bad line until one goes through; answers what was noted.  Fails where one hangs."""
    pc.goes_through(line.url)
    act = begun(sync_until_safe, notes, pc.folder)
    assert act.ended() == 0, act.said()[-3:]
    return act.said()


@pytest.mark.slow
def test_a_push_that_is_cut_twenty_times_resends_at_most_a_segment_a_cut(county, pcs, tmp_path) -> None:
    pc = pcs[0]
    pc.settles(2)
    pc.registers(320, each=1_000)
    before, _ = stored(county)
    with Proxy(county.port, cuts(20261122, CUTS, 500, 45_000)) as line:
        pc.goes_through(line.url)
        for _ in range(TYPED):
            ended = synced_by_command(pc.folder)
            assert (ended.code, ended.told()["error"]) == (4, "sync.no_line"), ended.err
        synced_over(line, pc, tmp_path / "notes")
        sent, rounds = line.up, len(line.passages)
        assert line.strikes == CUTS, "the push was over before"
    after, largest = stored(county)
    assert sent <= after - before + CUTS * largest + rounds * A_ROUND
    agreed(county, pcs)


@pytest.mark.slow
def test_a_pull_that_is_cut_twenty_times_goes_on_at_its_page(county, pcs, tmp_path) -> None:
    pcs[1].goes_through(county.url)
    pcs[1].registers(500, each=1_000)
    with pcs[1].opened() as desk:
        desk.sync()
    with Proxy(county.port, cuts(7, CUTS, 500, 220_000, down=True)) as line:
        said = synced_over(line, pcs[0], tmp_path / "notes")
        assert line.strikes == CUTS, "the pull was over before"
    assert [note["failed"] for note in said if "failed" in note] == ["sync.no_line"] * CUTS
    agreed(county, pcs)


@pytest.mark.slow
def test_a_snapshot_that_is_cut_again_and_again_goes_on_where_it_was(sqlite_url, tmp_path) -> None:
    """A township's first PC fills with what its village has written before."""
    founded_county(sqlite_url)
    with serving(sqlite_url, tmp_path) as alone:
        village = enrolled(tmp_path / "village", alone, VILLAGE, "village")
        village.registers(400, each=1_000)
        with village.opened() as desk:
            desk.sync()
        new = enrolled(tmp_path / "new", alone, TOWNSHIP, syncs=False)
        with Proxy(alone.port, cuts(11, CUTS, 500, 25_000, down=True)) as line:
            said = synced_over(line, new, tmp_path / "notes")
        assert line.strikes > 5, "the snapshot was over before"
        assert [note["failed"] for note in said if "failed" in note] == ["sync.no_line"] * line.strikes
        with new.store() as store:
            require_agreement(alone, [store])
            assert len(ids(store)) > 400, "every resident of the village"


BAD_LINES: dict[str, tuple[list[Fate], Fate]] = {
    "stalls on the way up": ([Fate(up=at, how=How.STALL) for at in (0, 900)], Fate()),
    "stalls on the way down": ([Fate(down=at, how=How.STALL) for at in (0, 300)], Fate()),
    "half open": ([Fate(up=at, how=How.HALF_OPEN) for at in (10, 1_500)], Fate()),
    "answers lost": ([Fate(down=at) for at in (0, 150, 300, 450)], Fate()),
    "all comes twice": ([], Fate(doubled=True)),
    "cut, then repeated late": ([Fate(down=at, doubled=True) for at in (200, 400)], Fate()),
    "slow and far away": ([], Fate(delay=0.05, rate=256_000)),
}


@pytest.mark.slow
def test_over_any_bad_line_everything_arrives_once(county, pcs, tmp_path) -> None:
    said = []
    for kind, (fates, usual) in BAD_LINES.items():
        pcs[0].settles(1)
        pcs[0].registers(20)
        with Proxy(county.port, fates, usual) as line:
            said += synced_over(line, pcs[0], tmp_path / kind)
            line.settle()
            assert line.strikes == len(fates), kind
    assert require_kept(county.database(), said) >= len(BAD_LINES), "what was confirmed had come before"
    agreed(county, pcs)
