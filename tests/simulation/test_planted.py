"""A simulation that finds nothing may be blind: it has to find bugs that we put there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.simulation.planted import ONCE, PLANTED, worlds_for
from tests.simulation.run import kept, lived, template
from tests.simulation.template import Template

MOST = 40  # worlds


@pytest.fixture(scope="module")
def made() -> Iterator[Template]:
    with template() as made:
        yield made


@pytest.mark.parametrize("put", PLANTED, ids=lambda put: put.__name__)
def test_a_planted_bug_is_found(made: Template, put: Callable[[], AbstractContextManager[None]]) -> None:
    with put():
        found = next((one for one in worlds_for(PLANTED[put], 1, MOST) if lived(made, one).why), None)
    assert found is not None, f"{put.__name__}: not in {MOST} worlds"
    assert not lived(made, found).why, "the world fails by itself"


@pytest.mark.parametrize("put", ONCE, ids=lambda put: put.__name__)
def test_a_kept_world_still_shows_what_it_was_kept_for(
    made: Template, put: Callable[[], AbstractContextManager[None]]
) -> None:
    world = next(one for one in kept() if one.seed == ONCE[put])
    with put():
        assert lived(made, world).why
