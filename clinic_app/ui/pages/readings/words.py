"""Words of the page 自测."""

from typing import Final

from clinic_app.domain.measurements import measures
from clinic_app.domain.readings import Reading
from clinic_app.domain.time import beijing
from clinic_app.domain.units import written_unit
from clinic_app.projections.queries.readings import Kept
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.readings import Alarm, RefusedFile
from clinic_app.ui import format
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.readings.state import Unmatched
from clinic_app.ui.theme import Tone

_UNCONFIRMED: Final = QT_TRANSLATE_NOOP("readings", "自测，未确认")
_OFF_SCALE: Final = QT_TRANSLATE_NOOP("readings", "超出量程，复测后作废")
_CRITICAL: Final = QT_TRANSLATE_NOOP("readings", "危急值，待处置")
_NO_NUMBER: Final = QT_TRANSLATE_NOOP("readings", "没有号码")
_ALARM: Final = QT_TRANSLATE_NOOP("readings", "自测危急值　{name}　{what}　{at}　电话 {phone}")
_DOCTOR: Final = QT_TRANSLATE_NOOP("readings", "签约医生 {name}")
_TO_DO: Final = QT_TRANSLATE_NOOP("readings", "请立即联系本人复测，必要时转诊。")
_MORE: Final = QT_TRANSLATE_NOOP("readings", "共 {n} 条")


def when(ms: int) -> str:
    return f"{beijing(ms):%Y-%m-%d %H:%M}"


def item_text(item: str) -> str:
    known = measures()[item]
    return known.name_en if language() == "en" else known.name_zh


def value_text(one: Kept | Reading) -> str:
    known = measures()[one.item]
    return f"{one.beyond}{known.write(one.value_e4)} {written_unit(known.ucum, language())}".strip()


def state_text(one: Kept) -> str:
    """An emergency value is told first."""
    if one.beyond and not one.urgent:
        return translate("readings", _OFF_SCALE)
    return translate("readings", _CRITICAL if one.urgent else _UNCONFIRMED)


def tone_of(one: Kept) -> Tone:
    return Tone.DANGER if one.critical else Tone.PLAIN


def number_text(one: Unmatched) -> str:
    """The number that it came with, most of it hidden."""
    told = one.first.told
    if told.id_number:
        return format.masked_id(told.id_number)
    return told.card or translate("readings", _NO_NUMBER)


def ending_text(one: Unmatched) -> str:
    """The last four characters of that number."""
    told = one.first.told
    number = told.id_number or told.card
    return f"…{number[-4:]}" if number else "—"


def values_text(one: Unmatched) -> str:
    read = [part.reading for part in one.parts]
    return "　".join(f"{item_text(part.item)} {value_text(part)}" for part in read)


def unmatched_tone(one: Unmatched) -> Tone:
    read = [part.reading for part in one.parts]
    critical = any(measures()[part.item].is_critical(part.value_e4) for part in read)
    return Tone.DANGER if critical else Tone.PLAIN


def why_text(one: RefusedFile) -> str:
    return one.said(language())


def person_text(one: Resident) -> str:
    born = f"{one.birth_date}" if one.birth_date else ""
    return "  ".join(part for part in (one.name, format.sex(one.sex), born, one.village) if part)


def alarm_text(alarms: tuple[Alarm, ...]) -> str:
    """The oldest: who, what, when, the telephone, the contract doctor, what to do."""
    first = alarms[0]
    kept = first.kept
    words = translate("readings", _ALARM).format(
        name=kept.name,
        what=f"{item_text(kept.item)} {value_text(kept)}",
        at=when(kept.taken_ms),
        phone=first.phone or "—",
    )
    doctor = [translate("readings", _DOCTOR).format(name=first.doctor)] if first.doctor else []
    more = [translate("readings", _MORE).format(n=len(alarms))] if len(alarms) > 1 else []
    return "　".join([words, *doctor, translate("readings", _TO_DO), *more])
