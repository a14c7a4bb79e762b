"""The tables of 工作清单: what is due, and one person's year."""

from typing import Final

from clinic_app.projections.queries.worklist import Item
from clinic_app.services.worklist import Planned
from clinic_app.ui import format
from clinic_app.ui.form_names import form_name
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.worklist.words import STATES, reason_words, state_words
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column

STATE_AT: Final = 6
ASIDE: Final = (3, 5)  # columns that stand below the table on a small screen
ASIDE_BY_HOUSE: Final = (2, 5)


def _place(item: Item) -> str:
    parts = (item.village, item.group and translate("worklist", "{n}组").format(n=item.group), item.house)
    return " ".join(part for part in parts if part)


def _who(item: Item) -> str:
    age = format.age(item.birth_date, item.day) if item.birth_date else ""
    return " ".join(part for part in (format.sex(item.sex), age) if part)


COLUMNS: tuple[Column[Item], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "最后一天"),
        lambda item: item.task.due_by.isoformat(),
        width=11,
        tone=lambda item: Tone.DANGER if STATES[item.state][1] is Tone.DANGER else Tone.PLAIN,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda item: item.name, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "性别年龄"), _who, width=12),
    Column(QT_TRANSLATE_NOOP("columns", "住处"), _place, width=15, hint=_place),
    Column(
        QT_TRANSLATE_NOOP("columns", "要做的"),
        lambda item: form_name(item.task.form, item.task.step),
        bold=True,
        hint=lambda item: form_name(item.task.form, item.task.step),
    ),
    Column(QT_TRANSLATE_NOOP("columns", "为什么"), reason_words, width=20, hint=reason_words),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        state_words,
        width=10,
        tone=lambda item: STATES[item.state][1],
    ),
)


def _day(line: Planned) -> str:
    return f"{line.day:%m-%d}"


PLAN: tuple[Column[Planned], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "日期"), _day, width=6),
    Column(
        QT_TRANSLATE_NOOP("columns", "服务"),
        lambda line: form_name(line.form, line.step),
        hint=lambda line: form_name(line.form, line.step),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda line: (
            translate("worklist", STATES[line.state][0]) if line.state else translate("worklist", "已做")
        ),
        width=8,
        tone=lambda line: STATES[line.state][1] if line.state else Tone.OK,
    ),
)


def details_of(item: Item, small: bool) -> str:
    """What the table has no room for."""
    parts = (
        (translate("worklist", "住处"), _place(item) if small else ""),
        (translate("worklist", "原因"), reason_words(item) if small else ""),
        (translate("worklist", "可从"), item.task.due_from.isoformat()),
        (translate("worklist", "上次"), item.task.last.isoformat() if item.task.last else ""),
        (translate("worklist", "电话"), item.phone),
    )
    return "　　".join(f"{name} {value}" for name, value in parts if value)
