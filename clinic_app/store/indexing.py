"""Keeps the search keys in step with the residents' table, in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.residents import CardLinked, ResidentAmended, ResidentRegistered
from clinic_app.projections.tables.residents import card, resident
from clinic_app.store import search
from clinic_app.store.search_keys import Keys, keys_of

_RESIDENT: Final = sa.select(resident).where(resident.c.id == sa.bindparam("resident"))
_CARDS: Final = sa.select(card.c.number, card.c.identifier).where(card.c.resident == sa.bindparam("resident"))
_CHANGES_KEYS = (ResidentRegistered, ResidentAmended, CardLinked)


@contextmanager
def following(connection: sa.Connection, entry: Entry, fact: Fact) -> Iterator[None]:
    """Around `apply`: what the resident was found by before is replaced by what it is found by now."""
    if not isinstance(fact, _CHANGES_KEYS) or entry.subject is None:
        yield
        return
    before = keys_now(connection, entry.subject)
    yield
    search.reindex(connection, entry.subject, before, keys_now(connection, entry.subject))


def keys_now(connection: sa.Connection, resident_id: UUID) -> Keys:
    """The keys of a resident as the tables have it; none for one whose registration has not arrived."""
    row = connection.execute(_RESIDENT, {"resident": resident_id}).one_or_none()
    if row is None or row.registered_at is None:
        return frozenset()
    cards = connection.execute(_CARDS, {"resident": resident_id})
    return keys_of(
        name=row.name,
        id_number=row.id_number or row.temp_identity,
        phone=row.phone,
        card_numbers=[number for number, _ in cards if number],
        birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
    )
