"""The tables of 检验检查: orders, the grid that is typed into, a report's lines."""

from typing import Final

from clinic_app.journal.facts.examinations import ResultLine
from clinic_app.printing.examination import reference
from clinic_app.projections.queries.examinations import Examination
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.examinations.state import GridRow
from clinic_app.ui.pages.examinations.words import category_text, flag_text, flag_tone, paid_text, when
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column


def _urgent(order: Examination) -> str:
    return "急" if order.urgent else ""


LESS_ON_A_SMALL_SCREEN: Final = (3, 4)  # of the orders: category and time

ORDERS: tuple[Column[Examination], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "急"), _urgent, width=2, tone=lambda _: Tone.DANGER, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=8, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "项目"), lambda one: one.title, hint=lambda one: one.title),
    Column(QT_TRANSLATE_NOOP("columns", "类别"), lambda one: category_text(one.category), width=7),
    Column(QT_TRANSLATE_NOOP("columns", "开单"), lambda one: when(one.ordered_ms), width=11),
    Column(
        QT_TRANSLATE_NOOP("columns", "收费"),
        paid_text,
        width=8,
        tone=lambda one: Tone.PLAIN if one.paid else Tone.WARN,
    ),
)


def _flag(row: GridRow) -> str:
    return row.line.flag if row.line is not None else ""


GRID: tuple[Column[GridRow], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "项目"), lambda row: row.item.name, hint=lambda row: row.item.name),
    Column(
        QT_TRANSLATE_NOOP("columns", "结果"),
        lambda row: row.text,
        width=8,
        number=True,
        bold=True,
        tone=lambda row: flag_tone(_flag(row)),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "提示"),
        lambda row: flag_text(_flag(row)),
        width=8,
        tone=lambda row: flag_tone(_flag(row)),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "参考区间"),
        lambda row: row.band.text if row.item.decimals is not None else "、".join(row.item.normal[:1]),
        width=11,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "单位"), lambda row: row.item.unit, width=9),
)

RESULTS: tuple[Column[ResultLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "项目"), lambda line: line.name, hint=lambda line: line.name),
    Column(
        QT_TRANSLATE_NOOP("columns", "结果"),
        lambda line: line.value,
        width=8,
        number=True,
        bold=True,
        tone=lambda line: flag_tone(line.flag),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "提示"),
        lambda line: flag_text(line.flag),
        width=8,
        tone=lambda line: flag_tone(line.flag),
    ),
    Column(QT_TRANSLATE_NOOP("columns", "参考区间"), reference, width=11),
    Column(QT_TRANSLATE_NOOP("columns", "单位"), lambda line: line.unit, width=9),
)
