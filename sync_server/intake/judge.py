"""What the county can accept as a fact: shape, author, role, signature, facility.

An entry that fails is no reason to refuse its segment: it is set aside (quarantine.py) and those after it flow on.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.contract_terms import BadFee, BadTerm, Chosen, check_agreement
from clinic_app.domain.contracts import LONGEST_YEARS, Fee
from clinic_app.domain.forms import OF_ANSWERS, Context, Problem, forms, problems
from clinic_app.domain.measurements import measures
from clinic_app.domain.money import Fen
from clinic_app.domain.roles import NotAllowed, Role, may
from clinic_app.domain.time import begin_of, beijing_day
from clinic_app.journal.catalog import FACTS
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.entry import Entry, signed_by_author
from clinic_app.journal.fact import BadFact, Fact, has_long_number, largest_number
from clinic_app.journal.facts.care import CareClosed, CareOpened, ContactMissed
from clinic_app.journal.facts.contracts import Agreed, ContractRenewed
from clinic_app.journal.facts.county import CountyFact
from clinic_app.journal.facts.facility import FacilityFounded
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.health_records import RecordOpened, ResidentDied, ResidentMoved
from clinic_app.journal.facts.immunization import VaccinationGiven
from clinic_app.journal.facts.programmes import ProgrammeDone, ProgrammeFollowed, ProgrammeSubsidised
from clinic_app.journal.facts.readings import ReadingReceived
from clinic_app.journal.facts.reconciliation import StatementAnswered
from clinic_app.journal.facts.settlement import DifferenceSettled, SettlementMade
from clinic_app.journal.quarantine import (
    MAX_BODY,
    AnsweredBefore,
    BadAuthorSignature,
    BadForm,
    BodyTooLarge,
    CountyOnly,
    UnknownAuthor,
    WrongFacility,
)
from clinic_app.journal.signing import is_signed
from clinic_app.projections.queries.differences import open_of
from clinic_app.projections.upsert import Placed
from sync_server.intake.audience import addressees_of
from sync_server.intake.columns import fit_columns
from sync_server.intake.known import Known
from sync_server.intake.naming import Named, named_in
from sync_server.store.queries import entries, statements
from sync_server.store.queries.staff import Certificate

_ROLES = frozenset(Role)
_FIRST_CONTRACTS = date(2000, 1, 1)  # family doctors sign since 2016; some trials are older
_CLOCKS = timedelta(days=45)  # how far a PC whose clock runs ahead may date
_HAPPENED: Final[Mapping[type[Fact], str]] = {  # and the field that says when
    FormRecorded: "day",
    VaccinationGiven: "on",
    ResidentDied: "on",
    ResidentMoved: "on",
    RecordOpened: "on",
    CareOpened: "on",
    CareClosed: "on",
    ContactMissed: "on",
    ProgrammeDone: "on",
    ProgrammeFollowed: "on",
    ProgrammeSubsidised: "on",
}
_LARGEST = 10**13  # of any number in a body: a hundred billion yuan; a table's sum holds 900,000 of them


class Judge:
    """Judges entries by what is known of the county."""

    def __init__(self, connection: sa.Connection, known: Known | None = None) -> None:
        self._connection = connection
        self.known = known or Known(connection)

    def fact(self, placed: Placed) -> Fact | None:
        """What the entry says; ``None`` for what this version does not know or a clinic may say only to itself.

        Raises:
            BodyTooLarge, BadFact, CountyOnly, UnknownAuthor, NotAllowed, BadAuthorSignature, WrongFacility
        """
        fact = read_fact(placed.entry)
        if fact is not None:
            self.require_allowed(placed, fact, named_in(fact))
        return fact

    def require_allowed(self, placed: Placed, fact: Fact, named: Named) -> None:
        """Author, role, signature and facility of what was read.

        Raises:
            UnknownAuthor, NotAllowed, BadAuthorSignature, WrongFacility, AnsweredBefore, BadFact, BadForm
            BadTerm, BadFee, BadPackages, BadSignature: of a contract.
        """
        self._judge_author(placed, fact)
        self._judge_facility(placed.facility, fact)
        self._judge_named(placed.facility, named)
        if isinstance(fact, StatementAnswered):
            self._judge_answer(placed, fact)
        if isinstance(fact, DifferenceSettled):
            self._judge_difference(fact)
        judge_day(placed, fact)
        if isinstance(fact, ReadingReceived):
            judge_reading(placed, fact)
        if isinstance(fact, FormRecorded):
            judge_form(fact)
        if isinstance(fact, Agreed):
            judge_agreement(placed, fact)

    def _judge_author(self, placed: Placed, fact: Fact) -> None:
        entry = placed.entry
        of_then = self.known.in_force(placed.facility, entry.author, placed.effective)
        if not of_then:
            raise UnknownAuthor(author=entry.author)
        needs = fact.needs
        if not _may(of_then[0].roles, needs):
            raise NotAllowed(action=needs)
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
        if named != facility or level != self.known.level(facility):
            raise WrongFacility(named=named, level=level)

    def _judge_named(self, facility: str, named: Named) -> None:
        """A clinic acts on its own visits and bills, and on records of its township.

        What has not arrived is judged by what names it later.
        """
        ids = (*named.built_on, *named.mentioned)
        for brought_by in self.known.brought_by(ids) if ids else ():
            if brought_by and facility not in brought_by:
                raise WrongFacility(named=", ".join(sorted(brought_by)))
        for one, brought_by in zip(named.shared, self.known.brought_by(named.shared), strict=True):
            if brought_by and not self._is_shared(facility, one, brought_by):
                raise WrongFacility(named=", ".join(sorted(brought_by)))

    def _is_shared(self, facility: str, named: UUID, brought_by: Set[str]) -> bool:
        """Whether an entry is of the clinic's township or of the county, or was told to the clinic."""
        mine = self.known.township(facility)
        if any(one == "" or self.known.township(one) == mine for one in brought_by):
            return True
        return any(facility in addressees_of(one.entry) for one in entries.by_id(self._connection, named))

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


