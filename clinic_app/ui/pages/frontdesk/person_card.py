"""The left side of the front desk: who is here, who pays, where to."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from clinic_app.domain.codes import UnknownCode, name_of
from clinic_app.projections.queries.insurance import Insured
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.registration import Ticket
from clinic_app.services.residents import NewResident
from clinic_app.ui import format, theme
from clinic_app.ui.card_texts import warning_text
from clinic_app.ui.desk import InHand
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language
from clinic_app.ui.in_hand import insurance_text
from clinic_app.ui.pages.frontdesk.newcomer import NewcomerForm
from clinic_app.ui.pages.frontdesk.payer_words import choice_text, cover_text
from clinic_app.ui.pages.frontdesk.state import FrontDeskState, Step, Wanted
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import EmptyState
from clinic_app.ui.widgets.table import DataTable

ALIKE: tuple[Column[Resident], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "性别"), lambda one: format.sex(one.sex), width=5),
    Column(
        QT_TRANSLATE_NOOP("columns", "出生日期"),
        lambda one: one.birth_date.isoformat() if one.birth_date else "",
        width=11,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "证件号码"),
        lambda one: format.masked_id(one.id_number or one.temp_identity),
    ),
)


class PersonPanel(QStackedWidget):
    """One of: nobody, a known person, a form, or people alike to choose from."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.nobody = EmptyState(
            self.tr("插卡、扫码，或在上面输入姓名、拼音、证件号\n没有卡的新居民按 Ins"), "card"
        )
        self.issued = IssuedNumber()
        self.summary = Summary(today)
        self.form = NewcomerForm(today)
        self.alike = AlikeList()
        for part in (self.nobody, self.issued, self.summary, self.form, self.alike):
            self.addWidget(part)

    def render_state(self, state: FrontDeskState, before: FrontDeskState) -> None:
        """Show what the state says; a form under somebody's fingers is left as it is."""
        if state.step is Step.TYPING:
            if before.step not in (Step.TYPING, Step.ALIKE) or state.person is not before.person:
                holder = state.person.holder if state.person else None
                warnings = [warning_text(code, language()) for code in holder.warnings] if holder else []
                name = (holder.name if holder else "") or ""
                self.form.begin(name, "；".join(warnings), (holder.id_number if holder else "") or "")
            self.form.show_reading(state.reading)
            self.setCurrentWidget(self.form)
        elif state.step is Step.ALIKE:
            if state.alike != before.alike or before.step is not Step.ALIKE:
                self.alike.show_people(state.alike)
            self.setCurrentWidget(self.alike)
        elif state.step is Step.NOBODY:
            self.issued.show_ticket(state.issued)
            self.setCurrentWidget(self.issued if state.issued else self.nobody)
        elif state.person is not None:
            self.summary.show_person(state.person)
            self.setCurrentWidget(self.summary)


