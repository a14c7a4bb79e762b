"""Reads resources/forms: every file checked whole, so that a bad definition is found at once and named."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from clinic_app.domain.codes import Code, UnknownCode, codes, rows
from clinic_app.domain.forms.advice import ADVICE
from clinic_app.domain.forms.conditions import Condition, Unreadable, parse
from clinic_app.domain.forms.definition import Check, Field, Form, Kind, Section
from clinic_app.domain.forms.errors import DefinitionDamaged, UnknownForm
from clinic_app.domain.forms.formats import FORMATS
from clinic_app.domain.forms.rules import RULES
from clinic_app.domain.measurements import measures
from clinic_app.domain.resources import resource, text

_HEAD: Final = (
    "form",
    "name_zh",
    "name_en",
    "version",
    "valid_from",
    "source",
    "confidence",
    "about",
    "dated",
)
# Attributes of a field that are taken over as they stand, and those that are read first.
_PLAIN: Final[Mapping[str, type | tuple[type, ...]]] = {
    "key": str,
    "unit": str,
    "places": int,
    "least": int,
    "most": int,
    "computed": str,
    "proposed": str,
    "carried": bool,
    "identity": str,
    "format": str,
    "observation": str,
    "side": str,
    "printed": bool,
    "note": str,
}
_READ: Final[Mapping[str, type | tuple[type, ...]]] = {
    "zh": str,
    "en": str,
    "kind": str,
    "required": (bool, str),
    "low": (int, Decimal),
    "high": (int, Decimal),
    "codes": (str, list),
    "words": list,
    "offered": list,
    "alone": list,
    "none": bool,
    "rows": list,
    "labels": (str, list),
    "asked": str,
}
# Tables whose lines are the rows of a list, and what their names are called there.
_LABELS: Final = {"tcm_questions": "text", "tcm_constitutions": "name"}
_NEEDED: Final = ("key", "zh", "en", "kind")
IDENTITIES: Final = (
    "name", "record_no", "sex", "birth_date", "id_no", "address", "phone", "resident", "staff", "facility",
)  # fmt: skip
_ABOUT: Final = ("resident", "facility")
_OBSERVED: Final = (Kind.INT, Kind.DEC, Kind.CODE, Kind.CODES, Kind.TEXT)


def form(key: str) -> Form:
    """One form in its newest version.

    Raises:
        UnknownForm: there is none of this key.
        DefinitionDamaged: its file cannot be used.
    """
    if key not in keys():
        raise UnknownForm(form=key)
    return _load(key)


def forms() -> Mapping[str, Form]:
    """Every form by key.

    Raises:
        DefinitionDamaged: a file cannot be used.
    """
    return MappingProxyType({key: _load(key) for key in keys()})


@cache
def keys() -> tuple[str, ...]:
    """The keys of all forms, by name of file."""
    names = sorted(file.name for file in resource("forms").iterdir())
    return tuple(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


@cache
def _load(key: str) -> Form:
    return read_definition(key, text("forms", f"{key}.toml"))


def read_definition(key: str, toml: str) -> Form:
    """A form from the text of its file.

    Raises:
        DefinitionDamaged: no TOML, an unknown kind, table, rule, condition or attribute, or a key twice.
    """
    try:
        raw = tomllib.loads(toml, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionDamaged(file=key, field="", why=str(error)) from None
    return _Reader(key, raw).form()


class _Reader:
    """One file; `place` is the field being read, for the error."""

    def __init__(self, file: str, raw: Mapping[str, Any]) -> None:
        self.file = file
        self.raw = raw
        self.place = ""

    def form(self) -> Form:
        raw = self.raw
        unknown = set(raw) - {*_HEAD, "section", "check", "serves", "advises", "continues"}
        self._need(not unknown, f"unknown: {', '.join(sorted(unknown))}")
        for name in _HEAD:
            self._need(name in raw, f"{name} is missing")
        self._need(raw["form"] == self.file, "form is not the file's name")
        self._need(raw["about"] in _ABOUT, f"about {raw['about']}")
        self._need(raw.get("advises", "") in {"", *ADVICE}, f"advises {raw.get('advises')}")
        continued = raw.get("continues", "")
        self._need(not continued or continued in keys(), f"continues {continued}")
        fields = [one["key"] for section in raw["section"] for one in section["fields"]]
        for key in fields:
            self._need(fields.count(key) == 1, f"{key} twice")
        self._need(raw["dated"] in fields, f"dated {raw['dated']}")
        sections = tuple(self._section(section, fields) for section in raw["section"])
        checks = tuple(self._check(check, fields) for check in raw.get("check", ()))
        head = {name: raw[name] for name in _HEAD if name != "form"}
        return Form(
            key=self.file,
            sections=sections,
            checks=checks,
            serves=self._condition(raw.get("serves"), ()),
            advises=raw.get("advises", ""),
            continues=continued,
            **head,
        )

    def _section(self, raw: Mapping[str, Any], keys: Collection[str]) -> Section:
        fields = tuple(self._field(one, keys) for one in raw["fields"])
        return Section(raw["name_zh"], raw["name_en"], fields)

    def _check(self, raw: Mapping[str, Any], keys: Collection[str]) -> Check:
        self.place = raw["need"]
        need = self._condition(raw["need"], keys)
        assert need is not None
        return Check(need, raw["zh"], raw["en"], self._condition(raw.get("when"), keys))

    def _field(self, raw: Mapping[str, Any], keys: Collection[str]) -> Field:
        self.place = str(raw.get("key", ""))
        for name, value in raw.items():
            kinds = _PLAIN.get(name) or _READ.get(name, ())
            self._need(isinstance(value, kinds), f"{name} = {value!r}")
        for name in _NEEDED:
            self._need(name in raw, f"{name} is missing")
        self._need(raw["kind"] in set(Kind), f"kind {raw['kind']}")
        for name, known in self._known(raw):
            self._need(name in known, f"unknown: {name}")
        plain = {name: value for name, value in raw.items() if name in _PLAIN}
        required = raw.get("required", False)
        columns = raw.get("rows", [])
        column_keys = [one["key"] for one in columns]
        field = Field(
            name_zh=raw["zh"],
            name_en=raw["en"],
            kind=Kind(raw["kind"]),
            low=_decimal(raw.get("low")),
            high=_decimal(raw.get("high")),
            codes=self._codes(raw),
            offered=tuple(raw.get("offered", ())),
            words=tuple(Code(*one) for one in raw.get("words", ())),
            alone=tuple(raw.get("alone", ())),
            none=raw.get("none", raw["kind"] == Kind.LIST and not raw.get("least", 0)),
            required=required if isinstance(required, bool) else self._condition(required, keys) or False,
            asked=self._condition(raw.get("asked"), keys),
            rows=tuple(self._field(one, column_keys) for one in columns),
            labels=self._labels(raw.get("labels", [])),
            **{"places": 2 if raw["kind"] == Kind.DEC else 0, **plain},
        )
        self._sound(field)
        return field

    def _known(self, raw: Mapping[str, Any]) -> Iterator[tuple[str, Collection[str]]]:
        """Names of the field that must be found elsewhere, with where."""
        places: Mapping[str, Collection[str]] = {
            "computed": RULES,
            "proposed": RULES,
            "identity": IDENTITIES,
            "format": FORMATS,
            "observation": measures(),
        }
        for name, known in places.items():
            if name in raw:
                yield raw[name], known

    def _sound(self, field: Field) -> None:
        self.place = field.key
        choosing = field.kind in (Kind.CODE, Kind.CODES)
        self._need(choosing == bool(field.codes), "codes belong to code and codes")
        values = {str(value) for value in range(int(field.low or 0), int(field.high or 0) + 1)}
        self._need(
            not field.words or (field.kind is Kind.INT and {one.code for one in field.words} == values),
            "words say each value of an int",
        )
        self._need((field.kind is Kind.LIST) == bool(field.rows), "rows belong to list")
        if choosing:
            table = codes(field.codes) if isinstance(field.codes, str) else {one.code for one in field.codes}
            for one in (*field.offered, *field.alone):
                self._need(one in table, f"no choice {one}")
        self._need(field.low is None or field.high is None or field.low <= field.high, "low above high")
        self._need(not (field.computed and field.proposed), "computed and proposed")
        self._need(not field.observation or field.kind in _OBSERVED, f"observation of a {field.kind}")
        fixed = len(field.labels)
        self._need(not fixed or field.least == field.most == fixed, "one row for each label")

    def _codes(self, raw: Mapping[str, Any]) -> str | tuple[Code, ...]:
        given = raw.get("codes", ())
        if isinstance(given, str):
            try:
                codes(given)
            except UnknownCode:
                raise DefinitionDamaged(file=self.file, field=self.place, why=f"no table {given}") from None
            return given
        return tuple(Code(*one) for one in given)

    def _labels(self, given: str | list[list[str]]) -> tuple[tuple[str, str], ...]:
        """As they stand, or the names of a table of resources/tables."""
        if isinstance(given, list):
            return tuple((zh, en) for zh, en in given)
        self._need(given in _LABELS, f"no labels {given}")
        return tuple(
            (line[f"{_LABELS[given]}_zh"], line[f"{_LABELS[given]}_en"])
            for line in rows("tables", f"{given}.csv")
        )

    def _condition(self, given: str | None, keys: Collection[str]) -> Condition | None:
        try:
            return parse(given, keys) if given else None
        except Unreadable as error:
            raise DefinitionDamaged(file=self.file, field=self.place, why=str(error)) from None

    def _need(self, sound: bool, why: str) -> None:
        if not sound:
            raise DefinitionDamaged(file=self.file, field=self.place, why=why)


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)
