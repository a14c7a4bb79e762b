"""What is otherwise in the simulation than in a county: sizes, so that a few entries are many, and what only takes time."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from clinic_app.journal import courier
from clinic_app.store import rebuild as clinic_rebuild
from clinic_app.sync import courier_out, engine
from clinic_app.sync import hub as lan
from sync_server.hub import application as hub_application
from sync_server.intake import rebuild as county_rebuild
from sync_server.publish import courier as answers
from sync_server.publish import snapshots
from tests.simulation import look
from tests.simulation.county import Troubles, alone


@contextmanager
def small() -> Iterator[Troubles]:
    """Pages and segments of a few entries, tables compared in short, and the server's threads in our order."""
    before = [(place, name, getattr(place, name)) for place, name, _ in _SMALL]
    for place, name, value in _SMALL:
        setattr(place, name, value)
    try:
        with alone() as troubles:
            yield troubles
    finally:
        for place, name, value in before:
            setattr(place, name, value)


_SMALL: tuple[tuple[ModuleType, str, Any], ...] = (
    (engine, "FIRST_BYTES", 900),
    (engine, "LEAST_BYTES", 300),
    (engine, "MOST_BYTES", 3000),
    (engine, "PAGE", 4),
    (clinic_rebuild, "digests", look.digests),
    (county_rebuild, "drop_projections", look.empty_county),
    (snapshots, "PART_ENTRIES", 4),
    (hub_application, "open_hub", lambda database: None),  # its tables are those of the template
    (lan, "FIRST_BYTES", 900),
    (lan, "_LEAST", 300),
    (lan, "_MOST", 3000),
    (courier, "FILE_BYTES", 1500),
    (courier_out, "SEGMENT_BYTES", 900),
    (answers, "PAGE", 4),
)
