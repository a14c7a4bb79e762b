"""Words of the page 接种: series, how a series stands, what became of a row of a file."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from clinic_app.domain.immunization.due import Due, Status
from clinic_app.domain.public_health.due_doses import owed_in
from clinic_app.domain.public_health.tasks import Task
from clinic_app.projections.queries.immunization_card import DueChild, Line
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cells import code_text

SERIES_NAMES: Final = {
    "HepB": QT_TRANSLATE_NOOP("immunization", "乙肝"),
    "BCG": QT_TRANSLATE_NOOP("immunization", "卡介苗"),
    "POLIO": QT_TRANSLATE_NOOP("immunization", "脊灰"),
    "DTP": QT_TRANSLATE_NOOP("immunization", "百白破"),
    "MMR": QT_TRANSLATE_NOOP("immunization", "麻腮风"),
    "JE": QT_TRANSLATE_NOOP("immunization", "乙脑"),
    "MEN": QT_TRANSLATE_NOOP("immunization", "流脑"),
    "HEPA": QT_TRANSLATE_NOOP("immunization", "甲肝"),
    "HPV": QT_TRANSLATE_NOOP("immunization", "HPV"),
}
STATUS: Final = {
    Status.NOT_DUE: QT_TRANSLATE_NOOP("immunization", "未到"),
    Status.DUE: QT_TRANSLATE_NOOP("immunization", "应种"),
    Status.OVERDUE: QT_TRANSLATE_NOOP("immunization", "逾期"),
    Status.COMPLETE: QT_TRANSLATE_NOOP("immunization", "已完成"),
    Status.AGED_OUT: QT_TRANSLATE_NOOP("immunization", "超龄"),
    Status.NOT_ELIGIBLE: QT_TRANSLATE_NOOP("immunization", "不适用"),
    Status.OUTSIDE: QT_TRANSLATE_NOOP("immunization", "非免疫规划"),
}
TONES: Final = {
    Status.DUE: Tone.WARN,
    Status.OVERDUE: Tone.DANGER,
    Status.COMPLETE: Tone.OK,
    Status.AGED_OUT: Tone.SOFT,
    Status.NOT_ELIGIBLE: Tone.SOFT,
    Status.OUTSIDE: Tone.SOFT,
}
REASONS: Final = {
    "contraindication": QT_TRANSLATE_NOOP("immunization", "禁忌"),
    "deferral": QT_TRANSLATE_NOOP("immunization", "暂缓"),
    "refusal": QT_TRANSLATE_NOOP("immunization", "拒绝"),
}
ROWS: Final = {
    "booked": QT_TRANSLATE_NOOP("immunization", "已登记"),
    "known": QT_TRANSLATE_NOOP("immunization", "已有"),
    "differs": QT_TRANSLATE_NOOP("immunization", "批号不同"),
    "doubtful": QT_TRANSLATE_NOOP("immunization", "存疑"),
    "refused": QT_TRANSLATE_NOOP("immunization", "退回"),
}
ROW_TONES: Final = {
    "booked": Tone.OK,
    "differs": Tone.WARN,
    "doubtful": Tone.WARN,
    "refused": Tone.DANGER,
}
WHY: Final = {
    "nobody": QT_TRANSLATE_NOOP("immunization", "查无此人"),
    "several": QT_TRANSLATE_NOOP("immunization", "有重名的几个人"),
    "phone": QT_TRANSLATE_NOOP("immunization", "电话对不上"),
    "person": QT_TRANSLATE_NOOP("immunization", "号码、姓名或出生日期与本机的不符"),
    "text": QT_TRANSLATE_NOOP("immunization", "文字过长或有乱码"),
    "batch": QT_TRANSLATE_NOOP("immunization", "本机记的批号不同，未改"),
    "withdrawn": QT_TRANSLATE_NOOP("immunization", "对方已撤销这一剂；本机有的未改，请核对"),
    "vaccine": QT_TRANSLATE_NOOP("immunization", "不认识的疫苗"),
    "on": QT_TRANSLATE_NOOP("immunization", "接种日期读不出或在今天以后"),
    "name": QT_TRANSLATE_NOOP("immunization", "没有姓名、证件号或受种者编码"),
    "dose_no": QT_TRANSLATE_NOOP("immunization", "剂次读不出"),
    "birth_date": QT_TRANSLATE_NOOP("immunization", "出生日期读不出"),
    "expiry": QT_TRANSLATE_NOOP("immunization", "有效期读不出"),
}


def series_name(series: str) -> str:
    """Outside the programme a series is one vaccine."""
    if series in SERIES_NAMES:
        return translate("immunization", SERIES_NAMES[series])
    return code_text("vaccine", series)


def vaccine_text(vaccine: str) -> str:
    """By code; the adult kind of DTaP has no code of its own."""
    if vaccine == "ADULT_KIND":
        return translate("immunization", QT_TRANSLATE_NOOP("immunization", "成人型百白破疫苗"))
    return code_text("vaccine", vaccine)


def dose_text(one: Due) -> str:
    """乙肝疫苗 第2剂."""
    words = translate("immunization", QT_TRANSLATE_NOOP("immunization", "{vaccine} 第{n}剂"))
    return words.format(vaccine=vaccine_text(one.vaccine), n=one.dose_no) if one.vaccine else ""


def standing_text(line: Line) -> str:
    """How a series stands: 未到 26-12-20, 应种至 26-12-31, 逾期 26-11-01 (since), 暂缓至 26-12-01."""
    due, off = line.due, line.deferral
    until = translate("immunization", QT_TRANSLATE_NOOP("immunization", "{said}至 {day}"))
    if off is not None:
        return until.format(
            said=translate("immunization", REASONS.get(off.reason, off.reason)), day=short_day(off.until)
        )
    said = translate("immunization", STATUS[due.status])
    if due.status is Status.NOT_DUE and due.earliest is not None:
        return f"{said} {short_day(due.earliest)}"
    if due.status is Status.DUE and due.overdue_from is not None:
        return until.format(said=said, day=short_day(due.overdue_from - timedelta(days=1)))
    if due.status is Status.OVERDUE and due.overdue_from is not None:
        return f"{said} {short_day(due.overdue_from)}"
    return said


def standing_tone(line: Line) -> Tone:
    return Tone.SOFT if line.deferral is not None else TONES.get(line.due.status, Tone.PLAIN)


def short_day(day: date) -> str:
    return f"{day:%y-%m-%d}"


def owed_text(child: DueChild) -> str:
    """Everything that a child is due for: 乙肝2、麻腮风1."""
    return _owed((one.series, one.dose_no) for one in child.due)


def task_text(task: Task, day: date) -> str:
    """What a line of the work list holds on a day: 乙肝2、麻腮风1."""
    return _owed((one.series, one.number) for one in owed_in(task, day))


def _owed(doses: Iterable[tuple[str, int | None]]) -> str:
    return "、".join(f"{series_name(series)}{number}" for series, number in doses)


def owed_tone(child: DueChild) -> Tone:
    late = any(one.status is Status.OVERDUE for one in child.due)
    return Tone.DANGER if late else Tone.WARN
