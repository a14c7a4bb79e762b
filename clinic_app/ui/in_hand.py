"""The person in hand, as the strip over every page shows them."""

from datetime import date

from clinic_app.domain.codes import UnknownCode, name_of
from clinic_app.projections.queries.insurance import Insured
from clinic_app.ui import format
from clinic_app.ui.card_texts import warning_text
from clinic_app.ui.desk import InHand
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.shell_state import Caution, ResidentBanner
from clinic_app.ui.theme import Tone

KINDS = {
    "ssc1": QT_TRANSLATE_NOOP("cards", "一代社保卡"),
    "ssc2": QT_TRANSLATE_NOOP("cards", "二代社保卡"),
    "ssc3": QT_TRANSLATE_NOOP("cards", "三代社保卡"),
    "idcard": QT_TRANSLATE_NOOP("cards", "身份证"),
}
_SHORT = {
    "310": QT_TRANSLATE_NOOP("insurance", "职工医保"),
    "390": QT_TRANSLATE_NOOP("insurance", "居民医保"),
}
_FIELD = {
    "name": QT_TRANSLATE_NOOP("cards", "姓名"),
    "sex": QT_TRANSLATE_NOOP("cards", "性别"),
    "birth_date": QT_TRANSLATE_NOOP("cards", "出生日期"),
}


def kind_text(kind: str) -> str:
    """二代社保卡, 身份证."""
    return translate("cards", KINDS[kind]) if kind in KINDS else kind


def insurance_text(insutype: str) -> str:
    """居民医保; the full name of the table for the rarer kinds."""
    if insutype in _SHORT:
        return translate("insurance", _SHORT[insutype])
    try:
        return name_of("insutype", insutype, language())
    except UnknownCode:
        return insutype


def paying_text(insurances: tuple[Insured, ...]) -> str:
    """Who may pay for this person: the insurances, or 自费."""
    words = [insurance_text(one.person.insutype) for one in insurances]
    return " + ".join(words) or translate("insurance", "自费")


def banner_of(person: InHand, today: date) -> ResidentBanner:
    """Name, age, number, insurance, and what the card warns of."""
    known, holder = person.resident, person.holder
    birth = known.birth_date if known else holder.birth_date if holder else None
    number = (known.id_number or known.temp_identity) if known else (holder and holder.id_number) or ""
    name = known.name if known else (holder and holder.name) or translate("desk", "姓名未读出")
    sex = known.sex if known else (holder and holder.sex) or "0"
    return ResidentBanner(
        name=name,
        sex=format.sex(sex),
        age=format.age(birth, today) if birth else translate("desk", "年龄不详"),
        id_masked=format.masked_id(number) if number else translate("desk", "无证件号码"),
        insurance=paying_text(person.insurances) if number else translate("insurance", "自费"),
        card=kind_text(holder.kind)
        if holder
        else translate("cards", "临时身份")
        if _temporary(person)
        else "",
        temporary=_temporary(person),
        warnings=tuple(cautions_of(person)),
    )


def cautions_of(person: InHand) -> list[Caution]:
    """What must be said about this person and this card; nothing is repaired."""
    found: list[Caution] = []
    if person.resident is None:
        found.append(Caution(translate("desk", "未建档"), Tone.WARN))
    if person.visit is not None:
        words = translate("desk", "今天已挂 {number} 号").format(number=person.visit.number)
        found.append(Caution(words, Tone.INFO))
    if person.card is not None:
        for name in person.card.differences:
            words = translate("desk", "{field}与卡上不同").format(field=translate("cards", _FIELD[name]))
            found.append(Caution(words, Tone.DANGER))
        found += [Caution(warning_text(code, language()), Tone.WARN) for code in person.card.holder.warnings]
    return found


def _temporary(person: InHand) -> bool:
    return person.resident is not None and not person.resident.id_number
