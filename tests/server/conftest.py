"""Databases of both kinds, and a county on each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.county import TestCounty, founded, running
from tests.server.postgres import Cluster, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as running_one:
        yield running_one


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'county.db'}"


@pytest.fixture
def postgres_url(cluster: Cluster) -> Iterator[str]:
    url = cluster.new_url()
    yield url
    cluster.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on both."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found: str = request.getfixturevalue(name)
    return found


@pytest.fixture
def county(sqlite_url: str) -> Iterator[TestCounty]:
    with running(founded(sqlite_url)) as county:
        yield county


@pytest.fixture
def working_county(sqlite_url: str) -> Iterator[TestCounty]:
    """With the thread behind the push."""
    with running(founded(sqlite_url), works=True) as county:
        yield county
