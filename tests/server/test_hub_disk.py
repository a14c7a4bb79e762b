"""A hub's database opens with its key alone, and says nothing without it."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from sync_server.hub.disk import KEY_FILE, key_place, open_locked
from sync_server.hub.errors import NoHubKey, NotSetUp
from sync_server.store.county import values_of, write_value
from sync_server.store.engine import Database
from sync_server.store.schema import migrate

SECRET = "张三 350881194910010011".encode()


def made(folder: Path) -> str:
    url = f"sqlite:///{folder / 'hub.db'}"
    database = open_locked(url, {}, new=True)
    migrate(database)
    with database.writing() as connection:
        write_value(connection, "x", SECRET)
    database.close()
    return url


def test_nothing_on_the_disk_can_be_read(tmp_path: Path) -> None:
    url = made(tmp_path)
    database = open_locked(url, {}, new=False)
    with database.writing() as connection:
        write_value(connection, "y", SECRET * 40)  # in the write-ahead log
        assert values_of(connection, "x") == {"x": SECRET}
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    database.close()
    assert {"hub.db", "hub.db-wal", "hub.key"} <= set(files)
    assert not any(
        SECRET in data or b"journal_entry" in data or b"SQLite format" in data for data in files.values()
    )


def test_the_key_is_its_owners_alone_and_made_once(tmp_path: Path) -> None:
    url = made(tmp_path)
    key = (tmp_path / "hub.key").read_text()
    assert stat.S_IMODE((tmp_path / "hub.key").stat().st_mode) == 0o600
    open_locked(url, {}, new=True).close()
    assert (tmp_path / "hub.key").read_text() == key


def test_what_systemd_hands_over_comes_first(tmp_path: Path) -> None:
    url = made(tmp_path)
    handed = tmp_path / "credentials"
    handed.mkdir()
    environ = {"CREDENTIALS_DIRECTORY": str(handed)}
    open_locked(url, environ, new=False).close()  # not there: the one beside the database
    (tmp_path / "hub.key").rename(handed / KEY_FILE)
    assert key_place(tmp_path / "hub.db", environ) == handed / KEY_FILE
    database = open_locked(url, environ, new=False)
    with database.reading() as connection:
        assert values_of(connection, "x") == {"x": SECRET}
    database.close()


def lost(folder: Path) -> None:
    (folder / "hub.key").unlink()


def anothers(folder: Path) -> None:
    (folder / "hub.key").write_text("00" * 32)


def cut(folder: Path) -> None:
    (folder / "hub.key").write_text((folder / "hub.key").read_text()[:40])


def rubbish(folder: Path) -> None:
    (folder / "hub.key").write_bytes(b"\xff\xfe")


def plain_before(folder: Path) -> None:
    """A database of a version that did not encrypt it."""
    for path in folder.iterdir():
        path.unlink()
    database = Database(f"sqlite:///{folder / 'hub.db'}")
    migrate(database)
    database.close()


@pytest.mark.parametrize("harm", [lost, anothers, cut, rubbish, plain_before])
def test_a_key_that_is_not_its_own_is_said_and_nothing_is_changed(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    url = made(tmp_path)
    harm(tmp_path)
    before = (tmp_path / "hub.db").read_bytes()
    for new in (False, True):
        with pytest.raises(NoHubKey):
            open_locked(url, {}, new=new)
    assert (tmp_path / "hub.db").read_bytes() == before


def test_no_database_is_no_hub(tmp_path: Path) -> None:
    with pytest.raises(NotSetUp):
        open_locked(f"sqlite:///{tmp_path / 'hub.db'}", {}, new=False)
    assert list(tmp_path.iterdir()) == []
