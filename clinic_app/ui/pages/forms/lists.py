"""The columns of the page 公卫表单."""

from typing import Final

from clinic_app.domain.codes import codes
from clinic_app.domain.public_health.education import Owed
from clinic_app.domain.public_health.tasks import State
from clinic_app.ui.form_names import short_title
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.forms.state import FormRow, RecordRow
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column

STATES: Final = {
    State.FUTURE: (QT_TRANSLATE_NOOP("forms", "未到期"), Tone.SOFT),
    State.DUE: (QT_TRANSLATE_NOOP("forms", "该做了"), Tone.OK),
    State.OVERDUE: (QT_TRANSLATE_NOOP("forms", "过期"), Tone.DANGER),
    State.MISSED: (QT_TRANSLATE_NOOP("forms", "已错过"), Tone.SOFT),
    State.LOST: (QT_TRANSLATE_NOOP("forms", "失访"), Tone.WARN),
}


def form_name(row: FormRow) -> str:
    return row.form.name_en if language() == "en" and row.form.name_en else row.form.name_zh


def _short_name(row: FormRow) -> str:
    return short_title(form_name(row))


def standing_words(row: FormRow) -> str:
    """草稿, 过期 11-20, or nothing."""
    if row.begun:
        return translate("forms", "草稿")
    if row.due is None:
        return ""
    return f"{translate('forms', STATES[row.due.state][0])} {row.due.task.due_by:%m-%d}"


def _standing_tone(row: FormRow) -> Tone:
    if row.begun:
        return Tone.WARN
    return STATES[row.due.state][1] if row.due is not None else Tone.PLAIN


def record_words(row: RecordRow) -> str:
    """What became of a record."""
    record = row.record
    if record.withdrawn_by is not None:
        return translate("forms", "已撤回")
    if not row.stands:
        return translate("forms", "已更正")
    return translate("forms", "更正件") if record.replaces is not None else ""


def record_reason(row: RecordRow) -> str:
    return row.record.withdrawn_reason or row.record.reason


ASIDE: Final = (
    0,
    2,
    3,
)  # columns that give way on a small screen; the days stand beside, on the signed records
FORMS: tuple[Column[FormRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "服务"),
        lambda row: translate("forms", row.service),
        width=13,
        tone=lambda row: Tone.SOFT,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "记录表"), _short_name, bold=True, hint=form_name),
    Column(
        QT_TRANSLATE_NOOP("columns", "最近一次"),
        lambda row: row.last.isoformat() if row.last else "",
        width=11,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "次数"), lambda row: str(row.count or ""), width=5, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "状态"), standing_words, width=13, tone=_standing_tone),
)
RECORDS: tuple[Column[RecordRow], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda row: row.record.day.isoformat(), width=11),
    Column(
        QT_TRANSLATE_NOOP("columns", "记录表"),
        lambda row: row.name,
        tone=lambda row: Tone.PLAIN if row.stands else Tone.SOFT,
        hint=lambda row: row.name,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "签名"), lambda row: row.by, width=8),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        record_words,
        width=8,
        tone=lambda row: Tone.WARN,
        hint=record_reason,
    ),
)
YEAR: tuple[Column[Owed], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "健康教育"),
        lambda row: codes("edu_activity")[row.kind].name_zh,
        bold=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "今年"), lambda row: str(row.done), width=6, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "至少"), lambda row: str(row.least), width=6, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "还差"),
        lambda row: str(max(0, row.least - row.done) or "✓"),
        width=6,
        number=True,
        tone=lambda row: Tone.OK if row.done >= row.least else Tone.DANGER,
    ),
)
