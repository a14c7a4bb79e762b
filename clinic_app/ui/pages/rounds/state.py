"""What the page of the rounds shows."""

from dataclasses import dataclass
from typing import Any

from clinic_app.domain.forms import Field, Kind, critical
from clinic_app.domain.forms.units import unit_of
from clinic_app.domain.stopwatch import Summary
from clinic_app.printing.form_words import choices, written
from clinic_app.projections.queries.rounds import Pack, Taken
from clinic_app.ui.form_names import field_name
from clinic_app.ui.forms.options import keys_of
from clinic_app.ui.i18n import language
from clinic_app.ui.pages.rounds.typing import Typing
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet in the list."""

    taken: Taken
    typed: bool  # its visit is in the record


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An item of the open sheet."""

    key: str
    name: str
    said: str  # in words; empty: still blank
    critical: bool = False


@dataclass(frozen=True, slots=True)
class RoundsState:
    """All that the page shows.  A new state replaces the old one."""

    packs: tuple[Pack, ...] = ()
    done: frozenset[str] = frozenset()  # codes of sheets whose visit is in the record
    chosen: int = 0  # place of the pack that is shown
    typing: Typing | None = None
    confirming: bool = False  # a critical value waits for a second look
    leaving: bool = False  # a half-typed sheet is thrown away by the next Esc
    times: Summary | None = None  # 秒表: the follow-ups of today
    busy: bool = False
    loaded: bool = False
    notice: str = ""
    tone: Tone = Tone.OK

    @property
    def pack(self) -> Pack | None:
        return self.packs[self.chosen] if self.chosen < len(self.packs) else None

    @property
    def sheets(self) -> tuple[SheetRow, ...]:
        pack = self.pack
        return (
            () if pack is None else tuple(SheetRow(one, one.sheet.code in self.done) for one in pack.sheets)
        )

    @property
    def answers(self) -> tuple[AnswerRow, ...]:
        typing = self.typing
        if typing is None:
            return ()
        values, grave = typing.values, critical(typing.form, typing.values)
        fields = (typing.form.fields[key] for key in typing.rows)
        return tuple(
            AnswerRow(one.key, field_name(one), _said(one, values.get(one.key)), one.key in grave)
            for one in fields
        )


def question(field: Field) -> str:
    """What is asked: 收缩压（mmHg）, or 症状 with its choices."""
    unit, name = unit_of(field, language()), field_name(field)
    name = name if not unit or unit in name else f"{name}（{unit}）"
    listed = _choices(field)
    keys = keys_of(tuple(listed))
    options = "　".join(f"{keys[code]} {word}" for code, word in listed.items())
    return f"{name}　{options}" if options else name


def _choices(field: Field) -> dict[str, str]:
    """As printed; in English where the program is."""
    listed = choices(field)
    if language() != "en" or not field.options():
        return listed
    return {code: field.options()[code].name_en or word for code, word in listed.items()}


def _said(field: Field, value: Any) -> str:
    if field.kind in (Kind.CODE, Kind.CODES) and value is not None:
        words, codes = _choices(field), [value] if field.kind is Kind.CODE else value
        if all(code in words for code in codes):
            return "、".join(words[code] for code in codes)
    return written(field, value, {}).replace("\n", "；")
