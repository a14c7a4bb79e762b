"""A simulation that finds nothing may be blind: it has to find bugs that we put there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.simulation.planted import PLANTED, worlds_for
from tests.simulation.run import lived, template
from tests.simulation.template import Template

MOST = 40  # worlds


@pytest.fixture(scope="module")
def made() -> Iterator[Template]:
    with template() as made:
        yield made


@pytest.mark.parametrize("put", PLANTED, ids=lambda put: put.__name__)
def test_a_planted_bug_is_found(made: Template, put: Callable[[], AbstractContextManager[None]]) -> None:
    with put():
        found = next((seed for seed in worlds_for(PLANTED[put], 1, MOST) if lived(made, seed).why), None)
    assert found is not None, f"{put.__name__}: not in {MOST} worlds"
    assert not lived(made, found).why, "the seed fails by itself"
