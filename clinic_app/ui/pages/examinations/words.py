"""Words of the page 检验检查."""

from collections.abc import Mapping
from typing import Final

from clinic_app.domain.examinations.kinds import CATEGORIES
from clinic_app.domain.time import beijing
from clinic_app.projections.queries.examinations import Examination, Report
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.theme import Tone

_CATEGORIES: Final = {
    "lab": QT_TRANSLATE_NOOP("examinations", "检验"),
    "ecg": QT_TRANSLATE_NOOP("examinations", "心电"),
    "imaging": QT_TRANSLATE_NOOP("examinations", "影像"),
    "other": QT_TRANSLATE_NOOP("examinations", "其他检查"),
}
_FLAGS: Final = {
    "L": ("↓", Tone.WARN),
    "H": ("↑", Tone.WARN),
    "LL": (QT_TRANSLATE_NOOP("examinations", "↓↓ 危急"), Tone.DANGER),
    "HH": (QT_TRANSLATE_NOOP("examinations", "↑↑ 危急"), Tone.DANGER),
    "A": (QT_TRANSLATE_NOOP("examinations", "异常"), Tone.WARN),
}
_SOURCES: Final = {
    "typed": "",
    "hl7": QT_TRANSLATE_NOOP("examinations", "仪器"),
    "dicom": QT_TRANSLATE_NOOP("examinations", "影像设备"),
    "county": QT_TRANSLATE_NOOP("examinations", "县级诊断"),
}


def category_text(category: str) -> str:
    return translate("examinations", _CATEGORIES[category])


def categories() -> tuple[tuple[str, str], ...]:
    """Code and word of each, all of them first."""
    everything = ("", translate("examinations", "全部类别"))
    return (everything, *((code, category_text(code)) for code in CATEGORIES))


def flag_text(flag: str) -> str:
    return translate("examinations", _FLAGS[flag][0]) if flag in _FLAGS else ""


def flag_tone(flag: str) -> Tone:
    return _FLAGS[flag][1] if flag in _FLAGS else Tone.PLAIN


def when(ms: int | None) -> str:
    """11-22 09:05, empty for nothing."""
    return "" if ms is None else f"{beijing(ms):%m-%d %H:%M}"


def paid_text(order: Examination) -> str:
    return translate("examinations", "已收费") if order.paid else translate("examinations", "未收费")


def report_line(report: Report, names: Mapping[str, str]) -> str:
    """Who reported when and how, and what became of it; `names` by staff id."""
    parts = [when(report.reported_ms), names.get(report.reported_by, report.reported_by), report.instrument]
    source = _SOURCES.get(report.source, "")
    parts.append(translate("examinations", source) if source else "")
    if report.replaces:
        parts.append(translate("examinations", "更正报告"))
    if report.answered_ms is not None:
        parts.append(f"{translate('examinations', '危急值已处置')} {when(report.answered_ms)} {report.done}")
    return "　".join(part for part in parts if part)
