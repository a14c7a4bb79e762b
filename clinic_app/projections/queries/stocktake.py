"""Questions about 盘点: what is to be counted, and what the counts say against the book of their moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.pharmacy.batch import Batch
from clinic_app.domain.pharmacy.stocktake import Counted, Found, Verdict, judge
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.stock import batches_by_id
from clinic_app.projections.tables.stock import stock_movement, stocktake, stocktake_count, stocktake_line


class NoStocktake(NotFound):
    """The stocktake is not here."""

    code = "stocktake.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocktake:
    stocktake_id: UUID
    number: str
    kind: str  # month, week, shift
    location: str
    opened_ms: int  # UTC
    opened_by: str  # staff id
    approved_by: str  # "" while it is open
    batches: int  # to be counted


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLine:
    """One batch of a stocktake."""

    batch: Batch
    book_e4: int  # at the cut-off
    counts: tuple[Counted, ...]  # of the first round, one a person
    again: Counted | None
    found: Found

    @property
    def price_e6(self) -> int:
        """What the difference is worth, micro-yuan."""
        return self.batch.pack.value_e6(self.found.diff_e4, self.found.diff_loose_e4)


@dataclass(frozen=True, slots=True)
class Result:
    """盘点结果."""

    counted: int
    right: int  # without a difference
    variance_e6: int  # micro-yuan, differences without their signs

    @property
    def accuracy_bp(self) -> int | None:
        """Ten-thousandths; None where nothing was counted."""
        return (2 * self.right * 10_000 + self.counted) // (2 * self.counted) if self.counted else None


def stocktakes(connection: sa.Connection, facility: str, limit: int = 24) -> list[Stocktake]:
    """The newest first."""
    rows = connection.execute(
        _TAKES.where(stocktake.c.facility == facility).order_by(stocktake.c.opened_at.desc()).limit(limit)
    )
    return [_take(row) for row in rows]


def stocktake_of(connection: sa.Connection, stocktake_id: UUID) -> Stocktake:
    """Raises:
    NoStocktake
    """
    row = connection.execute(_TAKES.where(stocktake.c.id == stocktake_id)).one_or_none()
    if row is None:
        raise NoStocktake(stocktake=stocktake_id.hex[:8])
    return _take(row)


def lines_of(connection: sa.Connection, facility: str, stocktake_id: UUID) -> list[TakeLine]:
    """Each count as a difference from the book of its own moment: selling goes on while people count."""
    place = stocktake_of(connection, stocktake_id).location
    frozen = connection.execute(
        sa.select(stocktake_line).where(stocktake_line.c.stocktake_id == stocktake_id)
    ).all()
    counts = _counts(connection, stocktake_id)
    batches = batches_by_id(connection, facility, [row.batch_id for row in frozen])
    found = []
    for row in frozen:
        batch = batches.get(row.batch_id)
        if batch is not None:
            rounds = [(one.round, _counted(connection, one, place)) for one in counts.get(row.batch_id, ())]
            found.append(_line(batch, row.qty_e4, rounds))
    return sorted(found, key=lambda one: (one.batch.drug, one.batch.expires, one.batch.batch_id))


def reasons_of(connection: sa.Connection, stocktake_id: UUID) -> dict[UUID, str]:
    """Of an approved stocktake: why each difference was booked, by batch."""
    rows = connection.execute(
        sa.select(stock_movement.c.batch_id, stock_movement.c.reason).where(
            stock_movement.c.source == stocktake_id
        )
    )
    return {row.batch_id: row.reason for row in rows}


def result_of(lines: Sequence[TakeLine]) -> Result:
    counted = [one for one in lines if one.found.verdict is not Verdict.OPEN]
    right = sum(1 for one in counted if not one.found.diff_e4 and not one.found.diff_loose_e4)
    return Result(len(counted), right, sum(abs(one.price_e6) for one in counted))


_TAKES = (
    sa.select(stocktake, sa.func.count(stocktake_line.c.batch_id).label("batches"))
    .outerjoin(stocktake_line, stocktake_line.c.stocktake_id == stocktake.c.id)
    .where(stocktake.c.opened_at.is_not(None))
    .group_by(*stocktake.c)
)


def _take(row: Any) -> Stocktake:
    return Stocktake(
        stocktake_id=row.id,
        number=row.number,
        kind=row.kind,
        location=row.location,
        opened_ms=ms_of_stamp(row.opened_at),
        opened_by=row.opened_by,
        approved_by=row.approved_by or "",
        batches=row.batches,
    )


def _counts(connection: sa.Connection, stocktake_id: UUID) -> Mapping[UUID, list[Any]]:
    """In the order of time."""
    rows = connection.execute(
        sa.select(stocktake_count)
        .where(stocktake_count.c.stocktake_id == stocktake_id)
        .order_by(stocktake_count.c.at, stocktake_count.c.entry_id)
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.batch_id, []).append(row)
    return found


def _counted(connection: sa.Connection, count: Any, location: str) -> Counted:
    moved = stock_movement.c
    book = connection.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(moved.qty_e4), 0).label("qty"),
            sa.func.coalesce(sa.func.sum(moved.loose_e4), 0).label("loose"),
        ).where(moved.batch_id == count.batch_id, moved.location == location, moved.moved_at <= count.at)
    ).one()
    return Counted(count.by, count.qty_e4 - int(book.qty), count.loose_e4 - int(book.loose))


def _line(batch: Batch, book_e4: int, rounds: Sequence[tuple[int, Counted]]) -> TakeLine:
    """A person's newest count stands, and of somebody alone the newest two; so does the newest recount."""
    counts = [one for number, one in rounds if number == 1]
    by = {one.by: one for one in counts}
    two = list(by.values()) if len(by) > 1 else counts[-2:]
    recounts = [one for number, one in rounds if number > 1]
    first, second = (*two, None, None)[:2]
    again = recounts[-1] if recounts else None
    return TakeLine(
        batch=batch,
        book_e4=book_e4,
        counts=tuple(two),
        again=again,
        found=judge(book_e4, batch.pack, first, second, again),
    )
