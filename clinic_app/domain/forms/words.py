"""What a problem says to who fills in the form: which field, what is wrong, what to do."""

import re
from collections.abc import Mapping
from typing import Final

from clinic_app.domain.forms.definition import Form
from clinic_app.domain.forms.problems import Problem

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "forms.required": ("必填，请填写。", "is required: fill it in."),
    "forms.no_record_no": (
        "还没有建档。到“健康档案”按 F8 建档，再打开这张草稿，编号会自动带入。",
        "is missing: open a health record on 健康档案 (F8), then this draft again; the number comes by itself.",
    ),
    "forms.kind": ("应填{kind_zh}，请改正。", "must be {kind_en}: mend it."),
    "forms.range": ("应在 {range} 之间，请核对后改正。", "must be within {range_en}: check it."),
    "forms.places": ("最多 {places} 位小数，请改正。", "takes {places} decimal places at most."),
    "forms.code": ("不在可选项里，请从选项中选择。", "is none of the choices: choose from the list."),
    "forms.excluded": (
        "选了“{alone_zh}”就不能再选其他项，请去掉一边。",
        "takes nothing beside “{alone_en}”: take one side away.",
    ),
    "forms.rows": ("行数不对：至少 {least} 行，至多 {most} 行。", "has a wrong number of rows: {least} to {most}."),
    "forms.format": ("写法不对：{format_zh}。", "is not written right: {format_en}."),
    "forms.not_asked": (
        "按其他项的填写不应有内容，请清空，或改正其他项。",
        "is not asked with these answers: empty it, or mend the others.",
    ),
    "forms.computed": ("与计算结果不符，请清空后由系统计算。", "differs from what is computed: empty it."),
    "forms.check": ("{zh}", "{en}"),
    "forms.unknown_field": ("表上没有这一项，请删去。", "is no field of this form: take it away."),
    "forms.not_for": ("“{form_zh}”不适用于这位居民（性别或年龄不符）。", "“{form_en}” is not for this resident."),
    "forms.before_birth": ("早于出生日期，请改正日期。", "is before the birth: mend the date."),
    "forms.not_the_resident": ("与居民档案不符，请核对是否选错了人。", "differs from the register: check the person."),
    "forms.not_the_number": ("与身份证号不符，请核对。", "does not agree with the identity number."),
    "forms.version": ("本机没有这张表的第 {version} 版。", "version {version} of this form is not here."),
}  # fmt: skip
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("文字", "a text"),
    "int": ("整数", "a whole number"),
    "dec": ("数字", "a number"),
    "date": ("日期（年-月-日）", "a date (YYYY-MM-DD)"),
    "datetime": ("日期和时间（年-月-日T时:分）", "a date and time (YYYY-MM-DDTHH:MM)"),
    "code": ("一个选项", "one choice"),
    "codes": ("选项列表", "a list of choices"),
    "bool": ("是或否", "yes or no"),
    "ref": ("编号", "a reference"),
    "list": ("多行内容", "rows"),
    "file": ("附件", "a file"),
}
FORMATS_IN_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "record_no": ("17 位居民健康档案编号", "the 17 digits of a health record number"),
    "id_no": ("18 位公民身份号码，末位为校验码", "an identity number of 18 characters"),
    "phone": ("电话号码", "a telephone number"),
    "year_month": ("年-月，如 2026-05", "year-month, as 2026-05"),
    "ten_days": ("年月-旬，如 202605-1", "year, month and ten-day period, as 202605-1"),
    "gestation": ("孕周+天，如 12+3，与末次月经相符", "weeks+days, as 12+3, in line with the last period"),
    "disease": ("诊断当日有效的法定传染病代码", "a disease of the list that holds on the day of diagnosis"),
    "measurement": ("测量项目代码，如 sbp", "the key of a measurement, as sbp"),
    "measured_unit": ("该项目的单位（UCUM）", "the unit of that measurement (UCUM)"),
    "signature": ("手写签名", "a drawn signature"),
}
_ROW: Final = re.compile(r"(\w+)\[(\d+)\]\.(.+)")


def sentence(form: Form, problem: Problem, language: str = "zh") -> str:
    """The whole sentence, the field's name first: “收缩压：应在 60～280 mmHg 之间，请核对后改正。”"""
    which = 1 if language == "en" else 0
    words = dict(problem.facts)
    for fact, table in (("kind", KINDS), ("format", FORMATS_IN_WORDS)):
        if fact in words:
            words[f"{fact}_zh"], words[f"{fact}_en"] = table[words[fact]]
    field = form.fields.get(problem.field)
    no_record = problem.code == "forms.required" and field is not None and field.identity == "record_no"
    said = SENTENCES["forms.no_record_no" if no_record else problem.code][which].format(**words)
    place = _place(form, problem.field, language)
    if not place or problem.code == "forms.check":  # a check names its fields itself
        return said
    return f"{place} {said}" if which else f"{place}：{said}"


def _place(form: Form, path: str, language: str) -> str:
    """The field's name for people; of a row with its number from 1."""
    row = _ROW.fullmatch(path)
    if row is None:
        field = form.fields.get(path)
        return path if field is None else (field.name_en if language == "en" else field.name_zh)
    key, index, column = row.groups()
    names = {one.key: one for one in form.fields[key].rows} if key in form.fields else {}
    inner = names.get(column)
    name = column if inner is None else (inner.name_en if language == "en" else inner.name_zh)
    number = f" row {int(index) + 1}" if language == "en" else f"第 {int(index) + 1} 行"
    return f"{_place(form, key, language)}{number} {name}"
