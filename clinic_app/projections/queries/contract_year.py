"""What contracts bring to a `Year`: who is contracted on its last day, and what was promised for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from clinic_app.domain.contract_package_files import packages
from clinic_app.domain.contract_packages import Item
from clinic_app.domain.contract_plan import Term, Time, items_of, kinds_of, promised_between, times_of
from clinic_app.domain.contract_terms import Chosen, Held, in_force, to_renew
from clinic_app.domain.health_record import Life
from clinic_app.domain.public_health.appraised import Managed
from clinic_app.domain.public_health.indicators import Key
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries.contract_records import records_by_person


@dataclass(frozen=True, slots=True)
class ContractYear:
    contracted: Mapping[Key, Sequence[str]]  # with their key groups
    renewable: frozenset[Key]  # of them, in the last days of a contract with nothing after it
    promised: frozenset[Key]
    fulfilled: frozenset[Key]


@dataclass(frozen=True, slots=True)
class People:
    """What the rest of the year knows of them."""

    kept: Mapping[Key, Key]  # of everyone who was merged, the entry that stands for the person
    lives: Mapping[Key, Life]  # of who is not here any more
    births: Mapping[Key, date | None]
    managed: Mapping[str, Sequence[Managed]]


def contract_year(
    connection: sa.Connection, institutions: Sequence[str], first: date, last: date, people: People
) -> ContractYear:
    """Of the contracts of these institutions between two days of a year, by what they wrote themselves."""
    by_person = queries.held_by_person(connection, institutions, first, people.kept, people.lives)
    held = [
        one for contracts in by_person.values() for one in contracts if _counts(one, contracts, first, last)
    ]
    since = min((one.valid_from for one in held), default=last)
    kinds = {kind for chosen in {one.packages for one in held} for kind in kinds_of(_promised(chosen))}
    records = records_by_person(connection, institutions, kinds, since, last) if held else {}
    closed = _closed(people.managed)
    shared: dict[tuple[tuple[Chosen, ...], date, date], tuple[Time, ...]] = {}
    promised, fulfilled = set(), set()
    for one in held:
        agreed = one.packages, one.valid_from, one.valid_to
        times = shared.get(agreed)
        if times is None:
            times = shared[agreed] = times_of(_promised(one.packages), one.valid_from, one.valid_to)
        who = one.resident_id
        term = Term(
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            last_day=one.last_day,
            birth_date=people.births.get(who),
            closed=closed.get(who, {}),
        )
        for at, done in promised_between(term, times, records.get(who, ()), first, last):
            key = one.id[:14] + at.to_bytes(2, "big")
            promised.add(key)
            if done:
                fulfilled.add(key)
    standing = queries.standing(by_person.values(), last)
    return ContractYear(
        contracted={one.resident_id: one.groups for one in standing},
        renewable=frozenset(who for who, known in by_person.items() if to_renew(known, last) is not None),
        promised=frozenset(promised),
        fulfilled=frozenset(fulfilled),
    )


def promised(contract: Held[Any]) -> tuple[Item, ...]:
    """The items of its packages; those of a package that this program does not know are a newer one's."""
    return _promised(contract.packages)


@lru_cache(maxsize=1024)
def _promised(chosen: tuple[Chosen, ...]) -> tuple[Item, ...]:
    known = packages()
    return items_of(known[one.key, one.version] for one in chosen if (one.key, one.version) in known)


def _counts(one: Held[Any], contracts: Sequence[Held[Any]], first: date, last: date) -> bool:
    """It holds within the year, and of two that hold it is the one that stands."""
    begun = max(one.valid_from, first)
    if begun > last or not one.holds(begun):
        return False
    return len(contracts) == 1 or in_force(contracts, begun)[0] is one


def _closed(managed: Mapping[str, Sequence[Managed]]) -> Mapping[Key, dict[str, date]]:
    found: dict[Key, dict[str, date]] = {}
    for service, spans in managed.items():
        for one in spans:
            if one.until is not None:
                found.setdefault(one.resident, {})[service] = one.until
    return found
