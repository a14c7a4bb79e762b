"""Policies and insured people of a clinic that is not enrolled; an enrolled one gets them from the county."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.policy.reading import load
from clinic_app.journal.facts.insurance import InsuredStated, PolicyPublished
from clinic_app.journal.insured_sheet import GoodRow
from clinic_app.projections.queries import insurance as queries
from clinic_app.projections.queries.insurance import Insured, PolicyText
from clinic_app.projections.queries.register import Register
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.sync.engine import pull
from clinic_app.sync.enrolment import county_of

ROWS_AT_ONCE: Final = 200  # in one transaction


class EnrolledAlready(RuleBroken):
    """The county publishes this for an enrolled clinic."""

    code = "facility.enrolled_already"


class InsuranceService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def policies(self) -> list[PolicyText]:
        with self._store.reading() as connection:
            return queries.policies(connection)

    def insured(self, id_number: str) -> list[Insured]:
        with self._store.reading() as connection:
            return queries.insured_by_id_number(connection, id_number)

    def look_up(self, by: OnDuty, id_number: str, reason: str) -> list[Insured]:
        """查参保: ask the county for somebody whose home is elsewhere; empty: it knows nobody of this number.

        What it answers arrives by the feed, and stays here.  Takes as long as the line takes: not for the
        thread of the screen.

        Raises:
            NotAllowed, Unenrolled
            NoLine, ServerBusy: not now.
            TooMany: this PC has asked too often.
            Untrusted, BadAnswer, Refused, Revoked, NotEnrolled, WrongEpoch
        """
        by.must("registration")
        county = county_of(self._store)
        try:
            if county.look_up_insured(id_number, reason, by.staff_id):
                pull(self._store, county)
        finally:
            county.close()
        return self.insured(id_number)

    def install_policy(self, by: OnDuty, text: str) -> str:
        """A policy file for a clinic without a county.  Returns its id.

        Raises:
            NotAllowed, EnrolledAlready, BadPolicy
        """
        by.must("policy")
        policy = load(text)
        with self._store.writing(by.author) as writing:
            self._must_be_alone(local.read_text(writing.connection, local.SERVER))
            writing.append(
                PolicyPublished(policy_id=policy.policy_id, insutypes=tuple(policy.insutypes), text=text)
            )
        return policy.policy_id

    def state_insured(self, by: OnDuty, people: Iterable[InsuredStated]) -> int:
        """参保信息 for a clinic without a county.  Returns how many.

        Raises:
            NotAllowed, EnrolledAlready
        """
        by.must("policy")
        count = 0
        with self._store.writing(by.author) as writing:
            self._must_be_alone(local.read_text(writing.connection, local.SERVER))
            for one in people:
                writing.append(one)
                count += 1
        return count

    def import_register(self, by: OnDuty, rows: Iterable[GoodRow]) -> tuple[int, int]:
        """参保登记 from the office's file, for a clinic without a county: how many were stated, how many unchanged.

        Some hundreds in one transaction: what was written before an error stays, and a second run is harmless.

        Raises:
            NotAllowed, EnrolledAlready
        """
        by.must("policy")
        stated = unchanged = 0
        remaining = iter(rows)
        while batch := list(islice(remaining, ROWS_AT_ONCE)):
            with self._store.writing(by.author) as writing:
                self._must_be_alone(local.read_text(writing.connection, local.SERVER))
                register = Register(writing.connection, batch)
                for row in batch:
                    fact, is_new = register.fact(row)
                    if is_new:
                        writing.append(fact)
                    stated += is_new
                    unchanged += not is_new
        return stated, unchanged

    def _must_be_alone(self, server: str) -> None:
        if server:
            raise EnrolledAlready()
