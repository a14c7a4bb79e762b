"""What stands in a cell of a record sheet: numbers with the unit of the paper, dates in figures, codes in squares."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from clinic_app.domain.forms import Field
from clinic_app.domain.forms.units import unit_of
from clinic_app.domain.infectious import diseases
from clinic_app.domain.measurements import measures
from clinic_app.domain.units import written_unit

BLANK: Final = "________"  # one word, never parted at the end of a line
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_LISTED: Final = 26  # a longer code table is not printed out: the chosen word stands alone
_SQUARES: Final = 6  # for a choice of several, when nothing or little is chosen


def choices(field: Field) -> dict[str, str]:
    """Code and word of what is printed to choose from, in order; a table too long to print gives nothing."""
    if field.kind == "bool":
        return (
            {"1": "否", "2": "是"}
            if "是否" in field.name_zh or field.name_zh.endswith("不详")
            else {"1": "无", "2": "有"}
        )
    options = field.options()
    return {code: one.name_zh for code, one in options.items()} if len(options) <= _LISTED else {}


def is_ticked(field: Field) -> bool:
    """Whether its choices have no numbers that paper could show: the word is ticked."""
    return not all(code.isdigit() for code in choices(field))


def options_text(field: Field, value: Any = None, said: Mapping[str, str] = _NOTHING) -> str:
    """1 无症状　2 头痛头晕　…, a number never parted from its word; ☐ 满月　☑ 3月龄 where there are no numbers.

    Args:
        said: by choice, what is written behind its word: 2 异常：心尖部杂音.
    """
    listed = choices(field)
    if is_ticked(field):
        taken = value if isinstance(value, list | tuple) else (value,)
        alike = len(set(listed.values())) < len(listed)  # +, ++ and +++ are all 阳性
        words = {
            code: f"{'☑' if code in taken else '☐'}\u00a0{_numbered(code, word) if alike else word}"
            for code, word in listed.items()
        }
    else:
        words = {code: _numbered(code, word) for code, word in listed.items()}
    return "　".join(f"{word}：{said[code]}" if code in said else word for code, word in words.items())


def choice_named(field: Field, name: str) -> str:
    """The code of the choice that a text belongs to: 其他 of 既往史（其他）, 有 of 杂音说明; "" for none."""
    listed = choices(field)
    if field.kind == "bool":
        return "2"
    return next((code for code, word in listed.items() if word == name), "")


def _numbered(code: str, word: str) -> str:
    """A word that begins with its number does not get it twice: 3级：明显打砸行为."""
    return word if word.startswith(code) else f"{code}\u00a0{word}"


def chosen(field: Field, value: Any) -> tuple[str, ...]:
    """The squares behind a choice: what was chosen, and empty ones to write into."""
    listed = choices(field)
    if not listed or is_ticked(field):
        return ()
    if field.kind == "bool":
        return ("",) if value is None else ("2" if value else "1",)
    if field.kind in ("code", "int"):
        return ("" if value is None else str(value),)
    codes = tuple(str(code) for code in value or ())
    return codes + ("",) * (min(len(listed), _SQUARES) - len(codes))


def written(field: Field, value: Any, names: Mapping[str, str]) -> str:
    """A value as words, without what is printed to choose from; "" for an empty one.

    Args:
        names: name of a member of staff or a place, by its id.
    """
    if value is None or value in ("", []):
        return ""
    match field.kind:
        case "int" | "dec":
            return f"{value} {unit_of(field)}".rstrip()
        case "date":
            return _day(str(value))
        case "datetime":
            return _moment(str(value))
        case "bool" | "code" | "codes":
            return "、".join(_words(field, value))
        case "ref":
            return names.get(str(value)) or _named(field.format, str(value))
        case "list":
            return "\n".join(row_words(field, row, names) for row in value)
        case "file":
            return "（见附件）"
        case _:
            return _named(field.format, str(value))


def row_words(field: Field, row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One row of a list in one line: 苯磺酸氨氯地平 每日 1 次 5 mg."""
    parts = (written(part, row.get(part.key), names) for part in field.rows)
    return " ".join(part for part in parts if part)


def to_write(field: Field) -> str:
    """What a blank sheet offers in place of a value."""
    match field.kind:
        case "int" | "dec":
            return f"{BLANK} {unit_of(field)}".rstrip()
        case "date":
            return "　　年　月　日"
        case "datetime":
            return "　　年　月　日　时　分"
        case _:
            return ""


def _named(format: str, value: str) -> str:
    """The word for a key of a table of ours, as it stands for a disease or a measurement."""
    if format == "disease":
        return next((one.name_zh for one in diseases() if one.id == value), value)
    if format == "measurement" and value in measures():
        return measures()[value].name_zh
    if format == "measured_unit":
        return written_unit(value)
    return value


def _words(field: Field, value: Any) -> Sequence[str]:
    if field.kind == "bool":
        return (choices(field)["2" if value else "1"],)
    options = field.options()
    codes = [value] if field.kind == "code" else value
    return [options[code].name_zh if code in options else str(code) for code in codes]


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text  # as somebody wrote it in an imported record
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{_day(text[:10])} {moment:%H:%M}"
