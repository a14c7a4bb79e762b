"""重大公共卫生项目: who may, who had it, what was paid, who has to be looked at again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from clinic_app.domain.errors import RuleBroken, Unavailable
from clinic_app.domain.health_record import State
from clinic_app.domain.money import yuan
from clinic_app.domain.programmes import Candidate, Why, programme, refusals
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.programmes import (
    ProgrammeDone,
    ProgrammeEnrolled,
    ProgrammeFollowed,
    ProgrammeSubsidised,
    ProgrammeWithdrawn,
)
from clinic_app.printing.programmes import write_register
from clinic_app.projections.queries import health_records, residents
from clinic_app.projections.queries import programmes as queries
from clinic_app.projections.queries.programmes import Case
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing


class NotEligible(RuleBroken):
    """The project's own rules speak against it; `reasons` says which."""

    code = "programme.not_eligible"

    def __init__(self, reasons: tuple[Why, ...]) -> None:
        self.reasons = reasons
        super().__init__(reasons="、".join(reasons))


class WithdrawnCase(RuleBroken):
    """The case was withdrawn: nothing is added to it."""

    code = "programme.withdrawn_case"


class NotDoneYet(RuleBroken):
    """First it is done, then it is paid and followed."""

    code = "programme.not_done"


class BadResult(RuleBroken):
    """Not a result of the item, no institution, or a day that cannot be."""

    code = "programme.bad_result"


class BadAmount(RuleBroken):
    """More than the project pays for the case, less than nothing in all, or nothing."""

    code = "programme.bad_amount"


class NoReasonGiven(RuleBroken):
    """What is taken back or withdrawn needs a reason."""

    code = "programme.no_reason"


class StillPaid(RuleBroken):
    """Money was paid for the case: take it back before it is withdrawn."""

    code = "programme.still_paid"


class RegisterNotWritten(Unavailable):
    """The spreadsheet cannot be written: no room, no right, or the file is open."""

    code = "programme.not_written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What a project's register comes to; withdrawn cases are not in it."""

    enrolled: int
    done: int
    paid_cases: int
    paid: int  # fen
    overdue: int  # follow-ups owed on the day


