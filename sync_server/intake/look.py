"""The first look at a segment, before the answer: what its facts are, whether their authors may say them, what they sum to.

Nothing is refused by it: an entry that is not in order is held like the others, set aside behind the answer
(judge.py) and named in the answer, so that the clinic knows at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clinic_app.domain.roles import NotAllowed, Role, may
from clinic_app.journal.catalog import FACTS
from clinic_app.journal.day_sums import DaySum, day_sums
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.county import CountyFact
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.journal.quarantine import MAX_BODY, BodyTooLarge, CountyOnly, WrongFacility
from clinic_app.journal.segment import Segment

MOST_REMARKS: Final = 50  # in one answer


@dataclass(frozen=True, slots=True)
class Remark:
    """An entry that will be set aside, as far as a first look can tell."""

    seq: int
    error: str  # a code of docs/errors.md


@dataclass(frozen=True, slots=True)
class Look:
    remarks: tuple[Remark, ...]
    moved: tuple[tuple[int, int], ...]  # of each entry: clock stamp and fen

    def sums(self, passed: int = 0) -> dict[str, DaySum]:
        """What the entries come to by Beijing day, without the first `passed`."""
        return day_sums(self.moved[passed:])


def first_look(segment: Segment, facility: str, roles: Mapping[str, frozenset[Role]]) -> Look:
    """`roles` are those that each author ever had."""
    columns = segment.columns
    remarks: list[Remark] = []
    moved: list[tuple[int, int]] = []
    allowed: dict[tuple[str, str], bool] = {}
    each = zip(columns.types, columns.bodies, columns.authors, columns.times, strict=True)
    for seq, (kind, body, author, time) in enumerate(each, segment.first_seq):
        fact_type, fen = FACTS.get(kind), 0
        if fact_type is not None and issubclass(fact_type, CountyFact):
            if not fact_type.action:  # the clinic's own policies and insured people stay its own
                remarks.append(Remark(seq, CountyOnly.code))
        elif fact_type is not None and body is not None:
            try:
                fact = fact_type.parse(body)
            except BadFact:
                remarks.append(Remark(seq, BodyTooLarge.code if len(body) > MAX_BODY else BadFact.code))
            else:
                fen, needs = fact.fen, fact.needs
                may_say = allowed.get((author, needs))
                if may_say is None:
                    known = roles.get(author)
                    may_say = allowed[author, needs] = known is None or may(known, needs)
                if not may_say:
                    remarks.append(Remark(seq, NotAllowed.code))
                elif isinstance(fact, SettlementMade) and fact.fixmedins_code != facility:
                    remarks.append(Remark(seq, WrongFacility.code))
        moved.append((time, fen))
    return Look(tuple(remarks[:MOST_REMARKS]), tuple(moved))


def authors_of(segment: Segment) -> Sequence[str]:
    return sorted(set(segment.columns.authors))
