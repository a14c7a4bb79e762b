"""What the county can accept as a fact: shape, author, role, signature, facility.

An entry that fails is no reason to refuse its segment: it is set aside (quarantine.py) and those after it flow on.
"""

import re
from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.roles import NotAllowed, Role, may
from clinic_app.journal.catalog import FACTS, fact_of
from clinic_app.journal.entry import signed_by_author
from clinic_app.journal.fact import BadFact, Fact, largest_number
from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.journal.facts.county import CountyFact
from clinic_app.journal.facts.facility import FacilityFounded
from clinic_app.journal.facts.outpatient import EncounterSigned
from clinic_app.journal.facts.reconciliation import StatementAnswered
from clinic_app.journal.facts.settlement import DifferenceSettled, SettlementMade
from clinic_app.journal.quarantine import (
    MAX_BODY,
    AnsweredBefore,
    BadAuthorSignature,
    BodyTooLarge,
    CountyOnly,
    UnknownAuthor,
    WrongFacility,
)
from clinic_app.journal.signing import is_signed
from clinic_app.projections.queries.differences import open_of
from clinic_app.projections.upsert import Placed
from sync_server.store.queries import entries, registry, staff, statements
from sync_server.store.queries.staff import Certificate

_ROLES = frozenset(Role)
_CHUNK = 500  # ids in one question
_LARGEST = (
    10**13
)  # of any number in a body: a hundred billion yuan in fen; a table's sum holds 900,000 of them
_LONG_NUMBER = re.compile(rb"[0-9]{14}")


class Judge:
    """Judges a batch; what it has looked up it remembers until the batch ends."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._certificates: dict[tuple[str, str], list[Certificate]] = {}
        self._levels: dict[str, str] = {}

    def fact(self, placed: Placed) -> Fact | None:
        """What the entry says; ``None`` for what this version does not know or a clinic may say only to itself.

        Raises:
            BodyTooLarge, BadFact, CountyOnly, UnknownAuthor, NotAllowed, BadAuthorSignature, WrongFacility
        """
        entry = placed.entry
        kind = FACTS.get(entry.type)
        if entry.body is not None and len(entry.body) > MAX_BODY:
            raise BodyTooLarge(bytes=len(entry.body))
        if kind is None or entry.body is None:
            return None
        if issubclass(kind, CountyFact):
            if kind.action:  # its own policy or register of insured people, from before it was enrolled
                return None
            raise CountyOnly(type=entry.type)
        if b"\\u0000" in entry.body:
            raise BadFact(type=entry.type, why="a zero in a text")
        fact = fact_of(entry)
        if fact is None:
            raise AssertionError(f"{entry.type} is known and has a body")
        if _LONG_NUMBER.search(entry.body) and largest_number(fact) > _LARGEST:
            raise BadFact(type=entry.type, why="a number that no sum holds")
        self._judge_author(placed, fact)
        self._judge_facility(placed.facility, fact)
        self._judge_named(placed.facility, fact)
        if isinstance(fact, StatementAnswered):
            self._judge_answer(placed, fact)
        if isinstance(fact, DifferenceSettled):
            self._judge_difference(fact)
        return fact

    def forget(self, facility: str, staff_id: str) -> None:
        """A new certificate has come."""
        self._certificates.pop((facility, staff_id), None)

    def _judge_author(self, placed: Placed, fact: Fact) -> None:
        entry = placed.entry
        of_then = staff.in_force(self._of(placed.facility, entry.author), placed.effective)
        if not of_then:
            raise UnknownAuthor(author=entry.author)
        roles = frozenset(Role(role) for role in of_then[0].roles if role in _ROLES)
        if not may(roles, fact.needs):
            raise NotAllowed(action=fact.needs)
        if fact.signed:
            message = signed_by_author(
                entry.id, entry.type, entry.author, entry.subject, entry.time, entry.body_hash
            )
            if not any(is_signed(key, entry.signature, message) for key in _keys(of_then)):
                raise BadAuthorSignature(author=entry.author)

    def _judge_facility(self, facility: str, fact: Fact) -> None:
        if isinstance(fact, FacilityFounded):
            named, level = fact.facility, fact.inst_lv
        elif isinstance(fact, SettlementMade):
            named, level = fact.fixmedins_code, fact.inst_lv
        else:
            return
        if named != facility or level != self._level(facility):
            raise WrongFacility(named=named, level=level)

    def _judge_named(self, facility: str, fact: Fact) -> None:
        """A clinic acts on its own visits and bills; what has not arrived is judged by what names it later."""
        named = (*named_entries(fact), *_mentioned(fact))
        for start in range(0, len(named), _CHUNK):
            some = named[start : start + _CHUNK]
            for brought_by in entries.facilities_of_ids(self._connection, some).values():
                if facility not in brought_by:
                    raise WrongFacility(named=", ".join(sorted(brought_by)))

    def _judge_answer(self, placed: Placed, fact: StatementAnswered) -> None:
        """An institution answers its own statements, each once, and disputes what stands on them."""
        issued = statements.issued(self._connection, fact.statement_id)
        if issued is None:
            raise BadFact(type=fact.type, why="no such statement")
        if issued.facility != placed.facility:
            raise WrongFacility(named=issued.facility, level="")
        if issued.answered_by not in (None, placed.entry.id):
            raise AnsweredBefore(statement=fact.statement_id.hex[:8])
        strange = {one.settlement_id for one in fact.disputed} - issued.records
        if strange:
            raise BadFact(type=fact.type, why=f"{min(strange).hex} does not stand on the statement")

    def _judge_difference(self, fact: DifferenceSettled) -> None:
        """No more is collected or handed back than is open: what a clinic claims beyond it would be due one day."""
        found = open_of(self._connection, fact.settlement_id)
        most = 0 if found is None else found.amount
        if not (0 < fact.amount <= most or most <= fact.amount < 0):
            raise BadFact(type=fact.type, why=f"open: {most}")

    def _of(self, facility: str, staff_id: str) -> list[Certificate]:
        key = (facility, staff_id)
        if key not in self._certificates:
            self._certificates[key] = staff.certificates_of(self._connection, facility, staff_id)
        return self._certificates[key]

    def _level(self, facility: str) -> str:
        if facility not in self._levels:
            known = registry.facility_of(self._connection, facility)
            self._levels[facility] = "" if known is None else known.inst_lv
        return self._levels[facility]


def named_entries(fact: Fact) -> Iterator[UUID]:
    """The entries that a fact builds on: it waits while one of them is set aside."""
    for name in ("visit_id", "settlement_id", "resettles", "admission_id", "call_id"):
        value = getattr(fact, name, None)
        if isinstance(value, UUID):
            yield value
    if isinstance(fact, EncounterSigned):
        yield from fact.prescriptions


def _mentioned(fact: Fact) -> tuple[UUID, ...]:
    """Further entries that a fact names: they have to be the clinic's own too, but it waits for none of them."""
    if isinstance(fact, ClosingMade):
        return (*fact.records, *fact.movements, *fact.closings)
    values = (getattr(fact, name, None) for name in ("purse_call", "deferred", "about", "new_setl_id"))
    return tuple(value for value in values if isinstance(value, UUID))


def _keys(certificates: Sequence[Certificate]) -> set[bytes]:
    return {certificate.public_key for certificate in certificates}
