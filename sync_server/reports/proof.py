"""What can be proved of one entry from what the county holds: body, author, chain, device."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from clinic_app.domain.errors import Damaged
from clinic_app.journal.catalog import FACTS
from clinic_app.journal.entry import Entry, signed_by_author
from clinic_app.journal.segment import Segment, links, read_segment
from clinic_app.journal.signing import is_signed
from clinic_app.projections.tables.facility import device, staff_key
from sync_server.store.tables import journal_segment


class Mark(StrEnum):
    TRUE = "true"
    FALSE = "false"
    NOT_DUE = "not_due"  # this type needs none
    UNKNOWN = "unknown"  # the county lacks what it takes to check
    WHOLE = "whole"  # the county's own journal has no segments: it is proved whole, by `journal verify`


@dataclass(frozen=True, slots=True)
class Proof:
    """Each is checked anew from the stored bytes, not read from a flag."""

    body: Mark  # its SHA-256 is the one that the header names
    author: Mark  # signed by a key that the author has, or had, at the facility
    chain: Mark  # the segment that brought it: signed by the device, unbroken, and this entry in it
    link: bytes  # the chain's hash after this entry; empty when the segment is not here


def proof_of(db: sa.Connection, entry: Entry, facility: str) -> Proof:
    """Check one entry of `facility` ("" for the county)."""
    chain, link = _chain(db, entry) if facility else (Mark.WHOLE, b"")
    body = Mark.UNKNOWN if entry.body is None else _mark(entry.body_is_true())
    return Proof(body, _author(db, entry, facility), chain, link)


def _author(db: sa.Connection, entry: Entry, facility: str) -> Mark:
    kind = FACTS.get(entry.type)
    if not entry.signature:
        return Mark.FALSE if kind is not None and kind.signed else Mark.NOT_DUE
    message = signed_by_author(entry.id, entry.type, entry.author, entry.subject, entry.time, entry.body_hash)
    keys = db.scalars(
        sa.select(staff_key.c.public_key).where(
            staff_key.c.facility == facility, staff_key.c.staff_id == entry.author
        )
    ).all()
    if not keys:
        return Mark.UNKNOWN
    return _mark(any(is_signed(bytes(key), entry.signature, message) for key in keys))


def _chain(db: sa.Connection, entry: Entry) -> tuple[Mark, bytes]:
    table = journal_segment.c
    data = db.scalar(
        sa.select(table.data)
        .where(table.incarnation == entry.incarnation, table.last_seq >= entry.seq)
        .order_by(table.last_seq)
        .limit(1)
    )
    key = db.scalar(sa.select(device.c.public_key).where(device.c.id == entry.device))
    if data is None or key is None:
        return Mark.UNKNOWN, b""
    try:
        segment = read_segment(bytes(data), bytes(key))
    except Damaged:
        return Mark.FALSE, b""
    return _in_segment(segment, entry)


def _in_segment(segment: Segment, entry: Entry) -> tuple[Mark, bytes]:
    place = entry.seq - segment.first_seq
    if not 0 <= place < len(segment.entries):
        return Mark.UNKNOWN, b""
    link = links(segment.previous, segment.entries[: place + 1])[-1]
    return _mark(segment.entries[place].header() == entry.header()), link


def _mark(true: bool) -> Mark:
    return Mark.TRUE if true else Mark.FALSE