def judge_day(placed: Placed, fact: Fact) -> None:
    """What has happened has a day that has come.

    Raises:
        BadFact
    """
    name = _HAPPENED.get(type(fact))
    if name is not None and getattr(fact, name) > _latest(placed):
        raise BadFact(type=fact.type, why=name)


def judge_reading(placed: Placed, fact: ReadingReceived) -> None:
    """What a body can have, at a time that has come; an item that this program does not know is somebody's newer one.

    Raises:
        BadFact
    """
    measure = measures().get(fact.item)
    if measure is not None and not measure.low_e4 <= fact.value_e4 <= measure.high_e4:
        raise BadFact(type=fact.type, why="value_e4")
    if not 0 <= fact.taken_ms < begin_of(_latest(placed)):
        raise BadFact(type=fact.type, why="taken_ms")


def _latest(placed: Placed) -> date:
    return beijing_day(ms_of_stamp(placed.effective)) + _CLOCKS


def judge_form(fact: FormRecorded) -> None:
    """The same validator as at the clinic, without what hangs on the person, whose own entries may still be on the way.

    A form or a version that this program does not know is somebody's newer one.

    Raises:
        BadForm
    """
    known = forms().get(fact.form)
    if known is None or known.version != fact.version:
        return
    context = Context(fact.day)
    found = [one for one in problems(known, fact.values, context) if one.code in OF_ANSWERS]
    if str(fact.values.get(known.dated, ""))[:10] != fact.day.isoformat():
        found.append(Problem(known.dated, "forms.kind"))
    if found:
        raise BadForm(form=fact.form, field=found[0].field, problem=found[0].code, count=len(found))


def judge_agreement(placed: Placed, fact: Agreed) -> None:
    """A contract's sums, years and days; packages that this program does not know are somebody's newer ones.

    Raises:
        BadTerm, BadFee, BadPackages, BadSignature
    """
    parts = Fee(Fen(fact.fee_insurance), Fen(fact.fee_public), Fen(fact.fee_resident))
    check_agreement(
        signed_on=fact.signed_on,
        valid_from=fact.valid_from if isinstance(fact, ContractRenewed) else fact.signed_on,
        years=fact.years,
        fee=parts,
        packages=[Chosen(one.key, one.version) for one in fact.packages],
        signature=fact.signature,
        strokes=fact.strokes,
    )
    if fact.fee != parts.total:
        raise BadFee()
    if not _FIRST_CONTRACTS <= fact.signed_on <= _latest(placed):
        raise BadTerm(years=fact.years, longest=LONGEST_YEARS)


def read_fact(entry: Entry) -> Fact | None:
    """What an entry says, whoever says it; ``None`` as for `Judge.fact`.

    Raises:
        BodyTooLarge, BadFact, CountyOnly
    """
    kind = FACTS.get(entry.type)
    body = entry.body
    if body is not None and len(body) > MAX_BODY:
        raise BodyTooLarge(bytes=len(body))
    if kind is None or body is None:
        return None
    if issubclass(kind, CountyFact):
        if kind.action:  # its own policy or register of insured people, from before it was enrolled
            return None
        raise CountyOnly(type=entry.type)
    if b"\\u0000" in body:
        raise BadFact(type=entry.type, why="a zero in a text")
    fact = kind.parse(body)
    if has_long_number(body, 14) and largest_number(fact) > _LARGEST:
        raise BadFact(type=entry.type, why="a number that no sum holds")
    if has_long_number(body, 10) and not fit_columns(fact):
        raise BadFact(type=entry.type, why="a number that no column holds")
    return fact


@lru_cache(maxsize=4096)
def _may(roles: tuple[str, ...], needs: str) -> bool:
    return may(frozenset(Role(role) for role in roles if role in _ROLES), needs)


def _keys(certificates: Sequence[Certificate]) -> set[bytes]:
    return {certificate.public_key for certificate in certificates}
