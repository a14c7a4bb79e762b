"""Journals as they stand: for export, and the proof that nobody rewrote them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import Damaged
from clinic_app.domain.time import utc
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.entry import Entry, first_link
from clinic_app.journal.segment import links, read_segment
from sync_server.store.county import county_of
from sync_server.store.queries import entries, journals, registry
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.journals import Head


class NotVerified(Damaged):
    """A journal is not what its chain or signature says."""

    code = "journal.not_verified"


@dataclass(frozen=True, slots=True)
class Verified:
    entries: int
    heads: tuple[Head, ...]


def exported(
    connection: sa.Connection, arrived: Iterable[Arrived], facility: str | None, device: UUID | None
) -> Iterator[dict[str, Any]]:
    """Each entry as plain values; ``hash`` is its link in its journal's chain, where the county holds that whole."""
    chains, adopted = _Chains(connection), entries.adopted_positions(connection)
    for one in arrived:
        entry = one.entry
        link = None if one.position in adopted else chains.link(entry)
        if facility not in (None, one.facility) or device not in (None, entry.device):
            continue
        yield {
            "id": str(entry.id),
            "device": entry.device.hex,
            "incarnation": str(entry.incarnation),
            "seq": entry.seq,
            "time": _iso(ms_of_stamp(entry.time)),
            "author": entry.author,
            "type": entry.type,
            "subject": str(entry.subject) if entry.subject else None,
            "body": _plain(entry.body),
            "hash": None if link is None else link.hex(),
            "position": one.position,
            "received": _iso(one.received),
            "facility": one.facility,
        }


def verify(connection: sa.Connection) -> Verified:
    """Check every entry against its chain, every chain against its head, every segment against its signature.

    Raises:
        NotVerified: with device, seq and what is wrong.
    """
    chains, adopted = _Chains(connection), entries.adopted_positions(connection)
    count = 0
    for one in entries.all_entries(connection):
        entry = one.entry
        if not entry.body_is_true():
            raise NotVerified(device=entry.device.hex, seq=entry.seq, what="body")
        if one.position not in adopted:
            chains.link(entry)
        count += 1
    heads = journals.all_heads(connection)
    county = county_of(connection)
    for head in heads:
        if head.device == county.device:
            chains.require(head, head.seq, head.hash)
        else:
            _verify_segments(connection, head, chains)
    return Verified(count, tuple(heads))


class _Chains:
    """Follows every journal's chain along the county's order."""

    def __init__(self, connection: sa.Connection) -> None:
        self._reached: dict[UUID, tuple[int, bytes]] = {
            head.incarnation: (0, first_link(_key(connection, head.device), head.incarnation, head.origin))
            for head in journals.all_heads(connection)
        }

    def link(self, entry: Entry) -> bytes:
        """The entry's hash.

        Raises:
            NotVerified: it is not the next of its journal.
        """
        seq, previous = self._reached.get(entry.incarnation, (-1, b""))
        if entry.seq != seq + 1:
            raise NotVerified(device=entry.device.hex, seq=entry.seq, what="order")
        link = entry.hash_after(previous)
        self._reached[entry.incarnation] = (entry.seq, link)
        return link

    def require(self, head: Head, seq: int, link: bytes) -> None:
        """Raises:
        NotVerified: the numbered entries of this journal do not lead to `link` at `seq`.
        """
        if self._reached[head.incarnation] != (seq, link):
            raise NotVerified(device=head.device.hex, seq=seq, what="head")


def _verify_segments(connection: sa.Connection, head: Head, chains: _Chains) -> None:
    known = registry.device_of(connection, head.device)
    if known is None:
        raise NotVerified(device=head.device.hex, seq=0, what="device")
    waiting = journals.waiting_numbers(connection)
    reached = numbered = 0
    link = numbered_link = first_link(known.public_key, head.incarnation, head.origin)
    for stored in journals.segments_over(connection, head.incarnation, 1, head.seq):
        try:
            segment = read_segment(stored.data, known.public_key)
        except Damaged as error:
            raise NotVerified(device=head.device.hex, seq=stored.first_seq, what=error.code) from error
        if stored.new_from != reached + 1:
            raise NotVerified(device=head.device.hex, seq=stored.new_from, what="gap")
        passed = [segment.previous, *links(segment.previous, segment.entries)]
        if passed[stored.new_from - segment.first_seq] != link:
            raise NotVerified(device=head.device.hex, seq=stored.new_from, what="chain")
        reached, link = segment.last_seq, segment.head
        if stored.no not in waiting:
            numbered, numbered_link = reached, link
    if (reached, link) != (head.seq, head.hash):
        raise NotVerified(device=head.device.hex, seq=head.seq, what="head")
    chains.require(head, numbered, numbered_link)


def _key(connection: sa.Connection, device: UUID) -> bytes:
    county = county_of(connection)
    if device == county.device:
        return county.public_key
    known = registry.device_of(connection, device)
    if known is None:
        raise NotVerified(device=device.hex, seq=0, what="device")
    return known.public_key


def _iso(ms: int) -> str:
    return utc(ms).isoformat(timespec="milliseconds")


def _plain(body: bytes | None) -> Any:
    """The body as JSON; one that is none, as hexadecimal digits."""
    if body is None:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return {"hex": body.hex()}
