"""备份 and 恢复."""

import os
from pathlib import Path

import pytest

from clinic_app.store.backup import BadBackup, backup, daily, restore, staff_in
from clinic_app.store.errors import StoreExists
from clinic_app.store.keys import WrongPassword
from clinic_app.store.rebuild import rebuild
from clinic_app.store.rows import own_runs
from clinic_app.store.verify import verify
from tests.clinics import ADMIN, PASSWORD, resident


@pytest.fixture
def file(clinic, tmp_path):
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(resident("张三"), "self")
    backup(clinic.store, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def test_a_restored_folder_holds_everything_and_goes_on_as_a_new_run(clinic, file, tmp_path):
    store = restore(file, tmp_path / "new", ADMIN, PASSWORD)
    assert verify(store).entries == verify(clinic.store).entries
    assert rebuild(store, check=True).different == ()
    with store.reading() as connection:
        old, new = own_runs(connection)
    assert new.current and new.origin.incarnation == old.incarnation and new.origin.seq == old.head_seq
    store.close()


def test_a_backup_shows_nothing_without_a_password(file, tmp_path):
    assert "张三".encode() not in file.read_bytes()
    with pytest.raises(WrongPassword):
        restore(file, tmp_path / "new", ADMIN, "wrong-password")
    assert not list((tmp_path / "new").iterdir())
    assert staff_in(file) == [ADMIN]


def test_a_damaged_backup_restores_nothing(file, tmp_path):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BadBackup):
        restore(file, tmp_path / "new", ADMIN, PASSWORD)
    assert not list((tmp_path / "new").iterdir())


def test_a_folder_in_use_is_not_overwritten(clinic, file):
    with pytest.raises(StoreExists):
        restore(file, clinic.store.folder, ADMIN, PASSWORD)


def test_the_daily_backup_is_made_once_a_day_and_old_ones_go(clinic, tmp_path):
    day = 24 * 3600 * 1000
    start = clinic.store.wall()
    place = tmp_path / "stick"
    for n in range(16):
        clinic.store.wall = lambda n=n: start + n * day
        assert daily(clinic.store, place) is not None
        assert daily(clinic.store, place) is None
    kept = sorted(place.glob("*.zip"))
    assert len(kept) == 14
    restore(kept[-1], tmp_path / "again", ADMIN, PASSWORD).close()


@pytest.mark.parametrize("moved", [0, 1])
def test_a_restore_that_was_cut_off_can_be_made_again(file, tmp_path, moved):
    child = os.fork()
    if child == 0:
        left, replace = iter(range(moved)), Path.replace
        Path.replace = lambda one, to: os._exit(9) if next(left, None) is None else replace(one, to)
        restore(file, tmp_path / "new", ADMIN, PASSWORD)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    store = restore(file, tmp_path / "new", ADMIN, PASSWORD)
    assert verify(store).entries
    store.close()


def test_copies_that_a_power_cut_left_go_with_a_later_backup(clinic, tmp_path):
    old, of_now = clinic.store.folder / "backup-old", clinic.store.folder / "restore-now"
    for left in (old, of_now):
        left.mkdir()
        (left / "clinic.db").write_bytes(b"x")
    os.utime(old, (0, 0))
    backup(clinic.store, tmp_path / "b.zip")
    assert not old.exists() and of_now.exists()
