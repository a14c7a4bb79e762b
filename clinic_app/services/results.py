"""仪器结果: files that instruments leave in a folder become what a report begins with; a person signs it.

A file goes to `done` once all it tells has been reported since it came, and to `refused` with the reason beside it
when it is none, or when it speaks of another person than the order it names.  Nothing is filed by itself, and
nothing is matched by a name.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from clinic_app.devices.dicom import BadStudy, Study, read_study
from clinic_app.devices.drop_folder import DONE, MOST, REFUSED, put_aside, ripe_files
from clinic_app.devices.hl7 import MAX_BYTES, BadMessage, InstrumentReport, read_reports
from clinic_app.domain.examinations.errors import NoExamination
from clinic_app.domain.examinations.instruments import Measured, matched
from clinic_app.domain.examinations.person import NOBODY, Patient, differs
from clinic_app.projections.queries import examinations
from clinic_app.projections.queries.examinations import Examination, Report, Stage
from clinic_app.store.journal import Store
from clinic_app.store.pinyin import readings, spellings

CODES: Final = "codes.csv"  # in the folder, with a header line: code,item
_UNFINISHED: Final = (".tmp", ".part", ".txt", ".csv")
_PARTS: Final = {"name": "姓名", "birth_date": "出生日期", "sex": "性别", "id_number": "身份证号"}
_DICOM: Final = b"DICM"  # at 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What one file says of one order."""

    file: str
    came_ms: int
    number: str  # the slip's, as the instrument has it; empty: it has none
    source: str  # hl7, dicom
    instrument: str
    values: Mapping[str, str] = field(default_factory=dict)  # by item
    unknown: tuple[str, ...] = ()  # what no item stands against
    study_uid: str = ""
    part: str = ""
    order: Examination | None = None  # none: the number is nobody's, or not here yet
    patient: Patient = NOBODY  # whom the instrument says it measured


@dataclass(frozen=True, slots=True)
class Swept:
    """One look into the folder."""

    incoming: tuple[Incoming, ...] = ()
    refused: int = 0  # files set aside: no results
    others: tuple[str, ...] = ()  # the slips' numbers of files set aside: of another person than the order


class ResultsService:
    def __init__(self, store: Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    def look(self) -> Swept:
        """What lies in the folder and is not reported yet, the oldest first; without a folder nothing.

        Of very many files the newest: those that nobody ever matches hold up no other.

        Raises:
            FolderAway
        """
        if self._folder is None:
            return Swept()
        found: list[Incoming] = []
        refused = 0
        others: list[str] = []
        codes = _codes(self._folder)
        newest = ripe_files(self._folder, self._store.wall(), _UNFINISHED)[:MOST]
        for path in (one.path for one in reversed(newest)):
            try:
                told = list(self._told(path, codes))
            except (BadMessage, BadStudy) as error:
                refused += 1
                put_aside(path, REFUSED, f"不是仪器结果文件 · no result of an instrument: {error}\n")
                continue
            except OSError:
                continue  # taken away, or still held by who writes it
            strange = {
                one.number: parts for one in told if one.order and (parts := differing(one.order, one))
            }
            if strange:
                others += strange
                put_aside(
                    path, REFUSED, "".join(_strange(number, parts) for number, parts in strange.items())
                )
                continue
            open_ = [one for one in told if not self._reported(one)]
            found += open_
            if not open_:
                put_aside(path, DONE)
        return Swept(tuple(found), refused, tuple(others))

    def done(self, one: Incoming) -> None:
        """A file that a person matched with an order is reported, unless it tells of others too."""
        if self._folder is None:
            return
        path = self._folder / one.file
        try:
            told = list(self._told(path, _codes(self._folder)))
        except (BadMessage, BadStudy, OSError):
            return
        if all(self._reported(other) for other in told if other.number != one.number):
            put_aside(path, DONE)

    def _told(self, path: Path, codes: Mapping[str, str]) -> Iterator[Incoming]:
        came = path.stat().st_mtime_ns // 1_000_000
        with path.open("rb") as file:
            head = file.read(132)
            data = b"" if head[128:] == _DICOM else head + file.read(MAX_BYTES)
        with self._store.reading() as connection:
            if head[128:] == _DICOM:
                study = read_study(path)
                yield _of_study(self._order(connection, (study.number,)), path.name, came, study)
                return
            for report in read_reports(data):
                order = self._order(connection, report.numbers)
                yield _of_report(order, path.name, came, report, codes)

    def _order(self, connection: sa.Connection, numbers: tuple[str, ...]) -> Examination | None:
        for number in numbers:
            try:
                return examinations.by_number(connection, self._store.facility, number)
            except NoExamination:
                continue
        return None

    def _reported(self, one: Incoming) -> bool:
        """Whether the order's report was made since the file came, or says the same."""
        if one.order is None or one.order.stage is not Stage.REPORTED:
            return one.order is not None and one.order.stage is Stage.CANCELLED
        with self._store.reading() as connection:
            reports = examinations.reports_of_order(connection, one.order.id)
        standing = [report for report in reports if not report.replaced]
        return any(report.reported_ms >= one.came_ms or _says(report, one) for report in standing)


def differing(order: Examination, one: Incoming) -> tuple[str, ...]:
    """What the instrument says of its patient and is not so of the order's: domain/examinations/person.py."""
    ordered = Patient(order.name, order.birth_date, order.sex, order.id_number)
    spelled = {spelling for reading in readings(order.name) for spelling in spellings(reading)}
    return differs(one.patient, ordered, spelled)


def _strange(number: str, parts: tuple[str, ...]) -> str:
    chinese = "、".join(_PARTS[part] for part in parts)
    return (
        f"结果与申请单 {number} 的{chinese}不符，请核对是谁的标本 · "
        f"not the person of order {number}: {', '.join(parts)}\n"
    )


def _says(report: Report, one: Incoming) -> bool:
    values = {line.item: line.value for line in report.lines}
    return values.items() >= one.values.items() and one.study_uid in ("", report.study_uid)


def _of_report(
    order: Examination | None, file: str, came: int, report: InstrumentReport, codes: Mapping[str, str]
) -> Incoming:
    fits = matched((Measured(one.code, one.name, one.value, one.unit) for one in report.values), codes)
    return Incoming(
        file=file,
        came_ms=came,
        number=order.number if order is not None else next(iter(report.numbers), ""),
        source="hl7",
        instrument=report.instrument,
        values=fits.values,
        unknown=fits.unknown,
        order=order,
        patient=report.patient,
    )


def _of_study(order: Examination | None, file: str, came: int, study: Study) -> Incoming:
    return Incoming(
        file=file,
        came_ms=came,
        number=study.number,
        source="dicom",
        instrument=" ".join(part for part in (study.modality, study.instrument) if part),
        study_uid=study.study_uid,
        part=study.part,
        order=order,
        patient=study.patient,
    )


def _codes(folder: Path) -> dict[str, str]:
    """The laboratory's own table, if it keeps one."""
    try:
        with (folder / CODES).open(encoding="utf-8-sig", newline="") as file:
            return {
                row["code"].strip(): row["item"].strip() for row in csv.DictReader(file) if row.get("item")
            }
    except (OSError, UnicodeDecodeError, csv.Error, KeyError):
        return {}
