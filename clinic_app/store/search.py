"""找人: residents by name, part of a name, pinyin, numbers and their tails.

One B-tree of keys holds them all (`search_keys` says which), so every search reads neighbouring
rows and hardly more than it shows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.projections.types import Id
from clinic_app.store.search_keys import LAST, Condition, Keys, plan_of

T = TypeVar("T")

metadata = sa.MetaData()

resident_key = sa.Table(
    "resident_key",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("resident", Id, primary_key=True),
    sqlite_with_rowid=False,
)

# A resident's keys in one text, each behind a line feed: the second term of a query is tested here,
# and a change knows what to take out.
resident_search = sa.Table(
    "resident_search",
    metadata,
    sa.Column("resident", Id, primary_key=True),
    sa.Column("terms", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

# Built once: building a statement costs more than running it.
_ADD_KEYS = sa.insert(resident_key).prefix_with("OR IGNORE", dialect="sqlite")
_ADD_SORTED = (
    "INSERT OR IGNORE INTO resident_key (key, resident) "
    "SELECT one.value AS key, unhex(who.key) AS resident FROM json_each(?) who, json_each(who.value) one "
    "ORDER BY key, resident"
)
_FORGET = sa.delete(resident_search).where(resident_search.c.resident == sa.bindparam("gone"))
_REMEMBER = sa.insert(resident_search)

_BATCH = 500  # rows of the driving term that are tested at once, at most
_FIRST = 60  # rows tested first, then twice as many each time: often the page is full soon
_LOOKS = (500, 20_000)  # keys counted of each term, until one has fewer
_WRITTEN = 100  # rows between two looks at whether somebody waits
_MOST_TESTED = 20_000  # of a query of two terms, both of them common; about 0.1 s


def reindex(connection: sa.Connection, resident_id: UUID, old: Keys | None, new: Keys) -> None:
    """Replace a resident's keys; `new` empty takes the resident out.

    `old` may be None: it is then read from the index itself.
    """
    known = _keys_held(connection, resident_id) if old is None else old
    gone, come = known - new, new - known
    if gone:
        held = sa.and_(resident_key.c.resident == resident_id, resident_key.c.key.in_(sorted(gone)))
        connection.execute(sa.delete(resident_key).where(held))
    if come:
        rows = [{"key": key, "resident": resident_id} for key in sorted(come)]
        connection.execute(_ADD_KEYS, rows)
    connection.execute(_FORGET, {"gone": resident_id})
    if new:
        connection.execute(_REMEMBER, {"resident": resident_id, "terms": _joined(new)})


def replace_keys(
    connection: sa.Connection,
    changes: Sequence[tuple[UUID, Keys, Keys]],
    between: Callable[[], None] = lambda: None,
) -> None:
    """Of many residents at once: who they are, their keys until now, and from now on.

    Sorted rows load four times faster, and told as one text SQLite sorts and writes them by itself, while other
    threads run; `between` is called for each of them and between the statements.
    """
    gone: list[tuple[str, bytes]] = []
    come: dict[str, Keys] = {}
    forgotten: list[tuple[bytes]] = []
    told: list[tuple[bytes, str]] = []
    for who, old, new in changes:
        between()
        if old == new:
            continue
        own = who.bytes
        come[who.hex] = new - old if old else new
        if old:
            gone += [(key, own) for key in old - new]
            forgotten.append((own,))
        if new:
            told.append((own, _joined(new)))
    if come:
        between()
        connection.exec_driver_sql(_ADD_SORTED, (msgspec.json.encode(come).decode(),))
    for each in (gone, forgotten, told):
        each.sort()
    for statement, rows in (
        ("DELETE FROM resident_key WHERE key = ? AND resident = ?", gone),
        ("DELETE FROM resident_search WHERE resident = ?", forgotten),
        ("INSERT INTO resident_search (resident, terms) VALUES (?, ?)", told),
    ):
        for part in parts(rows, _WRITTEN):
            between()
            connection.exec_driver_sql(statement, part)


def keys_held(connection: sa.Connection, residents: Sequence[UUID]) -> dict[UUID, Keys]:
    """The keys of those who are in the index."""
    found: dict[UUID, Keys] = {}
    for part in parts(residents, _BATCH):
        query = sa.select(resident_search).where(resident_search.c.resident.in_(part))
        for row in connection.execute(query):
            found[row.resident] = frozenset(row.terms.split("\n")[1:])
    return found


def index_all(connection: sa.Connection, residents: Iterable[tuple[UUID, Keys]]) -> int:
    """Fill an empty index, as after a rebuild or a snapshot; sorted rows load four times faster.

    Returns the number of residents.
    """
    held = [(resident, keys) for resident, keys in residents if keys]
    pairs = sorted((key, resident.bytes) for resident, keys in held for key in keys)
    for part in parts(pairs, 10_000):
        rows = [{"key": key, "resident": UUID(bytes=resident)} for key, resident in part]
        connection.execute(sa.insert(resident_key), rows)
    for some in parts(sorted(held, key=lambda one: one[0].bytes), 10_000):
        rows = [{"resident": resident, "terms": _joined(keys)} for resident, keys in some]
        connection.execute(sa.insert(resident_search), rows)
    return len(held)


def clear(connection: sa.Connection) -> None:
    """Empty the index, before `index_all`."""
    connection.execute(sa.delete(resident_key))
    connection.execute(sa.delete(resident_search))


def find(connection: sa.Connection, text: str, limit: int = 30) -> list[UUID]:
    """Up to `limit` residents: the whole name or number first, then beginnings, then what lies inside."""
    found: dict[UUID, None] = {}
    for conditions in plan_of(text, partial(_areas, connection)):
        for resident in _matching(connection, conditions, limit):
            found.setdefault(resident)
            if len(found) >= limit:
                return list(found)
    return list(found)


def _matching(connection: sa.Connection, conditions: Sequence[Condition], limit: int) -> Iterator[UUID]:
    if len(conditions) == 1:
        yield from _residents(connection, conditions[0], limit)
        return
    driving, near, far = _by_size(connection, conditions)
    tested = islice(_residents(connection, driving, _MOST_TESTED), _MOST_TESTED)
    yield from _fulfilling(connection, list(islice(tested, _FIRST)), near + far)
    held = [_holders(connection, each) for each in near]
    left = (one for one in tested if all(one.bytes in some for some in held))
    size = _FIRST
    while part := list(islice(left, size)):
        yield from _fulfilling(connection, part, far)
        size = min(2 * size, _BATCH)


def _areas(connection: sa.Connection, digits: str) -> Iterator[str]:
    """The area codes in the index that begin with these digits: one look for each, none where all six are there."""
    if len(digits) == 6:
        yield digits
        return
    low, end = "a" + digits, "a" + digits + ":"  # the sign after 9
    while key := connection.scalar(_FIRST_KEY, {"low": low, "high": end}):
        area = key[1:7]
        yield area
        low = f"a{area}{LAST}"


def _residents(connection: sa.Connection, condition: Condition, limit: int) -> Iterator[UUID]:
    """The residents of a condition's ranges in their order; inside a range the shortest key comes first."""
    seen: set[UUID] = set()
    for low, high in condition:
        # Two keys of one resident may lie in a range (two readings, a letter twice): hence twice as many.
        with connection.execute(_IN_RANGE, {"low": low, "high": high, "most": 2 * limit}) as result:
            for resident in result.scalars():
                if resident not in seen:
                    seen.add(resident)
                    yield resident


