"""What a service is called where room is short: 高血压随访, 儿童检查 · 6月龄."""

import re
from typing import Final

from clinic_app.domain.forms import Field, form, forms
from clinic_app.domain.public_health import children, maternity
from clinic_app.domain.public_health.due_maternity import REFERRED
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate

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
    "vaccination": QT_TRANSLATE_NOOP("worklist", "预防接种"),
    "postpartum_42d": QT_TRANSLATE_NOOP("worklist", "产后42天检查"),
}
# Chinese, English, key.
_STEPS: Final = (
    *((one.name_zh, one.name_en, one.key) for one in children.visits()),
    *((one.name_zh, one.name_en, one.key) for one in maternity.windows()),
    ("转诊后", "after referral", REFERRED),
)


def form_name(key: str, step: str = "") -> str:
    """What is to be done, with which of several visits: 儿童检查 · 6月龄.  A form without a word here has its own name."""
    english = language() == "en"
    own = form(key).name_en if english else form(key).name_zh
    name = translate("worklist", _FORMS[key]) if key in _FORMS else own
    which = next((one[english] for one in _STEPS if one[2] == step), "")
    return f"{name} · {which}" if which else name


def field_name(field: Field) -> str:
    """What a field asks, in the language of the program."""
    return field.name_en if language() == "en" and field.name_en else field.name_zh


def short_title(name: str) -> str:
    """高血压患者随访: the title of a sheet without what every sheet is."""
    return re.sub("(服务)?记录表$", "", name)


def form_title(key: str) -> str:
    """The whole name, as on the paper; the key of a form that this release does not know."""
    known = forms().get(key)
    if known is None:
        return key
    return known.name_en if language() == "en" and known.name_en else known.name_zh
