"""既有登记表: rows of the register that a clinic kept in a spreadsheet before.

A row is good, doubtful (it can be taken over, but somebody should look) or bad (nobody can tell who
it is).  Nothing is guessed in silence: every doubt has a reason.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from clinic_app.domain.codes import codes
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.identifiers import (
    BadIdNumber,
    BadRecordNumber,
    IdNumber,
    check_id_number,
    check_record_number,
    clean,
)

Cell = object  # text, number, date or None, as a spreadsheet gives it

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "患者姓名", "居民姓名", "病人姓名", "名字", "name"),
    "sex": ("性别", "sex", "gender"),
    "id_number": (
        "身份证号",
        "身份证号码",
        "身份证",
        "公民身份号码",
        "证件号",
        "证件号码",
        "身份证件号码",
        "idnumber",
        "id",
    ),
    "birth_date": ("出生日期", "出生年月", "出生年月日", "生日", "birthdate", "birthday"),
    "phone": ("电话", "联系电话", "手机", "手机号", "手机号码", "本人电话", "电话号码", "phone", "mobile"),
    "address": ("住址", "地址", "家庭住址", "家庭地址", "现住址", "居住地址", "详细地址", "address"),
    "ethnic": ("民族", "ethnic", "ethnicity"),
    "card_number": ("卡号", "社保卡号", "社会保障卡号", "就诊卡号", "医保卡号", "健康卡号", "cardnumber"),
    "record_number": ("档案号", "健康档案号", "健康档案编号", "档案编号", "居民健康档案编号", "recordnumber"),
    "village": ("村", "行政村", "村委会", "村居", "所属村", "village"),
    "mother_name": ("母亲姓名", "母亲", "mothername"),
}

_SEXES = {"男": "1", "男性": "1", "1": "1", "M": "1", "女": "2", "女性": "2", "2": "2", "F": "2"}
_OLD_PEOPLES = {"毛难族": "毛南族", "崩龙族": "德昂族"}  # spellings of GB/T 3304-1991
_DAY = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?(?:[ T].*)?")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{2}", re.IGNORECASE)
_EXCEL_EPOCH = date(1899, 12, 30)


class NoNameColumn(RuleBroken):
    """No row of the first ones looks like a header."""

    code = "register.no_name_column"


class State(StrEnum):
    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


class Doubt(StrEnum):
    NO_NAME = "no_name"
    NO_ID_NUMBER = "no_id_number"  # alone no doubt: many old people and newborns have none
    ID_INVALID = "id_invalid"
    ID_PRECISION_LOST = "id_precision_lost"  # the spreadsheet kept only 15 digits
    ID_AREA_UNKNOWN = "id_area_unknown"
    SEX_DIFFERS = "sex_differs"
    SEX_UNREADABLE = "sex_unreadable"
    BIRTH_DIFFERS = "birth_differs"
    BIRTH_UNREADABLE = "birth_unreadable"
    ETHNIC_UNKNOWN = "ethnic_unknown"
    RECORD_NUMBER_INVALID = "record_number_invalid"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One person as the register has them, tidied; `line` counts from 1 as the spreadsheet does."""

    line: int
    name: str = ""
    sex: str = ""  # GB/T 2261.1, from the identity number where the cell is empty
    birth_date: date | None = None
    id_number: str = ""  # 18 characters when valid, else as it stood
    phone: str = ""
    address: str = ""
    ethnic: str = ""  # GB/T 3304
    card_number: str = ""
    record_number: str = ""
    village: str = ""
    mother_name: str = ""
    doubts: tuple[Doubt, ...] = ()
    same_as_line: int | None = None  # with `DUPLICATE`: the line that came first

    @property
    def state(self) -> State:
        """Bad means: no name and no valid number, so nobody can be found or made from it."""
        if Doubt.NO_NAME in self.doubts and (not self.id_number or not _has_valid_number(self)):
            return State.BAD
        return State.DOUBTFUL if set(self.doubts) - {Doubt.NO_ID_NUMBER} else State.GOOD


def columns_of(header: Sequence[Cell], mapping: Mapping[str, str]) -> dict[str, int]:
    """Where each field stands in a header; the clinic's own `mapping` (heading to field) wins."""
    own = {plain_heading(heading): field for heading, field in mapping.items()}
    known = {name: field for field, names in FIELDS.items() for name in names} | own
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        field = known.get(plain_heading(cell))
        if field is not None and field in FIELDS:
            found.setdefault(field, place)
    return found


