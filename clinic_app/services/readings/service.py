"""自测数据: what self-service devices left is matched, confirmed or rejected, and answered where it is urgent.

Without a person nothing is stored: such a reading stays in its file, to be matched by hand until the days of
resources/readings/rules.csv are over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.forms import form
from clinic_app.domain.measurements import require_plausible
from clinic_app.domain.readings import SHEET, sheet
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.readings import ReadingAnswered, ReadingConfirmed, ReadingRejected
from clinic_app.projections.queries import readings as queries
from clinic_app.projections.queries import residents
from clinic_app.projections.queries.contracts import contract_on
from clinic_app.projections.queries.readings import Kept
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.readings.intake import Intake, Looked, RefusedFile, Waiting
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

HUT: Final = "hut"  # source of the measurements
KIOSK: Final = "kiosk"  # origin of the record sheets


class Reviewed(RuleBroken):
    """It was confirmed or rejected before."""

    code = "readings.reviewed"


class OffTheScale(RuleBroken):
    """More or less than the device can tell: no number to be filed."""

    code = "readings.off_the_scale"


class NoRejection(RuleBroken):
    """A rejection needs a reason."""

    code = "readings.no_reason"


class NotAlarming(RuleBroken):
    """No emergency value, or somebody answered before."""

    code = "readings.not_alarming"


class NothingDone(RuleBroken):
    """An answer says who was told and what was done."""

    code = "readings.nothing_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An emergency value that nobody has answered, and whom to call."""

    kept: Kept
    phone: str
    doctor: str  # name of the contract doctor; empty: no contract


class ReadingService:
    def __init__(self, store: Store, folder: Path | None) -> None:
        """`folder`: where devices leave their files; None: this computer has none."""
        self._store = store
        self.look_into(folder)

    def look_into(self, folder: Path | None) -> None:
        """From now on in this folder."""
        self._intake = Intake(self._store, folder)

    def look(self, by: OnDuty) -> Looked:
        """Store what has a person; list what has none; without a folder nothing.

        Raises:
            NotAllowed, FolderAway
        """
        by.must("readings")
        return self._intake.look(by.author)

    def match(self, by: OnDuty, waiting: Waiting, resident_id: UUID) -> Kept:
        """A person says whose it is.

        Raises:
            NotAllowed, NoResident
        """
        by.must("readings")
        return self._intake.match(by.author, waiting, resident_id)

    def candidates(self, by: OnDuty, waiting: Waiting) -> list[Resident]:
        """Who has one of the numbers it came with; several people, or nobody.

        Raises:
            NotAllowed
        """
        by.must("readings")
        return self._intake.candidates(waiting)

    def not_ours(self, by: OnDuty, waiting: Sequence[Waiting]) -> None:
        """Nobody of this facility: it waits no longer on this computer.

        Raises:
            NotAllowed
        """
        by.must("readings")
        self._intake.not_ours(by.author, waiting)

    def refused(self, by: OnDuty) -> list[RefusedFile]:
        """Files set aside with their sentence, the newest first; without a folder none.

        Raises:
            NotAllowed
        """
        by.must("readings")
        return self._intake.refused()

    def alarms(self, by: OnDuty) -> list[Alarm]:
        """What this facility received, or of whom the person on duty is the contract doctor, the oldest first.

        Raises:
            NotAllowed
        """
        by.must("readings")
        day, found = beijing_day(self._store.wall()), []
        with self._store.reading() as connection:
            for kept in queries.ringing(connection):
                contract = contract_on(connection, kept.resident_id, day)
                own = contract is not None and contract.leader == by.staff_id
                if own or kept.facility == self._store.facility:
                    phone = residents.resident_of(connection, kept.resident_id).phone
                    doctor = contract.leader_name if contract is not None else ""
                    found.append(Alarm(kept=kept, phone=phone, doctor=doctor))
        return found

    def answer(self, by: OnDuty, reading_id: UUID, told: str, done: str) -> None:
        """危急值处置: acknowledged in the name of who is on duty; it rings no more.

        Raises:
            NotAllowed, NoReading, NothingDone, NotAlarming
        """
        by.must("reading_review")
        if not told.strip() or not done.strip():
            raise NothingDone()
        with self._store.writing(by.author) as writing:
            one = queries.reading_of(writing.connection, reading_id)
            if not one.urgent:
                raise NotAlarming()
            fact = ReadingAnswered(reading_id=one.id, told=told.strip(), done=done.strip())
            writing.append(fact, one.resident_id)

    def unreviewed(self, by: OnDuty) -> list[Kept]:
        """What waits for a doctor: emergency values first, then the newest.

        Raises:
            NotAllowed
        """
        by.must("readings")
        with self._store.reading() as connection:
            return queries.unreviewed(connection, self._store.facility)

    def confirm(self, by: OnDuty, reading_ids: Sequence[UUID]) -> list[Kept]:
        """All of them or none: each joins the chart with the time at which it was taken, and has its record sheet.

        Raises:
            NotAllowed, NoReading, Reviewed, OffTheScale, PressureUpsideDown
        """
        by.must("reading_review")
        with self._store.writing(by.author) as writing:
            chosen = [_open(writing, one) for one in reading_ids]
            if any(one.beyond for one in chosen):
                raise OffTheScale()
            for one in chosen:
                writing.append(ReadingConfirmed(reading_id=one.id), one.resident_id)
                writing.append(_sheet(one), one.resident_id)
            for fact, resident_id in _measured(chosen):
                writing.append(fact, resident_id)
            return [queries.reading_of(writing.connection, one.id) for one in chosen]

    def reject(self, by: OnDuty, reading_id: UUID, reason: str) -> Kept:
        """Raises:
        NotAllowed, NoReading, Reviewed, NoRejection
        """
        by.must("reading_review")
        if not reason.strip():
            raise NoRejection()
        with self._store.writing(by.author) as writing:
            one = _open(writing, reading_id)
            writing.append(ReadingRejected(reading_id=one.id, reason=reason.strip()), one.resident_id)
            return queries.reading_of(writing.connection, one.id)


def _open(writing: Writing, reading_id: UUID) -> Kept:
    one = queries.reading_of(writing.connection, reading_id)
    if one.confirmed or one.rejected:
        raise Reviewed()
    return one


def _sheet(one: Kept) -> FormRecorded:
    """健康小屋检测记录 of one reading."""
    values = sheet(
        person=one.resident_id,
        device=one.device,
        taken_ms=one.taken_ms,
        item=one.item,
        value_e4=one.value_e4,
        identified_by=one.identified_by,
        position=one.position,
    )
    return FormRecorded(
        form=SHEET,
        version=form(SHEET).version,
        day=beijing_day(one.taken_ms),
        values=values,
        origin=KIOSK,
        salt=new_salt(),
    )


def _measured(chosen: Iterable[Kept]) -> Iterator[tuple[MeasurementTaken, UUID]]:
    """What a person measured at one moment is one measurement.

    Raises:
        PressureUpsideDown
    """
    together: dict[tuple[UUID, int], dict[str, int]] = defaultdict(dict)
    for one in chosen:
        together[one.resident_id, one.taken_ms][one.item] = one.value_e4
    for (resident_id, taken_ms), values in together.items():
        require_plausible(values)
        told = tuple(Measured(key=key, value_e4=value) for key, value in values.items())
        yield MeasurementTaken(taken_ms=taken_ms, source=HUT, values=told), resident_id
