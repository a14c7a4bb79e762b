"""A page of the feed: what a device is to know, in the county's order, signed by the county.

    "XYF2" · epoch 16 · after 8 · upto 8 · more 1 · count 4 · digest 32 · signature 64 over everything before it
    device and incarnation (words) · facilities (words) · seqs · numbers · receipt times · columns, packed (packing.py)

`digest` is SHA-256 over number ‖ receipt time ‖ facility ‖ header of each item, so a page can be checked again
years later from the rows alone.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import Damaged
from clinic_app.journal.columns import (
    Source,
    read_entries,
    read_indexed,
    read_numbers,
    write_entries,
    write_indexed,
    write_numbers,
)
from clinic_app.journal.entry import Entry
from clinic_app.journal.packing import pack, unpack
from clinic_app.journal.signing import BadSignature, is_signed

MAGIC: Final = b"XYF2"
MAX_COUNT: Final = 20_000
_HEAD: Final = struct.Struct(">4s16sQQBI32s")
_PLACE: Final = struct.Struct(">QQ")
_SIGNATURE: Final = 64


class BadPage(Damaged):
    """Bytes that are no page of the feed."""

    code = "journal.bad_page"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as the county passes it on."""

    number: int  # place in this facility's feed
    received: int  # UTC milliseconds: when the county had it durably
    facility: str  # of the device that wrote it; "" for the county itself
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Feed items after one cursor, up to another; the cursor moves even when nothing in between is for us."""

    epoch: UUID
    after: int
    upto: int
    more: bool
    items: tuple[Item, ...]
    signature: bytes = b""


def digest_of(items: Sequence[Item]) -> bytes:
    return _digest(
        [item.number for item in items],
        [item.received for item in items],
        [item.facility for item in items],
        [item.entry.header() for item in items],
    )


def _digest(
    numbers: Sequence[int], received: Sequence[int], facilities: Sequence[str], headers: Sequence[bytes]
) -> bytes:
    named = {facility: bytes((len(facility.encode()),)) + facility.encode() for facility in set(facilities)}
    pairs = map(_PLACE.pack, numbers, received)
    return sha256(
        b"".join(
            place + named[facility] + header
            for place, facility, header in zip(pairs, facilities, headers, strict=True)
        )
    ).digest()


def page_head(page: Page) -> bytes:
    """What the county signs."""
    return _HEAD.pack(
        MAGIC, page.epoch.bytes, page.after, page.upto, page.more, len(page.items), digest_of(page.items)
    )


def write_page(page: Page, sign: Callable[[bytes], bytes]) -> bytes:
    head = page_head(page)
    items = page.items
    columns, apart = write_entries([item.entry for item in items])
    data = b"".join(
        (
            write_indexed([(item.entry.device.hex + item.entry.incarnation.hex).encode() for item in items]),
            write_indexed([item.facility.encode() for item in items]),
            write_numbers([item.entry.seq for item in items]),
            write_numbers([item.number for item in items]),
            write_numbers([item.received for item in items]),
            columns,
        )
    )
    return head + sign(head) + pack(data, apart)


def page_signature(data: bytes) -> bytes:
    """The county's signature under a written page."""
    return data[_HEAD.size : _HEAD.size + _SIGNATURE]


def read_page(data: bytes, county_key: bytes) -> Page:
    """A page that the county (Ed25519 key, 32 bytes) vouches for.

    Raises:
        BadPage, BadColumns, BadPacking, TooLarge: the bytes are no page.
        BadSignature: another key signed it, or an item is not what was signed.
    """
    if len(data) < _HEAD.size + _SIGNATURE or data[:4] != MAGIC:
        raise BadPage(why="magic")
    _, epoch, after, upto, more, count, digest = _HEAD.unpack_from(data)
    signature = data[_HEAD.size : _HEAD.size + _SIGNATURE]
    if count > MAX_COUNT:
        raise BadPage(why="count")
    if not is_signed(county_key, signature, data[: _HEAD.size]):
        raise BadSignature(what="page")
    items = _read_items(data[_HEAD.size + _SIGNATURE :], count, digest)
    return Page(
        epoch=UUID(bytes=epoch),
        after=after,
        upto=upto,
        more=bool(more),
        items=tuple(items),
        signature=signature,
    )


def _read_items(data: bytes, count: int, digest: bytes) -> list[Item]:
    source, apart = map(Source, unpack(data))
    journals = read_indexed(source, count, "ascii")
    try:
        owners = [bytes.fromhex(word) for word in journals]
    except ValueError as error:
        raise BadPage(why="journal") from error
    if any(len(owner) != 32 for owner in owners):
        raise BadPage(why="journal")
    facilities = read_indexed(source, count, "utf-8")
    seqs = read_numbers(source, count)
    numbers = read_numbers(source, count)
    received = read_numbers(source, count)
    columns = read_entries(source, apart, count)
    source.finish()
    apart.finish()
    if _digest(numbers, received, facilities, columns.headers(owners, seqs)) != digest:
        raise BadSignature(what="page items")
    return [
        Item(number, at, facility, entry)
        for number, at, facility, entry in zip(
            numbers, received, facilities, columns.entries(owners, seqs), strict=True
        )
    ]