class ProgrammeService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def refusals(
        self, resident_id: UUID, key: str, item: str, declared: Collection[str] = ()
    ) -> tuple[Why, ...]:
        """Why a person may not have an item today; none: eligible.

        Raises:
            NoResident, UnknownProgramme
        """
        project = programme(key)
        unpaid = project.item(item).unpaid
        with self._store.reading() as connection:
            who = residents.resident_of(connection, resident_id)
            cases = queries.of_resident(connection, who.id)
            life = health_records.life_of(connection, who.id)
        had = [
            one.done or one.day
            for one in cases
            if (one.programme, one.item) == (key, item) and not one.withdrawn and one.result not in unpaid
        ]
        candidate = Candidate(
            sex=who.sex,
            birth_date=who.birth_date,
            declared=declared,
            last=max(had, default=None),
            here=life.state is State.HERE,
        )
        return refusals(project, candidate, self.today())

    def enrol(
        self, by: OnDuty, resident_id: UUID, key: str, item: str, declared: Collection[str] = ()
    ) -> Case:
        """Raises:
        NotAllowed, NoResident, UnknownProgramme, NotEligible
        """
        by.must("programme")
        against = self.refusals(resident_id, key, item, declared)
        if against:
            raise NotEligible(against)
        vouched = tuple(one for one in programme(key).declared if one in declared)
        fact = ProgrammeEnrolled(programme=key, item=item, on=self.today(), declared=vouched)
        with self._store.writing(by.author) as writing:
            resident = residents.resident_of(writing.connection, resident_id)
            return queries.case_of(writing.connection, writing.append(fact, resident.id).id)

    def finish(self, by: OnDuty, case_id: UUID, on: date, result: str, institution: str) -> Case:
        """Done, with its result; said again it corrects.

        Raises:
            NotAllowed, NoCase, WithdrawnCase, BadResult
        """
        by.must("programme")
        with self._store.writing(by.author) as writing:
            case = _standing(writing, case_id)
            known = programme(case.programme).item(case.item).results
            if result not in known or not institution.strip() or not case.day <= on <= self.today():
                raise BadResult()
            fact = ProgrammeDone(case_id=case_id, on=on, result=result, institution=institution.strip())
            return self._added(writing, fact, case)

    def subsidise(self, by: OnDuty, case_id: UUID, amount: int, reason: str = "") -> Case:
        """Paid, in fen; less than nothing takes back, with a reason.

        Raises:
            NotAllowed, NoCase, WithdrawnCase, NotDoneYet, BadAmount, NoReasonGiven
        """
        by.must("programme")
        with self._store.writing(by.author) as writing:
            case = _standing(writing, case_id)
            if case.done is None:
                raise NotDoneYet()
            most = programme(case.programme).item(case.item).most(case.result)
            if amount == 0 or not 0 <= case.paid + amount <= (most if amount > 0 else case.paid):
                raise BadAmount(most=yuan(max(0, most - case.paid)))
            if amount < 0 and not reason.strip():
                raise NoReasonGiven()
            fact = ProgrammeSubsidised(case_id=case_id, amount=amount, on=self.today(), reason=reason.strip())
            return self._added(writing, fact, case)

    def follow(self, by: OnDuty, case_id: UUID, on: date, finding: str) -> Case:
        """Raises:
        NotAllowed, NoCase, WithdrawnCase, NotDoneYet, BadResult
        """
        by.must("programme")
        with self._store.writing(by.author) as writing:
            case = _standing(writing, case_id)
            if case.done is None:
                raise NotDoneYet()
            if not finding.strip() or not case.done <= on <= self.today():
                raise BadResult()
            fact = ProgrammeFollowed(case_id=case_id, on=on, finding=finding.strip())
            return self._added(writing, fact, case)

    def withdraw(self, by: OnDuty, case_id: UUID, reason: str) -> Case:
        """Raises:
        NotAllowed, NoCase, WithdrawnCase, StillPaid, NoReasonGiven
        """
        by.must("programme")
        with self._store.writing(by.author) as writing:
            case = _standing(writing, case_id)
            if case.paid:
                raise StillPaid()
            if not reason.strip():
                raise NoReasonGiven()
            return self._added(writing, ProgrammeWithdrawn(case_id=case_id, reason=reason.strip()), case)

    def register(self, by: OnDuty, key: str, since: date, until: date) -> list[Case]:
        """Who was enrolled between two days, both in it, the newest first.

        Raises:
            NotAllowed, UnknownProgramme
        """
        by.must("programme")
        programme(key)
        with self._store.reading() as connection:
            return queries.cases_of(connection, key, since, until)

    def export(self, by: OnDuty, key: str, since: date, until: date, path: Path) -> int:
        """The register as .xlsx; how many cases it has.

        Raises:
            NotAllowed, UnknownProgramme
            RegisterNotWritten: the file cannot be written there.
        """
        cases = self.register(by, key, since, until)
        try:
            return write_register(programme(key), cases, path)
        except OSError as error:
            raise RegisterNotWritten(why=type(error).__name__) from error

    @staticmethod
    def _added(
        writing: Writing,
        fact: ProgrammeDone | ProgrammeFollowed | ProgrammeSubsidised | ProgrammeWithdrawn,
        case: Case,
    ) -> Case:
        writing.append(fact, case.resident_id)
        return queries.case_of(writing.connection, case.id)


def sum_of(cases: Collection[Case], day: date) -> Sum:
    """Totals of a register, exact to the fen."""
    standing = [one for one in cases if not one.withdrawn]
    return Sum(
        enrolled=len(standing),
        done=sum(one.done is not None for one in standing),
        paid_cases=sum(one.paid > 0 for one in standing),
        paid=sum(one.paid for one in standing),
        overdue=sum(one.due is not None and one.due < day for one in standing),
    )


def _standing(writing: Writing, case_id: UUID) -> Case:
    case = queries.case_of(writing.connection, case_id)
    if case.withdrawn:
        raise WithdrawnCase()
    return case
