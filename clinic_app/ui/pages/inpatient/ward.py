"""Who lies in the ward: the list at the left, and the strip over the open stay."""

from datetime import date

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinic_app.projections.queries.inpatient import Admission, AdmissionState
from clinic_app.ui import format, theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.inpatient.state import Stay
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Chip

_STATES = {
    AdmissionState.IN: (QT_TRANSLATE_NOOP("inpatient", "在院"), Tone.ACCENT),
    AdmissionState.DISCHARGED: (QT_TRANSLATE_NOOP("inpatient", "待结算"), Tone.WARN),
    AdmissionState.SETTLED: (QT_TRANSLATE_NOOP("inpatient", "已结算"), Tone.OK),
}


def _balance(one: Admission) -> str:
    """Of the deposit; of a settled stay what is on no bill."""
    if one.state is not AdmissionState.SETTLED:
        return money(one.held - one.charged)
    return money(-one.unbilled) if one.unbilled else ""


def _state(one: Admission) -> str:
    return translate("inpatient", "漏结") if one.unbilled else translate("inpatient", _STATES[one.state][0])


WARD: tuple[Column[Admission], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "床"), lambda one: one.bed or "—", width=4, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=8, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "余额"),
        _balance,
        width=9,
        number=True,
        tone=lambda one: Tone.DANGER if one.short or one.unbilled else Tone.PLAIN,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        _state,
        width=8,
        tone=lambda one: Tone.DANGER if one.unbilled else _STATES[one.state][1],
    ),
)


class StayHead(QWidget):
    """Bed, name, who pays; number, ward, days, diagnosis."""

    def __init__(self) -> None:
        super().__init__()
        self.who = QLabel()
        look(self.who, TextSize.TITLE.value)
        self.paying = Chip("")
        self.more = QLabel()
        look(self.more, "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(4))
        row = Row()
        row.addWidget(self.who)
        row.addWidget(self.paying)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.more)

    def show_stay(self, stay: Stay | None, today: date) -> None:
        if stay is None:
            return
        one = stay.admission
        age = format.age(one.birth_date, one.day) if one.birth_date else ""
        bed = self.tr("{bed} 床").format(bed=one.bed) if one.bed else ""
        words = (bed, one.name, format.sex(one.sex), age)
        self.who.setText("  ".join(part for part in words if part))
        if one.psn_no:
            self.paying.say(self.tr("医保"), Tone.ACCENT)
        else:
            self.paying.say(self.tr("自费"), Tone.WARN)
        days = self.tr("住院 {n} 天").format(n=one.days_on(today))
        parts = (one.number, one.department, f"{one.day:%Y-%m-%d}", days, one.diagnosis[1], _way_in(one))
        self.more.setText("　".join(part for part in parts if part))


def _way_in(one: Admission) -> str:
    """急诊, 上转, 下转, 按病种: what the settlement depends on."""
    words = []
    if one.emergency:
        words.append(translate("inpatient", "急诊"))
    if one.referral is not None:
        up = one.referral.type == "up"
        words.append(translate("inpatient", "上转") if up else translate("inpatient", "下转"))
    if one.pay_way == "disease":
        words.append(translate("inpatient", "按病种"))
    return " ".join(words)