_IN_RANGE = (
    sa.select(resident_key.c.resident)
    .where(resident_key.c.key >= sa.bindparam("low"), resident_key.c.key < sa.bindparam("high"))
    .order_by(resident_key.c.key, resident_key.c.resident)
    .limit(sa.bindparam("most"))
)

_FIRST_KEY = (
    sa.select(resident_key.c.key)
    .where(resident_key.c.key >= sa.bindparam("low"), resident_key.c.key < sa.bindparam("high"))
    .order_by(resident_key.c.key)
    .limit(1)
)
_SIZE = "SELECT count(*) FROM (SELECT 1 FROM resident_key WHERE key >= ? AND key < ? LIMIT ?)"


def _by_size(
    connection: sa.Connection, conditions: Sequence[Condition]
) -> tuple[Condition, list[Condition], list[Condition]]:
    """The condition with the fewest keys; of the others those few enough to be read whole, and the rest."""
    most, sizes = 0, [0]
    for most in _LOOKS:
        sizes = [_size(connection, each, most) for each in conditions]
        if min(sizes) < _LOOKS[0]:
            break
    first = sizes.index(min(sizes))
    others = [
        (size, each)
        for place, (size, each) in enumerate(zip(sizes, conditions, strict=True))
        if place != first
    ]
    near = [each for size, each in others if size < most]
    return conditions[first], near, [each for size, each in others if size >= most]


def _holders(connection: sa.Connection, condition: Condition) -> set[bytes]:
    """The residents of a condition's ranges: reading neighbours costs a tenth of looking each of them up."""
    query = "SELECT resident FROM resident_key WHERE key >= ? AND key < ?"
    return {row[0] for each in condition for row in connection.exec_driver_sql(query, each)}


def _size(connection: sa.Connection, condition: Condition, most: int) -> int:
    found = 0
    for low, high in condition:
        found += connection.exec_driver_sql(_SIZE, (low, high, most - found)).scalar_one()
        if found >= most:
            break
    return found


def _fulfilling(connection: sa.Connection, part: Sequence[UUID], rest: list[Condition]) -> Iterator[UUID]:
    if not rest:
        yield from part
        return
    places = ",".join("?" * len(part))
    query = f"SELECT resident, terms FROM resident_search WHERE resident IN ({places})"
    rows = connection.exec_driver_sql(query, tuple(one.bytes for one in part))
    keys: dict[bytes, str] = {row.resident: row.terms for row in rows}
    for resident in part:
        if all(_meets(keys.get(resident.bytes, ""), condition) for condition in rest):
            yield resident


def _meets(keys: str, condition: Condition) -> bool:
    return any("\n" + low in keys for low, _ in condition)


def _keys_held(connection: sa.Connection, resident_id: UUID) -> Keys:
    query = sa.select(resident_search.c.terms).where(resident_search.c.resident == resident_id)
    text = connection.scalar(query)
    return frozenset(text.split("\n")[1:]) if text else frozenset()


def _joined(keys: Keys) -> str:
    return "\n" + "\n".join(sorted(keys)) if keys else ""


def parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` of them."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
