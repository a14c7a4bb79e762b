"""回录: typing a sheet back, one blank after the other in the order of the paper.  Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clinic_app.domain.forms import Context, Field, Form, Kind, asked, compute, is_required, only_asked
from clinic_app.projections.queries.rounds import Taken


@dataclass(frozen=True, slots=True)
class Typing:
    """One sheet being typed in.

    What is computed or proposed follows from the answers each time anew, so an answer mended later mends it too.
    """

    taken: Taken
    form: Form
    context: Context
    rows: tuple[str, ...] = ()  # keys of what is asked for, in the order of the paper
    at: int = 0  # the row under the cursor; len(rows): all through
    typed: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, Any] = field(
        default_factory=dict
    )  # blanks that another sheet of the person has filled
    whole: bool = False  # what was printed is shown too, to be mended

    @property
    def values(self) -> dict[str, Any]:
        given = {
            key: value
            for key, value in {**self.taken.sheet.values, **self.known, **self.typed}.items()
            if value is not None
        }
        return compute(self.form, only_asked(self.form, given, self.context), self.context)

    @property
    def current(self) -> Field | None:
        """The field that is asked for; None when nothing is left."""
        return self.form.fields[self.rows[self.at]] if self.at < len(self.rows) else None


def begun(taken: Taken, form: Form, context: Context, known: Mapping[str, Any] | None = None) -> Typing:
    """At the first blank of the sheet; what is `known` stands there, to be mended with the arrow."""
    return moved(_laid_out(Typing(taken, form, context, known=known or {})), 0)


def answered(typing: Typing, value: Any) -> Typing:
    """The current blank filled; on to the next one that is still blank."""
    current = typing.current
    if current is None:
        return typing
    context = _on_the_day(typing, value) if current.key == typing.form.dated else typing.context
    filled = _laid_out(replace(typing, typed={**typing.typed, current.key: value}, context=context))
    place = filled.rows.index(current.key) if current.key in filled.rows else filled.at - 1
    return moved(filled, place + 1)


def moved(typing: Typing, start: int) -> Typing:
    """To the first row from `start` on that is blank; past the end when there is none."""
    values = typing.values
    places = range(max(0, start), len(typing.rows))
    return replace(typing, at=next((at for at in places if typing.rows[at] not in values), len(typing.rows)))


def stepped(typing: Typing, by: int) -> Typing:
    """One row up or down, blank or not."""
    return replace(typing, at=min(len(typing.rows), max(0, typing.at + by)))


def shown_whole(typing: Typing) -> Typing:
    """All that the sheet asks for, the printed answers too; or only its blanks again."""
    key = typing.current.key if typing.current else ""
    turned = _laid_out(replace(typing, whole=not typing.whole))
    return replace(turned, at=turned.rows.index(key) if key in turned.rows else len(turned.rows))


def _on_the_day(typing: Typing, told: Any) -> Context:
    """The visit was on another day than the round was packed for."""
    try:
        return replace(typing.context, day=date.fromisoformat(str(told)[:10]))
    except ValueError:
        return typing.context  # no day; `problems` names it


def _laid_out(typing: Typing) -> Typing:
    """The rows anew: an answer may ask for more, or make another question idle."""
    values = typing.values
    wanted = {one.key for one in asked(typing.form, values, typing.context) if _is_typed(one)}
    printed = typing.taken.sheet.values
    due = {
        one.key
        for one in typing.form.fields.values()
        if one.key not in printed and is_required(one, values, typing.context)
    }
    kept = wanted if typing.whole else (due | set(typing.typed)) & wanted
    return replace(typing, rows=tuple(key for key in typing.form.fields if key in kept))


def _is_typed(one: Field) -> bool:
    """What the paper does not show, who a person is and what follows by itself is not asked for."""
    return one.printed and not one.computed and not one.identity and one.kind is not Kind.FILE
