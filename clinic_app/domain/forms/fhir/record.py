"""What is known of a filled form beside its answers."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """As QuestionnaireResponse.status; an Observation says final for completed."""

    COMPLETED = "completed"
    AMENDED = "amended"  # it corrects an earlier record
    WITHDRAWN = "entered-in-error"


@dataclass(frozen=True, slots=True)
class Record:
    record_id: str
    subject: str  # a reference: Patient/<id>, or Organization/<code> for a form about a facility
    authored: str  # ISO 8601 with zone
    author: str  # of the staff member
    standing: Standing = Standing.COMPLETED
