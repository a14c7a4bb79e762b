"""Keeps the search keys in step with the residents' table, in the same transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.residents import CardLinked, ResidentAmended, ResidentRegistered
from clinic_app.projections.tables.residents import card, resident
from clinic_app.store import search
from clinic_app.store.attention import Attention
from clinic_app.store.search_keys import Keys, keys_of

_RESIDENT: Final = sa.select(resident).where(resident.c.id == sa.bindparam("resident"))
_CARDS: Final = sa.select(card.c.number, card.c.identifier).where(card.c.resident == sa.bindparam("resident"))
_ASKED: Final = 250  # residents in one question
_RESIDENTS: Final = sa.select(
    resident.c.id,
    resident.c.registered_at,
    resident.c.name,
    resident.c.id_number,
    resident.c.temp_identity,
    resident.c.phone,
    resident.c.birth_date,
).where(resident.c.id.in_(sa.bindparam("residents", expanding=True)))
_CARDS_OF: Final = sa.select(card.c.resident, card.c.number).where(
    card.c.resident.in_(sa.bindparam("residents", expanding=True))
)
CHANGES_KEYS: Final = (ResidentRegistered, ResidentAmended, CardLinked)


@contextmanager
def following(connection: sa.Connection, entry: Entry, fact: Fact) -> Iterator[None]:
    """Around `apply`: what the resident was found by before is replaced by what it is found by now."""
    if not isinstance(fact, CHANGES_KEYS) or entry.subject is None:
        yield
        return
    before = keys_now(connection, entry.subject)
    yield
    search.reindex(connection, entry.subject, before, keys_now(connection, entry.subject))


def reindex_all(connection: sa.Connection, residents: Sequence[UUID], attention: Attention) -> None:
    """After `apply` of many entries: these residents are found by what the tables say now."""
    if not residents:
        return
    old = search.keys_held(connection, residents)
    new = _keys_now(connection, residents, attention)
    changes = [(who, old.get(who, frozenset()), new.get(who, frozenset())) for who in residents]
    search.replace_keys(connection, changes, attention.give_way)


def _keys_now(connection: sa.Connection, residents: Sequence[UUID], attention: Attention) -> dict[UUID, Keys]:
    found: dict[UUID, Keys] = {}
    for part in search.parts(residents, _ASKED):
        numbers: dict[UUID, list[str]] = {}
        for row in connection.execute(_CARDS_OF, {"residents": part}):
            if row.number:
                numbers.setdefault(row.resident, []).append(row.number)
        for one in connection.execute(_RESIDENTS, {"residents": part}):
            if one.registered_at is not None:
                found[one.id] = _keys_of(one, numbers.get(one.id, ()))
        attention.give_way()
    return found


def keys_now(connection: sa.Connection, resident_id: UUID) -> Keys:
    """The keys of a resident as the tables have it; none for one whose registration has not arrived."""
    row = connection.execute(_RESIDENT, {"resident": resident_id}).one_or_none()
    if row is None or row.registered_at is None:
        return frozenset()
    cards = connection.execute(_CARDS, {"resident": resident_id})
    return _keys_of(row, [number for number, _ in cards if number])


def _keys_of(row: Any, card_numbers: Sequence[str]) -> Keys:
    return keys_of(
        name=row.name,
        id_number=row.id_number or row.temp_identity,
        phone=row.phone,
        card_numbers=card_numbers,
        birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
    )