def find_header(rows: Sequence[Sequence[Cell]], mapping: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The header among the first rows: a title or a date often stands above it.

    Raises:
        NoNameColumn: none of them has a column for the name and another one that is known.
    """
    for place, row in enumerate(rows):
        columns = columns_of(row, mapping)
        if "name" in columns and len(columns) > 1:
            return place, columns
    raise NoNameColumn(rows=len(rows))


def read_row(line: int, cells: Mapping[str, Cell], today: date) -> RegisterRow:
    """Tidy one row and name what is doubtful about it."""
    doubts: list[Doubt] = []
    number, id_text = _id_number(cells.get("id_number"), today, doubts)
    name = _text(cells.get("name")).strip()
    if not name:
        doubts.insert(0, Doubt.NO_NAME)
    return RegisterRow(
        line=line,
        name=name,
        sex=_sex(cells.get("sex"), number, doubts),
        birth_date=_birth(cells.get("birth_date"), number, today, doubts),
        id_number=id_text,
        phone=clean(_text(cells.get("phone"))),
        address=_text(cells.get("address")).strip(),
        ethnic=_ethnic(_text(cells.get("ethnic")), doubts),
        card_number=clean(_text(cells.get("card_number"))),
        record_number=_record_number(_text(cells.get("record_number")), doubts),
        village=_text(cells.get("village")).strip(),
        mother_name=_text(cells.get("mother_name")).strip(),
        doubts=tuple(doubts),
    )


def with_duplicates(rows: Iterable[RegisterRow]) -> Iterator[RegisterRow]:
    """Mark each row that says again who stood above.

    The same identity number is one person; so are name, sex and birth date when one of the two rows has no
    number (two namesakes with two numbers are two people).
    """
    by_number: dict[str, int] = {}
    by_name: dict[tuple[str, str, date | None], tuple[int, bool]] = {}
    for row in rows:
        numbered = bool(row.id_number) and Doubt.ID_PRECISION_LOST not in row.doubts
        first = by_number.setdefault(row.id_number, row.line) if numbered else row.line
        if first == row.line and row.name and row.birth_date:
            line, had_number = by_name.setdefault((row.name, row.sex, row.birth_date), (row.line, numbered))
            first = line if not (numbered and had_number) else row.line
        if first == row.line:
            yield row
        else:
            yield replace(row, doubts=(*row.doubts, Doubt.DUPLICATE), same_as_line=first)


def _has_valid_number(row: RegisterRow) -> bool:
    return not {Doubt.ID_INVALID, Doubt.ID_PRECISION_LOST} & set(row.doubts)


def _id_number(cell: Cell, today: date, doubts: list[Doubt]) -> tuple[IdNumber | None, str]:
    text = clean(_text(cell).lstrip("'"))
    if not text:
        doubts.append(Doubt.NO_ID_NUMBER)
        return None, ""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    # Sequence 000 is never issued: such a text was a number cell once.
    if (is_number and len(text) > 15) or _SCIENTIFIC.fullmatch(text) or re.fullmatch("[0-9]{14}0000", text):
        doubts.append(Doubt.ID_PRECISION_LOST)
        return None, text
    try:
        number = check_id_number(text, today)
    except BadIdNumber:
        # A number cell saved as text: Excel has put zeros where the last digits were.
        rounded = len(text) == 18 and text.endswith("000")
        doubts.append(Doubt.ID_PRECISION_LOST if rounded else Doubt.ID_INVALID)
        return None, text
    if number.warnings:
        doubts.append(Doubt.ID_AREA_UNKNOWN)
    return number, number.number18


def _sex(cell: Cell, number: IdNumber | None, doubts: list[Doubt]) -> str:
    text = clean(_text(cell))
    sex = _SEXES.get(text, "")
    if text and not sex:
        doubts.append(Doubt.SEX_UNREADABLE)
    if number is None or sex == number.sex:
        return sex
    if sex:
        doubts.append(Doubt.SEX_DIFFERS)
        return sex
    return number.sex


def _birth(cell: Cell, number: IdNumber | None, today: date, doubts: list[Doubt]) -> date | None:
    birth = _day(cell)
    if birth is not None and not date(1850, 1, 1) <= birth <= today:
        birth = None
    if birth is None and _text(cell).strip():
        doubts.append(Doubt.BIRTH_UNREADABLE)
    if number is None:
        return birth
    if birth is not None and birth != number.birth_date:
        doubts.append(Doubt.BIRTH_DIFFERS)
    return birth or number.birth_date


def _day(cell: Cell) -> date | None:
    """A date cell, 19010203, 1901-2-3, 1901年2月3日, or the days that a spreadsheet counts from 1900."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell).strip()
    if re.fullmatch(r"[0-9]{3,5}", text):
        return _EXCEL_EPOCH + timedelta(days=int(text))
    parts = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in parts.groups())) if parts else None
    except ValueError:
        return None


def _ethnic(text: str, doubts: list[Doubt]) -> str:
    wanted = text.strip()
    if not wanted:
        return ""
    if clean(wanted).zfill(2) in codes("ethnic"):
        return clean(wanted).zfill(2)
    code = _peoples().get(wanted) or _peoples().get(f"{wanted}族")
    if code is None:
        doubts.append(Doubt.ETHNIC_UNKNOWN)
        return ""
    return code


@cache
def _peoples() -> dict[str, str]:
    names = {entry.name_zh: entry.code for entry in codes("ethnic").values()}
    return names | {old: names[new] for old, new in _OLD_PEOPLES.items()}


def _record_number(text: str, doubts: list[Doubt]) -> str:
    number = clean(text)
    if not number:
        return ""
    try:
        return check_record_number(number, imported=True).number
    except BadRecordNumber:
        doubts.append(Doubt.RECORD_NUMBER_INVALID)
        return number


def _text(cell: Cell) -> str:
    """What a cell shows; a whole number without the point that a spreadsheet keeps."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def plain_heading(cell: Cell) -> str:
    """``"*身份证号（必填）"`` and ``"身 份 证 号:"`` are one heading."""
    text = re.sub(r"[（(].*?[)）]", "", _text(cell))
    return re.sub(r"[\s*＊:：_\-]", "", text).lower()
