"""Clinic PCs against the real county over a real line."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clinic_app.domain.roles import ALL_ROLES
from clinic_app.domain.time import wall_clock
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.journal.refusal import CodeUsed, OtherFacility, TwoBranches
from clinic_app.store import local
from clinic_app.store.backup import backup, restore
from clinic_app.store.journal import SELF, Author, Store
from clinic_app.store.keys import KeyHolder, UnknownStaff, WrongPassword
from clinic_app.store.rebuild import rebuild
from clinic_app.store.rows import own_runs
from clinic_app.store.setup import found, unlock, unlock_with_code
from clinic_app.store.verify import verify
from clinic_app.sync import enrolment
from clinic_app.sync.engine import Round, sync_once
from clinic_app.sync.enrolment import county_of, enrol, join
from clinic_app.sync.errors import EnrolledBefore, MistypedCode, NoLine, Untrusted, WrongAuthority
from sync_server import tls
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import mark_restored
from sync_server.store.engine import Database
from sync_server.store.queries.registry import devices_at, facility_of
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.server.county import OTHER, TOWNSHIP
from tests.sync.doings import held
from tests.sync.fake_county import disk_copy, ids

PASSWORD = "correct horse"
ROOT = Path(__file__).parents[2]
KILLED_AT = ("_apply", "_pull_all", "_recovery", "_let_in")

# The county has taken the code, nothing is here yet; all is here; …: at the end of each, the power goes.
_JOIN_AND_DIE = """
import os, signal, sys
from pathlib import Path
from clinic_app.sync import enrolment
url, code, folder, milestone = sys.argv[1:]
true = getattr(enrolment, milestone)
def die(*given, **named):
    true(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(enrolment, milestone, die)
enrolment.join(Path(folder), url, code, None, "P001", "correct horse")
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyAtWork]:
    with at_work(tmp_path_factory.mktemp("county")) as county:
        yield county


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[CountyAtWork]:
    """A county that nobody else has used."""
    with at_work(tmp_path) as county:
        yield county


def clinic(folder: Path) -> tuple[Store, KeyHolder, str]:
    return found(
        folder,
        facility=TOWNSHIP,
        name="双洋镇卫生院",
        inst_lv="township",
        credit_code="",
        admin="P001",
        admin_name="王敏",
        roles=ALL_ROLES,
        password=PASSWORD,
    )


def enrolled(folder: Path, county: CountyAtWork) -> tuple[Store, KeyHolder, str]:
    store, holder, recovery = clinic(folder)
    enrol(store, holder, county.url, county.code(TOWNSHIP))
    return store, holder, recovery


def joined(folder: Path, county: CountyAtWork) -> Store:
    return join(folder, county.url, county.code(TOWNSHIP), None, "P001", PASSWORD)


def registered(store: Store, holder: KeyHolder, count: int = 1) -> None:
    with store.writing(Author.of(holder)) as work:
        for number in range(count):
            work.append(ResidentRegistered(name=f"张{number}", sex="1", salt="s", source="typed"), SELF)


def synced(store: Store) -> Round:
    peer = county_of(store)
    try:
        return sync_once(store, peer)
    finally:
        peer.close()


def equal(store: Store, county: CountyAtWork) -> None:
    assert held(store) == county.journal_of(store)
    verify(store)
    assert rebuild(store, check=True).different == ()


def test_a_clinic_enrols_pushes_everything_and_is_safe(tmp_path, alone) -> None:
    store, holder, _ = clinic(tmp_path / "a")
    registered(store, holder, 300)
    membership = enrol(store, holder, alone.url, alone.code(TOWNSHIP))
    assert (membership.county, membership.letter, membership.first_device) == ("漳平市", "A", True)
    done = synced(store)
    assert (done.pushed, done.safe, done.quarantined) == (302, True, 0)
    assert done.pulled > 0, "the county's own entries"
    assert abs(done.skew_ms or 0) < 2000
    assert done.bytes_up < 60_000 and done.requests < 12
    equal(store, alone)
    with pytest.raises(EnrolledBefore):
        enrol(store, holder, alone.url, alone.code(TOWNSHIP))


