"""Keeps the search keys in step with the residents' table, in the same transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.health_records import MergeOverruled, ResidentMerged, ResidentSplit
from clinic_app.journal.facts.residents import CardLinked, ResidentAmended, ResidentRegistered
from clinic_app.projections.tables.residents import card, resident
from clinic_app.store import search
from clinic_app.store.search_keys import Keys, keys_of

_RESIDENT: Final = sa.select(resident).where(resident.c.id == sa.bindparam("resident"))
_CARDS: Final = sa.select(card.c.number, card.c.identifier).where(card.c.resident == sa.bindparam("resident"))
_ASKED: Final = 250  # residents in one question
_CARDS_OF: Final = "SELECT resident, number FROM resident_card WHERE resident "
_RESIDENTS: Final = (
    "SELECT id, registered_at, name, id_number, temp_identity, phone, birth_date FROM resident WHERE id "
)
CHANGES_KEYS: Final = (
    ResidentRegistered,
    ResidentAmended,
    CardLinked,
    ResidentMerged,
    ResidentSplit,
    MergeOverruled,
)


@contextmanager
def following(connection: sa.Connection, entry: Entry, fact: Fact) -> Iterator[None]:
    """Around `apply`: what the resident was found by before is replaced by what it is found by now."""
    if not isinstance(fact, CHANGES_KEYS) or entry.subject is None:
        yield
        return
    before = keys_now(connection, entry.subject)
    yield
    search.reindex(connection, entry.subject, before, keys_now(connection, entry.subject))


def reindex_all(connection: sa.Connection, residents: Sequence[UUID], give_way: Callable[[], None]) -> None:
    """After `apply` of many entries: these residents are found by what the tables say now.

    `give_way` is called for each of them.
    """
    if not residents:
        return
    old = search.keys_held(connection, residents)
    new = _keys_now(connection, residents, give_way)
    changes = [(who, old.get(who, frozenset()), new.get(who, frozenset())) for who in residents]
    search.replace_keys(connection, changes, give_way)


def _keys_now(
    connection: sa.Connection, residents: Sequence[UUID], give_way: Callable[[], None]
) -> dict[UUID, Keys]:
    driver: Any = connection.connection.driver_connection  # plain rows: nobody needs them as more
    found: dict[UUID, Keys] = {}
    for part in search.parts(residents, _ASKED):
        asked = {who.bytes: who for who in part}
        places = f"IN ({','.join('?' * len(asked))})"
        numbers: dict[bytes, list[str]] = {}
        for who, number in driver.execute(_CARDS_OF + places, list(asked)):
            if number:
                numbers.setdefault(who, []).append(number)
        for who, registered, name, number, temporary, phone, born in driver.execute(
            _RESIDENTS + places, list(asked)
        ):
            give_way()
            if registered is not None:
                cards = numbers.get(who, ())
                found[asked[who]] = _keys_of(name, number, temporary, phone, born, cards)
    return found


def keys_now(connection: sa.Connection, resident_id: UUID) -> Keys:
    """The keys of a resident as the tables have it; none for one whose registration has not arrived."""
    row = connection.execute(_RESIDENT, {"resident": resident_id}).one_or_none()
    if row is None or row.registered_at is None:
        return frozenset()
    cards = connection.execute(_CARDS, {"resident": resident_id})
    known = (row.name, row.id_number, row.temp_identity, row.phone, row.birth_date)
    return _keys_of(*known, [number for number, _ in cards if number])


def _keys_of(
    name: str, id_number: str, temp_identity: str, phone: str, birth_date: str, card_numbers: Sequence[str]
) -> Keys:
    return keys_of(
        name=name,
        id_number=id_number or temp_identity,
        phone=phone,
        card_numbers=card_numbers,
        birth_date=date.fromisoformat(birth_date) if birth_date else None,
    )
