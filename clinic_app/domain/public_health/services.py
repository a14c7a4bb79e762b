"""服务: under which public-health services a resident is followed, and which forms belong to them."""

from enum import StrEnum
from typing import Final


class Service(StrEnum):
    HTN = "htn"  # 高血压
    DM = "dm"  # 2型糖尿病
    PSYCH = "psych"  # 严重精神障碍
    TB = "tb"  # 肺结核
    COPD = "copd"  # 慢阻肺
    MATERNAL = "maternal"  # 孕产妇
    CHILD = "child"  # 0～6岁儿童
    ELDERLY = "elderly"  # 老年人
    VACCINATION = "vaccination"  # 预防接种


BY_AGE: Final = frozenset({Service.CHILD, Service.ELDERLY, Service.VACCINATION})
OPENED: Final = tuple(one for one in Service if one not in BY_AGE)

# Why a service ends; who died or moved has every one of them closed.
REASONS: Final = ("cured", "delivered", "refused", "lost", "moved", "died", "other")

HEALTH_CHECK: Final = "health_check"
FOLLOWUP: Final = {
    Service.HTN: "htn_followup",
    Service.DM: "dm_followup",
    Service.PSYCH: "psych_followup",
    Service.TB: "tb_followup",
    Service.COPD: "copd_followup",
}
# What a service begins with, once.
FIRST: Final = {Service.PSYCH: "psych_basic", Service.TB: "tb_first"}
# What the elderly have each calendar year beside the health check.
ELDERLY_FORMS: Final = ("elderly_selfcare", "tcm_elderly")
# Services whose patients have a health check each calendar year, as the elderly have.
CHECKED: Final = (Service.HTN, Service.DM, Service.PSYCH)

ANTENATAL_FIRST: Final = "antenatal_first"
ANTENATAL: Final = "antenatal_2_5"
POSTPARTUM: Final = "postpartum_visit"
POSTPARTUM_42: Final = "postpartum_42d"
TCM_CHILD: Final = "tcm_child"
VACCINATION: Final = "vaccination"