def test_a_second_pc_joins_opens_with_the_same_password_and_its_first_push_works(tmp_path, alone) -> None:
    a, holder, recovery = enrolled(tmp_path / "a", alone)
    registered(a, holder, 250)
    synced(a)
    b = joined(tmp_path / "b", alone)
    assert (b.facility, b.device != a.device) == (TOWNSHIP, True)
    with a.reading() as one, b.reading() as other:
        letters = {local.read_text(one, local.LETTER), local.read_text(other, local.LETTER)}
    assert letters == {"A", "B"}
    registered(b, holder, 3)
    assert (synced(b).pushed, synced(a).pulled) == (3, 4)  # and the enrolment of b
    synced(b)
    assert ids(a) == ids(b)
    equal(b, alone)
    b.close()
    unlock_with_code(tmp_path / "b", recovery)[0].close()
    store, _ = unlock(tmp_path / "b", "P001", PASSWORD)
    store.close()


@pytest.mark.parametrize(
    ("staff", "password", "error"), [("P001", "wrong one", WrongPassword), ("P777", PASSWORD, UnknownStaff)]
)
def test_a_wrong_password_does_not_use_the_code_up(tmp_path, alone, staff, password, error) -> None:
    store, _, _ = enrolled(tmp_path / "a", alone)
    synced(store)
    code = alone.code(TOWNSHIP)
    with pytest.raises(error):
        join(tmp_path / "b", alone.url, code, None, staff, password)
    assert not (tmp_path / "b").exists()
    with pytest.raises(CodeUsed):
        join(tmp_path / "c", alone.url, code, None, "P001", PASSWORD)
    joined = join(tmp_path / "b", alone.url, f" {code.lower()}", None, "P001", PASSWORD)
    assert synced(joined).safe
    equal(joined, alone)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("b")) == ["b"]


def test_joining_goes_on_after_a_kill_wherever_it_came(tmp_path, alone) -> None:
    store, holder, _ = enrolled(tmp_path / "a", alone)
    registered(store, holder, 3)
    synced(store)
    code = alone.code(TOWNSHIP)
    for milestone in KILLED_AT:
        words = [alone.url, code, str(tmp_path / "b"), milestone]
        done = subprocess.run([sys.executable, "-c", _JOIN_AND_DIE, *words], cwd=ROOT, timeout=100)
        assert done.returncode == -signal.SIGKILL, milestone
    joined = join(tmp_path / "b", alone.url, code, None, "P001", PASSWORD)
    assert joined.device != store.device
    registered(joined, unlock(tmp_path / "b", "P001", PASSWORD)[1], 1)
    assert synced(joined).safe
    synced(store)
    assert ids(joined) == ids(store)
    with alone.database().reading() as connection:
        assert len(devices_at(connection, TOWNSHIP)) == 2, "one device from first to last"


def test_another_code_begins_joining_anew(tmp_path, alone) -> None:
    store, _, _ = enrolled(tmp_path / "a", alone)
    synced(store)
    with pytest.raises(WrongPassword):
        join(tmp_path / "b", alone.url, alone.code(TOWNSHIP), None, "P001", "wrong one")
    joined = join(tmp_path / "b", alone.url, alone.code(TOWNSHIP), None, "P001", PASSWORD)
    assert synced(joined).safe


def test_an_enrolment_whose_answer_was_lost_is_mended_with_another_code(tmp_path, alone, monkeypatch) -> None:
    store, holder, _ = clinic(tmp_path / "a")
    with monkeypatch.context() as lost, pytest.raises(NoLine):
        lost.setattr(enrolment, "_keep", answer_lost)
        enrol(store, holder, alone.url, alone.code(TOWNSHIP))
    membership = enrol(store, holder, alone.url, alone.code(TOWNSHIP))
    assert (membership.first_device, membership.letter) == (True, "A")
    assert synced(store).safe
    equal(store, alone)
    with alone.database().reading() as connection:
        assert len(devices_at(connection, TOWNSHIP)) == 1


