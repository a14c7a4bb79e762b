"""调拨 between institutions: ids that follow from the transfer, so that what two PCs without a line book is booked once."""

from typing import Final
from uuid import UUID, uuid5

ARRIVED: Final = "arrived"
TAKEN_BACK: Final = "taken-back"


def batch_of(transfer_id: UUID, no: int, batch_id: UUID) -> UUID:
    """The receiver's batch of one line: the `no`-th, from 0, which was the sender's `batch_id`."""
    return uuid5(transfer_id, f"{no} {batch_id}")


def booking_of(transfer_id: UUID, what: str) -> UUID:
    """The movements of a transfer's arrival (ARRIVED) or of its cancellation (TAKEN_BACK)."""
    return uuid5(transfer_id, what)
