"""A full disk, at the clinic and at the county: it is said, nothing is lost, and work goes on when there is space."""

import shutil
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

from tests.faults.acts import work_and_sync
from tests.faults.agreement import require_agreement
from tests.faults.clinics import Pc, enrolled
from tests.faults.processes import (
    Act,
    CountyProcess,
    begun,
    command,
    done,
    founded_county,
    serving,
    synced_by_command,
    until,
)
from tests.faults.space import Space, small_disk
from tests.server.county import TOWNSHIP
from tests.server.postgres import Cluster

pytestmark = pytest.mark.slow


@pytest.fixture
def space() -> Iterator[Space]:
    with small_disk(24) as space:
        yield space


def agreed(county: CountyProcess, pc: Pc) -> None:
    with pc.opened() as desk:
        assert desk.sync().safe
        require_agreement(county, [desk.clinic.store])


def test_a_full_disk_at_the_clinic_is_said_and_nothing_is_lost(sqlite_url, tmp_path, space) -> None:
    founded_county(sqlite_url)
    with serving(sqlite_url, tmp_path) as county:
        pc = enrolled(space.folder / "a", county, TOWNSHIP)
        desk = begun(work_and_sync, tmp_path / "notes", pc.folder, "P1")
        until(lambda: any("settled" in note for note in desk.said()), "the desk works")
        space.runs_out(desk.process.pid or 0)
        until(lambda: desk.process.exitcode is not None or is_told(desk), "the full disk is told")
        desk.kill()

        sync = command("clinic_app", "sync", "--data", pc.folder)
        space.limits(sync.pid)
        ended = done(sync)
        assert ended.code == 4 and "磁盘已满" in ended.err and "[store.disk_full]" in ended.err, ended

        space.comes_back()
        assert synced_by_command(pc.folder).code == 0
        agreed(county, pc)
        with pc.store() as store:
            confirmed = [UUID(note["settled"]) for note in desk.said() if "settled" in note]
            assert [one for one in confirmed if store.entry(one) is None] == []


def is_told(desk: Act) -> bool:
    return any(note.get("failed") == "store.disk_full" for note in desk.said())


def test_a_full_disk_at_the_county_delays_and_loses_nothing(tmp_path, space) -> None:
    url = f"sqlite:///{space.folder / 'county.db'}"
    founded_county(url)
    with serving(url, tmp_path) as county:
        full_and_free_again(county, space, enrolled(tmp_path / "a", county, TOWNSHIP))


def full_and_free_again(county: CountyProcess, space: Space, pc: Pc) -> None:
    """A push meets the full disk; later it goes through the same server process."""
    assert county.process is not None
    pc.settles(2)
    pc.registers(300, each=1_000)
    space.runs_out(county.process.pid)
    ended = synced_by_command(pc.folder)
    assert (ended.code, ended.told()["error"], ended.told()["safe"]) == (4, "server.busy", False), ended
    assert "the database's disk is full" in county.log()
    space.comes_back(county.process.pid)
    assert synced_by_command(pc.folder).told()["safe"]
    assert county.process.poll() is None, "the same process goes on"
    until(lambda: county.says("/ready") == 200, "the county is ready")
    agreed(county, pc)


def test_a_full_tablespace_delays_and_loses_nothing(cluster: Cluster, tmp_path, space) -> None:
    """PostgreSQL's own log and catalogue have space; the county's tables have none."""
    if not space.mounted:
        pytest.skip("a full disk for PostgreSQL needs a mount of its own")
    url = cluster.new_url()
    dsn = url.replace("+psycopg", "").rsplit("?", 1)
    name, place = dsn[0].rsplit("/", 1)[1], space.folder / "tables"
    place.mkdir(mode=0o777)
    shutil.chown(place, "postgres", "postgres")
    founded_county(url)
    with psycopg.connect(f"postgresql://county@/postgres?{dsn[1]}", autocommit=True) as connection:
        connection.execute(f"create tablespace small location '{place}'")
        connection.execute(f"alter database {name} set tablespace small")
    try:
        with serving(url, tmp_path) as county:
            full_and_free_again(county, space, enrolled(tmp_path / "a", county, TOWNSHIP))
    finally:
        cluster.drop(url)
        with psycopg.connect(f"postgresql://county@/postgres?{dsn[1]}", autocommit=True) as connection:
            connection.execute("drop tablespace small")