def answer_lost(*_: object) -> None:
    raise NoLine(server="")


@pytest.mark.parametrize("written", [True, False], ids=["the first has synced", "the first has not"])
def test_a_disk_copied_before_the_first_enrolment_becomes_two_devices(tmp_path, alone, written) -> None:
    a, holder, _ = clinic(tmp_path / "a")
    registered(a, holder, 2)
    b = disk_copy(a, tmp_path / "b")
    code = alone.code(TOWNSHIP)
    assert enrol(a, holder, alone.url, code).letter == "A"
    if written:
        synced(a)
    with pytest.raises(CodeUsed):
        enrol(b, holder, alone.url, code)
    membership = enrol(b, holder, alone.url, alone.code(TOWNSHIP))
    assert (membership.letter, membership.first_device, b.device != a.device) == ("B", False, True)
    registered(a, holder, 1)
    registered(b, holder, 3)
    for _ in range(20):  # numbered behind the answer
        assert synced(a).safe and synced(b).safe
        if ids(a) == ids(b):
            break
    assert ids(a) == ids(b)
    for store in (a, b):
        with store.reading() as connection:
            assert len(own_runs(connection)) == 1, "nobody forked"
        equal(store, alone)


def test_the_copys_own_key_outlives_a_lost_answer(tmp_path, alone, monkeypatch) -> None:
    a, holder, _ = clinic(tmp_path / "a")
    b = disk_copy(a, tmp_path / "b")
    enrol(a, holder, alone.url, alone.code(TOWNSHIP))
    code = alone.code(TOWNSHIP)
    with monkeypatch.context() as lost, pytest.raises(NoLine):
        lost.setattr(enrolment, "_keep", answer_lost)
        enrol(b, holder, alone.url, code)
    assert enrol(b, holder, alone.url, code).letter == "B"
    with alone.database().reading() as connection:
        assert len(devices_at(connection, TOWNSHIP)) == 2


def test_a_code_is_for_one_pc_of_one_clinic_and_of_this_county(tmp_path, alone) -> None:
    store, holder, _ = clinic(tmp_path / "a")
    with pytest.raises(OtherFacility):
        enrol(store, holder, alone.url, alone.code(OTHER))
    code = alone.code(TOWNSHIP)
    with pytest.raises(WrongAuthority):
        enrol(store, holder, alone.url, code[:-1] + ("0" if code[-1] != "0" else "1"))
    with pytest.raises(MistypedCode):
        enrol(store, holder, alone.url, code[:-1])
    other = tls.new_authority("骗子").cert_pem
    with pytest.raises(WrongAuthority):
        enrol(store, holder, alone.url, code, other)
    enrol(store, holder, alone.url, f" {code.lower()} ", alone.ca_pem)
    with pytest.raises(CodeUsed):
        join(tmp_path / "b", alone.url, code, None, "P001", PASSWORD)


def test_over_tls_the_county_alone_is_trusted(tmp_path) -> None:
    with at_work(tmp_path, tls=True) as county:
        store, _, _ = enrolled(tmp_path / "a", county)
        assert synced(store).safe
        with store.changing() as connection:
            local.write(connection, local.CA, tls.new_authority("骗子").cert_pem)
        with pytest.raises(Untrusted):
            synced(store)


def test_a_county_that_is_away_is_no_line_and_nothing_is_lost(tmp_path) -> None:
    with at_work(tmp_path) as county:
        store, holder, _ = enrolled(tmp_path / "a", county)
    registered(store, holder)
    with pytest.raises(NoLine):
        synced(store)
    with at_work(tmp_path, database_url=county.database_url) as again:
        with store.changing() as connection:
            local.write(connection, local.SERVER, again.url)
        assert synced(store).safe
        equal(store, again)


