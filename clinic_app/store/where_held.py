"""到哪了: who holds an entry by now, from this PC alone to the county; and what the county set aside.

One question by entry ids, so that a list asks once.  Only the county's own receipt makes an entry 县已收: what a round
is handing over, what lies on a stick, and what the clinic's hub holds are each said as what they are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.facility import quarantine
from clinic_app.store import local
from clinic_app.store.journal import Store
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import held_by_hub, lan_entry
from clinic_app.store.tables import incarnation as incarnations

_AT_ONCE: Final = 500  # ids in one question


class Held(IntEnum):
    """From the best to what needs somebody most: the greatest of several is what a record shows."""

    COUNTY = 0  # 县已收: durable at the county
    HUB = 1  # 院内已收: the clinic's hub holds it, the county does not
    PACKED = 2  # 已打包: handed over, in a round under way or by courier, and not acknowledged
    HERE = 3  # 本机: on this PC alone
    ASIDE = 4  # 退回: the county has it and lets it count nowhere


@dataclass(frozen=True, slots=True)
class WhereHeld:
    held: Held
    reason: str = ""  # an error code, of what was set aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An entry that the county set aside."""

    entry_id: UUID
    type: str
    subject: UUID | None  # resident
    author: str  # staff id
    made_ms: int  # UTC
    reason: str  # an error code
    detail: str
    flagged_ms: int  # UTC
    own: bool  # written on this PC


def where_held(connection: sa.Connection, store: Store, ids: Iterable[UUID]) -> dict[UUID, WhereHeld]:
    """Where each of these entries is; one that is not on this PC is left out."""
    handed = _handed_over(connection, store)
    found: dict[UUID, WhereHeld] = {}
    for some in _portions(ids):
        for row in connection.execute(_WHERE, {"ids": some}):
            found[row.id] = WhereHeld(_held(row, handed), row.reason or "" if row.aside else "")
    return found


def worst(of: Iterable[WhereHeld]) -> WhereHeld | None:
    """What a record of several entries shows; `None` for no entry."""
    return max(of, key=lambda one: one.held, default=None)


def set_aside(connection: sa.Connection) -> list[Aside]:
    """What the county set aside and has not released, of what is held here; the newest first."""
    rows = connection.execute(
        sa.select(
            entries.c.id,
            entries.c.type,
            entries.c.subject,
            entries.c.author,
            entries.c.time,
            incarnations.c.owner,
            quarantine.c.reason,
            quarantine.c.detail,
            quarantine.c.flagged_at,
        )
        .join_from(quarantine, entries, entries.c.id == quarantine.c.entry_id)
        .join(incarnations, incarnations.c.no == entries.c.incarnation_no)
        .where(quarantine.c.flagged_at.is_not(None), quarantine.c.released_at.is_(None))
        .order_by(quarantine.c.flagged_at.desc(), entries.c.id)
    )
    return [
        Aside(
            entry_id=row.id,
            type=row.type,
            subject=row.subject,
            author=row.author,
            made_ms=ms_of_stamp(row.time),
            reason=row.reason or "",
            detail=row.detail or "",
            flagged_ms=ms_of_stamp(row.flagged_at),
            own=row.owner == "own",
        )
        for row in rows
    ]


def subject_of(connection: sa.Connection, entry_id: UUID) -> UUID | None:
    """The resident whom an entry is about; `None` for nobody, or an entry that is not here."""
    found: UUID | None = connection.scalar(sa.select(entries.c.subject).where(entries.c.id == entry_id))
    return found


def note_carried(connection: sa.Connection, upto: Mapping[UUID, int]) -> None:
    """A courier's set carries our runs up to these seqs; it takes the place of what was noted of an older set."""
    local.write(connection, local.CARRIED, json.dumps({run.hex: seq for run, seq in upto.items()}))


def carried(connection: sa.Connection) -> dict[UUID, int]:
    """How far the courier's newest set carries each of our runs."""
    noted: dict[str, int] = json.loads(local.read_text(connection, local.CARRIED) or "{}")
    return {UUID(run): seq for run, seq in noted.items()}


def _handed_over(connection: sa.Connection, store: Store) -> dict[UUID, int]:
    handed = dict(store.under_way)
    for run, seq in carried(connection).items():
        handed[run] = max(seq, handed.get(run, 0))
    return handed


def _held(row: Any, handed: Mapping[UUID, int]) -> Held:
    if row.aside:
        return Held.ASIDE
    if row.owner != "own":  # a colleague's, by the word of a hub alone, or the county's
        return Held.COUNTY if row.over_lan is None else Held.HUB
    if row.seq <= row.safe_seq:
        return Held.COUNTY
    if row.seq <= (row.hub_seq or 0):
        return Held.HUB
    return Held.PACKED if row.seq <= handed.get(row.incarnation, 0) else Held.HERE


def _portions(ids: Iterable[UUID]) -> Iterator[Sequence[UUID]]:
    left = iter(dict.fromkeys(ids))
    while some := list(islice(left, _AT_ONCE)):
        yield some


# Built once: building a statement costs more than running it.
_AT_HUB: Final = (
    sa.select(sa.func.max(held_by_hub.c.seq))
    .where(held_by_hub.c.incarnation == incarnations.c.incarnation)
    .correlate(incarnations)
    .scalar_subquery()
)
_WHERE: Final = (
    sa.select(
        entries.c.id,
        entries.c.seq,
        incarnations.c.incarnation,
        incarnations.c.owner,
        incarnations.c.safe_seq,
        lan_entry.c.id.label("over_lan"),
        _AT_HUB.label("hub_seq"),
        quarantine.c.reason,
        sa.and_(quarantine.c.flagged_at.is_not(None), quarantine.c.released_at.is_(None)).label("aside"),
    )
    .join_from(entries, incarnations, incarnations.c.no == entries.c.incarnation_no)
    .outerjoin(lan_entry, lan_entry.c.id == entries.c.id)
    .outerjoin(quarantine, quarantine.c.entry_id == entries.c.id)
    .where(entries.c.id.in_(sa.bindparam("ids", expanding=True)))
)
