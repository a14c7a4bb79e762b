"""Words of the page 重大公卫项目."""

from datetime import date
from typing import Final

from clinic_app.domain.programmes import Programme, Why
from clinic_app.projections.queries.programmes import Case
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.theme import Tone

WHY: Final = {
    Why.NOT_YET: QT_TRANSLATE_NOOP("programmes", "项目还没有开始"),
    Why.SEX: QT_TRANSLATE_NOOP("programmes", "性别不符"),
    Why.NO_BIRTH_DATE: QT_TRANSLATE_NOOP("programmes", "没有出生日期"),
    Why.TOO_YOUNG: QT_TRANSLATE_NOOP("programmes", "年龄不到"),
    Why.TOO_OLD: QT_TRANSLATE_NOOP("programmes", "年龄已过"),
    Why.NOT_DECLARED: QT_TRANSLATE_NOOP("programmes", "应具备的条件没有确认"),
    Why.HAD_IT: QT_TRANSLATE_NOOP("programmes", "间隔期内已经做过"),
    Why.GONE: QT_TRANSLATE_NOOP("programmes", "已死亡、迁出或失访"),
}
DECLARED: Final = {
    "rural": QT_TRANSLATE_NOOP("programmes", "农村户籍"),
    "poor": QT_TRANSLATE_NOOP("programmes", "经济困难"),
    "pregnant": QT_TRANSLATE_NOOP("programmes", "怀孕或刚分娩"),
    "cataract": QT_TRANSLATE_NOOP("programmes", "已诊断白内障"),
}


def why_text(why: Why) -> str:
    return translate("programmes", WHY[why])


def project_name(project: Programme) -> str:
    return project.name_en if language() == "en" else project.name_zh


def item_text(project: Programme, case: Case) -> str:
    item = project.items.get(case.item)
    if item is None:  # of a later version
        return case.item
    return item.en if language() == "en" else item.zh


def result_text(project: Programme, case: Case) -> str:
    item = project.items.get(case.item)
    known = item.results.get(case.result) if item is not None else None
    return known[language() == "en"] if known else case.result


def state_text(case: Case, day: date) -> str:
    """What is next for a case."""
    if case.withdrawn:
        return translate("programmes", QT_TRANSLATE_NOOP("programmes", "已撤销"))
    if case.done is None:
        return translate("programmes", QT_TRANSLATE_NOOP("programmes", "待完成"))
    due = case.due
    if due is None:
        return translate("programmes", QT_TRANSLATE_NOOP("programmes", "已结束"))
    return translate("programmes", QT_TRANSLATE_NOOP("programmes", "{day} 随访")).format(day=f"{due:%m-%d}")


def state_tone(case: Case, day: date) -> Tone:
    if case.withdrawn:
        return Tone.SOFT
    due = case.due
    if due is not None and due < day:
        return Tone.DANGER
    return Tone.WARN if case.done is None else Tone.PLAIN
