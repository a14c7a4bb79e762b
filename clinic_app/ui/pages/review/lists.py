"""The three tables of 点评."""

from clinic_app.domain.prescribing.indicators import is_yellow, shown
from clinic_app.services.review import Reviewed, Taught
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.review.state import FigureRow
from clinic_app.ui.pages.review.words import FIGURE_WORDS, result, result_tone, standing
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column

REVIEWED: tuple[Column[Reviewed], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda one: f"{one.written.issued.day:%m-%d}", width=7),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.written.name, width=10, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "处方"),
        lambda one: "、".join(line.name for line in one.written.lines),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "诊断"),
        lambda one: "；".join(name for _, name in one.written.diagnoses),
        width=24,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "点评"), result, width=14, tone=result_tone),
    Column(
        QT_TRANSLATE_NOOP("columns", "答复"),
        lambda one: standing(one)[0],
        width=12,
        tone=lambda one: standing(one)[1],
    ),
)

FIGURES_OF: tuple[Column[FigureRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "指标"),
        lambda row: translate("review", FIGURE_WORDS[row.name]),
        bold=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "我"),
        lambda row: shown(row.name, row.mine),
        width=14,
        number=True,
        bold=True,
        tone=lambda row: Tone.WARN if is_yellow(row.name, row.mine) else Tone.PLAIN,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "全院"),
        lambda row: shown(row.name, row.house),
        width=14,
        number=True,
        tone=lambda row: Tone.WARN if is_yellow(row.name, row.house) else Tone.PLAIN,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "我的分子 / 分母"),
        lambda row: f"{row.mine.numerator:,} / {row.mine.denominator:,}",
        width=20,
        number=True,
    ),
)

LESSONS: tuple[Column[Taught], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "题目"), lambda one: one.lesson.title, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "在哪里出现"),
        lambda one: " ".join((*one.lesson.rules, *one.lesson.substances, *one.lesson.diagnoses)),
        width=26,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda one: translate("review", "已读") if one.read else translate("review", "未读"),
        width=9,
        tone=lambda one: Tone.OK if one.read else Tone.WARN,
    ),
)
