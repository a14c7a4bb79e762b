"""One resident: what is known, the cards, and every change."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.codes import codes, name_of
from clinic_app.domain.time import beijing
from clinic_app.projections.queries.residents import HeldCard, Resident
from clinic_app.services.residents import PastChange
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.in_hand import kind_text
from clinic_app.ui.pages.residents.view_model import ResidentsState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.entries import Choice, DateEdit
from clinic_app.ui.widgets.fields import Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Chip
from clinic_app.ui.widgets.table import DataTable

FIELDS = {
    "name": QT_TRANSLATE_NOOP("residents", "姓名"),
    "sex": QT_TRANSLATE_NOOP("residents", "性别"),
    "birth_date": QT_TRANSLATE_NOOP("residents", "出生日期"),
    "id_number": QT_TRANSLATE_NOOP("residents", "证件号码"),
    "id_verified": QT_TRANSLATE_NOOP("residents", "证件来源"),
    "ethnic": QT_TRANSLATE_NOOP("residents", "民族"),
    "phone": QT_TRANSLATE_NOOP("residents", "电话"),
    "address": QT_TRANSLATE_NOOP("residents", "住址"),
    "village": QT_TRANSLATE_NOOP("residents", "所属村"),
    "note": QT_TRANSLATE_NOOP("residents", "备注"),
}
CARDS: tuple[Column[HeldCard], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "卡"), lambda card: kind_text(card.kind), width=14),
    Column(QT_TRANSLATE_NOOP("columns", "卡号"), lambda card: card.number or card.identifier[:12]),
    Column(QT_TRANSLATE_NOOP("columns", "有效期止"), lambda card: card.valid_to, width=11),
)


class Details(QWidget):
    """The form of a resident; `values` gives every field as text."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._shown: Resident | None = None
        self._names: Mapping[str, str] = {}
        self.name_big, self.age, self.chip = QLabel(), QLabel(), Chip("")
        look(self.name_big, TextSize.TOTAL.value)
        self.name, self.number = QLineEdit(), QLineEdit()
        self.phone, self.address, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.sex = Choice([(code, format.sex(code)) for code in ("1", "2", "9", "0")])
        self.birth = DateEdit(today)
        self.ethnic = Choice(
            [(one.code, name_of("ethnic", one.code, language())) for one in codes("ethnic").values()],
            blank=True,
        )
        self.cards: DataTable[HeldCard] = DataTable(CARDS, self.tr("名下的卡"), self.tr("名下还没有卡"))
        columns: tuple[Column[PastChange], ...] = (
            Column(
                QT_TRANSLATE_NOOP("columns", "时间"),
                lambda one: f"{beijing(one.at_ms):%Y-%m-%d %H:%M}",
                width=16,
            ),
            Column(
                QT_TRANSLATE_NOOP("columns", "谁"),
                lambda one: self._names.get(one.by, one.by) or "—",
                width=9,
            ),
            Column(QT_TRANSLATE_NOOP("columns", "改了什么"), _what),
        )
        self.history: DataTable[PastChange] = DataTable(columns, self.tr("修改痕迹"), self.tr("没有修改过"))
        self._lay_out()

    def render_state(self, state: ResidentsState) -> None:
        """Another resident, or the same one changed; what is being typed about the same one stays."""
        self._names = state.names or {}
        self.history.show_rows(state.history)
        if state.chosen == self._shown or state.chosen is None:
            return
        self._shown = state.chosen
        one = state.chosen
        self.name_big.setText(one.name)
        age = format.age(one.birth_date, self._today) if one.birth_date else ""
        self.age.setText("  ·  ".join(part for part in (format.sex(one.sex), age) if part))
        self.chip.say(*_proof(one))
        for box, text in (
            (self.name, one.name),
            (self.number, one.id_number),
            (self.phone, one.phone),
            (self.address, one.address),
            (self.note, one.note),
        ):
            box.setText(text)
            box.setCursorPosition(0)
        self.sex.show_code(one.sex)
        self.birth.show_date(one.birth_date)
        self.ethnic.show_code(one.ethnic)
        self.cards.show_rows(one.cards)

    def values(self) -> dict[str, str]:
        """Every field as it would be kept."""
        day = self.birth.day()
        return {
            "name": self.name.text().strip(),
            "sex": self.sex.code(),
            "birth_date": day.isoformat() if day else "",
            "id_number": self.number.text().strip(),
            "ethnic": self.ethnic.code(),
            "phone": self.phone.text().strip(),
            "address": self.address.text().strip(),
            "note": self.note.text().strip(),
        }

    def readable(self) -> bool:
        """Whether everything typed makes sense; what does not is marked."""
        named = bool(self.name.text().strip())
        self.name_field.show_error("" if named else self.tr("请填姓名。"))
        return named and self.birth.readable()

    def _lay_out(self) -> None:
        px = theme.current().px
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.name_big)
        head.addWidget(self.age)
        head.addWidget(self.chip)
        head.addStretch()
        self.name_field = Field(self.tr("姓名"), self.name, required=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addWidget(
            FormRow(
                [
                    self.name_field,
                    Field(self.tr("性别"), self.sex),
                    Field(self.tr("出生日期"), self.birth),
                    Field(self.tr("民族"), self.ethnic),
                ],
                [4, 3, 4, 4],
            )
        )
        column.addWidget(
            FormRow([Field(self.tr("证件号码"), self.number), Field(self.tr("电话"), self.phone)], [3, 2])
        )
        column.addWidget(
            FormRow([Field(self.tr("住址"), self.address), Field(self.tr("备注"), self.note)], [3, 2])
        )
        for words, table in ((self.tr("名下的卡"), self.cards), (self.tr("修改痕迹"), self.history)):
            label = QLabel(words)
            look(label, "soft")
            column.addWidget(label)
            column.addWidget(table, 1)


def _proof(one: Resident) -> tuple[str, Tone]:
    """How sure the number is."""
    if not one.id_number:
        return translate("residents", "临时身份"), Tone.WARN
    if one.id_verified == "card":
        return translate("residents", "证件号码读自卡片"), Tone.OK
    return translate("residents", "证件号码手工录入"), Tone.PLAIN


def _what(one: PastChange) -> str:
    if not one.field:
        return translate("residents", "建档")
    title = translate("residents", FIELDS[one.field]) if one.field in FIELDS else one.field
    value = format.masked_id(one.value) if one.field == "id_number" else one.value
    if one.field == "sex":
        value = format.sex(one.value)
    return f"{title} → {value or '（空）'}"
