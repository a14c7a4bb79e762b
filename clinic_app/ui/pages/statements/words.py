"""The words of 申报对账: statuses, kinds, what the county did, and the one step that a record asks for."""

from collections import defaultdict
from typing import Final

from clinic_app.domain.reconciling import Matched, Remedy, State
from clinic_app.domain.statements import Group, RecordKind, Status
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.statements.state import LineRow
from clinic_app.ui.texts import TEXTS
from clinic_app.ui.theme import Tone

STATUSES: Final = {
    Status.DRAFT: (QT_TRANSLATE_NOOP("statements", "草稿"), Tone.SOFT),
    Status.SENT: (QT_TRANSLATE_NOOP("statements", "待确认"), Tone.WARN),
    Status.CONFIRMED: (QT_TRANSLATE_NOOP("statements", "已确认"), Tone.INFO),
    Status.DISPUTED: (QT_TRANSLATE_NOOP("statements", "有争议"), Tone.DANGER),
    Status.APPROVED: (QT_TRANSLATE_NOOP("statements", "县已审核"), Tone.OK),
    Status.PAID: (QT_TRANSLATE_NOOP("statements", "已拨付"), Tone.OK),
}

_INSURANCE: Final = {
    "": QT_TRANSLATE_NOOP("statements", "自费"),
    "310": QT_TRANSLATE_NOOP("statements", "职工医保"),
    "380": QT_TRANSLATE_NOOP("statements", "新农合"),
    "390": QT_TRANSLATE_NOOP("statements", "居民医保"),
}
_CLR_TYPES: Final = {
    "11": QT_TRANSLATE_NOOP("statements", "门诊"),
    "14": QT_TRANSLATE_NOOP("statements", "慢特病"),
    "21": QT_TRANSLATE_NOOP("statements", "住院"),
}
_KINDS: Final = {
    RecordKind.SETTLE: QT_TRANSLATE_NOOP("statements", "结算"),
    RecordKind.RED: QT_TRANSLATE_NOOP("statements", "退费"),
    RecordKind.ADJUST: QT_TRANSLATE_NOOP("statements", "差额裁定"),
    RecordKind.DEDUCT: QT_TRANSLATE_NOOP("statements", "扣款"),
}
_ACTIONS: Final = {
    "PAY_PERSON": QT_TRANSLATE_NOOP("statements", "退还个人"),
    "COLLECT_PERSON": QT_TRANSLATE_NOOP("statements", "向个人补收"),
    "CLINIC_BEAR": QT_TRANSLATE_NOOP("statements", "机构承担"),
    "FUND_ABSORB": QT_TRANSLATE_NOOP("statements", "基金承担"),
    "RECLASS": QT_TRANSLATE_NOOP("statements", "只调归类"),
    "REVERSE_ADJUST": QT_TRANSLATE_NOOP("statements", "随退费冲回"),
}
_STATES: Final = {
    State.AMOUNT_DIFFERS: QT_TRANSLATE_NOOP("statements", "金额不一致"),
    State.CLINIC_ONLY: QT_TRANSLATE_NOOP("statements", "县里还没有"),
    State.COUNTY_ONLY: QT_TRANSLATE_NOOP("statements", "本机没有"),
}
_REMEDIES: Final = {
    Remedy.PUSH: QT_TRANSLATE_NOOP("statements", "请联网同步（F5）"),
    Remedy.RELEASE: QT_TRANSLATE_NOOP("statements", "县里搁置了：{reason}"),
    Remedy.ADJUST: QT_TRANSLATE_NOOP("statements", "请县医保经办查清后调整"),
    Remedy.FETCH: QT_TRANSLATE_NOOP("statements", "请联网取回本机构的数据（F5）"),
    Remedy.RAISE: QT_TRANSLATE_NOOP("statements", "同步也没有用：请报县医保经办"),
}
_METHODS: Final = {
    "statement": QT_TRANSLATE_NOOP("statements", "按申报结算"),
    "prepayment": QT_TRANSLATE_NOOP("statements", "预付"),
    "capitation": QT_TRANSLATE_NOOP("statements", "按人头"),
    "chronic_package": QT_TRANSLATE_NOOP("statements", "慢病包干"),
    "disease_surplus": QT_TRANSLATE_NOOP("statements", "病种结余"),
    "contract": QT_TRANSLATE_NOOP("statements", "签约服务费"),
    "package": QT_TRANSLATE_NOOP("statements", "医共体包干"),
    "deduction": QT_TRANSLATE_NOOP("statements", "扣款"),
    "counted": QT_TRANSLATE_NOOP("statements", "计入总额预算"),
    "by_head": QT_TRANSLATE_NOOP("statements", "计入人头"),
    "alliance_shift": QT_TRANSLATE_NOOP("statements", "医联体额度调剂"),
    "year_end": QT_TRANSLATE_NOOP("statements", "年终清算"),
    "quality_deposit": QT_TRANSLATE_NOOP("statements", "质量保证金返还"),
    "brought_forward": QT_TRANSLATE_NOOP("statements", "上期结转"),
    "carried_forward": QT_TRANSLATE_NOOP("statements", "结转下期"),
}


def status_text(status: Status) -> str:
    return translate("statements", STATUSES[status][0])


def insurance_text(code: str) -> str:
    return translate("statements", _INSURANCE.get(code, code))


def clearing_text(code: str) -> str:
    return translate("statements", _CLR_TYPES.get(code, code))


def group_text(group: Group) -> str:
    """门诊, or 门诊退费 for a statement of reds."""
    words = clearing_text(group.clr_type)
    return words + " " + translate("statements", "退费") if group.refd_setl_flag else words


def kind_text(kind: RecordKind) -> str:
    return translate("statements", _KINDS[kind])


def action_text(action: str) -> str:
    return translate("statements", _ACTIONS[action]) if action in _ACTIONS else action


def method_text(method: str) -> str:
    return translate("statements", _METHODS.get(method, method))


def state_text(one: Matched) -> str:
    return translate("statements", _STATES.get(one.state, one.state.value))


def remedy_text(one: Matched) -> str:
    """The one step to take."""
    words = translate("statements", _REMEDIES.get(one.remedy, one.remedy.value))
    return words.format(reason=_code_text(one.clinic.reason)) if one.clinic else words


def dispute_text(row: LineRow) -> str:
    """What is disputed, and what the county said."""
    if row.dispute is None:
        return row.reason
    if row.dispute.decided_ms is None:
        words = translate("statements", "争议中：{reason}")
    elif row.dispute.upheld:
        words = translate("statements", "县里支持：{decision}")
    else:
        words = translate("statements", "县里驳回：{decision}")
    return words.format(reason=row.dispute.reason, decision=row.dispute.decision)


def _code_text(code: str) -> str:
    """The sentence of an error's code, without its facts."""
    text = TEXTS.get(code)
    if text is None:
        return code
    return (text.en if language() == "en" else text.zh).format_map(defaultdict(lambda: "—"))
