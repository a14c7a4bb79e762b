"""What is said about a form while it is filled in: beside a field, over the sheet, before it is signed.  No widgets."""

from collections.abc import Mapping, Sequence
from typing import Final

from clinic_app.domain.forms import Advice, Field, Form, Problem, is_required, sentence
from clinic_app.domain.forms.mapping import hut_time
from clinic_app.printing.form_words import written
from clinic_app.ui.forms.cell import Marks
from clinic_app.ui.forms.filling import ASKED, COMPUTED, LAST, Filling
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.theme import Tone

_ADVICE: Final[Mapping[Advice, str]] = {
    Advice.ADJUST: QT_TRANSLATE_NOOP("FormView", "首次不达标或不良反应：核实服药，调整用药，2 周内随访。"),
    Advice.REFER_AGAIN: QT_TRANSLATE_NOOP(
        "FormView", "连续两次不达标或不良反应：建议转诊上级医院，2 周内主动随访。"
    ),
    Advice.REFER_COMPLICATION: QT_TRANSLATE_NOOP(
        "FormView", "新发或加重的并发症：建议转诊上级医院，2 周内主动随访。"
    ),
    Advice.EMERGENCY: QT_TRANSLATE_NOOP("FormView", "危急情况：处理后紧急转诊，2 周内主动随访。"),
    Advice.PSYCH_ADJUST: QT_TRANSLATE_NOOP(
        "FormView", "基本稳定：查找原因，在规定剂量范围内调整用药，2 周内随访。"
    ),
    Advice.PSYCH_GUIDANCE: QT_TRANSLATE_NOOP(
        "FormView", "2 周后仍为基本稳定：请精神科医师指导或转诊，1 个月时随访。"
    ),
    Advice.PSYCH_EMERGENCY: QT_TRANSLATE_NOOP(
        "FormView", "不稳定：对症处理后立即转诊，必要时报告公安，2 周内随访。"
    ),
    Advice.TB_MISSED: QT_TRANSLATE_NOOP("FormView", "漏服一周及以上：向上级专业机构报告。"),
    Advice.TB_REFER: QT_TRANSLATE_NOOP("FormView", "不良反应、并发症或合并症：立即转诊，2 周内随访。"),
    Advice.ABNORMAL: QT_TRANSLATE_NOOP("FormView", "异常：转诊上级医院，2 周内随访转诊结果。"),
    Advice.PSYCH_LOST: QT_TRANSLATE_NOOP("FormView", "失访：向公安派出所和精神卫生机构报告，仍按期查找。"),
    Advice.DIED: QT_TRANSLATE_NOOP("FormView", "患者已死亡：保存后在健康档案登记死亡，各项管理随之结案。"),
}
_TOLD: Final = 4  # problems over the sheet; the others stand beside their fields


def marks_of(filling: Filling, field: Field, *, strict: bool) -> Marks:
    """What stands beside one field; `strict`: empty ones are named too."""
    wrong = filling.wrong.get(field.key)
    words = "" if wrong is None else _brief(filling.form, wrong)
    needed = is_required(field, filling.values, filling.context)
    if strict and field.key not in filling.values and needed and not words:
        words = _missing(field)
    return Marks(needed, *_chip(filling, field), words)


def advice_words(filling: Filling) -> tuple[str, Tone]:
    """The step that the answers ask for; nothing where all is well."""
    found = filling.advice
    if found is None:
        return "", Tone.PLAIN
    return translate("FormView", _ADVICE[found]), Tone.DANGER if found.is_referral else Tone.WARN


def critical_mark(filling: Filling, field: Field) -> Marks:
    """A signed record says of a value only that it is critical."""
    return Marks(False, *_chip(filling, field)) if field.key in filling.critical else Marks()


def completeness_words(filling: Filling) -> str:
    filled, needed = filling.completeness
    words = translate("FormView", "必填 {filled}/{needed}").format(filled=filled, needed=needed)
    carried = len(filling.carried)
    if carried:
        words += translate("FormView", "　带入 {count} 项待核对").format(count=carried)
    return words


def wrong_words(form: Form, found: Sequence[Problem]) -> str:
    """The first problems, a line each."""
    told = [sentence(form, one, language()) for one in found[:_TOLD]]
    if len(found) > _TOLD:
        words = translate("FormView", "还有 {count} 处，按 F7 逐一查看。")
        told.append(words.format(count=len(found) - _TOLD))
    return "\n".join(told)


def look_again(filling: Filling) -> tuple[str, Tone]:
    """What is to be looked at before the second F8."""
    fields, parts = filling.form.fields, []
    grave = "、".join(
        f"{fields[key].name_zh} {written(fields[key], filling.values[key], {})}" for key in filling.critical
    )
    if grave:
        parts.append(translate("FormView", "危急值：{values}。").format(values=grave))
    if filling.carried:
        words = translate("FormView", "{count} 项是带入的，还没有核对。")
        parts.append(words.format(count=len(filling.carried)))
    parts.append(translate("FormView", "核对无误后再按一次 F8。"))
    return "".join(parts), Tone.DANGER if grave else Tone.WARN


def _missing(field: Field) -> str:
    """Nobody knows a record number by heart: it comes with the record."""
    return translate("FormView", "先建档") if field.identity == "record_no" else translate("FormView", "必填")


def _chip(filling: Filling, field: Field) -> tuple[str, Tone]:
    """Where a value came from, or that it is critical."""
    key = field.key
    filled, origin = key in filling.values, filling.origins.get(key, "")
    by_rule = filled and (key in filling.ruled or bool(field.proposed and key not in filling.touched))
    if origin == LAST and filled:
        return translate("FormView", "上次"), Tone.WARN
    if origin == ASKED and filled:
        return translate("FormView", "今日"), Tone.WARN
    if key in filling.critical:
        return translate("FormView", "危急"), Tone.DANGER
    if by_rule or origin == COMPUTED:
        return translate("FormView", "自动"), Tone.INFO
    if origin == "visit":
        return translate("FormView", "本次"), Tone.OK
    if origin == "sheet" and filled:
        return translate("FormView", "今日"), Tone.OK
    if filled and (at := hut_time(origin)):
        return translate("FormView", "自测 {time}").format(time=at), Tone.OK
    return "", Tone.PLAIN


def _brief(form: Form, problem: Problem) -> str:
    """The sentence without the field's name: it stands beside it."""
    said = sentence(form, problem, language())
    return said.split("：", 1)[-1] if problem.code != "forms.check" and "[" not in problem.field else said
