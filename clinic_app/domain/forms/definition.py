"""表单: what a form asks, as data.  One file a form, resources/forms/<key>.toml (docs/forms.md).

A filling is plain JSON by field key (`Values`); a missing key is an empty field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from clinic_app.domain.codes import Code
from clinic_app.domain.codes import codes as code_table
from clinic_app.domain.forms.conditions import Condition

# text, code, ref, file: str; int: int; dec: str with a point; date "YYYY-MM-DD"; datetime "YYYY-MM-DDTHH:MM",
# Beijing; bool; codes: list of str; list: list of objects by the keys of its rows.
Values = Mapping[str, Any]


class Kind(StrEnum):
    TEXT = "text"
    INT = "int"
    DEC = "dec"
    DATE = "date"
    DATETIME = "datetime"
    CODE = "code"
    CODES = "codes"
    BOOL = "bool"
    REF = "ref"
    LIST = "list"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Context:
    """Who is served and when: what conditions ask beside the answers themselves."""

    day: date  # of the service
    sex: str = ""  # GB/T 2261.1; "" not known
    birth_date: date | None = None
    carries: frozenset[str] = frozenset()  # managed groups: htn, dm, psych, tb, copd, maternal …
    last: Values = field(default_factory=dict, hash=False)  # the answers of the record of this form before


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of a form."""

    key: str
    name_zh: str
    name_en: str
    kind: Kind
    unit: str = ""  # UCUM
    required: bool | Condition = False  # a condition: required when it holds
    low: Decimal | None = None  # plausible range, ends included
    high: Decimal | None = None
    places: int = 0  # of a dec: most places after the point
    codes: str | tuple[Code, ...] = ()  # a table of resources/codes, or the choices themselves
    offered: tuple[str, ...] = ()  # of the codes, only these
    words: tuple[Code, ...] = ()  # of an int that is chosen: what each of its values says
    alone: tuple[str, ...] = ()  # choices that exclude every other one (of a row: every other row)
    rows: "tuple[Field, ...]" = ()  # of a list
    labels: tuple[tuple[str, str], ...] = ()  # of a list with one row each: what the row is about, zh and en
    least: int = 0  # rows of a list
    most: int | None = None
    none: bool = False  # [] is an answer: 无; a list without `least` always, a codes field where it says so
    asked: Condition | None = None  # None: always
    computed: str = ""  # name of a rule: the value is the rule's
    proposed: str = ""  # name of a rule: its value is offered and may be changed
    carried: bool = False  # taken over from the last time
    identity: str = ""  # filled from the resident, or "staff" and "facility" from who writes
    format: str = ""  # name of a written form: record_no, id_no, phone, year_month …
    observation: str = ""  # key of resources/tables/measurements.csv
    side: str = ""  # left or right, of an observation
    printed: bool = True  # False: an addition of this project, not on the paper
    note: str = ""  # one Chinese line for who fills it in

    def options(self) -> Mapping[str, Code]:
        """The choices of a code or codes field, or of an int with words, in printed order; empty for others."""
        if self.words:
            return MappingProxyType({one.code: one for one in self.words})
        table = (
            code_table(self.codes) if isinstance(self.codes, str) else {one.code: one for one in self.codes}
        )
        return MappingProxyType({key: table[key] for key in self.offered} if self.offered else dict(table))


@dataclass(frozen=True, slots=True)
class Section:
    name_zh: str
    name_en: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold across fields; it is silent while a field it names is empty."""

    need: Condition
    zh: str  # what is wrong and what to do, as a sentence
    en: str
    when: Condition | None = None


@dataclass(frozen=True)
class Form:
    """A form in one version."""

    key: str
    name_zh: str
    name_en: str
    version: int
    valid_from: date
    source: str
    confidence: str
    about: str  # "resident" or "facility"
    dated: str  # key of the field that holds the day of service
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    serves: Condition | None = None  # whom it is for; None: anybody
    advises: str = ""  # name of a rule: the step that the answers ask for (advice.py)
    continues: str = ""  # key of the form before it: what is carried comes from there the first time

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field by key, in printed order."""
        return MappingProxyType({one.key: one for section in self.sections for one in section.fields})

    def step_of(self, step: str) -> dict[str, str]:
        """The answer that says which of several services is given (M6), where the form asks for it so."""
        field = self.fields.get("visit")
        return {"visit": step} if field is not None and step in field.options() else {}

    @property
    def is_followup(self) -> bool:
        """随访: it asks for the next time, so it is filled again and again."""
        return "next_visit_date" in self.fields
