"""The table of 门诊日志, and what stands below it of the row under the cursor."""

from collections.abc import Callable, Sequence
from typing import Final

from clinic_app.domain.infectious import Reporting
from clinic_app.printing.outpatient_log import departure_name, pressure_text
from clinic_app.projections.queries.outpatient_log import Duty, LogRow
from clinic_app.ui import format
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column

DUTIES: Final = (
    (Duty.ANY, QT_TRANSLATE_NOOP("outpatient_log", "全部就诊")),
    (Duty.DUE, QT_TRANSLATE_NOOP("outpatient_log", "应报")),
    (Duty.OPEN, QT_TRANSLATE_NOOP("outpatient_log", "未报")),
)
_REPORTING: Final = {
    Reporting.NONE: ("", Tone.PLAIN),
    Reporting.OPEN: (QT_TRANSLATE_NOOP("outpatient_log", "未报"), Tone.DANGER),
    Reporting.REPORTED: (QT_TRANSLATE_NOOP("outpatient_log", "已报"), Tone.OK),
    Reporting.EXCLUDED: (QT_TRANSLATE_NOOP("outpatient_log", "已排除"), Tone.SOFT),
}

ASIDE: Final = (6, 7, 9, 10)  # columns that stand below the table on a small screen
_AGAIN: Final = {
    False: QT_TRANSLATE_NOOP("outpatient_log", "初诊"),
    True: QT_TRANSLATE_NOOP("outpatient_log", "复诊"),
}


def columns(doctor_name: Callable[[str], str]) -> tuple[Column[LogRow], ...]:
    """`doctor_name`: of a staff id."""
    return (
        Column(QT_TRANSLATE_NOOP("columns", "序号"), lambda row: f"{row.number:,}", width=6, number=True),
        Column(QT_TRANSLATE_NOOP("columns", "就诊日期"), lambda row: row.day.isoformat(), width=11),
        Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda row: row.name, width=9, bold=True),
        Column(QT_TRANSLATE_NOOP("columns", "性别"), lambda row: format.sex(row.sex), width=7),
        Column(
            QT_TRANSLATE_NOOP("columns", "年龄"),
            lambda row: format.age(row.birth_date, row.day) if row.birth_date else "",
            width=9,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "临床诊断"),
            _diagnoses,
            bold=True,
            hint=_diagnoses,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "发病日期"),
            lambda row: row.onset.isoformat() if row.onset else "",
            width=11,
        ),
        Column(
            QT_TRANSLATE_NOOP("columns", "初/复诊"),
            lambda row: translate("outpatient_log", _AGAIN[row.again]),
            width=7,
        ),
        Column(QT_TRANSLATE_NOOP("columns", "血压"), pressure_text, width=8),
        Column(QT_TRANSLATE_NOOP("columns", "去向"), _departure, width=8),
        Column(QT_TRANSLATE_NOOP("columns", "医师"), lambda row: doctor_name(row.doctor), width=8),
        Column(
            QT_TRANSLATE_NOOP("columns", "传染病"),
            lambda row: translate("outpatient_log", _REPORTING[row.reporting][0]),
            width=9,
            tone=lambda row: _REPORTING[row.reporting][1],
        ),
    )


def details_of(row: LogRow, beside: Sequence[Column[LogRow]] = ()) -> str:
    """What the table has no room for, the columns `beside` it too; an empty part is left out."""
    diseases = "、".join(one.name_en if language() == "en" else one.name_zh for one in row.diseases)
    parts = (
        *((translate("columns", column.title), column.text(row)) for column in beside),
        (translate("outpatient_log", "身份证号"), row.id_number),
        (translate("outpatient_log", "电话"), row.phone),
        (translate("outpatient_log", "地址"), row.address),
        (translate("outpatient_log", "约复诊"), row.next_visit.isoformat() if row.next_visit else ""),
        (translate("outpatient_log", "须报"), diseases),
    )
    return "　　".join(f"{name} {value}" for name, value in parts if value)


def _diagnoses(row: LogRow) -> str:
    return "；".join(name for _, name in row.diagnoses)


def _departure(row: LogRow) -> str:
    return departure_name(row.departure, language())
