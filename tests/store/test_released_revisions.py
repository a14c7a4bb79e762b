"""A revision that was released stays as it is: who went through it must arrive where a new file does."""

import json

import pytest

from tests.revisions import DATABASES, RELEASED, fingerprints


@pytest.mark.parametrize("name", DATABASES)
def test_a_released_revision_never_changes(name):
    released = json.loads(RELEASED.read_text())[name]
    now = dict(fingerprints(DATABASES[name]))
    changed = [revision for revision, print in released.items() if now.get(revision) != print]
    assert changed == [], f"put what is new into a revision after {max(released)}"
