"""自测数据: what self-service devices leave in a folder becomes readings; a doctor confirms or rejects them.

Without a person nothing is stored: such a reading stays in its file, to be matched by hand until the days of
resources/readings/rules.csv are over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from clinic_app.devices.drop_folder import DONE, REFUSED, put_aside, ripe_files
from clinic_app.devices.hl7 import MAX_BYTES, BadMessage
from clinic_app.devices.self_service import BadReadings, read_told
from clinic_app.domain.errors import ClinicError, RuleBroken
from clinic_app.domain.readings import BadReading, Reading, Told, identity, nobodys, reading, waiting_days
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.journal.facts.readings import (
    ReadingAnswered,
    ReadingConfirmed,
    ReadingReceived,
    ReadingRejected,
)
from clinic_app.projections.queries import readings as queries
from clinic_app.projections.queries import residents
from clinic_app.projections.queries.contracts import contract_on
from clinic_app.projections.queries.readings import Kept
from clinic_app.projections.queries.residents import Resident
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

HUT: Final = "hut"  # source of the measurements
_UNFINISHED: Final = (".tmp", ".part", ".txt")
_DAY_MS: Final = 86_400_000
_NOT_OURS: Final = "readings_not_ours"  # marks, by spaces, the newest last
_MARKS: Final = 20_000
_SHOWN: Final = 50  # refused files
_WHY: Final = 4_000  # characters of what is said of one


_WHY_NOT: Final = {  # BadReading and BadReadings
    "device": ("没有设备编号", "no device number"),
    "person": ("号码不像号码", "a number that is none"),
    "time": ("时间读不出，或在现在以后", "no time, or one to come"),
    "item": ("不认识的项目", "an unknown item"),
    "unit": ("没有单位，或单位不对", "no unit, or another one"),
    "value": ("不可能的数值", "a value that cannot be"),
    "size": ("文件太大", "too large"),
    "text": ("文字编码读不出", "an unknown encoding"),
    "columns": ("缺少必需的列", "columns are missing"),
    "structure": ("文件残缺或格式不对", "damaged, or of another form"),
}


class Reviewed(RuleBroken):
    """It was confirmed or rejected before."""

    code = "readings.reviewed"


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


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file set aside, and what was said of it."""

    file: str
    why: str
    refused_ms: int  # UTC


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
        looks = [self._safely(by, path) for path in ripe_files(self._folder, self._store.wall(), _UNFINISHED)]
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

    def candidates(self, by: OnDuty, waiting: Waiting) -> list[Resident]:
        """Who has one of the numbers it came with; several people, or nobody.

        Raises:
            NotAllowed
        """
        by.must("readings")
        told = waiting.told
        with self._store.reading() as connection:
            found = residents.with_id_number(connection, told.id_number.upper()) if told.id_number else []
            found += residents.with_card(connection, told.card, told.card)
        return list({one.id: one for one in found}.values())

    def not_ours(self, by: OnDuty, waiting: Sequence[Waiting]) -> None:
        """Nobody of this facility: it waits no longer on this computer.

        Raises:
            NotAllowed
        """
        by.must("readings")
        with self._store.writing(by.author) as writing:
            marks = local.read_text(writing.connection, _NOT_OURS).split()
            marks += [nobodys(one.told, one.reading) for one in waiting]
            local.write(writing.connection, _NOT_OURS, " ".join(marks[-_MARKS:]))

    def refused(self, by: OnDuty) -> list[RefusedFile]:
        """Files set aside with their sentence, the newest first; without a folder none.

        Raises:
            NotAllowed
        """
        by.must("readings")
        if self._folder is None:
            return []
        try:
            sentences = [(one.stat().st_mtime_ns, one) for one in (self._folder / REFUSED).glob("*.txt")]
            newest = sorted(sentences, reverse=True)[:_SHOWN]
            return [RefusedFile(one.stem, _said(one), at // 1_000_000) for at, one in newest]
        except OSError:
            return []

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

    def _safely(self, by: OnDuty, path: Path) -> Looked:
        """One file never stops the others: what cannot be stored stays and is tried again."""
        try:
            return self._file(by, path)
        except ClinicError as error:
            put_aside(path, REFUSED, f"没有收下 · not taken: {error.code}\n")
            return Looked(refused=1)

    def _file(self, by: OnDuty, path: Path) -> Looked:
        try:
            late = path.stat().st_mtime_ns // 1_000_000 + waiting_days() * _DAY_MS < self._store.wall()
            with path.open("rb") as file:
                told = read_told(file.read(MAX_BYTES + 1))
        except (BadMessage, BadReadings) as error:
            put_aside(
                path,
                REFUSED,
                f"不是自测设备的数据：{_why(error)} · no file of a self-service device: {_why(error, 1)}\n",
            )
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
            strangers = set(local.read_text(writing.connection, _NOT_OURS).split())
            for number, one in enumerate(told, start=1):
                try:
                    read = reading(one, self._store.wall())
                except BadReading as error:
                    refused.append(_refusal(number, error))
                    continue
                found = _person(writing, one)
                if found is None:
                    known = nobodys(one, read) in strangers
                    if not known and not queries.matched_by_hand(writing.connection, read):
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
    """Whose it is and by what; none when the numbers are nobody's, or several people's."""
    connection = writing.connection
    named = residents.with_id_number(connection, told.id_number.upper()) if told.id_number else []
    held = residents.with_card(connection, told.card, told.card)
    people = {one.id: one for one in (*named, *held)}
    if len(people) != 1:
        return None
    ((found, person),) = people.items()
    told_another = told.id_number and person.id_number not in ("", told.id_number.upper())
    return None if told_another else (found, "id_number" if named else "card")


def _why(error: ClinicError, at: int = 0) -> str:
    """Chinese, or English with 1; a broken message says no more than that it is one."""
    return _WHY_NOT.get(str(error.facts.get("why", "")), _WHY_NOT["structure"])[at]


def _refusal(number: int, error: BadReading) -> str:
    said = " ".join(str(error.facts[part]) for part in ("item", "value", "unit") if error.facts[part])
    return f"第 {number} 条未收：{_why(error)}（{said}） · value {number} refused: {_why(error, 1)}"


def _said(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_WHY).strip()


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
