"""参保: the register of insured people as the insurance office sends it, row by row.

The first row names the columns (insured_columns.py); a column that is not there says nothing, and what was known
stays.  慢特病 registrations stand in one cell: ``M03900:2026-01-01~2026-12-31;M01600:2026-01-01~``, the last
consultation fees likewise: ``350881001:2026-05-01``.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from clinic_app.domain.codes import codes
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.identifiers import check_id_number
from clinic_app.domain.money import fen_of
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.county import Chronic
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.insured_columns import ACCUMULATORS, Heading, headings_of, ignored
from clinic_app.journal.sheet_report import BadRow
from clinic_app.journal.sheets import rows_of

_WIDE: Final = 64  # characters of a code
_STATES: Final = {"正常参保": "1", "正常": "1", "暂停参保": "2", "暂停": "2", "终止参保": "3", "终止": "3"}
_GROUPS: Final = {
    "特困": "tekun",
    "特困人员": "tekun",
    "低保": "dibao",
    "低保对象": "dibao",
    "建档立卡": "jiandang",
    "建档立卡对象": "jiandang",
    "优抚": "youfu",
    "优抚对象": "youfu",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where people can be at home; empty: any code is taken as it stands."""

    codes: frozenset[str] = frozenset()
    villages: Mapping[str, str] = field(default_factory=dict)  # name → code; empty: two clinics have it


@dataclass(frozen=True, slots=True)
class GoodRow:
    line: int  # of the file, from 1
    fact: InsuredStated
    said: frozenset[str]  # the fields that the file speaks of; of the others what was known stays
    doubts: tuple[str, ...] = ()  # no_home, unknown_village


class _Wrong(Exception):
    """A cell that cannot be taken."""

    def __init__(self, name: str, why: str) -> None:
        self.name, self.why = name, why


class InsuredSheet:
    """An open register."""

    def __init__(self, path: Path, today: date, places: Places | None = None) -> None:
        """Raises:
        BadTable: not .xlsx or .csv, unreadable, or a needed column is missing.
        """
        self._rows = rows_of(path)
        self._headings = headings_of(next(self._rows, ()))
        self._today = today
        self._places = places or Places()
        self.ignored = ignored(self._headings)
        self._said = _fields_of(self._headings)

    def __iter__(self) -> Iterator[GoodRow | BadRow]:
        titles = {heading.name: heading.title for heading in self._headings}
        for line, row in enumerate(self._rows, start=2):
            cells = {
                heading.name: value
                for heading, value in zip(self._headings, row, strict=False)
                if heading.name
            }
            if not any(cells.values()):
                continue
            try:
                yield self._good(line, cells)
            except _Wrong as wrong:
                yield BadRow(
                    line, wrong.name, wrong.why, titles.get(wrong.name, ""), cells.get(wrong.name, "")
                )

    def _good(self, line: int, cells: dict[str, str]) -> GoodRow:
        for name in ("psn_no", "insutype", "psn_insu_stas", "maf_group", "contract_inst", "home"):
            if len(cells.get(name, "")) > _WIDE or "\0" in cells.get(name, ""):
                raise _Wrong(name, "too_long")
        if not cells.get("psn_no"):
            raise _Wrong("psn_no", "empty")
        home, doubts = self._home(cells)
        fact = InsuredStated(
            psn_no=cells["psn_no"],
            id_number=_id_number(cells, self._today),
            insutype=_insutype(cells),
            psn_insu_stas=_word(cells.get("psn_insu_stas", ""), _STATES) or "1",
            death_date=_date(cells, "death_date"),
            maf_group=_word(cells.get("maf_group", ""), _GROUPS),
            contract_inst=cells.get("contract_inst", ""),
            chronic=_chronic(cells.get("chronic", "")),
            acct_balance=self._amount(cells, "acct_balance"),
            home=home,
            used=self._used(cells),
            gc_last=_gc_last(cells.get("gc_last", "")),
            salt=new_salt(),
        )
        said = self._said if cells.get("home") or cells.get("village") else self._said - {"home"}
        return GoodRow(line, fact, said, doubts)

    def _home(self, cells: dict[str, str]) -> tuple[str, tuple[str, ...]]:
        """Whose person it is: as said, else by village, else where the person has a contract."""
        codes_, doubts = self._places.codes, []
        if said := cells.get("home", ""):
            if codes_ and said not in codes_:
                raise _Wrong("home", "unknown_facility")
            return said, ()
        if village := cells.get("village", ""):
            if found := self._places.villages.get(village, ""):
                return found, ()
            doubts.append("unknown_village")
        contract = cells.get("contract_inst", "")
        if contract and contract in codes_:
            return contract, tuple(doubts)
        return "", (*doubts, "no_home")

    def _used(self, cells: dict[str, str]) -> dict[str, dict[str, int]]:
        used = _used_json(cells.get("used", ""))
        year = cells.get("year") or str(self._today.year)
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise _Wrong("year", "not_a_year")
        of_year = {
            heading.name: self._amount(cells, heading.name)
            for heading in self._headings
            if heading.is_accumulator
        }
        if any(of_year.values()):
            used[year] = used.get(year, {}) | of_year
        without_zeros = {
            y: {key: n for key, n in sorted(keys.items()) if n} for y, keys in sorted(used.items())
        }
        return {y: keys for y, keys in without_zeros.items() if keys}

    def _amount(self, cells: dict[str, str], name: str) -> int:
        text = cells.get(name, "")
        heading = next((one for one in self._headings if one.name == name), None)
        if not text or heading is None:
            return 0
        try:
            amount = fen_of(text) if heading.yuan else int(text)
        except ValueError as error:
            raise _Wrong(name, "not_yuan" if heading.yuan else "not_whole") from error
        if not 0 <= amount < 1 << 53:
            raise _Wrong(name, "not_yuan" if heading.yuan else "not_whole")
        return amount


