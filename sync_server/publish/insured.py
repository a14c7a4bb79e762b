"""参保: the register of insured people, from a spreadsheet into the county's journal.

The first row names the columns, by the platform's names or in Chinese; a column that is not there takes its default.
Money is fen under `acct_balance`, yuan under 账户余额.  慢特病 registrations stand in one cell:
``M03900:2026-01-01~2026-12-31;M01600:2026-01-01~``.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from clinic_app.domain.errors import ClinicError, RuleBroken
from clinic_app.domain.identifiers import check_id_number
from clinic_app.domain.money import fen_of
from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.county import Chronic
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.projections.queries import insurance
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.engine import Database

_BATCH: Final = 500  # rows in one transaction
_NAMES: Final = {
    "人员编号": "psn_no",
    "身份证号": "id_number",
    "证件号码": "id_number",
    "险种": "insutype",
    "险种类型": "insutype",
    "参保状态": "psn_insu_stas",
    "死亡日期": "death_date",
    "救助对象": "maf_group",
    "救助类别": "maf_group",
    "签约机构": "contract_inst",
    "慢特病": "chronic",
    "账户余额": "acct_yuan",
}
_NEEDED: Final = ("psn_no", "id_number", "insutype")
_WIDE: Final = 64  # characters of a code


class BadTable(RuleBroken):
    """The file is no table of insured people: `why` says where."""

    code = "insured.bad_table"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out."""

    line: int  # of the file, from 1
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did."""

    stated: int  # written into the journal
    unchanged: int
    bad: tuple[BadRow, ...]


class _Wrong(Exception):
    """A cell that cannot be taken."""

    def __init__(self, field: str, why: str) -> None:
        self.field, self.why = field, why


def import_insured(database: Database, path: Path, author: str = "", wall: Wall = wall_clock) -> Report:
    """State everybody in the file who is new or differs; rows that cannot be taken are reported and left out.

    Raises:
        BadTable: not .xlsx or .csv, unreadable, or a needed column is missing.
    """
    rows = _rows(path)
    names = _heading(next(rows, ()))
    today = beijing_day(wall())
    stated = unchanged = 0
    bad: list[BadRow] = []
    numbered = enumerate(rows, start=2)
    while batch := list(islice(numbered, _BATCH)):
        facts: list[InsuredStated] = []
        for line, row in batch:
            cells = {name: value for name, value in zip(names, row, strict=False) if name}
            if not any(cells.values()):
                continue
            try:
                facts.append(_fact(cells, today))
            except _Wrong as wrong:
                bad.append(BadRow(line, wrong.field, wrong.why))
        with held_pen(database, wall) as pen:
            new = [fact for fact in facts if not _is_known(pen, fact)]
            for fact in new:
                pen.append(fact, author=author)
        stated += len(new)
        unchanged += len(facts) - len(new)
    return Report(stated, unchanged, tuple(bad))


def _rows(path: Path) -> Iterator[Sequence[str]]:
    if path.suffix.lower() == ".xlsx":
        return _sheet(path)
    if path.suffix.lower() == ".csv":
        return _lines(path)
    raise BadTable(why=f"{path.suffix}: .xlsx, .csv")


def _sheet(path: Path) -> Iterator[Sequence[str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, InvalidFileException) as error:
        raise BadTable(why=str(error)) from error
    except Exception as error:  # openpyxl lets zipfile's and the XML parser's own errors through
        if type(error).__module__.startswith(("zipfile", "xml")):
            raise BadTable(why=str(error)) from error
        raise
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield [_text(value) for value in row]


def _lines(path: Path) -> Iterator[Sequence[str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadTable(why=str(error)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadTable(why="UTF-8, GB18030")
    for row in csv.reader(io.StringIO(text)):
        yield [cell.strip() for cell in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _heading(row: Sequence[str]) -> list[str]:
    names = [_NAMES.get(cell, cell) for cell in row]
    for needed in _NEEDED:
        if needed not in names:
            raise BadTable(why=needed)
    return names


def _fact(cells: dict[str, str], today: date) -> InsuredStated:
    for name in (*_NEEDED, "psn_insu_stas", "maf_group", "contract_inst"):
        if name in _NEEDED and not cells.get(name):
            raise _Wrong(name, "empty")
        if len(cells.get(name, "")) > _WIDE or "\0" in cells.get(name, ""):
            raise _Wrong(name, "too long")
    try:
        number = check_id_number(cells["id_number"], today)
    except ClinicError as error:
        raise _Wrong("id_number", error.code) from error
    return InsuredStated(
        psn_no=cells["psn_no"],
        id_number=number.number18,
        insutype=cells["insutype"],
        psn_insu_stas=cells.get("psn_insu_stas") or "1",
        death_date=_date(cells, "death_date"),
        maf_group=cells.get("maf_group", ""),
        contract_inst=cells.get("contract_inst", ""),
        chronic=_chronic(cells.get("chronic", "")),
        acct_balance=_balance(cells),
        salt=new_salt(),
    )


def _date(cells: dict[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(cells[name]) if cells.get(name) else None
    except ValueError as error:
        raise _Wrong(name, "YYYY-MM-DD") from error


def _chronic(text: str) -> tuple[Chronic, ...]:
    found = []
    for part in filter(None, text.replace("；", ";").split(";")):
        code, _, days = part.strip().partition(":")
        begin, _, end = days.partition("~")
        try:
            found.append(
                Chronic(
                    dise_codg=code,
                    valid_from=date.fromisoformat(begin),
                    valid_to=date.fromisoformat(end) if end else None,
                )
            )
        except ValueError as error:
            raise _Wrong("chronic", "CODE:YYYY-MM-DD~YYYY-MM-DD") from error
    return tuple(found)


def _balance(cells: dict[str, str]) -> int:
    try:
        fen = fen_of(cells["acct_yuan"]) if cells.get("acct_yuan") else int(cells.get("acct_balance") or 0)
    except ValueError as error:
        raise _Wrong("acct_balance", "fen") from error
    if not 0 <= fen < 1 << 53:
        raise _Wrong("acct_balance", "fen")
    return fen


def _is_known(pen: Pen, fact: InsuredStated) -> bool:
    """Whether the county says the same already."""
    known = insurance.insured_by_psn_no(pen.connection, fact.psn_no)
    if known is None:
        return False
    person = known.person
    chronic = tuple((one.dise_codg, one.valid_from, one.valid_to) for one in person.chronic)
    return (
        known.id_number,
        person.insutype,
        person.psn_insu_stas,
        person.death_date,
        person.maf_group or "",
        person.contract_inst or "",
        chronic,
        known.acct_balance,
    ) == (
        fact.id_number,
        fact.insutype,
        fact.psn_insu_stas,
        fact.death_date,
        fact.maf_group,
        fact.contract_inst,
        tuple((one.dise_codg, one.valid_from, one.valid_to) for one in fact.chronic),
        fact.acct_balance,
    )
