"""kill -9 of client and server, at any byte and at every write: both open again whole, nothing confirmed is lost."""

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.errors import Unavailable
from sync_server.store.engine import Database
from sync_server.store.queries.state import state_of
from tests.e2e.townships import Township
from tests.faults.acts import Notes, note_safe, serve, work_once
from tests.faults.agreement import require_agreement, require_kept
from tests.faults.clinics import Pc, enrolled
from tests.faults.processes import (
    Act,
    CountyProcess,
    begun,
    command,
    done,
    founded_county,
    noted,
    ran,
    serving,
    synced_by_command,
    until,
)
from tests.faults.proxy import Fate, How, Proxy
from tests.server.county import TOWNSHIP

MOMENTS = 4  # kills of each side, on each kind of database
_LONGEST = 400  # writes of one round, at most

pytestmark = pytest.mark.slow


@pytest.fixture
def county(url: str, tmp_path: Path) -> Iterator[CountyProcess]:
    """On each kind of database in turn."""
    founded_county(url)
    with serving(url, tmp_path) as running:
        yield running


@pytest.fixture
def pilot(sqlite_url: str, tmp_path: Path) -> Iterator[CountyProcess]:
    """Where the county's kind of database makes no difference."""
    founded_county(sqlite_url)
    with serving(sqlite_url, tmp_path) as running:
        yield running


def agreed(county: CountyProcess, pc: Pc) -> None:
    pc.goes_through(county.url)
    with pc.opened() as desk:
        assert desk.sync().safe
        require_agreement(county, [desk.clinic.store])
    for program, words in (
        ("clinic_app", ["--data", pc.folder]),
        ("sync_server", ["--database", county.database_url]),
    ):
        verified = ran(program, "journal", "verify", "--json", *words)
        assert verified.code == 0, verified.err


def test_the_command_is_killed_at_any_byte_of_a_round(county, tmp_path) -> None:
    pc, dice = enrolled(tmp_path / "a", county, TOWNSHIP), random.Random(20261122)
    for _ in range(MOMENTS):
        pc.settles(1)
        pc.registers(30)
        killed_at(any_byte(dice), pc, county)
    agreed(county, pc)


def any_byte(dice: random.Random) -> Fate:
    """Of the question and the push, or of the first answers: so few bytes come whatever else is changed."""
    way, most = dice.choice((("up", 8_000), ("down", 400)))
    return Fate(**{way: dice.randint(0, most)}, how=How.TELL)


def killed_at(moment: Fate, pc: Pc, county: CountyProcess) -> None:
    """`sync` as typed, killed when that byte passes."""
    under_way: list[subprocess.Popen[str]] = []
    with Proxy(county.port, [moment], struck=lambda: under_way[0].kill()) as line:
        pc.goes_through(line.url)
        under_way.append(command("clinic_app", "sync", "--data", pc.folder))
        assert done(under_way[0]).code == -9 and line.strikes == 1


def test_the_server_is_killed_at_any_byte_of_a_round(county, tmp_path) -> None:
    pc, dice = enrolled(tmp_path / "a", county, TOWNSHIP), random.Random(20261123)
    for _ in range(MOMENTS):
        pc.settles(1)
        pc.registers(30)
        with Proxy(county.port, [any_byte(dice)], struck=lambda: county.process.kill()) as line:
            pc.goes_through(line.url)
            ended = synced_by_command(pc.folder)
            assert ended.code == 4 and ended.told()["error"] == "sync.no_line", ended.err
        county.kill()
        county.start()
    agreed(county, pc)


def test_the_clinic_is_killed_at_every_write_of_a_bill_and_its_round(pilot, tmp_path) -> None:
    pc = enrolled(tmp_path / "a", pilot, TOWNSHIP)
    notes = tmp_path / "notes"
    for last in range(1, _LONGEST):
        act = begun(work_once, notes, pc.folder, "P1", last)
        if act.ended() == 0:
            break
        assert act.ended() == -9, act.said()[-2:]
    said = act.said()
    assert 8 < said[-1]["steps"] < last, "it was killed at each of its writes"
    assert require_kept(pilot.database(), said) > 2
    agreed(pilot, pc)
    with pc.store() as store:
        missing = [note for note in said if "settled" in note and store.entry(UUID(note["settled"])) is None]
    assert missing == []


def test_the_server_is_killed_at_every_write_of_its_work(county, tmp_path) -> None:
    """Each server dies one write later than the one before it, until one lives through a whole bill."""
    pc = enrolled(tmp_path / "a", county, TOWNSHIP)
    county.kill()
    notes, told = tmp_path / "notes", tmp_path / "told"
    with pc.opened() as desk:
        for last in range(1, _LONGEST):
            act = begun(serve, notes, county.database_url, county.port, last)
            desk.settle("P1", 1_234)
            if lived_through(desk, county, act, told):
                break
            assert act.ended() == -9, act.said()[-2:]
        act.kill()
    assert last > 8, "it was killed at each of its writes"
    assert require_kept(county.database(), noted(told)) > 2
    county.start()
    agreed(county, pc)


def lived_through(desk: Township, county: CountyProcess, act: Act, told: Path) -> bool:
    """Sync against a server that may die; whether it lived until the clinic's bill was judged."""
    while act.process.is_alive():
        try:
            desk.sync()
        except Unavailable:
            continue
        finally:
            note_safe(desk, Notes(told))
        until(lambda: not act.process.is_alive() or is_idle(county), "the bill is judged")
        return act.process.is_alive()
    return False


def is_idle(county: CountyProcess) -> bool:
    database = Database(county.database_url)
    try:
        with database.reading() as connection:
            state = state_of(connection)
    finally:
        database.close()
    return (state.inbox, state.lag) == (0, 0)
