"""Which entries a fact names."""

from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.journal.facts.outpatient import EncounterSigned

_BUILT_ON = ("visit_id", "settlement_id", "resettles", "admission_id", "call_id")
_MENTIONED = ("purse_call", "deferred", "about", "new_setl_id")


def named_entries(fact: Fact) -> Iterator[UUID]:
    """The entries that a fact builds on: it waits while one of them is set aside."""
    for name in _fields(type(fact), _BUILT_ON):
        value = getattr(fact, name)
        if isinstance(value, UUID):
            yield value
    if isinstance(fact, EncounterSigned):
        yield from fact.prescriptions


def all_named(fact: Fact) -> tuple[UUID, ...]:
    """Those, and further ones that have to be the clinic's own too but that it does not wait for."""
    if isinstance(fact, ClosingMade):
        return (*named_entries(fact), *fact.records, *fact.movements, *fact.closings)
    values = (getattr(fact, name) for name in _fields(type(fact), _MENTIONED))
    return (*named_entries(fact), *(value for value in values if isinstance(value, UUID)))


@lru_cache
def _fields(kind: type[Fact], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in kind.__struct_fields__)
