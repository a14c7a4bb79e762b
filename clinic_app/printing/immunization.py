"""预防接种 on paper: a child's record, the result of a check at school entry, whom to remind; all on A4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from clinic_app.domain.codes import codes
from clinic_app.domain.immunization.due import Due, Status
from clinic_app.printing.documents import (
    Align,
    Block,
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
from clinic_app.projections.queries.immunization import Dose
from clinic_app.projections.queries.immunization_card import Card, DueChild
from clinic_app.projections.queries.residents import Resident

_SPACE: Final = UUID("7e1d9a52-6c0a-4f0e-9f0e-6f2f2c6f3a10")
_SEX: Final = {"1": "男", "2": "女"}

_RECORD: Final = (
    TableColumn("疫苗", 26),
    TableColumn("剂次", 7, number=True),
    TableColumn("接种日期", 15),
    TableColumn("部位", 11),
    TableColumn("批号", 16),
    TableColumn("生产企业", 20),
    TableColumn("接种单位", 22),
    TableColumn("接种人", 12),
)
_NEXT: Final = (
    TableColumn("下一剂", 40),
    TableColumn("剂次", 8, number=True),
    TableColumn("最早日期", 18),
    TableColumn("状态", 34),
)
_CHECK: Final = (
    TableColumn("序号", 6, number=True),
    TableColumn("姓名", 12),
    TableColumn("性别", 6),
    TableColumn("出生日期", 14),
    TableColumn("应补种", 50),
    TableColumn("补种记录", 14),
)
_REMIND: Final = (
    TableColumn("序号", 6, number=True),
    TableColumn("姓名", 12),
    TableColumn("出生日期", 14),
    TableColumn("村", 16),
    TableColumn("电话", 16),
    TableColumn("应种", 40),
    TableColumn("通知", 10),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Over every paper.  `made_ms`: UTC milliseconds of the question, since a list is no record."""

    facility: str  # its name
    today: date
    made_ms: int
    staff: Mapping[str, str]  # names by id
    made_up: bool = False


def record_sheet(sheet: Sheet, card: Card) -> Document:
    """预防接种记录: every dose that stands, the oldest first, and what comes next."""
    person = card.resident
    given = sorted((dose for line in card.lines for dose in line.doses), key=lambda one: (one.on, one.told))
    coming = [line.due for line in card.lines if line.due.earliest is not None]
    blocks: tuple[Block, ...] = (
        Fields(
            (
                ("姓名", person.name),
                ("性别", _SEX.get(person.sex, "")),
                ("出生日期", f"{person.birth_date}"),
                ("受种者编码", card.case_no),
                ("监护人电话", person.phone),
                ("住址", person.address or person.village),
            )
        ),
        Gap(2),
        Table(_RECORD, tuple(_given(sheet, one) for one in given), Size.SMALL)
        if given
        else Line("还没有接种记录。"),
        Gap(3),
        Table(_NEXT, tuple(_coming(one) for one in coming), Size.SMALL)
        if coming
        else Line("免疫程序已完成。"),
    )
    foot = (Rule(), Pair("接种单位（盖章）：＿＿＿＿＿＿＿＿", "日期：＿＿＿＿＿＿"))
    return _paper(sheet, "预防接种记录", str(person.id), blocks, foot)


def check_sheet(
    sheet: Sheet, short: Sequence[DueChild], complete: Sequence[Resident], unknown: Sequence[str]
) -> Document:
    """入托入学预防接种证查验: who lacks what, who has all, which lines of the list name nobody."""
    rows = tuple(
        (
            str(number),
            one.resident.name,
            _SEX.get(one.resident.sex, ""),
            f"{one.resident.birth_date or ''}",
            owed_words(one.due),
            "",
        )
        for number, one in enumerate(short, start=1)
    )
    blocks: list[Block] = [
        Fields(
            (
                ("查验人数", str(len(short) + len(complete) + len(unknown))),
                ("需补种", str(len(short))),
                ("齐全", str(len(complete))),
            )
        ),
        Gap(2),
        Table(_CHECK, rows) if rows else Line("没有需要补种的儿童。"),
    ]
    if complete:
        blocks += [Gap(2), Line("齐全：" + "、".join(one.name for one in complete))]
    if unknown:
        blocks += [Gap(2), Line("名单中查不到或有重名的：" + "；".join(unknown))]
    foot = (Rule(), Pair("查验人：＿＿＿＿＿＿＿＿", "日期：＿＿＿＿＿＿"))
    return _paper(sheet, "入托入学预防接种证查验结果", "check", tuple(blocks), foot)


def reminder_sheet(sheet: Sheet, due: Sequence[DueChild], day: date, village: str) -> Document:
    """催种名单, with room to tick who was told."""
    rows = tuple(
        (
            str(number),
            one.resident.name,
            f"{one.resident.birth_date or ''}",
            one.resident.village,
            one.resident.phone,
            owed_words(one.due),
            "",
        )
        for number, one in enumerate(due, start=1)
    )
    blocks: tuple[Block, ...] = (
        Fields((("接种日", f"{day}"), ("村", village or "全部"), ("人数", str(len(rows))))),
        Gap(2),
        Table(_REMIND, rows) if rows else Line("没有需要通知的儿童。"),
    )
    foot = (Rule(), Pair("通知人：＿＿＿＿＿＿＿＿", "日期：＿＿＿＿＿＿"))
    return _paper(sheet, "预防接种催种名单", f"remind {day} {village}", blocks, foot)


def owed_words(due: Sequence[Due]) -> str:
    """What is owed, with the number of the dose; what is overdue says so."""
    return "、".join(
        f"{vaccine_name(one.vaccine)}第{one.dose_no}剂{'（逾期）' if one.status is Status.OVERDUE else ''}"
        for one in due
    )


def vaccine_name(code: str) -> str:
    """A code of another programme stays a code."""
    known = codes("vaccine").get(code)
    return known.name_zh if known is not None else _OTHER.get(code, code)


_OTHER: Final = {"ADULT_KIND": "成人型百白破疫苗"}
_STATUS: Final = {Status.NOT_DUE: "未到", Status.DUE: "应种", Status.OVERDUE: "逾期"}


def _given(sheet: Sheet, one: Dose) -> tuple[str, ...]:
    site = codes("inject_site").get(one.site)
    unit = (one.unit or "外院") if one.elsewhere else sheet.facility
    return (
        vaccine_name(one.vaccine),
        str(one.dose_no),
        f"{one.on}",
        site.name_zh if site is not None else one.site,
        one.batch,
        one.maker,
        unit,
        "" if one.elsewhere else sheet.staff.get(one.author, one.author),
    )


def _coming(one: Due) -> tuple[str, ...]:
    return vaccine_name(one.vaccine), str(one.dose_no), f"{one.earliest}", _STATUS.get(one.status, "")


def _paper(
    sheet: Sheet, title: str, about: str, blocks: tuple[Block, ...], foot: tuple[Block, ...]
) -> Document:
    """The same question on the same day is the same paper."""
    return Document(
        document_id=uuid5(_SPACE, f"{title} {about} {sheet.today}"),
        made_at=sheet.made_ms,
        title=title,
        paper=Paper.A4,
        mark="演示" if sheet.made_up else "",
        blocks=(
            Line(sheet.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(title, Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(2),
            *blocks,
        ),
        foot=foot,
    )
