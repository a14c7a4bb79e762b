"""What contracts bring to a `Year`: who is contracted on its last day, and what was promised for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.contract_package_files import packages
from clinic_app.domain.contract_packages import Item
from clinic_app.domain.contract_plan import Evidence, Term, items_of, kinds_of, promised_between
from clinic_app.domain.contract_terms import Chosen, Contract, in_force
from clinic_app.domain.public_health.appraised import Managed, Promised
from clinic_app.domain.public_health.indicators import Key
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries.contract_records import records_by_person


@dataclass(frozen=True, slots=True)
class ContractYear:
    contracted: Mapping[Key, Sequence[str]]  # with their key groups
    promised: Sequence[Promised]


def contract_year(
    connection: sa.Connection,
    institutions: Sequence[str],
    first: date,
    last: date,
    births: Mapping[Key, date | None],
    managed: Mapping[str, Sequence[Managed]],
) -> ContractYear:
    """Of the contracts of these institutions between two days of a year, by what they wrote themselves."""
    by_person = queries.of_institutions(connection, institutions, first)
    held = [
        one for contracts in by_person.values() for one in contracts if _counts(one, contracts, first, last)
    ]
    since = min((one.valid_from for one in held), default=last)
    kinds = {kind for chosen in {one.packages for one in held} for kind in kinds_of(_promised(chosen))}
    records = records_by_person(connection, institutions, kinds, since, last) if held else {}
    closed = _closed(managed)
    return ContractYear(
        {one.resident_id.bytes: one.groups for one in queries.standing(by_person.values(), last)},
        [
            line
            for one in held
            for line in _lines(one, records.get(one.resident_id.bytes, ()), births, closed, first, last)
        ],
    )


def promised(contract: Contract) -> tuple[Item, ...]:
    """The items of its packages; those of a package that this program does not know are a newer one's."""
    return _promised(contract.packages)


@lru_cache(maxsize=1024)
def _promised(chosen: tuple[Chosen, ...]) -> tuple[Item, ...]:
    known = packages()
    return items_of(known[one.key, one.version] for one in chosen if (one.key, one.version) in known)


def _counts(one: Contract, contracts: Sequence[Contract], first: date, last: date) -> bool:
    """It holds within the year, and of two that hold it is the one that stands."""
    begun = max(one.valid_from, first)
    return begun <= last and in_force(contracts, begun)[:1] == (one,)


def _closed(managed: Mapping[str, Sequence[Managed]]) -> Mapping[Key, dict[str, date]]:
    found: dict[Key, dict[str, date]] = {}
    for service, spans in managed.items():
        for one in spans:
            if one.until is not None:
                found.setdefault(one.resident, {})[service] = one.until
    return found


def _lines(
    one: Contract,
    records: Sequence[Evidence],
    births: Mapping[Key, date | None],
    closed: Mapping[Key, Mapping[str, date]],
    first: date,
    last: date,
) -> Iterator[Promised]:
    key = one.resident_id.bytes
    term = Term(
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        last_day=one.last_day,
        birth_date=births.get(key),
        closed=closed.get(key, {}),
    )
    for at, done in promised_between(term, promised(one), records, first, last):
        yield Promised(_key(one.id, at), done)


def _key(contract: UUID, at: int) -> Key:
    return contract.bytes[:14] + at.to_bytes(2, "big")
