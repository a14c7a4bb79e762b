"""Which entries a fact names."""

from functools import cache
from typing import NamedTuple
from uuid import UUID

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.journal.facts.outpatient import EncounterSigned

_BUILT_ON = ("visit_id", "settlement_id", "resettles", "admission_id", "call_id", "stocktake_id", "order_id")
_MENTIONED = ("purse_call", "deferred", "about", "new_setl_id")


# What is corrected, ended or carried on where people of a township work together.
_SHARED = (
    "record_id",
    "replaces",
    "contract_id",
    "household_id",
    "event_id",
    "merge_id",
    "dose_id",
    "case_id",
    "pack_id",
)


class Named(NamedTuple):
    """Entries that a fact names."""

    built_on: tuple[UUID, ...]  # of the clinic's own; the fact waits while one of them is set aside
    mentioned: tuple[UUID, ...]  # of the clinic's own; it waits for none of these
    shared: tuple[UUID, ...] = ()  # of the clinic's own township, or told to the clinic


NOTHING = Named((), ())


def named_in(fact: Fact) -> Named:
    kind = type(fact)
    built_on = _ids(fact, _fields_of(kind)[0])
    if isinstance(fact, EncounterSigned):
        built_on += fact.prescriptions
    mentioned = _ids(fact, _fields_of(kind)[1])
    if isinstance(fact, ClosingMade):
        mentioned = (*fact.records, *fact.movements, *fact.closings)
    return Named(built_on, mentioned, _ids(fact, _fields_of(kind)[2]))


def _ids(fact: Fact, names: tuple[str, ...]) -> tuple[UUID, ...]:
    return tuple([value for name in names if isinstance(value := getattr(fact, name), UUID)])


@cache
def _fields_of(kind: type[Fact]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    def present(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name in kind.__struct_fields__)

    return present(_BUILT_ON), present(_MENTIONED), present(_SHARED)
