"""自测: what a self-service device measured of a resident, and what a person made of it."""

from typing import ClassVar
from uuid import UUID

from clinic_app.journal.fact import Fact, Reach


class ReadingReceived(Fact, frozen=True, kw_only=True):
    """Self-measured and unverified: no more than a proposal until it is confirmed."""

    type: ClassVar[str] = "reading.received"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "readings"

    reading_id: UUID  # of device, person, time, item and value: an upload made twice is the same reading
    device: str
    taken_ms: int  # UTC
    item: str  # key of resources/tables/measurements.csv
    value_e4: int  # ten-thousandths of the unit
    identified_by: str  # id_number, card, hand
    beyond: str = ""  # > or <: off the device's scale, the value is the end of it
    position: str = ""  # posture and side, in the device's words


class ReadingConfirmed(Fact, frozen=True, kw_only=True):
    """Looked at and taken over; the measurement and the record sheet are facts beside it."""

    type: ClassVar[str] = "reading.confirmed"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "reading_review"

    reading_id: UUID


class ReadingRejected(Fact, frozen=True, kw_only=True):
    """Another person's, or wrongly measured."""

    type: ClassVar[str] = "reading.rejected"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "reading_review"

    reading_id: UUID
    reason: str


class ReadingAnswered(Fact, frozen=True, kw_only=True):
    """危急值处置: of an emergency value; the author is the one who acknowledged it."""

    type: ClassVar[str] = "reading.answered"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "reading_review"

    reading_id: UUID
    told: str  # who was spoken to
    done: str