def _fields_of(headings: list[Heading]) -> frozenset[str]:
    names = {heading.name for heading in headings if heading.name}
    if any(heading.is_accumulator for heading in headings):
        names.add("used")
    if "village" in names:
        names.add("home")
    return frozenset(names & set(InsuredStated.__struct_fields__))


def _id_number(cells: dict[str, str], today: date) -> str:
    if not cells.get("id_number"):
        raise _Wrong("id_number", "empty")
    try:
        return check_id_number(cells["id_number"], today).number18
    except ClinicError as error:
        raise _Wrong("id_number", error.code) from error


def _insutype(cells: dict[str, str]) -> str:
    text = cells.get("insutype", "")
    if not text:
        raise _Wrong("insutype", "empty")
    known = codes("insutype")
    if text in known:
        return text
    for code, entry in known.items():
        if entry.name_zh == text:
            return code
    short = {"新农合": "380", "居民医保": "390", "城乡居民医保": "390", "职工医保": "310"}
    if text not in short:
        raise _Wrong("insutype", "unknown_code")
    return short[text]


def _word(text: str, words: Mapping[str, str]) -> str:
    return words.get(text, text)


def _date(cells: dict[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(cells[name]) if cells.get(name) else None
    except ValueError as error:
        raise _Wrong(name, "not_a_date") from error


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.replace("；", ";").replace("：", ":").split(";") if part.strip())


def _chronic(text: str) -> tuple[Chronic, ...]:
    found = []
    for part in _parts(text):
        code, _, days = part.partition(":")
        begin, _, end = days.partition("~")
        try:
            valid_from = date.fromisoformat(begin.strip())
            valid_to = date.fromisoformat(end.strip()) if end.strip() else None
        except ValueError as error:
            raise _Wrong("chronic", "not_chronic") from error
        if not code.strip() or (valid_to is not None and valid_to < valid_from):
            raise _Wrong("chronic", "not_chronic")
        found.append(Chronic(dise_codg=code.strip(), valid_from=valid_from, valid_to=valid_to))
    return tuple(found)


def _gc_last(text: str) -> dict[str, date]:
    found = {}
    for part in _parts(text):
        code, _, day = part.partition(":")
        try:
            found[code.strip()] = date.fromisoformat(day.strip())
        except ValueError as error:
            raise _Wrong("gc_last", "not_gc_last") from error
    return dict(sorted(found.items()))


def _used_json(text: str) -> dict[str, dict[str, int]]:
    """``{"2026": {"hifp_11": 2800}}``, fen."""
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Wrong("used", "not_used") from error
    if not isinstance(found, dict):
        raise _Wrong("used", "not_used")
    for year, keys in found.items():
        if not (year.isascii() and year.isdigit() and len(year) == 4 and isinstance(keys, dict)):
            raise _Wrong("used", "not_used")
        for key, amount in keys.items():
            known = key in ACCUMULATORS or (key.startswith("dise:") and 5 < len(key) <= _WIDE)
            if not known or type(amount) is not int or not 0 <= amount < 1 << 53:
                raise _Wrong("used", "not_used")
    return found
