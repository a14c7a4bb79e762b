"""分类干预: the step that a filled form asks for beside its class, by the name in the form's `advises`.

The decisions are those of domain/public_health; a rule answers None while nothing out of the ordinary is asked for.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

from clinic_app.domain.forms.definition import Context, Form, Values
from clinic_app.domain.public_health import diabetes, followups, hypertension, mental_disorder, tuberculosis
from clinic_app.domain.public_health.followups import Action, FollowupClass
from clinic_app.domain.public_health.mental_disorder import Stability


class Advice(StrEnum):
    ADJUST = "adjust"  # first time 控制不满意 or 不良反应
    REFER_AGAIN = "refer_again"  # the second time running
    REFER_COMPLICATION = "refer_complication"
    EMERGENCY = "emergency"
    PSYCH_ADJUST = "psych_adjust"
    PSYCH_GUIDANCE = "psych_guidance"  # still 基本稳定
    PSYCH_EMERGENCY = "psych_emergency"
    TB_MISSED = "tb_missed"
    TB_REFER = "tb_refer"
    ABNORMAL = "abnormal"  # of a pregnancy or after a birth
    PSYCH_LOST = "psych_lost"
    DIED = "died"

    @property
    def is_referral(self) -> bool:
        return self not in _NO_REFERRAL


_NO_REFERRAL: Final = frozenset(
    {Advice.ADJUST, Advice.PSYCH_ADJUST, Advice.TB_MISSED, Advice.PSYCH_LOST, Advice.DIED}
)
_STOPPED_BY_DEATH: Final = "2"  # 停止治疗原因 of tb_followup
_INTERMITTENT: Final = "2"  # 用法 of tb_followup


def advice(form: Form, values: Values, context: Context) -> Advice | None:
    """What to do now, by the answers so far and those of last time; None while they do not say."""
    if not form.advises:
        return None
    try:
        return ADVICE[form.advises](values, context)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None  # what it needs is empty or wrong


def _hypertension(values: Values, context: Context) -> Advice | None:
    urgent = hypertension.emergency(
        values["sbp"],
        values["dbp"],
        emergency_sign=False,  # the form does not ask for it
        pregnant_or_lactating="maternal" in context.carries,
        day=context.day,
    )
    return _chronic(values, context, urgent)


def _diabetes(values: Values, context: Context) -> Advice | None:
    urgent = diabetes.emergency(
        Decimal(values["fpg"]), context.day, sbp=values.get("sbp"), dbp=values.get("dbp")
    )
    return _chronic(values, context, urgent)


def _chronic(values: Values, context: Context, urgent: bool) -> Advice | None:
    found = FollowupClass(int(values["class"]))
    before = int(context.last.get("class", 0))
    match followups.action(found, emergency=urgent, prev_class=before):
        case Action.EMERGENCY_REFERRAL:
            return Advice.EMERGENCY
        case Action.REFERRAL if found is FollowupClass.COMPLICATION:
            return Advice.REFER_COMPLICATION
        case Action.REFERRAL:
            return Advice.REFER_AGAIN
        case Action.ADJUST:
            return Advice.ADJUST
    return None


def _mental_disorder(values: Values, context: Context) -> Advice | None:
    if values.get("death"):
        return Advice.DIED
    if values.get("lost_reason"):
        return Advice.PSYCH_LOST
    before = int(context.last.get("class", 0))
    step = mental_disorder.decide(Stability(int(values["class"])), context.day, before).action
    return {
        Action.EMERGENCY_REFERRAL: Advice.PSYCH_EMERGENCY,
        Action.REFERRAL: Advice.PSYCH_GUIDANCE,
        Action.ADJUST: Advice.PSYCH_ADJUST,
    }.get(step)


def _tuberculosis(values: Values, context: Context) -> Advice | None:
    if values.get("stop_reason") == _STOPPED_BY_DEATH:
        return Advice.DIED
    if values.get("adverse") or values.get("complication"):
        return Advice.TB_REFER
    days = tuberculosis.days_missed(values["missed"], intermittent=values.get("usage") == _INTERMITTENT)
    return Advice.TB_MISSED if tuberculosis.report_missed(days, context.day) else None


def _maternity(values: Values, context: Context) -> Advice | None:
    return Advice.ABNORMAL if values.get("class", values.get("assess")) == "2" else None


ADVICE: Final[Mapping[str, Callable[[Values, Context], Advice | None]]] = {
    "hypertension": _hypertension,
    "diabetes": _diabetes,
    "mental_disorder": _mental_disorder,
    "tuberculosis": _tuberculosis,
    "maternity": _maternity,
}
