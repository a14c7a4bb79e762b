"""A clinic's day whose insurance is a simulated platform with books of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.insurance_platform.desk import Desk, begin
from tests.ui.clinic_day import found_clinic


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("platform") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def desk(founded: Path, tmp_path: Path) -> Iterator[Desk]:
    opened = begin(founded, tmp_path / "data", tmp_path / "platform.db")
    yield opened
    opened.close()
