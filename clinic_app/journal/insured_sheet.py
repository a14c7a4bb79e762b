"""参保: the register of insured people as the insurance office sends it.

The first row names the columns, by the platform's names or in Chinese; a column that is not there takes its default.
Money is fen under `acct_balance`, yuan under 账户余额.  慢特病 registrations stand in one cell:
``M03900:2026-01-01~2026-12-31;M01600:2026-01-01~``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.identifiers import check_id_number
from clinic_app.domain.money import fen_of
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.county import Chronic
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.sheets import BadTable, rows_of

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


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out."""

    line: int  # of the file, from 1
    field: str
    why: str


class _Wrong(Exception):
    """A cell that cannot be taken."""

    def __init__(self, field: str, why: str) -> None:
        self.field, self.why = field, why


def read_insured(path: Path, today: date) -> Iterator[InsuredStated | BadRow]:
    """Each row as a statement, or what is wrong with it.

    Raises:
        BadTable: not .xlsx or .csv, unreadable, or a needed column is missing.
    """
    rows = rows_of(path)
    names = _heading(next(rows, ()))
    for line, row in enumerate(rows, start=2):
        cells = {name: value for name, value in zip(names, row, strict=False) if name}
        if not any(cells.values()):
            continue
        try:
            yield _fact(cells, today)
        except _Wrong as wrong:
            yield BadRow(line, wrong.field, wrong.why)


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
