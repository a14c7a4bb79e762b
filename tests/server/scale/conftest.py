"""A city's files, made once: nobody changes them."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from sync_server.analysis.export import export
from tests.server.scale.city import CITY_KEY, County, city


@dataclass
class CityFiles:
    folder: Path
    counties: list[County]


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> CityFiles:
    """Ten counties' files in one folder."""
    folder = tmp_path_factory.mktemp("city")
    counties = city(folder)
    for one in counties:
        export(one.database, folder / "files", city_key=CITY_KEY)
    return CityFiles(folder / "files", counties)
