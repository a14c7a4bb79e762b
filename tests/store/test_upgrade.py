"""A store of the version before opens with everything it had: its tables are replayed from its journal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command

from clinic_app.day.play import play
from clinic_app.store import local
from clinic_app.store.engine import writing
from clinic_app.store.rebuild import digests, rebuild
from clinic_app.store.schema import alembic_config, head, revision_of
from clinic_app.wiring import Clinic, open_folder
from tests.clinics import ADMIN, PASSWORD


def rows(clinic: Clinic) -> dict[str, bytes]:
    with clinic.store.reading() as connection:
        return digests(connection)


@pytest.fixture
def older(clinic: Clinic) -> tuple[Path, dict[str, bytes]]:
    """A folder at the first revision with a day's work in its journal, and its tables as they should be."""
    play(clinic, 5, seed=11)
    before = rows(clinic)
    config = alembic_config()
    with writing(clinic.store.engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    clinic.close()
    return clinic.store.folder, before


def test_a_store_of_the_version_before_is_replayed_on_opening(older):
    folder, before = older
    again = open_folder(folder, ADMIN, PASSWORD)
    assert revision_of(again.store.engine) == head()
    assert rows(again) == before
    with again.store.reading() as connection:
        assert local.read(connection, local.REBUILD_WANTED) is None
    assert rebuild(again.store, check=True).different == ()
    again.close()
    assert (folder / "before-0001.db").exists()


def test_a_replay_that_was_cut_is_done_at_the_next_opening(older, monkeypatch):
    folder, before = older

    def cut(_: object) -> None:
        raise KeyboardInterrupt

    replay: Callable[..., object] = cut
    monkeypatch.setattr("clinic_app.wiring.rebuild_if_wanted", replay)
    with pytest.raises(KeyboardInterrupt):
        open_folder(folder, ADMIN, PASSWORD)
    monkeypatch.undo()
    again = open_folder(folder, ADMIN, PASSWORD)
    assert rows(again) == before
    again.close()
