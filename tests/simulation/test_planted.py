"""A simulation that finds nothing may be blind: it has to find bugs that we put there."""

from collections.abc import Iterator

import pytest

from tests.simulation.planted import PLANTED
from tests.simulation.run import lived, template
from tests.simulation.template import Template

MOST = 60  # seeds


@pytest.fixture(scope="module")
def made() -> Iterator[Template]:
    with template() as made:
        yield made


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_found(made: Template, name: str) -> None:
    with PLANTED[name]():
        found = next((seed for seed in range(1, MOST + 1) if lived(made, seed).why), None)
    assert found is not None, f"{name}: not in {MOST} seeds"
    assert not lived(made, found).why, "the seed fails by itself"
