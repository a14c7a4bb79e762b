"""目录的列: what a sheet may call each column, and how a cell becomes what our CSV files have.

A reader raises a ValueError whose text is a reason (`journal/catalog_report.py: WHY`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import partial
from types import MappingProxyType
from typing import Final

from clinic_app.domain.codes import UnknownCode, code_of, codes
from clinic_app.domain.register import plain_heading

_LONG: Final = 200  # characters of a cell
_FIRST_ROWS: Final = 20  # among which the heading stands
_MOST: Final = 10**15  # micro-yuan
_YUAN: Final = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.([0-9]{1,6}))?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of our files."""

    name: str
    title: str  # as people call it
    read: Callable[[str], str]
    also: tuple[str, ...] = ()  # other headings
    needed: bool = False
    yuan: bool = False  # under a heading of people's a price is yuan; under our own it is micro-yuan


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands in a sheet."""

    at: int  # from 0
    title: str  # the sheet's heading


def _text(cell: str) -> str:
    if len(cell) > _LONG or not cell.isprintable():
        raise ValueError("too_long")
    return cell


def _code(cell: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z.+*_\-]{1,64}", cell):
        raise ValueError("not_code")
    return cell


def _whole(cell: str) -> str:
    if not (cell.isascii() and cell.isdigit() and 0 < int(cell) < 10**9):
        raise ValueError("not_whole")
    return str(int(cell))


def _micro(cell: str) -> str:
    if not (cell.isascii() and cell.isdigit() and int(cell) < _MOST):
        raise ValueError("not_micro")
    return str(int(cell))


def yuan_in_micro(cell: str) -> str:
    """``"¥1,012.5" → "1012500000"``.

    Raises:
        ValueError: ``not_yuan``: no price with at most six decimals.
    """
    match = _YUAN.fullmatch(cell.strip("¥￥元 "))
    if match is None:
        raise ValueError("not_yuan")
    return str(int(match[1].replace(",", "")) * 1_000_000 + int((match[2] or "").ljust(6, "0")))


def _grams(cell: str) -> str:
    try:
        grams = Decimal(cell.removesuffix("g").removesuffix("克"))
    except InvalidOperation as error:
        raise ValueError("not_grams") from error
    if not (grams.is_finite() and 0 < grams <= 1000 and grams * 1000 == int(grams * 1000)):
        raise ValueError("not_grams")
    return f"{grams.normalize():f}"


def _one_of(words: Mapping[str, str], why: str, cell: str) -> str:
    if cell not in words:
        raise ValueError(why)
    return words[cell]


def _coded(table: str, cell: str) -> str:
    """By code or by name."""
    if cell in codes(table):
        return cell
    try:
        return code_of(table, cell)
    except UnknownCode as error:
        raise ValueError("unknown_word") from error


def _words(cell: str) -> str:
    """Several words, however they are separated."""
    return " ".join(
        _text(cell).replace("、", " ").replace("，", " ").replace(",", " ").replace("；", " ").split()
    )


_yes_no = partial(
    _one_of, {"1": "1", "是": "1", "有": "1", "√": "1", "0": "0", "否": "0", "无": "0"}, "not_yes_no"
)
_class = partial(
    _one_of,
    {
        **dict.fromkeys(("01", "1", "甲", "甲类"), "01"),
        **dict.fromkeys(("02", "2", "乙", "乙类"), "02"),
        **dict.fromkeys(("03", "3", "丙", "丙类", "自费"), "03"),
    },
    "not_class",
)
_kind = partial(
    _one_of,
    {"service": "service", "material": "material", "项目": "service", "耗材": "material", "材料": "material"},
    "unknown_word",
)
_state = partial(
    _one_of,
    {
        **dict.fromkeys(("active", "在用", "正常", "启用", "否"), ""),
        **dict.fromkeys(("stopped", "停用", "剔除", "调出", "是"), "stopped"),
    },
    "unknown_word",
)
_handling = partial(
    _one_of, {word: word for word in ("先煎", "后下", "包煎", "另煎", "烊化", "冲服")}, "unknown_word"
)

_CODE = Column(
    "code",
    "编码",
    _code,
    (
        "代码",
        "国家码",
        "医保编码",
        "医保代码",
        "国家医保编码",
        "药品代码",
        "药品编码",
        "国家药品代码",
        "疾病代码",
        "疾病编码",
        "诊断编码",
        "项目编码",
        "项目代码",
        "证候代码",
        "病名代码",
    ),
    needed=True,
)
_NAME = Column(
    "name",
    "名称",
    _text,
    (
        "药品名称",
        "产品名称",
        "注册名称",
        "疾病名称",
        "诊断名称",
        "项目名称",
        "证候名称",
        "病名",
        "饮片名称",
        "处方用名",
    ),
    needed=True,
)
_ALIASES = Column("aliases", "别名", _words, ("又名", "商品名", "曾用名", "俗名"))
_UNIT = Column("unit", "单位", _text, ("计价单位", "最小制剂单位", "制剂单位", "最小单位"), needed=True)
_PRICE = Column(
    "price_e6",
    "单价",
    _micro,
    ("价格", "零售价", "采购价", "中选价", "挂网价", "收费标准", "最小包装价格"),
    needed=True,
    yuan=True,
)
_CLASS = Column("chrgitm_lv", "医保类别", _class, ("甲乙类", "类别", "费用等级", "收费项目等级"))
_SOURCE = Column("source", "来源", _text)
_TERMS = (_CODE, _NAME, _ALIASES, _SOURCE)

COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "drugs": (
            _CODE,
            _NAME,
            Column("generic_name", "通用名", _text, ("通用名称", "药品通用名", "通用名字")),
            Column("spec", "规格", _text, ("实际规格", "药品规格", "规格型号")),
            Column("form", "剂型", _text, ("实际剂型", "药品剂型")),
            _UNIT,
            Column("pack_qty", "包装数量", _whole, ("最小包装数量", "转换比", "转换系数", "装量")),
            Column("pack_unit", "包装单位", _text, ("最小包装单位",)),
            _PRICE,
            _CLASS,
            Column("essential", "基本药物", _yes_no, ("是否基药", "基药", "国家基本药物")),
            Column("dose", "常用剂量", _text, ("单次剂量", "单次用量", "每次用量")),
            Column("frequency", "频次", partial(_coded, "frequency"), ("给药频次", "用药频次")),
            Column("route", "用法", partial(_coded, "route"), ("给药途径", "途径")),
            _ALIASES,
            Column("content", "含量", _text),
            Column("rx_class", "处方类别", _text),
            Column("storage", "贮藏", _text, ("储存条件", "贮存条件")),
            Column("splittable", "可拆零", _yes_no),
            Column("trace_prefix", "追溯码前七位", _text, ("药品标识码", "追溯码标识")),
            Column("levels", "使用机构级别", _words),
            Column("state", "状态", _state, ("使用状态", "目录状态", "是否停用")),
            Column("instead", "替代药品", _words, ("替代药品编码", "改用")),
            _SOURCE,
        ),
        "diagnoses": _TERMS,
        "services": (
            _CODE,
            _NAME,
            Column("kind", "种类", _kind),
            Column("fee_class", "费用类别", _text, ("收费类别", "财务分类")),
            _UNIT,
            _PRICE,
            _CLASS,
            _ALIASES,
            _SOURCE,
        ),
        "herbs": (
            _CODE,
            _NAME,
            Column("dose_min_g", "最小用量", _grams, ("用量下限",)),
            Column("dose_max_g", "最大用量", _grams, ("用量上限",)),
            Column("handling", "特殊煎法", _handling, ("煎法", "脚注")),
            Column("toxic", "毒性", _yes_no, ("有毒",)),
            _PRICE,
            _ALIASES,
            _SOURCE,
        ),
        "tcm_diagnoses": _TERMS,
        "tcm_syndromes": _TERMS,
        # No catalogue: the county's price list, which names drugs and pieces of the catalogues.
        "prices": (_CODE, replace(_NAME, needed=False), replace(_PRICE, title="采购价")),
    }
)


def guessed(kind: str, heading: Sequence[str]) -> dict[str, Place]:
    """Where each column stands, by what its heading says; of two that fit the first is taken."""
    known: dict[str, str] = {}
    for column in COLUMNS[kind]:
        for word in (column.name, column.title, *column.also):
            known.setdefault(plain_heading(word), column.name)
    found: dict[str, Place] = {}
    for at, title in enumerate(heading):
        name = known.get(plain_heading(title))
        if name is not None:
            found.setdefault(name, Place(at, title))
    return found


def heading_among(kind: str, rows: Iterable[Sequence[str]]) -> int:
    """Which of the first rows is the heading: the one with most known columns; a title often stands above it."""
    known = [len(guessed(kind, row)) for row, _ in zip(rows, range(_FIRST_ROWS), strict=False)]
    return known.index(max(known)) if known else 0


def tidy(column: Column, cell: str, title: str) -> str:
    """A cell as our files have it.

    Raises:
        ValueError: the reason.
    """
    if not cell:
        if column.needed:
            raise ValueError("empty")
        return ""
    if column.yuan and plain_heading(title) != plain_heading(column.name):
        return yuan_in_micro(cell)
    return column.read(cell)
