"""The tables of the rounds: the sheets of a pack, and the answers of the sheet that is open."""

from typing import Final

from clinic_app.ui.form_names import form_title, short_title
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.rounds.state import AnswerRow, SheetRow
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column

_STATES = {
    True: QT_TRANSLATE_NOOP("rounds", "已录"),
    False: QT_TRANSLATE_NOOP("rounds", "待录"),
}


ASIDE: Final = 3  # the column that gives way on a small screen: where, which stands over the open sheet too
SHEETS: tuple[Column[SheetRow], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "序"), lambda row: str(row.taken.place), width=4, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "姓名"),
        lambda row: row.taken.sheet.who.partition("　")[0],
        width=8,
        bold=True,
        hint=lambda row: row.taken.sheet.who,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "表"),
        lambda row: short_title(form_title(row.taken.sheet.form)),
        hint=lambda row: row.taken.sheet.reason,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "村组户"),
        lambda row: row.taken.sheet.where,
        width=15,
        hint=lambda row: row.taken.sheet.where,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "照片"),
        lambda row: str(row.taken.pictures) if row.taken.pictures else "",
        width=4,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda row: translate("rounds", _STATES[row.typed]),
        width=7,
        tone=lambda row: Tone.OK if row.typed else Tone.WARN,
    ),
)

ANSWERS: tuple[Column[AnswerRow], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "项目"), lambda row: row.name, width=16, hint=lambda row: row.name),
    Column(
        QT_TRANSLATE_NOOP("columns", "填写"),
        lambda row: row.said,
        bold=True,
        tone=lambda row: Tone.DANGER if row.critical else Tone.PLAIN,
        hint=lambda row: row.said,
    ),
)
