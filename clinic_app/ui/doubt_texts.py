"""What each doubt about a row of a clinic's own register says."""

from typing import Final

from clinic_app.ui.sentences import Text

DOUBTS: Final[dict[str, Text]] = {
    "no_name": Text("没有姓名", "no name"),
    "no_id_number": Text("没有证件号码", "no identity number"),
    "id_invalid": Text("证件号码不对", "the identity number is wrong"),
    "id_precision_lost": Text(
        "证件号码后三位被表格软件抹掉了，请把该列设为文本后重填",
        "the spreadsheet has dropped the last digits of the identity number; make the column text",
    ),
    "id_area_unknown": Text("证件号码的地区码查不到", "the area of the identity number is in no list"),
    "sex_differs": Text("性别与证件号码不符", "sex and identity number differ"),
    "sex_unreadable": Text("性别看不懂", "the sex cannot be read"),
    "birth_differs": Text("出生日期与证件号码不符", "birth date and identity number differ"),
    "birth_unreadable": Text("出生日期看不懂", "the birth date cannot be read"),
    "ethnic_unknown": Text("民族不在代码表中", "the people is in no table"),
    "record_number_invalid": Text("健康档案编号不对", "the health-record number is wrong"),
    "duplicate": Text("与前面的行重复", "the same as an earlier row"),
    "known": Text("已经建档", "registered already"),
}


def doubt_text(code: str, language: str = "zh") -> str:
    text = DOUBTS[code]
    return text.en if language == "en" else text.zh
