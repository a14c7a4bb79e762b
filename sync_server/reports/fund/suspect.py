"""What a rule finds."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Records that a rule asks about; nobody's name or number stands in it."""

    facility: str  # "" where several are concerned
    records: tuple[UUID, ...]  # at most the first 200
    amount: int = 0  # fen in question
    evidence: tuple[tuple[str, str], ...] = ()
    about: str = ""  # what tells it apart when the records do not: a day, a drug


MOST_RECORDS = 200
