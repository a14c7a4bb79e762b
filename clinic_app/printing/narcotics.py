"""麻醉药品、第一类精神药品专册 on paper, A4 across: every line with who had it, and the balance after it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID, uuid5

from clinic_app.domain.age import written_age
from clinic_app.domain.time import beijing
from clinic_app.printing.documents import (
    Align,
    Document,
    Fields,
    Gap,
    Line,
    Pair,
    Paper,
    Rule,
    Size,
    Table,
    TableColumn,
)
from clinic_app.printing.receipt import quantity
from clinic_app.printing.stock import Letterhead
from clinic_app.projections.queries.narcotics import Register, RegisterLine

_REGISTERS: Final = UUID("5a0b6a5c-0d5e-4b51-9f0e-0a3c0cf1a7b2")  # a drug's month has no entry of its own
_COLUMNS: Final = (
    TableColumn("日期时间", 19),
    TableColumn("摘要", 13),
    TableColumn("批号／效期", 19),
    TableColumn("收入", 8, number=True),
    TableColumn("发出", 8, number=True),
    TableColumn("结存", 9, number=True),
    TableColumn("患者　性别　年龄", 20),
    TableColumn("身份证号", 31),
    TableColumn("疾病", 22),
    TableColumn("处方号　医师", 23),
    TableColumn("领药人　身份证号", 31),
    TableColumn("发药／复核", 15),
    TableColumn("空安瓿", 10, number=True),
)


def register_sheet(
    head: Letterhead, facility: str, book: Register, words: Mapping[str, str], made_ms: int
) -> Document:
    """One drug, one month, identity numbers whole: the law wants them in the register.

    Args:
        facility: its code.
        words: of each kind of movement.
    """
    product = book.product
    opening = ("", "上月结存", "", "", "", quantity(book.opening_e4), *("",) * 7)
    rows = (opening, *(_row(book, line, words) for line in book.lines))
    came = sum(line.qty_e4 for line in book.lines if line.qty_e4 > 0)
    went = -sum(line.qty_e4 for line in book.lines if line.qty_e4 < 0)
    return Document(
        document_id=uuid5(_REGISTERS, f"{facility} {product.code} {book.month:%Y-%m} {len(book.lines)}"),
        made_at=made_ms,
        title=f"专册 {product.name} {book.month:%Y-%m}",
        paper=Paper.A4_WIDE,
        mark=head.mark,
        blocks=(
            Line(head.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line("麻醉药品、第一类精神药品专册", Size.TITLE, bold=True, align=Align.CENTRE),
            Fields(
                (
                    ("品名", product.name),
                    ("剂型规格", f"{product.form}　{product.spec}".strip()),
                    ("单位", product.unit),
                    ("月份", f"{book.month:%Y-%m}"),
                ),
                columns=4,
            ),
            Gap(1),
            Table(_COLUMNS, rows, size=Size.SMALL),
            Pair(
                f"本月收入 {quantity(came)}　发出 {quantity(went)}",
                f"月末结存 {quantity(book.closing_e4)} {product.unit}　未销毁空安瓿（废贴） {book.empties_kept}",
                bold=True,
            ),
        ),
        foot=(
            Rule(),
            Pair(
                "保管人：＿＿＿＿＿＿　复核人：＿＿＿＿＿＿", f"{beijing(made_ms):%Y-%m-%d %H:%M}", Size.SMALL
            ),
        ),
    )


def _row(book: Register, line: RegisterLine, words: Mapping[str, str]) -> tuple[str, ...]:
    kind = words.get(line.kind, line.kind)
    taker = line.taker
    who = (book.name(line.by), book.name(line.second) if line.second else "")
    due = book.due(line)
    return (
        f"{beijing(line.at_ms):%Y-%m-%d %H:%M}",
        kind if taker or not line.paper else f"{kind} {line.paper}",
        f"{line.lot} {line.expires or ''}".strip(),
        quantity(line.qty_e4) if line.qty_e4 > 0 else "",
        quantity(-line.qty_e4) if line.qty_e4 < 0 else "",
        quantity(line.balance_e4),
        *_taker(book, line),
        "／".join(one for one in who if one),
        f"{line.returned}/{due}" if due else "",
    )


def _taker(book: Register, line: RegisterLine) -> tuple[str, str, str, str, str]:
    """Patient, identity number, disease, prescription, who fetched it."""
    one = line.taker
    if one is None:
        return "", "", "", "", ""
    day = beijing(line.at_ms).date()
    sex = {"1": "男", "2": "女"}.get(one.sex, "")
    age = written_age(one.birth_date, day) if one.birth_date else ""
    fetched = " ".join(one.receiver) if one.collector else "本人"
    who = " ".join(part for part in (one.name, sex, age) if part)
    return (
        who,
        one.id_number,
        one.diagnosis,
        f"{one.order_number} {book.name(one.prescriber)}".strip(),
        fetched,
    )
