"""调拨 between institutions: what the other one sent is received by one key, and what is missing is told back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.movement import Kind, NoReason
from clinic_app.domain.pharmacy.transfer import batch_of
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.stock import BatchMoved, BatchReceived, StockReceived, TransferCancelled
from clinic_app.projections.queries import facility, transfers
from clinic_app.projections.queries.transfers import Standing, Transfer, TransferLine
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


class ArrivedAlready(RuleBroken):
    """The transfer was received before, or is not for this institution."""

    code = "transfer.arrived_already"


class CancelledTransfer(RuleBroken):
    """The sender took it back; what comes in all the same is sent anew."""

    code = "transfer.cancelled"


class NotUnderway(RuleBroken):
    """Not sent from here, arrived, or taken back before."""

    code = "transfer.not_underway"


class BadArrival(RuleBroken):
    """More arrived than was sent, or less than nothing."""

    code = "transfer.bad_arrival"


@dataclass(frozen=True, slots=True)
class Partner:
    """An institution that medicines go to or come from."""

    code: str
    name: str


class TransferService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def partners(self) -> list[Partner]:
        """The villages of this township, or the township over this village."""
        with self._store.reading() as connection:
            found = facility.related(connection, self._store.facility)
        return [Partner(one.code, one.name) for one in found]

    def transfers(self) -> list[Transfer]:
        """Sent from here or to here, the newest first."""
        with self._store.reading() as connection:
            return transfers.transfers(connection, self._store.facility)

    def is_for_us(self, transfer: Transfer) -> bool:
        return transfer.to_facility == self._store.facility

    def arrive(
        self, by: OnDuty, transfer_id: UUID, came: Mapping[UUID, int] | None = None, why: str = ""
    ) -> StockReceived:
        """到货: all that was sent, or of some of the sender's batches so many packs.

        Args:
            came: packs by the sender's batch, where fewer came than were sent; loose units come with none missing.
            why: what happened to those that are missing.

        Raises:
            NotAllowed, NoTransfer, ArrivedAlready, CancelledTransfer, BadArrival, NoReason
        """
        by.must("stock")
        with self._store.writing(by.author) as writing:
            told = transfers.transfer_of(writing.connection, transfer_id)
            if not self.is_for_us(told) or told.came_ms is not None:
                raise ArrivedAlready(number=told.number)
            if told.cancel_reason is not None:
                raise CancelledTransfer(number=told.number, reason=told.cancel_reason)
            batches = tuple(
                _arrived(transfer_id, no, line, came or {}, why) for no, line in enumerate(told.lines)
            )
            missing = any(
                one.qty_e4 != line.sent.qty_e4 for one, line in zip(batches, told.lines, strict=True)
            )
            if missing and not why.strip():
                raise NoReason()
            fact = StockReceived(
                received_on=self.today(),
                supplier=told.facility,
                invoice=told.number,
                kind=Kind.TRANSFER_IN.value,
                transfer_id=transfer_id,
                batches=batches,
            )
            writing.append(fact)
        return fact

    def cancel(self, by: OnDuty, transfer_id: UUID, reason: str) -> TransferCancelled:
        """撤销调拨: it never came; what was sent is on the shelf here again.

        Raises:
            NotAllowed, NoTransfer, NoReason
            NotUnderway: not sent from here, arrived, or cancelled before.
        """
        by.must("stock")
        if not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            told = transfers.transfer_of(writing.connection, transfer_id)
            if told.facility != self._store.facility or told.standing is not Standing.UNDERWAY:
                raise NotUnderway(number=told.number)
            fact = TransferCancelled(
                transfer_id=transfer_id,
                to_facility=told.to_facility,
                reason=reason.strip(),
                location=told.location,
                lines=tuple(_as_sent(line.sent) for line in told.lines),
            )
            writing.append(fact)
        return fact


def _as_sent(sent: BatchReceived) -> BatchMoved:
    return BatchMoved(
        batch_id=sent.batch_id, drug=sent.drug, qty_e4=sent.qty_e4, loose_e4=sent.loose_e4, codes=sent.codes
    )


def _arrived(
    transfer_id: UUID, no: int, line: TransferLine, came: Mapping[UUID, int], why: str
) -> BatchReceived:
    """Two PCs without a line make the same batch of it.

    Raises:
        BadArrival
    """
    sent = line.sent
    size = sent.pack_qty * 10_000
    packs = came.get(sent.batch_id)
    qty_e4 = sent.qty_e4 if packs is None else packs * size + sent.loose_e4
    if not 0 <= qty_e4 <= sent.qty_e4:
        raise BadArrival(drug=sent.name)
    lacking = sent.qty_e4 - qty_e4
    return replace(
        sent,
        batch_id=batch_of(transfer_id, no, sent.batch_id),
        from_batch=sent.batch_id,
        qty_e4=qty_e4,
        codes=() if lacking else sent.codes,  # which boxes are missing nobody knows
        no_code="before" if lacking else "",
        refused_e4=lacking,
        refused_why=why.strip() if lacking else "",
    )
