"""健康档案 on paper: the resident's own copy of the whole record, and the 信息卡 to carry along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from clinic_app.domain.forms import Form
from clinic_app.printing.documents import (
    Align,
    Block,
    Boxed,
    Cell,
    Contents,
    Document,
    Gap,
    Grid,
    Group,
    Line,
    Mark,
    PageBreak,
    Paper,
    Size,
)
from clinic_app.printing.form_words import written
from clinic_app.printing.forms import MOST, Head, Written, sheet_blocks

COVER: Final = "cover"
BASIC: Final = "person_basic"
_FIRST: Final = (BASIC, "health_check")  # after the cover; the others follow by their names
_SERIES: Final = (
    "next_visit_date"  # a form that asks for it is filled again and again: its visits stand abreast
)
_CARD_ROW: Final = (18.0, 32.0)  # shares of a label and its value
_PARTS: Final = (6, 9, 12)  # 17 digits: county, town, village, serial


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A standing record with its form and day."""

    form: Form
    day: str  # YYYY-MM-DD
    record: Written


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOf:
    """What the 信息卡 says; what is not known stays empty, to be written in."""

    sex: str = ""  # in words
    birth_date: str = ""
    blood: str = ""
    chronic: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    contact: str = ""
    contact_phone: str = ""
    doctor: str = ""


def health_record(records: Sequence[Dated], head: Head, resident_id: UUID, made_ms: int) -> Document:
    """居民健康档案: cover, table of contents, then every standing record in order.

    Args:
        made_ms: of the newest entry that is shown, so that a copy without changes is the same file.
    """
    cover = next((one for one in reversed(records) if one.form.key == COVER), None)
    parts = _parts([one for one in records if one.form.key != COVER])
    entries, blocks = [], []
    for number, part in enumerate(parts):
        days = f"{part[0].day}" if len(part) == 1 else f"{part[0].day} 至 {part[-1].day}"
        entries.append((part[0].form.name_zh, days, str(number)))
        shown = sheet_blocks(part[0].form, [one.record for one in part], head)
        blocks += [PageBreak(), Mark(str(number)), *shown]
    return Document(
        document_id=resident_id,
        made_at=made_ms,
        title="居民健康档案",
        paper=Paper.A4,
        mark="演示" if head.made_up else "",
        blocks=(
            *_cover(cover, head),
            PageBreak(),
            Line("目　录", Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(3),
            Contents(tuple(entries)),
            *blocks,
        ),
    )


def info_card(of: CardOf, head: Head, resident_id: UUID, made_ms: int) -> Document:
    """居民健康档案信息卡: both sides on one half sheet."""
    front = (
        _card_row(("姓名", head.name), ("性别", of.sex)),
        _card_row(("出生日期", of.birth_date), ("健康档案编号", head.record_no)),
        _card_row(("血型", of.blood), ("责任医生", of.doctor)),
        _card_row(("慢性病患病情况", "、".join(of.chronic))),
        _card_row(("过敏史", "、".join(of.allergies))),
    )
    back = (
        _card_row(("家庭住址", of.address)),
        _card_row(("家庭电话", of.phone), ("建档机构", head.facility)),
        _card_row(("紧急情况联系人", of.contact), ("联系人电话", of.contact_phone)),
        _card_row(("其他说明", "\n\n")),
    )
    return Document(
        document_id=resident_id,
        made_at=made_ms,
        title="居民健康档案信息卡",
        paper=Paper.A5_WIDE,
        mark="演示" if head.made_up else "",
        blocks=(
            Line("居民健康档案信息卡", Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(2),
            Grid((Group("正面", front), Group("反面", back))),
        ),
    )


def is_series(asked: Form) -> bool:
    """Whether its visits stand abreast on one sheet."""
    return _SERIES in asked.fields


def full_number(record_no: str) -> str:
    """编号 of the cover in its four parts: 350881-001-201-00012."""
    number = record_no.rjust(17)
    starts, ends = (0, *_PARTS), (*_PARTS, 17)
    return "-".join(number[start:end] for start, end in zip(starts, ends, strict=True))


def _card_row(*pairs: tuple[str, str]) -> tuple[Cell, ...]:
    label, value = _CARD_ROW
    wide = value if len(pairs) > 1 else 100 - label
    return tuple(cell for name, text in pairs for cell in (Cell(name, label, label=True), Cell(text, wide)))


def _cover(cover: Dated | None, head: Head) -> tuple[Block, ...]:
    lines: tuple[Block, ...] = ()
    if cover is not None:
        lines = tuple(_cover_lines(cover.form, cover.record.values, head.names))
    name = () if cover is not None else (Line(f"姓　　名：{head.name}", Size.LARGE), Gap(4))
    return (
        Boxed("", "编号", full_number(head.record_no)),
        Gap(40),
        Line("居民健康档案", Size.HUGE, bold=True, align=Align.CENTRE),
        Gap(40),
        *name,
        *lines,
        Gap(20),
        Line(head.facility, Size.LARGE, align=Align.CENTRE),
    )


def _cover_lines(form: Form, values: Mapping[str, Any], names: Mapping[str, str]) -> list[Block]:
    found: list[Block] = []
    for section in form.sections:
        for one in section.fields:
            if one.printed and one.identity != "record_no":
                text = written(one, values.get(one.key), names)
                found += [Line(f"{one.name_zh}：{text}", Size.LARGE, indent_mm=25), Gap(4)]
    return found


def _parts(records: Sequence[Dated]) -> list[list[Dated]]:
    """The sheets of the record in order; up to four visits of a follow-up share one."""
    keys = sorted({one.form.key for one in records}, key=_order)
    parts: list[list[Dated]] = []
    for key in keys:
        same = sorted((one for one in records if one.form.key == key), key=lambda one: one.day)
        abreast = MOST if is_series(same[0].form) else 1
        parts += [same[at : at + abreast] for at in range(0, len(same), abreast)]
    return parts


def _order(key: str) -> tuple[int, str]:
    return (_FIRST.index(key) if key in _FIRST else len(_FIRST), key)
