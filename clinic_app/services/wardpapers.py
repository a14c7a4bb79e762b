"""病区单据 as they stand now; each is named by the stay, so that a reprint without changes says the same."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import beijing_day
from clinic_app.printing.documents import Document
from clinic_app.printing.ward import InBed
from clinic_app.printing.wardsheets import dose_sheet, note_sheet, order_sheet, supply_sheet, vital_sheet
from clinic_app.projections.queries import facility, inpatient, ward, wardday
from clinic_app.projections.queries.inpatient import Admission, AdmissionState
from clinic_app.store import local
from clinic_app.store.journal import Store


class WardPaperService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def orders(self, admission_id: UUID) -> Document:
        """医嘱单.

        Raises:
            NoAdmission
        """
        with self._store.reading() as connection:
            of = self._of(connection, admission_id)
            orders = ward.orders_of(connection, [admission_id])
            return order_sheet(of, orders, self._names(connection), admission_id, self._store.wall())

    def doses(self, day: date, admission_id: UUID | None = None) -> Document:
        """执行单 of one stay, or of the whole ward.

        Raises:
            NoAdmission
        """
        with self._store.reading() as connection:
            stays = (
                self._present(connection)
                if admission_id is None
                else [inpatient.admission_of(connection, admission_id)]
            )
            here = facility.facility_of(connection, self._store.facility)
            doses = wardday.doses_of(connection, stays, day)
            names = self._names(connection)
            return dose_sheet(here.name, day, doses, names, _named(stays), self._store.wall())

    def supplies(self, day: date) -> Document:
        """摆药单: what is still to be given out."""
        with self._store.reading() as connection:
            stays = self._present(connection)
            here = facility.facility_of(connection, self._store.facility)
            owed = wardday.owed_of(connection, stays, day)
            return supply_sheet(here.name, day, owed, _named(stays), self._store.wall())

    def vitals(self, admission_id: UUID, first: date) -> Document:
        """体温单 of seven days.

        Raises:
            NoAdmission
        """
        with self._store.reading() as connection:
            of = self._of(connection, admission_id)
            found = ward.vitals_of(connection, admission_id)
            return vital_sheet(of, found, first, admission_id, self._store.wall())

    def note(self, note_id: UUID) -> Document:
        """病程记录, 出院记录.

        Raises:
            NoNote, NoAdmission
        """
        with self._store.reading() as connection:
            found = ward.note_of(connection, note_id)
            return note_sheet(self._of(connection, found.admission_id), found, self._names(connection))

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def _of(self, connection: sa.Connection, admission_id: UUID) -> InBed:
        stay = inpatient.admission_of(connection, admission_id)
        here = facility.facility_of(connection, self._store.facility)
        made_up = local.read_text(connection, local.MADE_UP) == "1"
        return InBed(facility=here.name, admission=stay, name=stay.name, made_up=made_up)

    def _names(self, connection: sa.Connection) -> dict[str, str]:
        return {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}

    def _present(self, connection: sa.Connection) -> list[Admission]:
        return inpatient.admissions(connection, self._store.facility, (AdmissionState.IN,))


def _named(stays: list[Admission]) -> UUID:
    """A list of the ward has the name of its first stay."""
    return stays[0].id if stays else UUID(int=0)
