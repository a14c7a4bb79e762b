"""What the page of the rounds shows."""

from dataclasses import dataclass
from typing import Any

from clinic_app.domain.forms import Field, critical
from clinic_app.domain.forms.units import unit_of
from clinic_app.domain.stopwatch import Summary
from clinic_app.printing.form_words import choices, written
from clinic_app.projections.queries.rounds import Pack, Taken
from clinic_app.ui.forms.options import keys_of
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
            AnswerRow(one.key, one.name_zh, _said(one, values.get(one.key)), one.key in grave)
            for one in fields
        )


def question(field: Field) -> str:
    """What is asked: 收缩压（mmHg）, or 症状 with its choices."""
    unit = unit_of(field)
    name = field.name_zh if not unit or unit in field.name_zh else f"{field.name_zh}（{unit}）"
    listed = choices(field)
    keys = keys_of(tuple(listed))
    options = "　".join(f"{keys[code]} {word}" for code, word in listed.items())
    return f"{name}　{options}" if options else name


def _said(field: Field, value: Any) -> str:
    return written(field, value, {}).replace("\n", "；")
