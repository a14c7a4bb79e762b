"""The primary database dies, and is exchanged by plan, while clinics push: they see a delay and nothing else."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.domain.time import wall_clock
from tests.faults.acts import work_and_sync
from tests.faults.agreement import require_agreement, require_kept
from tests.faults.clinics import Pc, enrolled
from tests.faults.ha import HaCluster, running_ha
from tests.faults.processes import Act, CountyProcess, begun, founded_county, serving, until
from tests.server.county import OTHER, TOWNSHIP

CLINICS = ((TOWNSHIP, "township"), (OTHER, "township"))
DELAYS = {
    "sync.no_line",
    "sync.server_busy",
    "server.busy",
}  # what a clinic's runner answers by trying again later

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("failover")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[HaCluster]:
    with running_ha() as running:
        yield running


@pytest.fixture
def county(cluster: HaCluster, tmp_path: Path) -> Iterator[CountyProcess]:
    founded_county(cluster.url, insured=len(CLINICS))
    with serving(cluster.url, tmp_path) as running:
        yield running


def storm(folder: Path, pcs: list[Pc]) -> list[Act]:
    """Every clinic settles and syncs, one bill after the other."""
    folder.mkdir()
    return [
        begun(work_and_sync, folder / f"notes-{number}", pc.folder, f"P{number}")
        for number, pc in enumerate(pcs, 1)
    ]


def confirmed_since(act: Act, since: int) -> bool:
    """Whether a bill that was settled after `since` (UTC ms) has been confirmed to that clinic."""
    fresh = [note for note in act.said() if note["at"] > since]
    first = next((place for place, note in enumerate(fresh) if "settled" in note), None)
    return first is not None and any("safe" in note for note in fresh[first:])


def all_go_on(acts: list[Act]) -> float:
    """Seconds until each clinic has a new bill confirmed."""
    began, since = time.monotonic(), wall_clock()
    until(lambda: all(confirmed_since(act, since) for act in acts), "every clinic goes on")
    return time.monotonic() - began


def test_a_dead_primary_and_a_switchover_cost_time_and_nothing_else(cluster, county, tmp_path) -> None:
    pcs = [enrolled(tmp_path / code, county, code, inst_lv) for code, inst_lv in CLINICS]
    assert county.process is not None
    server = county.process.pid
    acts = storm(tmp_path / "storm", pcs)
    all_go_on(acts)

    dead = cluster.primary()
    assert dead is not None
    dead.kill()
    failover = all_go_on(acts)
    assert cluster.primary() not in (None, dead)

    cluster.start(dead)
    until(cluster.is_whole, "the dead node comes back as the standby")
    cluster.switch_over()
    switchover = all_go_on(acts)
    assert cluster.primary() is dead

    (tmp_path / "storm" / "stop").touch()
    assert [act.ended() for act in acts] == [0] * len(acts), [act.said()[-1] for act in acts]
    said = [note for act in acts for note in act.said()]
    print(f"failover {failover:.1f} s, switchover {switchover:.1f} s, {len(said)} notes")
    assert {note["failed"] for note in said if "failed" in note} <= DELAYS
    assert not [note for note in said if "trouble" in note]
    assert (county.process.poll(), county.process.pid) == (None, server), "the server lived through it"
    assert require_kept(county.database(), said) > 10
    for pc in pcs:
        with pc.opened() as desk:
            assert desk.sync().safe
            require_agreement(county, [desk.clinic.store])
