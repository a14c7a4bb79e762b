"""What stands in a cell of a record sheet: numbers with the unit of the paper, dates in figures, codes in squares."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from clinic_app.domain.forms import Field
from clinic_app.domain.forms.units import unit_of

BLANK: Final = "＿＿＿＿"
_LISTED: Final = 26  # a longer code table is not printed out: the chosen word stands alone
_SQUARES: Final = 6  # for a choice of several, when nothing or little is chosen


def choices(field: Field) -> dict[str, str]:
    """Code and word of what is printed to choose from, in order; a table too long to print gives nothing."""
    if field.kind == "bool":
        return {"1": "否", "2": "是"} if "是否" in field.name_zh else {"1": "无", "2": "有"}
    if field.kind not in ("code", "codes"):
        return {}
    options = field.options()
    return {code: one.name_zh for code, one in options.items()} if len(options) <= _LISTED else {}


def chosen(field: Field, value: Any) -> tuple[str, ...]:
    """The squares behind a choice: what was chosen, and empty ones to write into."""
    listed = choices(field)
    if not listed:
        return ()
    if field.kind == "bool":
        return ("",) if value is None else ("2" if value else "1",)
    if field.kind == "code":
        return (str(value or ""),)
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
            return names.get(str(value), str(value))
        case "list":
            return "\n".join(row_words(field, row, names) for row in value)
        case "file":
            return "（见附件）"
        case _:
            return str(value)


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
