"""Words of the page 健康档案: relations, states, parts, reasons."""

from typing import Final

from clinic_app.domain.codes import codes
from clinic_app.domain.forms import UnknownForm, form
from clinic_app.domain.health_record import State
from clinic_app.domain.residents import Reason
from clinic_app.projections.queries.health_records import LifeEvent
from clinic_app.projections.queries.households import Household, Member
from clinic_app.projections.queries.record_parts import COVER, Part
from clinic_app.services.duplicates import Merged
from clinic_app.ui import format
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cells import code_text

STATES: Final = {
    State.HERE: (QT_TRANSLATE_NOOP("health_record", "在管"), Tone.OK),
    State.OUT: (QT_TRANSLATE_NOOP("health_record", "已迁出"), Tone.WARN),
    State.LOST: (QT_TRANSLATE_NOOP("health_record", "失访"), Tone.WARN),
    State.DIED: (QT_TRANSLATE_NOOP("health_record", "已死亡"), Tone.DANGER),
}
EVENTS: Final = {
    "out": QT_TRANSLATE_NOOP("health_record", "迁出"),
    "lost": QT_TRANSLATE_NOOP("health_record", "失访"),
    "died": QT_TRANSLATE_NOOP("health_record", "死亡"),
    "in": QT_TRANSLATE_NOOP("health_record", "迁回"),
}
REASONS: Final = {
    Reason.ID_NUMBER: QT_TRANSLATE_NOOP("health_record", "证件号码相同"),
    Reason.ID_NUMBERS_DIFFER: QT_TRANSLATE_NOOP("health_record", "证件号码不同"),
    Reason.ID_NUMBER_ALMOST: QT_TRANSLATE_NOOP("health_record", "证件号码只差一位"),
    Reason.RECORD_NUMBER: QT_TRANSLATE_NOOP("health_record", "档案编号相同"),
    Reason.PSN_NO: QT_TRANSLATE_NOOP("health_record", "参保号相同"),
    Reason.CARD: QT_TRANSLATE_NOOP("health_record", "同一张卡"),
    Reason.NAME_SEX_BIRTH: QT_TRANSLATE_NOOP("health_record", "姓名、性别、出生日期相同"),
    Reason.NAME_BIRTH: QT_TRANSLATE_NOOP("health_record", "姓名、出生日期相同"),
    Reason.PHONE: QT_TRANSLATE_NOOP("health_record", "电话相同"),
    Reason.MOTHER: QT_TRANSLATE_NOOP("health_record", "母亲相同"),
    Reason.VILLAGE: QT_TRANSLATE_NOOP("health_record", "同村"),
    Reason.PERHAPS_TWINS: QT_TRANSLATE_NOOP("health_record", "可能是双胞胎"),
}
FIELDS: Final = {
    "name": QT_TRANSLATE_NOOP("health_record", "姓名"),
    "sex": QT_TRANSLATE_NOOP("health_record", "性别"),
    "birth_date": QT_TRANSLATE_NOOP("health_record", "出生日期"),
    "id_number": QT_TRANSLATE_NOOP("health_record", "证件号码"),
    "ethnic": QT_TRANSLATE_NOOP("health_record", "民族"),
    "phone": QT_TRANSLATE_NOOP("health_record", "电话"),
    "address": QT_TRANSLATE_NOOP("health_record", "住址"),
    "village": QT_TRANSLATE_NOOP("health_record", "村"),
    "temp_identity": QT_TRANSLATE_NOOP("health_record", "临时身份"),
    "note": QT_TRANSLATE_NOOP("health_record", "备注"),
}


def relation_name(code: str) -> str:
    """与户主关系 in the language of the screen."""
    known = codes("relationship").get(code)
    if known is None:
        return code
    return known.name_en if language() == "en" else known.name_zh


def part_name(part: Part) -> str:
    if part.key == COVER:
        return translate("health_record", QT_TRANSLATE_NOOP("health_record", "封面与档案编号"))
    try:
        known = form(part.key)
    except UnknownForm:  # a form of a later version
        return part.key
    return known.name_en if language() == "en" else known.name_zh


def event_words(event: LifeEvent) -> str:
    words = translate("health_record", EVENTS[event.kind])
    return f"{words} {event.words}".strip()


def state_word(state: State) -> str:
    return translate("health_record", STATES[state][0])


def member_state(member: Member) -> str:
    """Nothing for who is here."""
    return "" if member.state is State.HERE else state_word(member.state)


def house_place(house: Household) -> str:
    """3组 17号, as people say it."""
    parts = (
        translate("health_record", "{group}组").format(group=house.group)
        if house.group.isdigit()
        else house.group,
        translate("health_record", "{house}号").format(house=house.house)
        if house.house.isdigit()
        else house.house,
        house.address,
    )
    return " ".join(part for part in parts if part)


def reasons_text(reasons: tuple[str, ...]) -> str:
    known = [REASONS.get(Reason(one)) if one in set(Reason) else None for one in reasons]
    return "、".join(translate("health_record", one) for one in known if one)


def value_text(field: str, value: str) -> str:
    """A field's value as two entries are compared: whole, for a masked number cannot be judged."""
    if field == "sex":
        return format.sex(value)
    return code_text("ethnic", value) if field == "ethnic" and value else value


def merge_state(one: Merged) -> str:
    if one.merge.split_ms is None:
        return translate("health_record", QT_TRANSLATE_NOOP("health_record", "已合并"))
    split = translate("health_record", QT_TRANSLATE_NOOP("health_record", "已拆分"))
    return f"{split}：{one.merge.split_reason}"
