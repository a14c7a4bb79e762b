"""参保: why rows of the register were left out or are doubtful, and an empty one to fill in."""

from pathlib import Path
from typing import Final

from clinic_app.journal.insured_columns import TEMPLATE
from clinic_app.journal.sheets import BadTable

# why: (Chinese, what to do, English)
WHY: Final[dict[str, tuple[str, str, str]]] = {
    "empty": ("必填的格子是空的", "补上后重新导入这一行", "a needed cell is empty"),
    "too_long": ("超过 64 个字符，或有不可见字符", "核对是否填错了列", "longer than 64 characters"),
    "identity.bad_number": (
        "身份证号不对（位数、地区、日期或校验码）",
        "按身份证核对；Excel 里请先把这一列设成文本格式再填",
        "no valid identity number",
    ),
    "unknown_code": (
        "险种代码不认识",
        "填 310、380、390 等代码或险种名称",
        "unknown insurance type",
    ),
    "unknown_facility": (
        "没有登记过这个机构编码",
        "先登记机构（facility add），或改正编码",
        "the county knows no such facility",
    ),
    "not_a_date": ("不是日期", "按 2026-01-31 的样子填", "no date (YYYY-MM-DD)"),
    "not_a_year": ("不是年份", "填四位年份，如 2026", "no year"),
    "not_chronic": (
        "慢特病登记读不懂",
        "按 M03900:2026-01-01~2026-12-31 填，几个之间用分号",
        "CODE:YYYY-MM-DD~YYYY-MM-DD",
    ),
    "not_gc_last": (
        "上次一般诊疗费读不懂",
        "按 机构编码:2026-05-01 填，几个之间用分号",
        "FACILITY:YYYY-MM-DD",
    ),
    "not_used": (
        "累计读不懂，或有不认识的项目",
        '按 {"2026": {"hifp_11": 2800}} 填，单位是分，不能为负',
        "accumulators by year as JSON, fen",
    ),
    "not_yuan": ("不是金额", "填以元为单位、最多两位小数的非负数", "no amount in yuan"),
    "not_whole": ("不是整数", "填非负整数；平台字段名的列单位是分", "no whole number"),
}
DOUBTS: Final[dict[str, tuple[str, str]]] = {
    "no_home": (
        "没有所属机构，参保信息发给所有机构",
        "without a home: stated to every clinic",
    ),
    "unknown_village": (
        "所在村没有对应的机构，或对应不止一个",
        "of a village that no clinic, or more than one, looks after",
    ),
}


def write_template(path: Path) -> None:
    """An empty register with every heading, for the office to fill in.

    Raises:
        BadTable: neither .xlsx nor .csv.
    """
    if path.suffix.lower() == ".csv":
        path.write_text(",".join(TEMPLATE) + "\n", encoding="utf-8-sig")
    elif path.suffix.lower() == ".xlsx":
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("参保登记")
        for index in range(len(TEMPLATE)):
            sheet.column_dimensions[_letter(index)].width = 20
        sheet.append(TEMPLATE)
        book.save(path)
    else:
        raise BadTable(why=f"{path.suffix}: .xlsx, .csv")


def _letter(index: int) -> str:
    return chr(ord("A") + index) if index < 26 else f"A{_letter(index - 26)}"
