"""What the first filling leaves for later, so that people are found and registered the sooner.

Of a snapshot's entries those that search and registration need go into their tables with the journal; the rest
follow behind, in the journal's order.  Until that is done the feed does not count as seen to its end (`catch_up` runs
before `local.LAST_PULL` is written), so whatever has to be complete waits for it.  The tables of both kinds are not
the same ones, and apply writes the same again for an entry that it has seen, so a cut at any moment costs nothing.
"""

import math
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from clinic_app.projections.apply import APPLY, apply_entry
from clinic_app.projections.upsert import Placed, Rows
from clinic_app.store import cycles, local
from clinic_app.store.journal import Store
from clinic_app.store.lenient import write_leniently
from clinic_app.store.tables import entry as entries

_BEHIND: Final = "behind"  # setting: the entry's position up to which every table is filled
_MOST: Final = 5_000  # entries in one transaction while nobody works here
_LEAST: Final = 50
_SHARE: Final = 0.05  # seconds: a transaction while somebody does

_AT_ONCE: Final = frozenset(
    {
        "facility.founded",
        "facility.registered",
        "device.enrolled",
        "device.revoked",
        "staff.certified",
        "entry.quarantined",
        "entry.released",
        "resident.registered",
        "resident.amended",
        "card.linked",
        "resident.merged",
        "resident.split",
        "merge.overruled",
        "insured.stated",
        "insurance.chosen",
        "policy.published",
    }
)
LATER: Final = frozenset(fact.type for fact in APPLY) - _AT_ONCE


def postpone(connection: sa.Connection) -> None:
    """What is taken in from here on may leave its `LATER` entries to `catch_up`."""
    if local.read(connection, _BEHIND) is None:
        newest = connection.scalar(sa.select(sa.func.max(entries.c.position))) or 0
        local.write(connection, _BEHIND, str(newest))


def is_behind(connection: sa.Connection) -> bool:
    """Whether tables of entries that are here are still to be filled."""
    return local.read(connection, _BEHIND) is not None


def catch_up(store: Store, step: Callable[[], None] = lambda: None, within: float = math.inf) -> None:
    """Fill the tables of what was left for later; `step` is called after each transaction.

    After `within` seconds the rest stays for the next time.

    Raises:
        DiskFull, Busy, FileDamaged: what was done stays done.
    """
    with store.reading() as connection:
        behind = is_behind(connection)
    pace = 2e-4  # seconds an entry, as measured
    until = time.monotonic() + within
    while behind and (left := until - time.monotonic()) > 0:
        share = min(_SHARE, left) if store.attention.is_wanted() else left
        most = int(min(_MOST, max(_LEAST, share / pace)))
        began = time.perf_counter()
        with cycles.held_back(), store.changing() as connection:
            done = _bite(connection, most, store.attention.courtesy())
        pace = (time.perf_counter() - began) / max(done, 1)
        behind = done == most
        step()


_NEXT: Final = f"""
    SELECT position, id, device, incarnation, seq, time, author, type, subject, body, signature, effective, facility
    FROM entry JOIN incarnation ON no = incarnation_no
    WHERE position > ? AND body IS NOT NULL AND type IN ({",".join("?" * len(LATER))}) ORDER BY position LIMIT ?
"""


def _bite(connection: sa.Connection, most: int, give_way: Callable[[], None]) -> int:
    """How many of the next `most` entries there were."""
    after = local.read_text(connection, _BEHIND)
    if not after:  # another process was faster
        return 0
    found = connection.exec_driver_sql(_NEXT, (int(after), *LATER, most)).fetchall()
    write_leniently(connection, found, lambda rows: _tell(connection, rows, give_way))
    if len(found) < most:
        local.forget(connection, _BEHIND)
    else:
        local.write(connection, _BEHIND, str(found[-1][0]))
    return len(found)


def _tell(connection: sa.Connection, found: Sequence[Sequence[Any]], give_way: Callable[[], None]) -> None:
    rows = Rows(connection)
    for row in found:
        give_way()
        apply_entry(rows, _placed(row))
    rows.flush()


def _placed(row: Sequence[Any]) -> Placed:
    _, own, device, incarnation, seq, time, author, kind, subject, body, signature, effective, facility = row
    entry = Entry(
        id=UUID(bytes=own),
        device=_known(device),
        incarnation=_known(incarnation),
        seq=seq,
        time=time,
        author=author,
        type=kind,
        subject=None if subject is None else UUID(bytes=subject),
        body=body,
        body_hash=sha256(body).digest(),
        signature=signature or b"",
    )
    return Placed(entry, effective, facility)


@lru_cache(maxsize=256)
def _known(data: bytes) -> UUID:
    return UUID(bytes=data)