class Summary(QWidget):
    """The person in hand, as card and register say."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.name, self.who, self.more = QLabel(), QLabel(), QLabel()
        look(self.name, TextSize.TOTAL.value)
        look(self.more, "soft")
        self.more.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(6))
        for part in (self.name, self.who, self.more):
            column.addWidget(part)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.current().px(4))
        column.addLayout(self._lines)
        column.addStretch()

    def show_person(self, person: InHand) -> None:
        known, holder = person.resident, person.holder
        birth = known.birth_date if known else holder.birth_date if holder else None
        sex = (known.sex if known else holder.sex if holder else "") or "0"
        number = (
            known.id_number or known.temp_identity if known else holder.id_number if holder else ""
        ) or ""
        self.name.setText((known.name if known else holder.name if holder else "") or "")
        parts = [format.sex(sex), format.age(birth, self._today) if birth else "", format.masked_id(number)]
        self.who.setText("  ·  ".join(part for part in parts if part))
        self.more.setText(self._details(person))
        self._show_lines([*self._differences(person), *self._warnings(person)])

    def cautions(self) -> list[str]:
        """What is said about this person and this card, line by line."""
        items = (self._lines.itemAt(at) for at in range(self._lines.count()))
        labels = [item.widget() for item in items if item is not None]
        return [label.text() for label in labels if isinstance(label, QLabel)]

    def _details(self, person: InHand) -> str:
        known, holder = person.resident, person.holder
        if known is not None:
            phone = format.masked_phone(known.phone) if known.phone else self.tr("未留电话")
            return f"{phone}  ·  {known.address or self.tr('未填住址')}"
        parts = (_people(holder.ethnic or ""), holder.address or "") if holder is not None else ()
        return "  ·  ".join([self.tr("未建档：按卡上信息建档，同时挂号"), *(part for part in parts if part)])

    def _differences(self, person: InHand) -> list[tuple[str, Tone]]:
        """Both values, so that a person can decide."""
        found = []
        for name in person.card.differences if person.card is not None else ():
            card, known = getattr(person.holder, name), getattr(person.resident, name)
            if name == "sex":
                card, known = format.sex(card), format.sex(known)
            words = self.tr("卡上：{card}，档案：{known}。请核对本人；要改档案请到“居民”页。")
            found.append((words.format(card=card, known=known), Tone.DANGER))
        return found

    def _warnings(self, person: InHand) -> list[tuple[str, Tone]]:
        found = []
        if person.visit is not None:
            words = self.tr("今天已挂 {number} 号（{department}），不用重复挂号。")
            said = words.format(number=person.visit.number, department=person.visit.department)
            found.append((said, Tone.INFO))
        if person.card is not None and person.card.card_is_new and person.resident is not None:
            found.append((self.tr("这张卡是新的，已记到此人名下。"), Tone.INFO))
        codes = person.holder.warnings if person.holder is not None else ()
        return found + [(warning_text(code, language()), Tone.WARN) for code in codes]

    def _show_lines(self, lines: Sequence[tuple[str, Tone]]) -> None:
        while self._lines.count():
            item = self._lines.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for text, tone in lines:
            label = QLabel(text)
            label.setWordWrap(True)
            look(label, "", tone.value)
            self._lines.addWidget(label)


class IssuedNumber(QWidget):
    """The number just given, until the next person comes."""

    def __init__(self) -> None:
        super().__init__()
        self.number, self.name, self.note = QLabel(), QLabel(), QLabel()
        look(self.number, TextSize.HERO.value)
        look(self.name, TextSize.LARGE.value)
        look(self.note, "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(2))
        column.addStretch()
        for part in (self.number, self.name, self.note):
            column.addWidget(part)
        column.addStretch()

    def show_ticket(self, ticket: Ticket | None) -> None:
        if ticket is None:
            return
        self.number.setText(ticket.visit.number)
        self.name.setText(f"{ticket.visit.name}  ·  {ticket.visit.department}")
        self.note.setText(self.tr("已挂号，前面 {n} 人。下一位请插卡。").format(n=ticket.ahead))
        self.setAccessibleName(f"{ticket.visit.number} {ticket.visit.name}")


class AlikeList(QWidget):
    """Somebody very like this is registered: Enter takes the row, Ins says it is another person."""

    def __init__(self) -> None:
        super().__init__()
        words = QLabel(self.tr("档案里有很像的人。是同一个人吗？"))
        look(words, TextSize.LARGE.value)
        words.setWordWrap(True)
        self.table: DataTable[Resident] = DataTable(ALIKE, self.tr("可能是同一人"), key=lambda one: one.id)
        self.another = ActionButton("add_row", self.tr("都不是，另建档并挂号"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(6))
        column.addWidget(words)
        column.addWidget(self.table, 1)
        hint = QLabel(self.tr("Enter：就是选中的人，卡号记到此人名下"))
        look(hint, "small")
        column.addWidget(hint)
        column.addWidget(self.another)
        self.another.setAutoDefault(True)  # Enter presses it when it has the focus

    def show_people(self, people: Sequence[Resident]) -> None:
        self.table.show_rows(people)


class VisitForm(QWidget):
    """Department, doctor, and who pays; each with a default."""

    changed = Signal()

    def __init__(self, departments: Sequence[str]) -> None:
        super().__init__()
        self.department = Choice([(name, name) for name in departments])
        self.doctor = Choice([])
        self.insurance = Choice([])
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.look_up = ActionButton("preview", self.tr("查参保"))
        self._state = FrontDeskState()
        look(self.why, "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(4))
        column.addWidget(
            FormRow([Field(self.tr("科室"), self.department), Field(self.tr("医生"), self.doctor)])
        )
        column.addWidget(Field(self.tr("费别"), self.insurance))
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        row.addWidget(self.look_up, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.insurance.currentIndexChanged.connect(lambda _: self._say())
        self._insurances: tuple[Insured, ...] | None = None
        self._doctors: tuple[tuple[str, str], ...] | None = None
        self._defaults = ("", "")

    def render_state(self, state: FrontDeskState) -> None:
        if state.doctors != self._doctors:
            self._doctors = state.doctors
            chosen = self.doctor.code()
            _fill(self.doctor, [("", self.tr("不指定")), *state.doctors])
            self.doctor.show_code(chosen)
        if (state.department, state.doctor) != self._defaults:
            self._defaults = (state.department, state.doctor)
            self.department.show_code(state.department)
            self.doctor.show_code(state.doctor)
        self._state = state
        if state.insurances != self._insurances:
            self._insurances = state.insurances
            _fill(self.insurance, [*map(_option, state.insurances), ("", self.tr("自费"))])
            known = [one.person.psn_no for one in state.insurances]
            self.insurance.setCurrentIndex(known.index(state.chosen) if state.chosen in known else 0)
        self._say()

    def _say(self) -> None:
        """Why who is chosen would not pay, or how to choose; and the way to ask the county."""
        state = self._state
        taken = next((one for one in state.insurances if one.person.psn_no == self.insurance.code()), None)
        cover = "" if taken is None else cover_text(taken)
        words = cover or state.why_self_pay or choice_text(state.insurances, state.chosen)
        nobody = state.step is Step.NOBODY
        self.why.setText("" if nobody else words)
        stale = any(one.cover == "E_OFFLINE_STALE" for one in state.insurances)
        asks = state.enrolled and not nobody and bool(state.id_number) and (not state.insurances or stale)
        self.look_up.setVisible(asks)
        self.look_up.setEnabled(not state.asking and not state.busy)
        self.look_up.say(self.tr("正在查…") if state.asking else self.tr("查参保"))
        self.why.setVisible(bool(self.why.text()) or asks)

    def has_choice(self) -> bool:
        """Whether the person has several insurances, and none was chosen before."""
        known = [one.person.psn_no for one in self._insurances or ()]
        return len(known) > 1 and self._state.chosen not in known

    def wanted(self) -> Wanted:
        return Wanted(self.department.code(), self.doctor.code(), self.insurance.code())


def _option(one: Insured) -> tuple[str, str]:
    text = insurance_text(one.person.insutype)
    if one.person.psn_insu_stas != "1":
        text += "（参保状态不正常）"
    if one.acct_balance:
        text += f"  个账 {format.yen(one.acct_balance)}"
    return one.person.psn_no, text


def _fill(box: Choice, options: Sequence[tuple[str, str]]) -> None:
    box.blockSignals(True)
    box.clear()
    for code, text in options:
        box.addItem(text, code)
    box.blockSignals(False)


def _people(code: str) -> str:
    try:
        return name_of("ethnic", code, language()) if code else ""
    except UnknownCode:
        return ""


Typed = Callable[[], NewResident]
