"""服务记录表: any form as its official sheet, filled or blank, up to four visits side by side.

The definition alone decides: sections stand at the left, items beside them, choices are printed out with the chosen
number in a square, a goal stands behind what it is the goal of.  A form has no code of its own here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from clinic_app.domain.forms import Field, Form
from clinic_app.domain.forms.units import unit_of
from clinic_app.printing.documents import (
    Align,
    Block,
    Boxed,
    Cell,
    Document,
    Gap,
    Grid,
    Group,
    Line,
    Pair,
    Paper,
    Picture,
    Size,
)
from clinic_app.printing.form_lists import LABEL, list_rows
from clinic_app.printing.form_words import (
    BLANK,
    choice_named,
    choices,
    chosen,
    is_ticked,
    options_text,
    row_words,
    to_write,
    written,
)

_SIGNATURE: Final = 16.0  # mm
_PHOTOGRAPH: Final = 70.0  # mm
MOST: Final = 4  # visits on one sheet
_IN_HEAD: Final = frozenset({"name", "record_no"})
_GOAL: Final = "_goal"
_TEXT: Final = "_text"
_BESIDE: Final = 16  # printed characters of choices that still stand beside another item
_VALUE: Final = 35.0  # share of an item's value, two pairs of name and value a row
_ITEM: Final = 30.0  # share of the item's name on a sheet of several visits
_SHORT: Final = 14  # characters of choices that are printed in each visit's cell

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One record of a form, as it is printed."""

    values: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # by field: JPEG or PNG of what is attached


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Whose sheet it is, and where it was written."""

    facility: str
    name: str = ""
    record_no: str = ""  # 17 digits; the sheet shows the last eight
    names: Mapping[str, str] = field(default_factory=dict)  # of staff and places, by id
    made_up: bool = False


def record_sheet(
    form: Form, records: Sequence[Written], head: Head, document_id: UUID, made_ms: int
) -> Document:
    """One sheet with a record, or with up to four of them side by side.

    Args:
        document_id, made_ms: of the entry that wrote the (last) record, so that a reprint is the same file.
    """
    return Document(
        document_id=document_id,
        made_at=made_ms,
        title=form.name_zh,
        paper=Paper.A4,
        mark="演示" if head.made_up else "",
        blocks=sheet_blocks(form, records, head),
    )


def blank_sheet(form: Form, head: Head, visits: int = 1) -> Document:
    """空白表 for handwriting; the same for everybody, so it carries no time of its own."""
    return record_sheet(form, [Written()] * visits, head, UUID(int=0), 0)


def sheet_blocks(form: Form, records: Sequence[Written], head: Head) -> tuple[Block, ...]:
    """Title, head and table of one sheet."""
    grid = _one(form, records[0], head) if len(records) == 1 else _several(form, records[:MOST], head)
    return (
        Line(form.name_zh, Size.TITLE, bold=True, align=Align.CENTRE),
        Gap(1),
        *(_head(form, head) if form.about == "resident" else ()),
        grid,
        *(_pictures(form, records[0]) if len(records) == 1 else ()),
        Gap(1),
        Pair(head.facility, f"{form.key} · {form.version}", Size.SMALL),
    )


def _pictures(form: Form, record: Written) -> tuple[Block, ...]:
    """Under the table: a signature in its usual size, a photograph as large as a postcard."""
    return tuple(
        Picture(
            record.pictures[key], _SIGNATURE if one.format == "signature" else _PHOTOGRAPH, f"{one.name_zh}："
        )
        for key, one in form.fields.items()
        if key in record.pictures
    )


def short_number(record_no: str) -> str:
    """编号□□□-□□□□□: the last eight of the seventeen digits, blanks where there is no number yet."""
    last = record_no[-8:].rjust(8)
    return f"{last[:3]}-{last[3:]}"


def printed_fields(fields: Sequence[Field]) -> list[Field]:
    """What the paper has, without what stands in its head."""
    return [one for one in fields if one.printed and one.key not in _IN_HEAD]


def _head(form: Form, head: Head) -> tuple[Block, ...]:
    """A card that has a number of its own and names the person (传染病报告卡) does not show the record's."""
    name = f"姓名：{head.name or '＿＿＿＿＿＿'}"
    if "name" in form.fields and "record_no" not in form.fields:
        return Line(name), Gap(0.6)
    return Boxed(name, "编号", short_number(head.record_no)), Gap(0.6)


# One visit: two short items a row.


def _one(form: Form, record: Written, head: Head) -> Grid:
    groups = []
    for section in form.sections:
        rows = tuple(_rows_of_one(printed_fields(section.fields), record.values, head.names))
        if rows:
            groups.append(Group(section.name_zh, rows))
    return Grid(tuple(groups))


