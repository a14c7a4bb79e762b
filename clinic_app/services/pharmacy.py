"""药房: the window hands out what is paid for, and takes it back before the money goes back.

Stock comes later; what left the window is a sum of facts (docs/inpatient.md).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed, MedicineReturned
from clinic_app.projections.queries import facility, pharmacy
from clinic_app.projections.queries.pharmacy import DrugLine, HandedTooMuch, PaidVisit
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

LOOK_BACK: Final = timedelta(days=30)  # how long what is paid waits at the window


class NotPaid(RuleBroken):
    """The bill was taken back, or has no drugs: nothing to hand out for it."""

    code = "pharmacy.not_paid"


class HandedOutAlready(RuleBroken):
    """Another window was faster."""

    code = "pharmacy.handed_out_already"


class NotHandedOut(RuleBroken):
    """More is to come back than the patient was given."""

    code = "pharmacy.not_handed_out"


class NothingToGiveBack(RuleBroken):
    """No quantity was named."""

    code = "pharmacy.nothing_to_give_back"


class PharmacyService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def waiting(self) -> list[PaidVisit]:
        """待发药: paid and not wholly handed out, the oldest first."""
        return [one for one in self._paid(self.today() - LOOK_BACK) if one.waits]

    def handed_out(self) -> list[PaidVisit]:
        """Paid today or yesterday and handed out, wholly or in part, the newest first: what may come back."""
        return [one for one in reversed(self._paid(self.today() - timedelta(days=1))) if one.is_out]

    def of_settlement(self, settlement_id: UUID) -> PaidVisit:
        """What is paid and what is handed out of one bill, whether it stands or was taken back.

        Raises:
            NotPaid: it has no drugs, or is no visit's.
        """
        with self._store.reading() as connection:
            return _paid(connection, settlement_id)

    def too_much(self) -> list[HandedTooMuch]:
        """发多了: drugs with a patient that nobody paid for, by name of those who handed out."""
        since = stamp(ms_of(datetime.combine(self.today() - LOOK_BACK, time(), BEIJING)))
        with self._store.reading() as connection:
            found = pharmacy.handed_too_much(connection, self._store.facility, since)
            names = {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}
        return [replace(one, by=tuple(names.get(staff_id, staff_id) for staff_id in one.by)) for one in found]

    def dispense(self, by: OnDuty, settlement_id: UUID) -> MedicineDispensed:
        """发药: all that is paid and still here, in one entry.

        Raises:
            NotAllowed, NotPaid
            HandedOutAlready: nothing of it is left.
        """
        by.must("pharmacy")
        with self._store.writing(by.author) as writing:
            paid = _paid(writing.connection, settlement_id)
            if not paid.stands:
                raise NotPaid(number=paid.visit_number)
            lines = tuple(_handed(line, line.left_e4) for line in paid.lines if line.left_e4)
            if not lines:
                raise HandedOutAlready(number=paid.visit_number)
            fact = MedicineDispensed(visit_id=paid.visit_id, settlement_id=settlement_id, lines=lines)
            writing.append(fact, paid.resident_id)
        return fact

    def give_back(
        self, by: OnDuty, settlement_id: UUID, quantities: Mapping[str, int], reason: str
    ) -> MedicineReturned:
        """退药, also where the money went back first: `quantities` in ten-thousandths by line number.

        Raises:
            NotAllowed, NotPaid, NothingToGiveBack
            NotHandedOut: more than the patient has, or of a line that is no drug (fact `item`).
        """
        by.must("pharmacy")
        with self._store.writing(by.author) as writing:
            paid = _paid(writing.connection, settlement_id)
            lines = _coming_back(paid, {sn: count for sn, count in quantities.items() if count})
            fact = MedicineReturned(
                visit_id=paid.visit_id, settlement_id=settlement_id, lines=lines, reason=reason
            )
            writing.append(fact, paid.resident_id)
        return fact

    def _paid(self, since: date) -> list[PaidVisit]:
        with self._store.reading() as connection:
            return pharmacy.paid_visits(connection, self._store.facility, since)


def _paid(connection: sa.Connection, settlement_id: UUID) -> PaidVisit:
    paid = pharmacy.paid_visit(connection, settlement_id)
    if paid is None:
        raise NotPaid(number=str(settlement_id))
    return paid


def _coming_back(paid: PaidVisit, quantities: Mapping[str, int]) -> tuple[HandedOut, ...]:
    if not quantities:
        raise NothingToGiveBack(number=paid.visit_number)
    by_number = {line.feedetl_sn: line for line in paid.lines}
    for sn, count in quantities.items():
        line = by_number.get(sn)
        if line is None or not 0 < count <= line.out_e4:
            raise NotHandedOut(item=line.name if line else sn)
    return tuple(_handed(by_number[sn], count) for sn, count in quantities.items())


def _handed(line: DrugLine, cnt_e4: int) -> HandedOut:
    return HandedOut(
        feedetl_sn=line.feedetl_sn,
        code=line.code,
        name=line.name,
        cnt_e4=cnt_e4,
        unit=line.unit,
        pric_e6=line.pric_e6,
    )
