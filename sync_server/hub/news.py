"""What a hub has for one PC: colleagues' segments that it lacks, and the county's receipts for its own."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.journal.hub import Carried, CountyReceipt, News, Question, Standing
from sync_server.hub.tables import county_receipt
from sync_server.store.queries import journals
from sync_server.store.queries.registry import Device, devices_at
from sync_server.store.tables import journal_head, journal_segment

_BYTES: Final = 4 << 20  # of segments in one answer
_SEGMENTS: Final = 256  # in one answer
_RECEIPTS: Final = 64  # in one answer


def news_for(connection: sa.Connection, device: Device, asked: Question, county: bool) -> News:
    """Everything after what the PC says it has, as far as one answer goes.

    Of its clinic's devices only those that it names: others it could not check.
    """
    segments, more = _segments(connection, device, asked)
    receipts = _receipts(connection, asked)
    return News(
        segments=segments,
        receipts=receipts,
        runs=_runs(connection, device.id),
        more=more or len(receipts) == _RECEIPTS,
        county=county,
    )


def is_worth_telling(news: News, asked: Question) -> bool:
    """Whether a PC that waits should hear this now."""
    held = {run.incarnation: run.seq for run in news.runs}
    return bool(
        news.segments or news.receipts or any(held.get(run, 0) != seq for run, seq in asked.pushed.items())
    )


def _segments(connection: sa.Connection, device: Device, asked: Question) -> tuple[tuple[Carried, ...], bool]:
    siblings = {one.id for one in devices_at(connection, device.facility) if one.id != device.id}
    rows = connection.execute(
        sa.select(journal_head.c.device, journal_head.c.incarnation, journal_head.c.seq).where(
            journal_head.c.device.in_(siblings & asked.has.keys())
        )
    ).all()
    behind = [row for row in rows if row.seq > asked.has[row.device].get(row.incarnation, 0)]
    found: list[Carried] = []
    size = 0
    for number in _numbers(connection, asked, behind):
        stored = connection.execute(
            sa.select(journal_segment.c.received, journal_segment.c.data).where(
                journal_segment.c.no == number
            )
        ).one()
        size += len(stored.data)
        if found and (size > _BYTES or len(found) == _SEGMENTS):
            return tuple(found), True
        found.append(Carried(stored.received, bytes(stored.data)))
    return tuple(found), False


def _numbers(connection: sa.Connection, asked: Question, behind: Sequence[Any]) -> list[int]:
    """The segments that are lacking, in the order in which they came."""
    numbers: list[int] = []
    for row in behind:
        statement = (
            sa.select(journal_segment.c.no)
            .where(
                journal_segment.c.incarnation == row.incarnation,
                journal_segment.c.last_seq > asked.has[row.device].get(row.incarnation, 0),
            )
            .order_by(journal_segment.c.last_seq)
            .limit(_SEGMENTS + 1)
        )
        numbers += connection.scalars(statement)
    return sorted(numbers)


def _receipts(connection: sa.Connection, asked: Question) -> tuple[CountyReceipt, ...]:
    found: list[CountyReceipt] = []
    for incarnation, safe in asked.safe.items():
        rows = connection.scalars(
            sa.select(county_receipt.c.data)
            .where(county_receipt.c.incarnation == incarnation, county_receipt.c.seq > safe)
            .order_by(county_receipt.c.seq)
            .limit(_RECEIPTS - len(found))
        )
        found += [msgspec.msgpack.decode(bytes(data), type=CountyReceipt) for data in rows]
    return tuple(found)


def _runs(connection: sa.Connection, device: UUID) -> tuple[Standing, ...]:
    heads = [head for head in journals.heads_of(connection, device).values() if head.seq]
    begun = {head.incarnation: journals.begun_at(connection, head.incarnation) for head in heads}
    ordered = sorted(heads, key=lambda head: begun[head.incarnation])
    return tuple(Standing(head.incarnation, head.seq, head.hash) for head in ordered)
