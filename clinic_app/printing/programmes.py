"""重大公共卫生项目 as a spreadsheet: the register of a project, amounts in yuan from whole fen."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Final

from clinic_app.domain.programmes import Programme
from clinic_app.domain.spreadsheet import quoted
from clinic_app.projections.queries.programmes import Case

HEADING: Final = (
    "登记日期",
    "姓名",
    "项目",
    "完成日期",
    "结果",
    "机构",
    "补助（元）",
    "随访次数",
    "下次随访",
    "撤销原因",
)


def result_name(project: Programme, case: Case) -> str:
    """In words; a code of a later version stays a code."""
    known = project.items[case.item].results.get(case.result) if case.item in project.items else None
    return known[0] if known else case.result


def item_name(project: Programme, case: Case) -> str:
    return project.items[case.item].zh if case.item in project.items else case.item


def write_register(project: Programme, cases: Iterable[Case], path: Path) -> int:
    """The register with its total in the last row; how many cases it has.

    Raises:
        OSError: the file cannot be written.
    """
    from openpyxl import Workbook

    with path.open("wb") as file:  # first: a book that cannot be saved leaves a file of its own behind
        book = Workbook(write_only=True)
        sheet = book.create_sheet("项目登记册")
        sheet.append(HEADING)
        written, paid = 0, 0
        for case in cases:
            sheet.append(_cells(project, case))
            written += 1
            paid += case.paid
        sheet.append(("合计", "", "", "", "", "", _yuan(paid)))
        book.save(file)
    return written


def _cells(project: Programme, case: Case) -> tuple[object, ...]:
    due = case.due
    told = (
        f"{case.day}",
        case.name,
        item_name(project, case),
        f"{case.done}" if case.done else "",
        result_name(project, case),
        case.institution,
    )
    return (
        *map(quoted, told),
        _yuan(case.paid),
        len(case.followed),
        f"{due}" if due else "",
        quoted(case.withdrawn),
    )


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
