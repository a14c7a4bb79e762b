"""The form of a newcomer: by identity number, or with a temporary identity for who has none."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.codes import codes
from clinic_app.services.residents import NewResident
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import language
from clinic_app.ui.pages.frontdesk.state import Reading
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.entries import Choice, DateEdit
from clinic_app.ui.widgets.fields import Field, FormRow


class NewcomerForm(QWidget):
    """Identity number first: it gives sex and birth date.

    Signals:
        number_typed: the text of the number so far.
        use_known: the number belongs to a registered resident, who is meant.
    """

    number_typed = Signal(str)
    use_known = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = today
        self._reading = Reading()
        self.number = QLineEdit()
        self.number.setMaxLength(24)
        self.name = QLineEdit()
        self.sex = Choice([("1", self.tr("男")), ("2", self.tr("女")), ("9", self.tr("未说明"))], blank=True)
        self.birth = DateEdit(today)
        self.phone = QLineEdit()
        self.address = QLineEdit()
        reasons = [
            (code.code, code.name_en if language() == "en" else code.name_zh)
            for code in codes("temp_reason").values()
        ]
        self.reason = Choice(reasons, blank=True)
        self.note = QLineEdit()
        self.told = QLabel()  # why the card alone is not enough
        self.told.setWordWrap(True)
        look(self.told, "", Tone.WARN.value)
        self.derived = QLabel()
        look(self.derived, "soft")
        self.known = QPushButton()
        self.known.clicked.connect(self.use_known)
        self._lay_out()
        self.number.textEdited.connect(self.number_typed)
        self.number.textChanged.connect(lambda _: self._offer_reason())
        self.begin("")

    def begin(self, name: str, told: str = "", number: str = "") -> None:
        """Empty, but for what a card or a scan gave; `told` is what it did not."""
        self.told.setText(told)
        self.told.setVisible(bool(told))
        for box in (self.phone, self.address, self.note):
            box.clear()
        self.number.setText(number)
        self.name.setText(name)
        self.birth.show_date(None)
        self.sex.show_code("")
        self.reason.show_code("")
        self.show_reading(Reading())
        self._offer_reason()

    def typed(self) -> NewResident | None:
        """What stands in the form; None while it is empty."""
        boxes = (self.number, self.name, self.phone, self.address, self.note)
        return self.resident() if any(box.text().strip() for box in boxes) else None

    def restore(self, typed: NewResident) -> None:
        """Put back what was typed before somebody else's card came."""
        self.begin(typed.name, number=typed.id_number)
        self.sex.show_code(typed.sex)
        self.birth.show_date(typed.birth_date)
        self.phone.setText(typed.phone)
        self.address.setText(typed.address)
        self.note.setText(typed.note)
        self.reason.show_code(typed.temp_reason)

    def show_reading(self, reading: Reading) -> None:
        """What the number says: sex and birth date, or what is wrong, or who has it already."""
        self._reading = reading
        self.number_field.show_error(reading.why)
        number = reading.number
        if number is not None:
            self.sex.show_code(number.sex)
            self.birth.show_date(number.birth_date)
            words = self.tr("{sex} · {birth} 生 · {age}").format(
                sex=format.sex(number.sex),
                birth=number.birth_date.isoformat(),
                age=format.age(number.birth_date, self._day),
            )
            if "area_unknown" in number.warnings:
                words += self.tr("（地区码不在新旧区划表中，请再看一眼）")
            self.derived.setText(words)
        self.derived.setVisible(number is not None)
        for box in (self.sex, self.birth):
            box.setEnabled(number is None)
        known = reading.known
        self.known.setVisible(known is not None)
        if known is not None:
            self.known.setText(self.tr("已建档：{name}。就是此人").format(name=known.name))

    def resident(self) -> NewResident:
        """What was typed; the service judges whether it is enough."""
        number = self._reading.number
        return NewResident(
            name=self.name.text().strip(),
            sex=self.sex.code() or "0",
            birth_date=self.birth.day(),
            id_number=number.number18 if number else self.number.text().strip(),
            id_verified="typed" if number else "",
            phone=self.phone.text().strip(),
            address=self.address.text().strip(),
            temp_reason=self.reason.code(),
            note=self.note.text().strip(),
        )

    def first_empty(self) -> QWidget:
        """What to type next."""
        if self.number.text() and not self.name.text():
            return self.name
        return self.number

    def problems(self) -> bool:
        """Show what is missing; true when something is."""
        without = not self.number.text().strip()
        name_missing = not self.name.text().strip()
        self.name_field.show_error(self.tr("请填姓名。") if name_missing else "")
        reason_missing = without and not self.reason.code()
        self.reason_field.show_error(self.tr("没有证件号码时请选原因。") if reason_missing else "")
        bad_number = bool(not without and self._reading.number is None)
        if bad_number and not self._reading.why:
            self.number_field.show_error(self.tr("号码还不完整。"))
        first = (bad_number, self.number), (name_missing, self.name), (reason_missing, self.reason)
        for wrong, box in first:
            if wrong:
                box.setFocus()
                return True
        return False

    def _offer_reason(self) -> None:
        """The reason is asked only while there is no number."""
        without = not self.number.text().strip()
        self.temporary.setVisible(without)
        if not without:
            self.reason.show_code("")

    def _lay_out(self) -> None:
        px = theme.current().px
        self.number_field = Field(self.tr("证件号码"), self.number, hint=self.tr("没有就空着，给临时身份"))
        self.name_field = Field(self.tr("姓名"), self.name, required=True)
        self.reason_field = Field(self.tr("无证件的原因"), self.reason)
        self.temporary = FormRow([self.reason_field, Field(self.tr("特征或送来的人"), self.note)], [1, 1])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(5))
        column.addWidget(self.told)
        column.addWidget(FormRow([self.number_field, self.name_field], [3, 2]))
        column.addWidget(self.derived)
        column.addWidget(self.known)
        column.addWidget(
            FormRow(
                [
                    Field(self.tr("性别"), self.sex),
                    Field(self.tr("出生日期"), self.birth),
                    Field(self.tr("电话"), self.phone),
                ],
                [2, 3, 3],
            )
        )
        column.addWidget(self.temporary)
        column.addWidget(Field(self.tr("住址"), self.address))
        column.addStretch(1)
