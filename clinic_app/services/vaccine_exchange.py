"""Exchange with the immunization client by files: doses given elsewhere in; children, doses and AEFI out.

A dose is the same when person, family and day are equal: a file that comes again books nothing.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID
from xml.etree import ElementTree

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken, Unavailable
from clinic_app.domain.immunization.exchange import ToldDose, UnreadableRow, fields_of, read_dose
from clinic_app.domain.immunization.schedule import vaccines
from clinic_app.domain.spreadsheet import quoted, unquoted
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import stamp
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.immunization import VaccinationGiven, VaccinationNumbered
from clinic_app.projections.queries import immunization as queries
from clinic_app.projections.queries import residents
from clinic_app.projections.queries.immunization import Dose, Reported
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

_SENT: Final = "immunization_sent"  # hybrid clock of the last message
_TOLD: Final = "immunization_told"  # what the last message carried; a dose that was withdrawn with a dash
_OVERLAP: Final = int(timedelta(days=7).total_seconds() * 1000) << 16  # for what came late from another PC
_LARGEST: Final = 50_000_000  # bytes of a file
_DECLARED: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_MOST: Final = 50_000  # rows of a file: they are booked in one go


class UnreadableFile(RuleBroken):
    """Not CSV or XML, damaged, or without a column that is known."""

    code = "immunization.unreadable"


class NothingToSend(RuleBroken):
    """Nothing was given, withdrawn or reported that the last message did not carry."""

    code = "immunization.nothing_to_send"


class NotWritten(Unavailable):
    """The folder cannot be written."""

    code = "immunization.not_written"


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of one row: booked, known, differs, doubtful or refused."""

    line: int
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One message: its number and its rows by file."""

    number: str
    rows: Mapping[str, int]


class VaccineExchangeService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def take_in(self, by: OnDuty, path: Path) -> tuple[Matched, ...]:
        """Book the doses of a file, each once; what cannot be matched stands in the report.

        Raises:
            NotAllowed, UnreadableFile
        """
        by.must("vaccination")
        rows = read_rows(path)
        with self._store.writing(by.author) as writing:
            return tuple(self._row(writing, line, told) for line, told in enumerate(rows, start=2))

    def send(self, by: OnDuty, folder: Path) -> Sent:
        """Write what this facility gave since the last message, the last week again.

        Raises:
            NotAllowed, NothingToSend, NotWritten
        """
        by.must("vaccination")
        with self._store.writing(by.author) as writing:
            connection, here = writing.connection, self._store.facility
            since = int(local.read_text(connection, _SENT) or "0")
            given = queries.sent_from(connection, here, since - _OVERLAP)
            aefi = queries.adverse_from(connection, here, since - _OVERLAP)
            told = set((local.read_text(connection, _TOLD) or "").split())
            marks = {f"{one.id.hex}{'-' * withdrawn}" for one, withdrawn in given} | {
                one.id.hex for one in aefi
            }
            if marks <= told:
                raise NothingToSend()
            children = [*(dose.resident_id for dose, _ in given), *(one.resident_id for one in aefi)]
            number = f"{here}-{local.next_serial(connection, _SENT, 'message'):06d}"
            files = {
                "children": [_child(connection, one) for one in dict.fromkeys(children)],
                "doses": [_out(connection, dose, withdrawn, here) for dose, withdrawn in given],
                "aefi": [_report(connection, one) for one in aefi],
            }
            _write(folder, number, files)
            sent = max(since, stamp(self._store.wall()))
            local.write(connection, _SENT, str(sent))
            local.write(connection, _TOLD, " ".join(sorted(marks)))
        return Sent(number, {name: len(lines) for name, lines in files.items()})

    def save_report(self, path: Path, rows: Sequence[Matched]) -> None:
        """What became of each row of a file, as CSV.

        Raises:
            NotWritten
        """
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(("line", "state", "why"))
                writer.writerows((one.line, one.state, one.why) for one in rows)
        except OSError as error:
            raise NotWritten(folder=str(path.parent)) from error

    def _row(self, writing: Writing, line: int, told: Mapping[str, str]) -> Matched:
        try:
            dose = read_dose(told)
        except UnreadableRow as error:
            return Matched(line, "refused", str(error.facts["why"]))
        if dose.on > beijing_day(self._store.wall()):
            return Matched(line, "refused", "on")
        people = _people(writing.connection, dose)
        if len(people) != 1:
            return Matched(line, "doubtful", "several" if people else "nobody")
        if _is_another(writing.connection, dose, people[0]):
            return Matched(line, "doubtful", "person")
        if not _is_sure(writing.connection, dose, people[0]):
            return Matched(line, "doubtful", "phone")
        return self._book(writing, line, dose, people[0])

    def _book(self, writing: Writing, line: int, dose: ToldDose, person: UUID) -> Matched:
        connection, series = writing.connection, vaccines()[dose.vaccine].series
        if dose.case_no and not queries.case_no_of(connection, person):
            writing.append(VaccinationNumbered(case_no=dose.case_no, salt=new_salt()), person)
        had = [one for one in queries.doses_of(connection, person) if one.series == series]
        same = [one for one in had if one.on == dose.on]
        if dose.withdrawn:
            return Matched(line, "differs" if same else "known", "withdrawn")
        if same:
            differs = bool(dose.batch) and dose.batch not in {one.batch for one in same}
            return Matched(line, "differs", "batch") if differs else Matched(line, "known")
        earlier = sum(one.on < dose.on for one in had)
        fact = VaccinationGiven(
            vaccine=dose.vaccine,
            series=series,
            dose_no=dose.dose_no or earlier + 1,
            on=dose.on,
            site=dose.site,
            route=dose.route,
            amount=dose.amount,
            maker=dose.maker,
            batch=dose.batch,
            trace_code=dose.trace_code,
            expiry=dose.expiry,
            unit=dose.unit,
            kind=dose.kind or "1",
            paid=dose.paid or "1",
            elsewhere=True,
            salt=new_salt(),
        )
        writing.append(fact, person)
        return Matched(line, "booked")


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file (first line: headings) or of an XML file (an element a row, a child a cell).

    Raises:
        UnreadableFile
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableFile(file=path.name)
        data = path.read_bytes()
        read = _xml_rows if path.suffix.lower() == ".xml" else _csv_rows
        found = [fields_of(cells) for cells in islice(read(data), _MOST + 1)]  # twenty million fill 4 GB
    except (OSError, UnicodeDecodeError, csv.Error, ElementTree.ParseError) as error:
        raise UnreadableFile(file=path.name) from error
    if len(found) > _MOST or not any("vaccine" in row for row in found):
        raise UnreadableFile(file=path.name)
    return found


def _csv_rows(data: bytes) -> Iterator[list[tuple[str, str]]]:
    lines = csv.reader(io.StringIO(_text(data), newline=""))
    head = next(lines, [])
    for line in lines:
        yield list(zip(head, map(unquoted, line), strict=False))


def _text(data: bytes) -> str:
    """Raises: UnicodeDecodeError"""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _xml_rows(data: bytes) -> Iterator[list[tuple[str, str]]]:
    """Decoded before it is parsed: whatever encoding it names, no entity is told where nobody looks."""
    text = _text(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # nothing of ours has one
        raise ElementTree.ParseError("a document type")
    depth = 0
    source = io.BytesIO(_DECLARED.sub("", text, count=1).encode())
    for event, row in ElementTree.iterparse(source, ("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 1:
            yield [(cell.tag, cell.text or "") for cell in row]
            row.clear()


def _people(connection: sa.Connection, told: ToldDose) -> list[UUID]:
    """By case number; else by identity number; else by name, sex and birth date.  The kept entries."""
    found: Sequence[UUID] = queries.with_case_no(connection, told.case_no) if told.case_no else ()
    if not found and told.id_number:
        found = [one.id for one in residents.with_id_number(connection, told.id_number)]
    if not found and told.name and told.sex and told.birth:
        found = queries.alike(connection, told.name, told.sex, told.birth)
    return [one.id for one in residents.residents_of(connection, list(found))]


def _is_another(connection: sa.Connection, told: ToldDose, person: UUID) -> bool:
    """A number led to somebody who was born later, or whose other number, name or birth date is not the one told."""
    known = residents.resident_of(connection, person)
    pairs = (
        (told.id_number, known.id_number),
        (told.name, known.name),
        (told.birth, known.birth_date),
        (told.case_no, queries.case_no_of(connection, person)),
    )
    holders = residents.with_id_number(connection, told.id_number) if told.id_number else []
    if holders and person not in {one.id for one in holders}:
        return True
    differs = any(said and stands and said != stands for said, stands in pairs)
    return differs or (known.birth_date is not None and told.on < known.birth_date)


def _is_sure(connection: sa.Connection, told: ToldDose, person: UUID) -> bool:
    """A number was equal, or with name, sex and birth date the telephone is."""
    if told.case_no and told.case_no == queries.case_no_of(connection, person):
        return True
    known = residents.resident_of(connection, person)
    if told.id_number and told.id_number == known.id_number:
        return True
    return bool(told.phone) and told.phone == known.phone


def _child(connection: sa.Connection, resident_id: UUID) -> dict[str, str]:
    person = residents.resident_of(connection, resident_id)
    return {
        "case_no": queries.case_no_of(connection, resident_id),
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "id_number": person.id_number,
        "phone": person.phone,
        "address": person.address,
        "village": person.village,
    }


_OUT: Final = (
    "vaccine",
    "dose_no",
    "on",
    "site",
    "route",
    "amount",
    "maker",
    "batch",
    "trace_code",
    "expiry",
    "kind",
    "paid",
)


def _out(connection: sa.Connection, dose: Dose, withdrawn: bool, unit: str) -> dict[str, str]:
    """A dose with the child's keys; `id` is the same whenever it is sent."""
    person = _child(connection, dose.resident_id)
    keys = {key: person[key] for key in ("case_no", "id_number", "name", "sex", "birth_date", "phone")}
    told = asdict(dose)
    given = {key: "" if told[key] is None else str(told[key]) for key in _OUT}
    state = {"unit": unit, "vaccinator": dose.author, "state": "withdrawn" if withdrawn else "given"}
    return {"id": str(dose.id), **keys, **given, **state}


def _report(connection: sa.Connection, one: Reported) -> dict[str, str]:
    case_no = queries.case_no_of(connection, one.resident_id)
    return {"id": str(one.id), "case_no": case_no, "day": one.day.isoformat(), "values": one.values}


def _write(folder: Path, number: str, files: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """A file for each kind that has rows."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in files.items():
            if not lines:
                continue
            heads = ["message", *lines[0]]
            with (folder / f"{number}-{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.DictWriter(file, heads)
                writer.writeheader()
                writer.writerows(
                    {key: quoted(cell) for key, cell in {"message": number, **line}.items()} for line in lines
                )
    except OSError as error:
        raise NotWritten(folder=str(folder)) from error