def _rows_of_one(
    fields: Sequence[Field], values: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[Row]:
    waiting: Row = ()  # a short item that has room for another beside it
    words = words_of(fields)
    for one, goal in with_goals(fields):
        if one in words.values():
            continue
        if one.kind == "list":
            if waiting:
                yield _filled_up(waiting)
                waiting = ()
            yield from list_rows(one, values.get(one.key), names)
            continue
        value = _value_cell(one, goal, values, names)
        if one.key in words:
            value = _with_words(value, one, words[one.key], values)
        name = one.name_zh if goal is None or not choices(one) else f"{one.name_zh}/目标"
        pair = (Cell(name, LABEL, label=True), value)
        if _is_short(one) and one.key not in words:
            waiting += pair
            if len(waiting) == 4:
                yield waiting
                waiting = ()
        else:
            if waiting:
                yield _filled_up(waiting)
                waiting = ()
            yield _filled_up(pair)
    if waiting:
        yield _filled_up(waiting)


def _filled_up(row: Row) -> Row:
    """A single item takes the whole row."""
    label, value = row
    return label, Cell(value.text, 100 - LABEL, boxes=value.boxes)


def _with_words(cell: Cell, one: Field, words: Field, values: Mapping[str, Any]) -> Cell:
    """The line for what the choices do not say, behind the one that asks for it: 1 未见异常　2 异常：________."""
    name = words.name_zh.removeprefix(one.name_zh).strip("（）")
    said = values.get(words.key) or BLANK
    code = choice_named(one, name)
    if not code:
        return replace(cell, text=f"{cell.text}　{name}：{said}")
    return replace(cell, text=options_text(one, values.get(one.key), {code: said}))


def words_of(fields: Sequence[Field]) -> dict[str, Field]:
    """By the choice that it belongs to, the text that stands behind its choices."""
    by_key = {f"{one.key}{_TEXT}": one.key for one in fields if choices(one)}
    return {by_key[one.key]: one for one in fields if one.key in by_key and one.kind == "text"}


def _value_cell(one: Field, goal: Field | None, values: Mapping[str, Any], names: Mapping[str, str]) -> Cell:
    boxes = chosen(one, values.get(one.key))
    if boxes or (choices(one) and is_ticked(one)):
        boxes += () if goal is None else chosen(goal, values.get(goal.key))
        return Cell(options_text(one, values.get(one.key)), _VALUE, boxes=boxes)
    text = written(one, values.get(one.key), names) or to_write(one)
    if goal is not None:
        text = f"{text}　目标 {written(goal, values.get(goal.key), names) or to_write(goal)}"
    return Cell(text, _VALUE)


def _is_short(one: Field) -> bool:
    if one.kind in ("int", "dec", "date", "datetime", "bool", "ref", "file"):
        return True
    if one.kind == "code":
        return len(options_text(one)) <= _BESIDE
    return one.kind == "text" and bool(one.identity)


# Several visits: an item a row, a column each.


def _several(form: Form, records: Sequence[Written], head: Head) -> Grid:
    share = (100 - _ITEM) / len(records)
    dated = form.fields[form.dated]
    days = tuple(
        Cell(written(dated, one.values.get(form.dated), head.names) or to_write(dated), share)
        for one in records
    )
    groups = []
    for section in form.sections:
        fields = [one for one in printed_fields(section.fields) if one.key != form.dated]
        rows = tuple(
            (
                Cell(_item_text(one, goal), _ITEM, label=True),
                *(_visit_cell(one, goal, record.values, head.names, share) for record in records),
            )
            for one, goal in with_goals(fields)
        )
        if rows:
            groups.append(Group(section.name_zh, rows))
    return Grid(tuple(groups), head=((Cell(dated.name_zh, _ITEM, label=True), *days),))


def _item_text(one: Field, goal: Field | None) -> str:
    unit = unit_of(one)
    name = one.name_zh if not unit or unit in one.name_zh else f"{one.name_zh}（{unit}）"
    name = f"{name} / 目标" if goal is not None else name
    options = "／".join(choices(one).values()) if is_ticked(one) else options_text(one)
    return f"{name}\n{options}" if len(options) > _SHORT else name


def _visit_cell(
    one: Field, goal: Field | None, values: Mapping[str, Any], names: Mapping[str, str], share: float
) -> Cell:
    boxes = chosen(one, values.get(one.key))
    if boxes:
        options = options_text(one)
        text = options if len(options) <= _SHORT else ""
        if goal is not None:
            boxes += chosen(goal, values.get(goal.key))
        return Cell(text, share, boxes=boxes)
    if one.kind == "list":
        rows = [row_words(one, row, names) for row in values.get(one.key) or []]
        return Cell("\n".join(f"{at}. {row}" for at, row in enumerate(rows, start=1)) or "\n\n", share)
    if unit_of(one):  # which stands with the name
        numbers = (values.get(each.key, "") for each in (one, goal) if each is not None)
        return Cell(" / ".join(str(number) for number in numbers), share)
    return Cell(written(one, values.get(one.key), names) or to_write(one), share)


def with_goals(fields: Sequence[Field]) -> list[tuple[Field, Field | None]]:
    """Each field with its goal, where the sheet has one: 日吸烟量 and what it shall be at the next visit."""
    by_key = {one.key: one for one in fields}
    return [
        (one, by_key.get(_goal_of(one.key)))
        for one in fields
        if not (one.key.endswith(_GOAL) and any(_goal_of(key) == one.key for key in by_key))
    ]


def _goal_of(key: str) -> str:
    return f"{key.removesuffix('_daily')}{_GOAL}"
