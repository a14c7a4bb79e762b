"""The words of 工作清单: services, views, states, reasons, ways in which a service ends."""

from typing import Final

from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import Reason, State
from clinic_app.projections.queries.worklist import Item, View
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.immunization.words import task_text
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
    Service.VACCINATION: QT_TRANSLATE_NOOP("worklist", "预防接种"),
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
    Reason.REPORT: QT_TRANSLATE_NOOP("worklist", "未见到患者，报告上级专业机构"),
    Reason.USUAL: QT_TRANSLATE_NOOP("worklist", "上次稳定，三个月内"),
    Reason.SOON: QT_TRANSLATE_NOOP("worklist", "上次未达标，两周内"),
    Reason.MONTH: QT_TRANSLATE_NOOP("worklist", "仍未稳定，一个月内"),
    Reason.AGREED: QT_TRANSLATE_NOOP("worklist", "按上次约定"),
    Reason.RHYTHM: QT_TRANSLATE_NOOP("worklist", "按疗程"),
    Reason.YEARLY: QT_TRANSLATE_NOOP("worklist", "每年一次"),
    Reason.AGE: QT_TRANSLATE_NOOP("worklist", "按月龄"),
    Reason.PREGNANCY: QT_TRANSLATE_NOOP("worklist", "按孕周"),
    Reason.REFERRED: QT_TRANSLATE_NOOP("worklist", "上次异常，两周内看转诊结果"),
    Reason.TERM: QT_TRANSLATE_NOOP("worklist", "预产期已到，问是否分娩"),
    Reason.CHILDBIRTH: QT_TRANSLATE_NOOP("worklist", "产后"),
    Reason.SCHEDULE: QT_TRANSLATE_NOOP("worklist", "按免疫程序"),
}


def service_name(service: str) -> str:
    return translate("worklist", SERVICES[Service(service)]) if service in tuple(Service) else service


def state_words(item: Item) -> str:
    return translate("worklist", STATES[item.state][0])


def reason_words(item: Item) -> str:
    """Why it is due, of vaccination which doses are; attempts in vain are told too."""
    if item.task.service == Service.VACCINATION:
        words = task_text(item.task, item.day)
    else:
        words = translate("worklist", _REASONS[item.task.reason])
    if item.task.failed:
        missed = translate("worklist", "未联系上 {n} 次").format(n=item.task.failed)
        return f"{words}；{missed}"
    return words
