from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.store.journal import Store
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("template") / "clinic"
    return folder, made_template(folder)


@pytest.fixture
def clinic(template: tuple[Path, str], tmp_path: Path) -> Iterator[Clinic]:
    clinic = opened_copy(template[0], tmp_path / "clinic")
    yield clinic
    clinic.close()


@pytest.fixture
def store(clinic: Clinic) -> Store:
    return clinic.store


@pytest.fixture
def recovery_code(template: tuple[Path, str]) -> str:
    return template[1]
