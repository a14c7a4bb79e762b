"""门诊日志 on paper (A4 across) and as a spreadsheet: the columns that the inspectors ask for, numbers masked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final
from uuid import UUID

from clinic_app.domain.age import written_age
from clinic_app.domain.codes import UnknownCode, name_of
from clinic_app.domain.identifiers import mask_id_number, mask_phone
from clinic_app.domain.infectious import Reporting
from clinic_app.domain.spreadsheet import quoted
from clinic_app.printing.documents import Align, Document, Gap, Line, Pair, Paper, Size, Table, TableColumn
from clinic_app.projections.queries.outpatient_log import LogRow, Wanted

_REPORTING: Final[Mapping[Reporting, str]] = {
    Reporting.OPEN: "应报未报",
    Reporting.REPORTED: "应报已报",
    Reporting.EXCLUDED: "已排除",
}


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    text: Callable[[LogRow], str]
    share: float  # of the paper's width


def departure_name(code: str, language: str = "zh") -> str:
    """病人去向 in words; a code of a later version stays a code."""
    try:
        return name_of("departure", code, language) if code else ""
    except UnknownCode:
        return code


def _occupation(code: str) -> str:
    try:
        return name_of("occupation_form", code) if code else ""
    except UnknownCode:
        return code


def pressure_text(row: LogRow) -> str:
    """128/76; empty when it was not measured."""
    return f"{row.systolic}/{row.diastolic}" if row.systolic and row.diastolic else ""


def _remark(row: LogRow) -> str:
    again = f"约 {row.next_visit:%m-%d} 复诊" if row.next_visit else ""
    return "；".join(part for part in (_REPORTING.get(row.reporting, ""), again) if part)


# 职业 and 工作单位 come from the personal information form; without one there is room to write by hand.
_COLUMNS: Final = (
    _Column("序号", lambda row: str(row.number), 8),
    _Column("就诊日期", lambda row: f"{row.day:%Y-%m-%d}", 18),
    _Column("姓名", lambda row: row.name, 15),
    _Column("性别", lambda row: {"1": "男", "2": "女"}.get(row.sex, "未知"), 8),
    _Column("身份证号", lambda row: mask_id_number(row.id_number) if row.id_number else "", 35),
    _Column("年龄", lambda row: written_age(row.birth_date, row.day) if row.birth_date else "", 13),
    _Column("职业", lambda row: _occupation(row.occupation), 16),
    _Column("发病日期", lambda row: f"{row.onset:%Y-%m-%d}" if row.onset else "", 18),
    _Column("初/复诊", lambda row: "复诊" if row.again else "初诊", 13),
    _Column("临床诊断", lambda row: "；".join(name for _, name in row.diagnoses), 38),
    _Column("地址", lambda row: row.address, 34),
    _Column("工作单位/学校班级", lambda row: row.workplace, 16),
    _Column("联系电话", lambda row: mask_phone(row.phone) if row.phone else "", 20),
    _Column("血压", pressure_text, 14),
    _Column("病人去向", lambda row: departure_name(row.departure), 15),
    _Column("备注", _remark, 22),
)
HEADING: Final = tuple(column.title for column in _COLUMNS)


def cells_of(row: LogRow) -> tuple[str, ...]:
    """A row under `HEADING`, telephone and identity number masked."""
    return tuple(column.text(row) for column in _COLUMNS)


def log_sheet(
    rows: tuple[LogRow, ...],
    wanted: Wanted,
    facility: str,
    doctors: Mapping[str, str],
    *,
    made_up: bool = False,
) -> Document:
    """The log of some days; dated by its last record, so that the same rows give the same sheet.

    Args:
        rows: one at least.
        doctors: names by staff id.
    """
    last = max(rows, key=lambda row: row.signed_ms)
    days = f"{wanted.since:%Y-%m-%d} 至 {wanted.until:%Y-%m-%d}"
    who = doctors.get(wanted.doctor, wanted.doctor) or "全部"
    return Document(
        document_id=UUID(int=last.encounter_id.int ^ len(rows)),
        made_at=last.signed_ms,
        title=f"门诊日志 {days}",
        paper=Paper.A4_WIDE,
        mark="演示" if made_up else "",
        blocks=(
            Line(f"{facility} 门诊日志", Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(1),
            Pair(f"日期：{days}　医师：{who}", f"共 {len(rows)} 人次"),
            Table(
                tuple(TableColumn(column.title, column.share) for column in _COLUMNS),
                tuple(cells_of(row) for row in rows),
                size=Size.SMALL,
            ),
        ),
        foot=(Pair("证件号和电话已隐去中间几位。", "医师签名：＿＿＿＿＿＿", Size.SMALL),),
    )


def write_sheet(pages: Iterable[Iterable[LogRow]], path: Path) -> int:
    """The log as .xlsx, page by page, so that a year needs little memory; how many rows it has.

    Raises:
        OSError: the file cannot be written.
    """
    from openpyxl import Workbook

    with path.open("wb") as file:  # first: a book that cannot be saved leaves a file of its own behind
        book = Workbook(write_only=True)
        sheet = book.create_sheet("门诊日志")
        for at, column in enumerate(_COLUMNS):
            sheet.column_dimensions[chr(ord("A") + at)].width = column.share * 0.6 + 3
        sheet.freeze_panes = "A2"
        sheet.append(HEADING)
        written = 0
        for row in chain.from_iterable(pages):
            sheet.append(tuple(map(quoted, cells_of(row))))
            written += 1
        book.save(file)
    return written
