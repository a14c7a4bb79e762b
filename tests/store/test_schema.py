"""Migrations: one head, head equals the tables, and an older file is copied aside before it is changed."""

import secrets

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from clinic_app.projections.tables import metadata as projections
from clinic_app.store import search
from clinic_app.store.engine import open_engine, writing
from clinic_app.store.errors import NewerStore
from clinic_app.store.schema import alembic_config, head, migrate, revision_of
from clinic_app.store.tables import metadata as local
from clinic_app.wiring import open_folder
from tests.clinics import ADMIN, PASSWORD


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(tmp_path / "new.db", secrets.token_bytes(32))
    yield engine
    engine.dispose()


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_head_equals_the_tables(engine, tmp_path):
    migrate(engine, tmp_path, b"")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, [local, projections, search.metadata]) == []


def test_down_and_up_again(engine, tmp_path):
    migrate(engine, tmp_path, b"")
    config = alembic_config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(config, "head")
    assert revision_of(engine) == head()


def test_a_later_versions_file_is_refused_and_untouched(clinic):
    with clinic.store.changing() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    clinic.close()
    with pytest.raises(NewerStore):
        open_folder(clinic.store.folder, ADMIN, PASSWORD)


def test_the_old_file_is_kept_beside_before_a_migration(clinic, monkeypatch):
    folder, key = clinic.store.folder, clinic.store.data_key
    head_before = head()
    monkeypatch.setattr("clinic_app.store.schema.head", lambda: "next")
    assert migrate(clinic.store.engine, folder, key)
    copy = open_engine(folder / f"before-{head_before}.db", key)
    assert revision_of(copy) == head_before
    copy.dispose()
