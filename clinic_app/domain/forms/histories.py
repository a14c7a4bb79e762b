"""既往史: what a signed sheet says of a person beyond its day, by resources/tables/form_histories.csv (docs/forms.md).

A line of the table names a form, a field, one of its choices (none: each that is not 无) and what it gives.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from clinic_app.domain.codes import rows
from clinic_app.domain.forms.definition import Field, Form, Kind, Values

_AND: Final = re.compile(r"[、，,；;。\s]+|和|及")  # between the allergies that somebody wrote into one field
_ALLERGIC: Final = re.compile(r"^对|过敏$")
_YEAR_MONTH: Final = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class Gives(StrEnum):
    ALLERGY = "allergy"  # 药物过敏
    NONE_KNOWN = "none_known"  # 无已知过敏
    CONDITION = "condition"  # 疾病
    EXPOSURE = "exposure"  # 暴露史
    SURGERY = "surgery"  # 手术
    INJURY = "injury"  # 外伤
    TRANSFUSION = "transfusion"  # 输血
    FAMILY = "family"  # 家族史
    GENETIC = "genetic"  # 遗传病史
    DISABILITY = "disability"  # 残疾


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One thing that a sheet says."""

    at: str  # where on the sheet, the same for the same sheet: field and choice, row or word
    gives: Gives
    field: str  # key
    code: str = ""  # allergen or ICD-10; empty: told in words only
    name_zh: str
    name_en: str
    since: date | None = None  # the first of the month


@dataclass(frozen=True, slots=True)
class _Line:
    gives: Gives
    code: str
    name: str
    words: str  # key of the field, or of the row's field, in which it is written out


Lines = Mapping[str, _Line]  # of one field, by choice


def mentions_of(form: Form, values: Values) -> tuple[Mention, ...]:
    """What a filling says, in printed order; blank and unknown answers say nothing."""
    return tuple(
        one
        for key, field in form.fields.items()
        if key in _lines(form.key)
        for one in _of_field(form, field, values)
    )


@cache
def telling_forms() -> frozenset[str]:
    """Keys of the forms that the table names."""
    return frozenset(line["form"] for line in _table())


def _of_field(form: Form, field: Field, values: Values) -> Iterator[Mention]:
    value, lines = values.get(field.key), _lines(form.key)[field.key]
    if field.kind is Kind.LIST:
        for number, row in enumerate(value if isinstance(value, list) else ()):
            if isinstance(row, Mapping):
                yield from _of_row(lines, field, row, number)
    elif field.options():
        for choice in value if isinstance(value, list) else [value]:
            yield from _of_choice(lines, field, field, choice, values)
    else:
        yield from _in_words(lines[""], field, "", _text(values, field.key))


def _of_row(lines: Lines, field: Field, row: Mapping[str, Any], number: int) -> Iterator[Mention]:
    """A row of a list; the month it names is since when."""
    coded = next((one for one in field.rows if one.options()), None)
    if coded is not None:
        found = _of_choice(lines, field, coded, row.get(coded.key), row)
    else:
        found = _in_words(lines[""], field, "", _text(row, field.rows[0].key))
    since = next((_month(row.get(one.key)) for one in field.rows if one.format == "year_month"), None)
    for one in found:
        yield replace(one, at=f"{one.at}:{number}", since=since)


def _of_choice(
    lines: Lines, field: Field, coded: Field, choice: Any, beside: Mapping[str, Any]
) -> Iterator[Mention]:
    """`coded`: the field itself or the coded one of its rows; `beside`: where the words to the choice stand."""
    option = coded.options().get(choice) if isinstance(choice, str) else None
    if option is None:
        return
    line = lines.get(option.code) or (lines.get("") if option.code not in coded.alone else None)
    if line is None:
        return
    words = _text(beside, line.words)
    if words:
        yield from _in_words(line, field, option.code, words)
    elif line.name:
        yield _mention(line, field, option.code, line.name, line.name)
    else:
        yield _mention(line, field, option.code, option.name_zh, option.name_en)


def _in_words(line: _Line, field: Field, choice: str, text: str) -> Iterator[Mention]:
    """As it was written; several allergies in one field are told apart."""
    if line.gives is not Gives.ALLERGY:
        if text.strip():
            yield _mention(line, field, choice, text.strip(), text.strip())
        return
    for word in _AND.split(text):
        name = _ALLERGIC.sub("", word)
        if name:
            yield replace(_mention(line, field, choice, name, name), at=f"{field.key}:{choice}:{name}")


def _mention(line: _Line, field: Field, choice: str, zh: str, en: str) -> Mention:
    return Mention(
        at=f"{field.key}:{choice}",
        gives=line.gives,
        field=field.key,
        code=line.code,
        name_zh=zh,
        name_en=en,
    )


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _month(value: Any) -> date | None:
    found = _YEAR_MONTH.match(value) if isinstance(value, str) else None
    return date(int(found[1]), int(found[2]), 1) if found and 1 <= int(found[2]) <= 12 else None


@cache
def _table() -> tuple[dict[str, str], ...]:
    return rows("tables", "form_histories.csv")


@cache
def _lines(form_key: str) -> Mapping[str, Lines]:
    """By field and choice."""
    found: dict[str, dict[str, _Line]] = {}
    for line in _table():
        if line["form"] == form_key:
            told = _Line(Gives(line["gives"]), line["code"], line["name"], line["words"])
            found.setdefault(line["field"], {})[line["choice"]] = told
    return MappingProxyType(found)
