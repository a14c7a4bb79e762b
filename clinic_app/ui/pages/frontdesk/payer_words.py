"""What the front desk says about who pays: why an insurance would not, and what to do then."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from clinic_app.projections.queries.insurance import Insured
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.in_hand import insurance_text

PAUSED: Final = "2"  # psn_insu_stas
_COVERS: Final = {
    "E_AFTER_DEATH": QT_TRANSLATE_NOOP(
        "frontdesk", "登记此人已于 {death} 死亡，医保不支付，按自费；请核对是不是本人，登记有误请找参保经办。"
    ),
    "E_NO_POLICY": QT_TRANSLATE_NOOP("frontdesk", "本机没有这个险种今天有效的政策，按自费；联网同步后再看。"),
    "E_OFFLINE_STALE": QT_TRANSLATE_NOOP(
        "frontdesk", "本机的参保信息太旧，不能用医保结算：请联网同步或按“查参保”，或者先按自费。"
    ),
}
_PAUSED: Final = QT_TRANSLATE_NOOP(
    "frontdesk", "参保状态是“暂停”，基金不支付，按自费；请患者到参保经办恢复。"
)
_ENDED: Final = QT_TRANSLATE_NOOP("frontdesk", "已经停保（参保终止），基金不支付，按自费。")
_SEVERAL: Final = QT_TRANSLATE_NOOP("frontdesk", "此人有 {n} 个险种，请选一个；选过的下次自动选上。")
_CHOSEN: Final = QT_TRANSLATE_NOOP("frontdesk", "此人有 {n} 个险种，已按上次选的{name}；要换就改选。")


def cover_text(one: Insured) -> str:
    """Why this insurance would pay nothing today; empty when it may pay."""
    if one.cover == "W_NOT_INSURED":
        return translate("frontdesk", _PAUSED if one.person.psn_insu_stas == PAUSED else _ENDED)
    if one.cover not in _COVERS:
        return ""
    death = one.person.death_date or date.min
    return translate("frontdesk", _COVERS[one.cover]).format(death=death.isoformat())


def choice_text(insurances: Sequence[Insured], chosen: str) -> str:
    """What is to be known where there are several insurances."""
    if len(insurances) < 2:
        return ""
    before = next((one for one in insurances if one.person.psn_no == chosen), None)
    if before is None:
        return translate("frontdesk", _SEVERAL).format(n=len(insurances))
    name = insurance_text(before.person.insutype)
    return translate("frontdesk", _CHOSEN).format(n=len(insurances), name=name)
