"""The words of 工作清单: services, views, states, reasons, ways in which a service ends."""

from typing import Final

from clinic_app.domain.forms import form
from clinic_app.domain.public_health import children, maternity
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Reason, State
from clinic_app.projections.queries.worklist import Item, View
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.theme import Tone

SERVICES: Final = {
    Service.HTN: QT_TRANSLATE_NOOP("worklist", "高血压"),
    Service.DM: QT_TRANSLATE_NOOP("worklist", "糖尿病"),
    Service.PSYCH: QT_TRANSLATE_NOOP("worklist", "精神障碍"),
    Service.TB: QT_TRANSLATE_NOOP("worklist", "肺结核"),
    Service.COPD: QT_TRANSLATE_NOOP("worklist", "慢阻肺"),
    Service.MATERNAL: QT_TRANSLATE_NOOP("worklist", "孕产妇"),
    Service.CHILD: QT_TRANSLATE_NOOP("worklist", "儿童"),
    Service.ELDERLY: QT_TRANSLATE_NOOP("worklist", "老年人"),
}
VIEWS: Final = {
    View.EXECUTABLE: QT_TRANSLATE_NOOP("worklist", "可执行"),
    View.TODAY: QT_TRANSLATE_NOOP("worklist", "今天"),
    View.URGENT: QT_TRANSLATE_NOOP("worklist", "紧急"),
    View.OVERDUE: QT_TRANSLATE_NOOP("worklist", "过期"),
    View.FUTURE: QT_TRANSLATE_NOOP("worklist", "未到期"),
    View.LOST: QT_TRANSLATE_NOOP("worklist", "失访"),
    View.MISSED: QT_TRANSLATE_NOOP("worklist", "已错过"),
    View.ALL: QT_TRANSLATE_NOOP("worklist", "所有"),
}
STATES: Final = {
    State.FUTURE: (QT_TRANSLATE_NOOP("worklist", "未到期"), Tone.SOFT),
    State.DUE: (QT_TRANSLATE_NOOP("worklist", "可执行"), Tone.OK),
    State.OVERDUE: (QT_TRANSLATE_NOOP("worklist", "过期"), Tone.DANGER),
    State.MISSED: (QT_TRANSLATE_NOOP("worklist", "已错过"), Tone.SOFT),
    State.LOST: (QT_TRANSLATE_NOOP("worklist", "失访"), Tone.WARN),
}
ENDS: Final = (
    ("refused", QT_TRANSLATE_NOOP("worklist", "拒绝")),
    ("lost", QT_TRANSLATE_NOOP("worklist", "失访")),
    ("cured", QT_TRANSLATE_NOOP("worklist", "治愈、完成疗程")),
    ("delivered", QT_TRANSLATE_NOOP("worklist", "已分娩")),
    ("other", QT_TRANSLATE_NOOP("worklist", "其他（写明）")),
)
_REASONS: Final = {
    Reason.FIRST: QT_TRANSLATE_NOOP("worklist", "新纳入管理"),
    Reason.USUAL: QT_TRANSLATE_NOOP("worklist", "上次稳定，三个月内"),
    Reason.SOON: QT_TRANSLATE_NOOP("worklist", "上次未达标，两周内"),
    Reason.MONTH: QT_TRANSLATE_NOOP("worklist", "仍未稳定，一个月内"),
    Reason.AGREED: QT_TRANSLATE_NOOP("worklist", "按上次约定"),
    Reason.RHYTHM: QT_TRANSLATE_NOOP("worklist", "按疗程"),
    Reason.YEARLY: QT_TRANSLATE_NOOP("worklist", "每年一次"),
    Reason.AGE: QT_TRANSLATE_NOOP("worklist", "按月龄"),
    Reason.PREGNANCY: QT_TRANSLATE_NOOP("worklist", "按孕周"),
    Reason.CHILDBIRTH: QT_TRANSLATE_NOOP("worklist", "产后"),
}


_FORMS: Final = {
    "htn_followup": QT_TRANSLATE_NOOP("worklist", "高血压随访"),
    "dm_followup": QT_TRANSLATE_NOOP("worklist", "糖尿病随访"),
    "psych_basic": QT_TRANSLATE_NOOP("worklist", "精神障碍补充表"),
    "psych_followup": QT_TRANSLATE_NOOP("worklist", "精神障碍随访"),
    "tb_first": QT_TRANSLATE_NOOP("worklist", "肺结核首次入户"),
    "tb_followup": QT_TRANSLATE_NOOP("worklist", "肺结核随访"),
    "copd_followup": QT_TRANSLATE_NOOP("worklist", "慢阻肺随访"),
    "health_check": QT_TRANSLATE_NOOP("worklist", "年度体检"),
    "elderly_selfcare": QT_TRANSLATE_NOOP("worklist", "自理能力评估"),
    "tcm_elderly": QT_TRANSLATE_NOOP("worklist", "中医体质辨识"),
    "newborn_visit": QT_TRANSLATE_NOOP("worklist", "新生儿访视"),
    "child_check_1_8m": QT_TRANSLATE_NOOP("worklist", "儿童检查"),
    "child_check_12_30m": QT_TRANSLATE_NOOP("worklist", "儿童检查"),
    "child_check_3_6y": QT_TRANSLATE_NOOP("worklist", "儿童检查"),
    "tcm_child": QT_TRANSLATE_NOOP("worklist", "儿童中医"),
    "antenatal_first": QT_TRANSLATE_NOOP("worklist", "首次产检（建册）"),
    "antenatal_2_5": QT_TRANSLATE_NOOP("worklist", "产前随访"),
    "postpartum_visit": QT_TRANSLATE_NOOP("worklist", "产后访视"),
    "postpartum_42d": QT_TRANSLATE_NOOP("worklist", "产后42天检查"),
}
# Chinese, English, key.
_STEPS: Final = tuple((one.name_zh, one.name_en, one.key) for one in children.visits()) + tuple(
    (one.name_zh, one.name_en, one.key) for one in maternity.windows()
)


def service_name(service: str) -> str:
    return translate("worklist", SERVICES[Service(service)]) if service in tuple(Service) else service


def form_name(key: str, step: str = "") -> str:
    """What is to be done, with which of several visits: 儿童检查 · 6月龄.  A form without a word here has its own name."""
    english = language() == "en"
    own = form(key).name_en if english else form(key).name_zh
    name = translate("worklist", _FORMS[key]) if key in _FORMS else own
    which = next((one[english] for one in _STEPS if one[2] == step), "")
    return f"{name} · {which}" if which else name


def state_words(item: Item) -> str:
    return translate("worklist", STATES[item.state][0])


def reason_words(item: Item) -> str:
    """Why it is due; attempts in vain are told too."""
    words = translate("worklist", _REASONS[item.task.reason])
    if item.task.failed:
        missed = translate("worklist", "未联系上 {n} 次").format(n=item.task.failed)
        return f"{words}；{missed}"
    return words
