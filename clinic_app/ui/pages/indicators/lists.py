"""The tables of 考核指标."""

from clinic_app.domain.public_health.indicators import Figure
from clinic_app.projections.queries.indicators import Behind
from clinic_app.services.indicators import Wanted
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.indicators.state import VillageRow
from clinic_app.ui.pages.indicators.words import (
    counted,
    formula_of,
    name_of,
    rate_of,
    short_of,
    standing,
    target_of,
)
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column

FIGURES: tuple[Column[Figure], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "指标"),
        lambda one: name_of(one.indicator),
        bold=True,
        hint=lambda one: formula_of(one.indicator),
    ),
    Column(QT_TRANSLATE_NOOP("columns", "率"), rate_of, width=8, number=True, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "目标"), target_of, width=8, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "还差"), short_of, width=7, number=True, tone=lambda _: Tone.DANGER),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda one: standing(one)[0],
        width=10,
        tone=lambda one: standing(one)[1],
    ),
)

VILLAGES: tuple[Column[VillageRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "村"),
        lambda row: row.village or translate("indicators", "未登记村"),
        bold=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "分子 ÷ 分母"), lambda row: counted(row.figure), width=18, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "率"), lambda row: rate_of(row.figure), width=10, number=True, bold=True
    ),
)

PEOPLE: tuple[Column[Behind], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "出生日期"), lambda one: one.birth_date, width=12),
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda one: one.village),
    Column(QT_TRANSLATE_NOOP("columns", "电话"), lambda one: one.phone, width=13),
)

WANTED: tuple[Column[Wanted], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.person.name, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "出生日期"), lambda one: one.person.birth_date, width=12),
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda one: one.person.village),
    Column(QT_TRANSLATE_NOOP("columns", "次数"), lambda one: str(one.steps), width=5, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "其他指标"),
        lambda one: str(one.also) if one.also else "",
        width=9,
        number=True,
    ),
)
