"""A form while it is filled in: what was typed, what follows from it, what is still wrong.  No widgets."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from clinic_app.domain.forms import (
    Advice,
    Context,
    Field,
    Form,
    Problem,
    advice,
    asked,
    completeness,
    compute,
    critical,
    missing,
    only_asked,
    problems,
    proposals,
    read,
)

LAST: Final = "last"  # origin of what was taken over from last time
ASKED: Final = "asked"  # origin of what another form of this day was answered
COMPUTED: Final = "computed"
REQUIRED: Final = "forms.required"
_CARRIED: Final = frozenset({LAST, ASKED})  # wait to be looked at


@dataclass(frozen=True)
class Filling:
    """One form with its answers; each change gives a new one.

    Answers to what is not asked any more are kept in `typed`, so that a choice taken back brings them back.
    """

    form: Form
    typed: Mapping[str, Any]  # by the person, or taken over
    origins: Mapping[str, str]  # of what nobody has looked at yet: as in services.forms.Draft
    context: Context
    touched: frozenset[str] = field(default=frozenset())  # a proposal is offered until somebody answers

    @classmethod
    def begun(
        cls,
        form: Form,
        values: Mapping[str, Any],
        origins: Mapping[str, str],
        context: Context,
        *,
        signed: bool = False,
    ) -> "Filling":
        """What was written before by hand stays: only what came from a rule follows the other answers.

        To a `signed` record nothing is proposed.
        """
        ruled = _ruled(form, values, context)
        by_hand = {key for key in values if origins.get(key) != COMPUTED and key not in ruled}
        typed = {key: value for key, value in values.items() if key in by_hand}
        return cls(form, typed, dict(origins), context, frozenset(form.fields if signed else by_hand))

    @cached_property
    def values(self) -> dict[str, Any]:
        """All that counts now: typed, computed and proposed, without what is not asked."""
        found = only_asked(self.form, read(self.form, self.typed, self.context), self.context)
        offered = proposals(self.form, found, self.context)
        for key in self.touched & set(offered):
            offered.pop(key)
            if key in found:
                offered[key] = found[key]
        rules = compute(self.form, found | offered, self.context)
        empty = {key for key in self.touched if key not in found and not self.form.fields[key].computed}
        kept = {key: value for key, value in rules.items() if key not in empty}
        return read(self.form, only_asked(self.form, kept, self.context), self.context)

    @cached_property
    def asked(self) -> tuple[Field, ...]:
        """The fields to show, in printed order."""
        return asked(self.form, self.values, self.context)

    @cached_property
    def ruled(self) -> frozenset[str]:
        """Keys of the computed fields whose rule can say; the others are typed."""
        return _ruled(self.form, self.values, self.context)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        return problems(self.form, self.values, self.context)

    @cached_property
    def wrong(self) -> dict[str, Problem]:
        """The first problem of each field that is more than empty; rows by the key of their list."""
        found: dict[str, Problem] = {}
        for one in self.problems:
            if one.code != REQUIRED or "[" in one.field:
                found.setdefault(one.field.split("[")[0], one)
        return found

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Keys of the required fields that are empty."""
        return tuple(one.key for one in missing(self.form, self.values, self.context))

    @property
    def completeness(self) -> tuple[int, int]:
        return completeness(self.form, self.values, self.context)

    @cached_property
    def critical(self) -> tuple[str, ...]:
        return critical(self.form, self.values)

    @cached_property
    def advice(self) -> Advice | None:
        """The step that the answers ask for."""
        return advice(self.form, self.values, self.context)

    @property
    def carried(self) -> tuple[str, ...]:
        """Keys taken over from last time or another form that nobody has looked at."""
        return tuple(key for key, origin in self.origins.items() if origin in _CARRIED and key in self.values)

    def answered(self, key: str, value: Any) -> "Filling":
        """With one answer; None empties the field."""
        typed = {name: old for name, old in self.typed.items() if name != key}
        if value is not None:
            typed[key] = value
        origins = {name: origin for name, origin in self.origins.items() if name != key}
        fresh = replace(self, typed=typed, origins=origins, touched=self.touched | {key})
        return fresh if key != self.form.dated else fresh._on(value)

    def confirmed(self, key: str = "") -> "Filling":
        """What was taken over was looked at: one field, or all of them."""
        kept = {
            name: origin
            for name, origin in self.origins.items()
            if origin not in _CARRIED or (key and name != key)
        }
        return replace(self, origins=kept)

    def _on(self, value: Any) -> "Filling":
        """The day of service moved, and with it the person's age."""
        try:
            day = date.fromisoformat(str(value)[:10])
        except ValueError:
            return self
        return replace(self, context=replace(self.context, day=day))


def _ruled(form: Form, values: Mapping[str, Any], context: Context) -> frozenset[str]:
    keys = {key for key, one in form.fields.items() if one.computed}
    bare = {key: value for key, value in values.items() if key not in keys}
    return frozenset(keys & set(compute(form, bare, context)))
