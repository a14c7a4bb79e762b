"""第二人: staff id and own password, where two people are due."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clinic_app.services.duty import DutyService, OnDuty
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.widgets.fields import Field

_WORDS = {
    "staff": QT_TRANSLATE_NOOP("witness", "第二人工号"),
    "password": QT_TRANSLATE_NOOP("witness", "第二人密码"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """What the second person typed; empty where nobody did."""

    staff_id: str = ""
    password: str = ""

    def __bool__(self) -> bool:
        return bool(self.staff_id or self.password)

    def __repr__(self) -> str:
        return f"Signature({self.staff_id})"  # never the password

    def person(self, duty: DutyService) -> OnDuty:
        """Raises:
        UnknownStaff, WrongPassword, LeftStaff, NoStaff
        """
        return duty.sign_in(self.staff_id, self.password)[0]

    def staff(self, duty: DutyService) -> str:
        """Their id; empty where nobody signed.

        Raises:
            UnknownStaff, WrongPassword, LeftStaff, NoStaff
        """
        return self.person(duty).staff_id if self else ""


NOBODY: Final = Signature()


class Witness(QWidget):
    """The two boxes, side by side.

    Signals:
        done: Enter on the password.
    """

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.staff, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self.done)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(10))
        for name, box in (("staff", self.staff), ("password", self.password)):
            row.addWidget(Field(translate("witness", _WORDS[name]), box))

    def is_filled(self) -> bool:
        return bool(self.staff.text().strip() and self.password.text())

    def take(self) -> Signature:
        """What was typed; the boxes are empty afterwards."""
        typed = Signature(self.staff.text().strip(), self.password.text())
        self.clear()
        return typed

    def clear(self) -> None:
        self.staff.clear()
        self.password.clear()
