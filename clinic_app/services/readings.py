"""自测数据: what self-service devices leave in a folder becomes readings; a doctor confirms or rejects them.

Without a person nothing is stored: such a reading stays in its file, to be matched by hand until the days of
resources/readings/rules.csv are over.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from clinic_app.devices.drop_folder import DONE, REFUSED, put_aside, ripe_files
from clinic_app.devices.hl7 import MAX_BYTES, BadMessage
from clinic_app.devices.self_service import BadReadings, read_told
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.readings import BadReading, Reading, Told, identity, reading, waiting_days
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.journal.facts.readings import ReadingConfirmed, ReadingReceived, ReadingRejected
from clinic_app.projections.queries import readings as queries
from clinic_app.projections.queries import residents
from clinic_app.projections.queries.readings import Kept
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

HUT: Final = "hut"  # source of the measurements
_UNFINISHED: Final = (".tmp", ".part", ".txt")
_DAY_MS: Final = 86_400_000


class Reviewed(RuleBroken):
    """It was confirmed or rejected before."""

    code = "readings.reviewed"


class NoRejection(RuleBroken):
    """A rejection needs a reason."""

    code = "readings.no_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A reading that is nobody's yet."""

    file: str
    told: Told
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One look into the folder."""

    received: int = 0  # stored now
    urgent: int = 0  # of them emergency values
    waiting: tuple[Waiting, ...] = ()
    refused: int = 0  # files and lines not taken


class ReadingService:
    def __init__(self, store: Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    def look(self, by: OnDuty) -> Looked:
        """Store what has a person; list what has none; without a folder nothing.

        Raises:
            NotAllowed, FolderAway
        """
        by.must("readings")
        if self._folder is None:
            return Looked()
        looks = [self._file(by, path) for path in ripe_files(self._folder, self._store.wall(), _UNFINISHED)]
        return Looked(
            received=sum(one.received for one in looks),
            urgent=sum(one.urgent for one in looks),
            waiting=tuple(waiting for one in looks for waiting in one.waiting),
            refused=sum(one.refused for one in looks),
        )

    def match(self, by: OnDuty, waiting: Waiting, resident_id: UUID) -> Kept:
        """A person says whose it is.

        Raises:
            NotAllowed, NoResident
        """
        by.must("readings")
        with self._store.writing(by.author) as writing:
            resident = residents.resident_of(writing.connection, resident_id)
            kept = queries.reading_or_none(writing.connection, identity(waiting.reading, resident.id))
            return kept or _received(writing, waiting.reading, resident.id, "hand")

    def unreviewed(self, by: OnDuty) -> list[Kept]:
        """What waits for a doctor: emergency values first, then the newest.

        Raises:
            NotAllowed
        """
        by.must("readings")
        with self._store.reading() as connection:
            return queries.unreviewed(connection, self._store.facility)

    def confirm(self, by: OnDuty, reading_id: UUID) -> Kept:
        """It joins the chart's measurements, with the time at which it was taken.

        Raises:
            NotAllowed, NoReading, Reviewed
        """
        by.must("reading_review")
        with self._store.writing(by.author) as writing:
            one = _open(writing, reading_id)
            writing.append(ReadingConfirmed(reading_id=one.id), one.resident_id)
            value = Measured(key=one.item, value_e4=one.value_e4)
            taken = MeasurementTaken(taken_ms=one.taken_ms, source=HUT, values=(value,))
            writing.append(taken, one.resident_id)
            return queries.reading_of(writing.connection, one.id)

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

    def _file(self, by: OnDuty, path: Path) -> Looked:
        try:
            late = path.stat().st_mtime_ns // 1_000_000 + waiting_days() * _DAY_MS < self._store.wall()
            with path.open("rb") as file:
                told = read_told(file.read(MAX_BYTES + 1))
        except (BadMessage, BadReadings) as error:
            put_aside(path, REFUSED, f"不是自测设备的数据 · no file of a self-service device: {error}\n")
            return Looked(refused=1)
        except OSError:
            return Looked()  # taken away, or still held by who writes it
        received, waiting, refused = self._take(by, path.name, told)
        if waiting and not late:
            return _looked(received, waiting, refused)
        if waiting:
            refused = [*refused, f"没有身份，已过期 · nobody's, and too old: {len(waiting)}"]
        put_aside(path, REFUSED if refused else DONE, "".join(f"{why}\n" for why in refused))
        return _looked(received, [], refused)

    def _take(
        self, by: OnDuty, file: str, told: tuple[Told, ...]
    ) -> tuple[list[Kept], list[Waiting], list[str]]:
        received: list[Kept] = []
        waiting: list[Waiting] = []
        refused: list[str] = []
        with self._store.writing(by.author) as writing:
            for number, one in enumerate(told, start=1):
                try:
                    read = reading(one, self._store.wall())
                except BadReading as error:
                    refused.append(f"第 {number} 条未收 · value {number} refused: {error}")
                    continue
                found = _person(writing, one)
                if found is None:
                    if not queries.matched_by_hand(writing.connection, read):
                        waiting.append(Waiting(file=file, told=one, reading=read))
                elif queries.reading_or_none(writing.connection, identity(read, found[0])) is None:
                    received.append(_received(writing, read, *found))
        return received, waiting, refused


def _looked(received: list[Kept], waiting: list[Waiting], refused: list[str]) -> Looked:
    return Looked(
        received=len(received),
        urgent=sum(one.urgent for one in received),
        waiting=tuple(waiting),
        refused=len(refused),
    )


def _person(writing: Writing, told: Told) -> tuple[UUID, str] | None:
    """Whose it is and by what; none when a number is nobody's, or several people's."""
    connection = writing.connection
    for by, found in (
        ("id_number", residents.with_id_number(connection, told.id_number.upper()) if told.id_number else []),
        ("card", residents.with_card(connection, told.card, told.card)),
    ):
        people = {one.id for one in found}
        if people:
            return (people.pop(), by) if len(people) == 1 else None
    return None


def _received(writing: Writing, read: Reading, resident_id: UUID, by: str) -> Kept:
    fact = ReadingReceived(
        reading_id=identity(read, resident_id),
        device=read.device,
        taken_ms=read.taken_ms,
        item=read.item,
        value_e4=read.value_e4,
        identified_by=by,
    )
    writing.append(fact, resident_id)
    return queries.reading_of(writing.connection, fact.reading_id)


def _open(writing: Writing, reading_id: UUID) -> Kept:
    one = queries.reading_of(writing.connection, reading_id)
    if one.confirmed or one.rejected:
        raise Reviewed()
    return one
