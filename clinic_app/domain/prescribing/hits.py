"""What a rule says to a prescription."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from clinic_app.domain.prescribing.draft import Draft


class Severity(IntEnum):
    """The higher, the graver."""

    WARN = 1  # 提醒
    REASON = 2  # 须填写理由, with a second signature of the prescriber
    BLOCK = 3  # 不能开具


class Words(NamedTuple):
    """The same in two languages."""

    zh: str
    en: str


Value = str | int | Words
Facts = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Hit:
    """`key` names the sentence (sentences.py); `lines` are positions in the draft, none: the whole sheet."""

    key: str  # P10.single
    severity: Severity
    lines: tuple[int, ...] = ()
    facts: tuple[tuple[str, Value], ...] = ()

    @property
    def rule(self) -> str:
        """P10"""
        return self.key.partition(".")[0]


def gravest_first(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Each once, in an order that depends on nothing but what they say."""
    return tuple(sorted(set(hits), key=lambda one: (-one.severity, one.key, one.lines, str(one.facts))))


def unanswered(hits: Iterable[Hit], draft: Draft) -> tuple[Hit, ...]:
    """What still keeps the draft from being signed: every block, and what has no reason yet.

    A reason without a drug answers its rule for the whole sheet.
    """
    given = {(one.rule, one.drug) for one in draft.reasons if one.text.strip()}
    return tuple(
        hit
        for hit in hits
        if hit.severity is Severity.BLOCK
        or (hit.severity is Severity.REASON and not _answered(hit, draft, given))
    )


def is_answered(hit: Hit, draft: Draft) -> bool:
    """Whether the prescriber gave a reason for it."""
    return _answered(hit, draft, {(one.rule, one.drug) for one in draft.reasons if one.text.strip()})


def _answered(hit: Hit, draft: Draft, given: set[tuple[str, str]]) -> bool:
    if (hit.rule, "") in given:
        return True
    return bool(hit.lines) and any((hit.rule, draft.lines[at].drug) in given for at in hit.lines)