@pytest.mark.parametrize("years", [-1, 10])
def test_a_pc_with_a_wrong_clock_gets_in_and_is_told_by_how_much(tmp_path, alone, years) -> None:
    store, holder, _ = enrolled(tmp_path / "a", alone)
    wrong = years * 365 * 86_400_000
    store.wall = lambda: wall_clock() + wrong
    registered(store, holder)
    done = synced(store)
    assert done.safe
    assert abs((done.skew_ms or 0) - wrong) < 5000
    equal(store, alone)


def test_a_restored_backup_gets_back_what_only_the_county_had(tmp_path, alone) -> None:
    store, holder, _ = enrolled(tmp_path / "a", alone)
    registered(store, holder, 2)
    synced(store)
    registered(store, holder, 1)  # in the backup, not at the county
    backup(store, tmp_path / "backup.zip")
    registered(store, holder, 3)
    synced(store)
    before = ids(store)
    store.close()
    back = restore(tmp_path / "backup.zip", tmp_path / "new", "P001", PASSWORD)
    registered(back, holder, 2)
    done = synced(back)
    assert (done.came_back, done.moved, done.safe) == (3, 0, True)
    assert set(before) <= set(ids(back))
    equal(back, alone)


def test_a_disk_image_used_on_is_a_fork_and_nothing_is_lost_on_either_side(tmp_path, alone) -> None:
    store, holder, _ = enrolled(tmp_path / "a", alone)
    registered(store, holder, 2)
    synced(store)
    clone = disk_copy(store, tmp_path / "clone")
    registered(store, holder, 3)
    registered(clone, holder, 4)
    synced(store)
    done = synced(clone)
    assert (done.came_back, done.moved, done.safe) == (3, 4, True)
    equal(clone, alone)

    registered(store, holder, 1)
    with pytest.raises(TwoBranches):
        synced(store)
    membership = enrol(store, holder, alone.url, alone.code(TOWNSHIP))
    assert (membership.reopen, membership.moved, membership.first_device) == (True, 1, False)
    store.close()
    anew, _ = unlock(tmp_path / "a", "P001", PASSWORD)
    assert synced(anew).safe
    synced(clone)
    synced(anew)
    assert ids(anew) == ids(clone)
    equal(anew, alone)
    equal(clone, alone)


def test_a_county_put_back_to_last_night_gets_everything_again_its_own_too(tmp_path) -> None:
    with at_work(tmp_path) as county:
        a, holder, _ = enrolled(tmp_path / "a", county)
        registered(a, holder, 2)
        synced(a)
        b = joined(tmp_path / "b", county)
    copied(tmp_path / "county.db", tmp_path / "night.db")
    with at_work(tmp_path, database_url=county.database_url) as day:
        moved_to(day, a, b)
        registered(a, holder, 5)
        registered(b, holder, 3)
        register_facility(day.database(), "350881102", "新建村卫生室", "village", TOWNSHIP)
        for store in (a, b, a):
            synced(store)
        everything = ids(a)
    for leftover in tmp_path.glob("county.db*"):
        leftover.unlink()
    shutil.copy(tmp_path / "night.db", tmp_path / "county.db")
    mark_restored(Database(county.database_url))
    with at_work(tmp_path, database_url=county.database_url) as after:
        moved_to(after, a, b)
        registered(b, holder, 1)
        for _ in range(20):  # what one pushes is numbered behind the answer; the other may pull before that
            assert synced(b).safe and synced(a).safe
            if ids(a) == ids(b):
                break
        assert set(everything) < set(ids(a))
        assert ids(a) == ids(b)
        equal(a, after)
        equal(b, after)
        with after.database().reading() as connection:
            assert facility_of(connection, "350881102") is not None


def copied(database: Path, to: Path) -> None:
    """The whole database as of now: a copy of the file alone would miss what is still in its log."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def moved_to(county: CountyAtWork, *stores: Store) -> None:
    """The county answers on another port now."""
    for store in stores:
        with store.changing() as connection:
            local.write(connection, local.SERVER, county.url)
