"""The control of a field, by its kind."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from clinic_app.domain.codes import Code
from clinic_app.domain.forms import Field, Kind
from clinic_app.domain.infectious import diseases
from clinic_app.domain.measurements import measures
from clinic_app.printing.form_words import choices
from clinic_app.ui.forms.attached import Attached
from clinic_app.ui.forms.files import Files
from clinic_app.ui.forms.lines import DayLine, Line, TimeLine
from clinic_app.ui.forms.options import Options, YesNo
from clinic_app.ui.forms.signed import Signed
from clinic_app.ui.i18n import language
from clinic_app.ui.initials import initials
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer, CodePicker

MANY: Final = 14  # more choices than this are looked for, not read


class Entry(Protocol):
    """What every control of a form can do; each is a widget."""

    edited: Any  # Signal: the person changed it

    def value(self) -> Any:
        """The answer as `read` takes it; None when empty."""

    def show_value(self, value: Any) -> None: ...

    def lock(self, locked: bool = True) -> None:
        """For reading only, or no longer."""

    def stops(self) -> list[QWidget]:
        """What Enter walks through, in order."""

    def natural(self) -> int:
        """The width it would like; 0: any."""

    def room(self, width: int) -> int:
        """The height it needs in this width."""

    def finish(self) -> None:
        """It is left: what was held back counts now."""


class Finder(CodePicker):
    """One of many choices, found by code, name or 拼音首字母.

    Signals:
        edited: a choice was taken, or taken back.
    """

    edited = Signal()

    def __init__(self, name: str, options: Mapping[str, Code]) -> None:
        self._options = options
        super().__init__(self._find, name)
        self.setPlaceholderText(self.tr("代码、名称或拼音首字母"))
        self.picked.connect(lambda _: self.edited.emit())
        self.cleared.connect(self.edited.emit)

    def value(self) -> Any:
        return super().value()

    def show_value(self, value: Any) -> None:
        """`value`: a code, or the hit that was taken."""
        if isinstance(value, Hit):
            super().show_value(value)
        elif value != self.value():
            known = self._options.get(str(value))
            super().show_value(None if known is None else Hit(known.code, _word(known)))

    def lock(self, locked: bool = True) -> None:
        self.setReadOnly(locked)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)

    def stops(self) -> list[QWidget]:
        return [self]

    def natural(self) -> int:
        return 0

    def room(self, width: int) -> int:
        return self.sizeHint().height()

    def finish(self) -> None:
        """Nothing is held back here."""

    def _find(self, text: str, answer: Answer) -> None:
        wanted = text.lower()
        answer(
            [
                Hit(one.code, _word(one), mark=one.code)
                for one in self._options.values()
                if one.code.lower().startswith(wanted)
                or wanted in one.name_zh
                or initials(one.name_zh).startswith(wanted)
            ]
        )


def entry_of(
    field: Field, today: date, height: int = 0, files: Files | None = None, *, many: int = MANY
) -> Entry:
    """The control of one field that is no list of rows.

    Args:
        height: of one choice in pixels; 0: as text needs.
        files: keeps and shows what is attached; None: only that there is something.
        many: more choices than this are looked for, not read.
    """
    made = _made(field, today, height, files, many)
    widget = as_widget(made)
    widget.setAccessibleName(field.name_zh)
    if field.note:
        widget.setToolTip(field.note)
    return made


def _made(field: Field, today: date, height: int, files: Files | None, many: int) -> Entry:
    match field.kind:
        case Kind.REF | Kind.TEXT if field.format in _TABLES:
            return Finder(field.name_zh, _TABLES[field.format]())
        case Kind.FILE if field.format == "signature":
            return Signed(field, files)
        case Kind.FILE:
            return Attached(field, files)
        case Kind.BOOL:
            return YesNo(choices(field), height=height)
        case Kind.CODE if len(field.options()) > many:
            return Finder(field.name_zh, field.options())
        case Kind.CODE | Kind.CODES | Kind.INT if field.options():
            words = {code: _word(one) for code, one in field.options().items()}
            several = field.kind is Kind.CODES
            return Options(words, several=several, alone=field.alone, height=height)
        case Kind.DATE:
            return DayLine(field, today)
        case Kind.DATETIME:
            return TimeLine(field, today)
        case _:
            return Line(field, today)


def _diseases() -> dict[str, Code]:
    """Those of older lists too, with their last day: a card may be of an earlier diagnosis."""
    return {
        one.id: Code(
            one.id,
            one.name_zh if one.valid_to is None else f"{one.name_zh}（至 {one.valid_to}）",
            one.name_en,
        )
        for one in diseases()
    }


def _measures() -> dict[str, Code]:
    return {one.key: Code(one.key, one.name_zh, one.name_en) for one in measures().values()}


# Formats whose text is the key of a table: nobody types a key.
_TABLES: Final[Mapping[str, Callable[[], Mapping[str, Code]]]] = {
    "disease": _diseases,
    "measurement": _measures,
}


def _word(one: Code) -> str:
    return one.name_en if language() == "en" and one.name_en else one.name_zh


def as_widget(entry: Entry) -> QWidget:
    assert isinstance(entry, QWidget)
    return entry


def stops_of(entries: Sequence[Entry]) -> list[QWidget]:
    return [stop for one in entries for stop in one.stops()]
