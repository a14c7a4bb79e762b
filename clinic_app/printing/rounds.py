"""下乡包 on paper: the route first, then a sheet for each visit, with the code that finds it again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from clinic_app.domain.forms import Form, form
from clinic_app.domain.forms.units import unit_of
from clinic_app.domain.public_health.services import VACCINATION
from clinic_app.journal.facts.rounds import RoundSheet
from clinic_app.printing.documents import (
    Align,
    Barcode,
    Block,
    Document,
    Gap,
    Line,
    PageBreak,
    Pair,
    Paper,
    Size,
    Table,
    TableColumn,
)
from clinic_app.printing.form_words import written
from clinic_app.printing.forms import Head, Written, sheet_blocks

_ROUTE: Final = (
    TableColumn("序", 4, number=True),
    TableColumn("村组户", 22),
    TableColumn("姓名", 20),
    TableColumn("做什么", 25),
    TableColumn("上次", 24),
    TableColumn("电话", 14),
)
_LAST: Final = 4  # findings of the last visit that a line has room for


def round_pack(day: date, sheets: Sequence[RoundSheet], head: Head, pack_id: UUID, made_ms: int) -> Document:
    """The whole pack.

    Args:
        head: of the facility; names of staff; each sheet puts in its own person.
        pack_id, made_ms: of the entry, so that a reprint is the same file.
    """
    homes = len({one.where for one in sheets})
    blocks: list[Block] = [
        Line(f"下乡随访　{day.year}年{day.month}月{day.day}日", Size.TITLE, bold=True, align=Align.CENTRE),
        Pair(head.facility, f"{homes} 户　{len(sheets)} 张表"),
        Gap(2),
        Table(_ROUTE, tuple(_route_row(at, one) for at, one in enumerate(sheets, start=1))),
    ]
    for at, one in enumerate(sheets, start=1):
        if one.form != VACCINATION:  # the family is told; what is given is booked where it is given
            blocks += [PageBreak(), *_sheet(at, one, head)]
    return Document(
        document_id=pack_id,
        made_at=made_ms,
        title=f"下乡包 {day.isoformat()}",
        paper=Paper.A4,
        mark="演示" if head.made_up else "",
        blocks=tuple(blocks),
    )


def last_words(asked: Form, values: Mapping[str, Any]) -> str:
    """What was measured the last time, in a few words: 收缩压 148、舒张压 92、体重 62.5kg."""
    found = [
        f"{one.name_zh} {values[one.key]}{unit_of(one) if one.kind == 'dec' else ''}"
        for one in asked.fields.values()
        if one.observation and one.key in values
    ]
    return "、".join(found[:_LAST])


def _route_row(at: int, one: RoundSheet) -> tuple[str, ...]:
    what = f"{form(one.form).name_zh}\n{one.reason}".strip()
    return (str(at), one.where, one.who, what, one.last, one.phone)


def _sheet(at: int, one: RoundSheet, head: Head) -> tuple[Block, ...]:
    asked = form(one.form)
    whose = Head(
        facility=head.facility,
        name=_name(asked, one, head.names),
        record_no=one.record_no,
        names=head.names,
    )
    return (
        Pair(f"{at}　{one.where}", one.reason, Size.SMALL),
        Barcode(one.code, qr=True),
        *sheet_blocks(asked, [Written(values=one.values)], whose),
    )


def _name(asked: Form, one: RoundSheet, names: Mapping[str, str]) -> str:
    keys = (key for key, field in asked.fields.items() if field.identity == "name")
    key = next(keys, "")
    return written(asked.fields[key], one.values.get(key), names) if key else one.who.partition("　")[0]
