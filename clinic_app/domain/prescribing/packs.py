"""规则包: a county's changes to the rules of a prescription, read strictly before they are published.

A pack is TOML with a `version`, a day `dated`, and the keys of resources/prescribing/rules.toml that it changes,
with or without their sections; a key that it does not name stays as the program has it.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from clinic_app.domain.codes import codes
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.prescribing.hits import Words
from clinic_app.domain.prescribing.rules import MAKERS, Rules

_AT: Final = re.compile(r"line (\d+)")
_ROUTES: Final = ("systemic_routes", "injection_routes", "infusion_routes", "vein_routes", "oral_routes")
_GRADES: Final = ("senior", "middle", "junior")
_KNOWN_GRADES: Final = frozenset({"NONRES", "RES", "SPEC"})
_FIELDS: Final = {one.name: one.type for one in fields(Rules)}
WHY: Final = {
    "toml": Words("不是合格的 TOML：{value}", "not TOML: {value}"),
    "missing": Words("缺少这一项", "is missing"),
    "unknown": Words("没有这一项", "there is no such key"),
    "kind": Words("值的类型不对：{value}", "a value of the wrong kind: {value}"),
    "twice": Words("写了两次", "is there twice"),
    "range": Words("超出合理范围：{value}", "out of range: {value}"),
    "code": Words("不认识的代码：{value}", "an unknown code: {value}"),
    "order": Words("应不小于 {value}", "should be at least {value}"),
}
# Whole numbers that make sense; those not named here lie between 0 and 1000.
_RANGES: Final = {
    "stale_days": (1, 366),
    "max_drugs": (1, 5),  # 处方管理办法 art. 6: five at most
    "usual_days": (1, 7),  # art. 19
    "emergency_days": (1, 3),
    "long_days": (7, 84),
    "longest_days": (28, 84),  # 长期处方管理规范(试行): twelve weeks at most
    "longest_valid_days": (1, 3),
    "dose_reason_percent": (50, 100),
    "dose_block_percent": (100, 300),
    "atc_length": (3, 7),
}
_IN_ORDER: Final = (
    ("emergency_days", "usual_days"),
    ("usual_days", "long_days"),
    ("long_days", "longest_days"),
    ("dose_reason_percent", "dose_block_percent"),
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a pack; `line` 0: the whole file; `why` a key of `WHY`."""

    line: int
    key: str
    why: str
    value: str = ""

    def words(self, language: str) -> str:
        words = WHY[self.why]
        return (words.en if language == "en" else words.zh).format(value=self.value)


class BadPack(RuleBroken):
    """A rule pack is refused; `faults` say line, key and reason of each."""

    code = "rules.bad_pack"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        first = self.faults[0]
        super().__init__(line=first.line, key=first.key, why=first.why, count=len(self.faults))


@dataclass(frozen=True, slots=True)
class Changed:
    """One key of the rules before and after."""

    key: str
    before: str
    after: str


def pack_of(text: str, base: Rules) -> Rules:
    """`base` with what a pack changes.

    Raises:
        BadPack: with every fault.
    """
    flat, faults = _flat(text)
    if faults:
        raise BadPack(faults)
    values: dict[str, Any] = {}
    for key, value in flat.items():
        if key not in _FIELDS:
            faults.append(Fault(_line(text, key), key, "unknown"))
            continue
        try:
            values[key] = _made(key, value)
        except (ValueError, TypeError, AttributeError, ArithmeticError):
            faults.append(Fault(_line(text, key), key, "kind", str(value)[:60]))
    faults += [Fault(0, key, "missing") for key in ("version", "dated") if key not in flat]
    if not faults:
        made = replace(base, **values)
        faults += [replace(one, line=_line(text, one.key)) for one in _faults_of(made, values)]
        if not faults:
            return made
    raise BadPack(faults)


def lenient_pack_of(text: str, base: Rules) -> Rules | None:
    """The same where it was published: what this version does not know is left out; None: it cannot be read."""
    flat, faults = _flat(text)
    if faults:
        return None
    try:
        return replace(base, **{key: _made(key, value) for key, value in flat.items() if key in _FIELDS})
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        return None


def changes(before: Rules, after: Rules) -> tuple[Changed, ...]:
    """What a pack would change, key by key."""
    pairs = ((key, getattr(before, key), getattr(after, key)) for key in _FIELDS)
    return tuple(Changed(key, _shown(old), _shown(new)) for key, old, new in pairs if old != new)


def _flat(text: str) -> tuple[dict[str, Any], list[Fault]]:
    """Every key with its value, whatever section it stands in."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        return {}, [Fault(int(at[1]) if at else 0, "", "toml", str(error)[:80])]
    flat: dict[str, Any] = {}
    faults = []
    for name, value in data.items():
        section = isinstance(value, dict) and not str(_FIELDS.get(name, "")).startswith("collections")
        for key, inner in value.items() if section else ((name, value),):
            if key in flat:
                faults.append(Fault(_line(text, key), key, "twice"))
            flat[key] = inner
    return flat, faults


def _made(key: str, value: Any) -> Any:
    """
    Raises:
        ValueError, TypeError, AttributeError, ArithmeticError: a value of another kind.
    """
    kind = _FIELDS[key]
    expected = _EXPECTED.get(kind)
    if expected is not None and not expected(value):
        raise TypeError(key)
    return MAKERS[kind](value)


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


_EXPECTED: Final[Mapping[Any, Callable[[Any], bool]]] = {
    str: lambda value: isinstance(value, str) and bool(value.strip()),
    frozenset[str]: _words,
    tuple[str, ...]: _words,
    Mapping[str, str]: lambda value: isinstance(value, dict) and all(map(str, value.values())),
}


def _faults_of(rules: Rules, named: Iterable[str]) -> list[Fault]:
    """What the values that a pack names do not mean together."""
    found = []
    for key in named:
        value = getattr(rules, key)
        if _FIELDS[key] is int:
            least, most = _RANGES.get(key, (0, 1000))
            if not least <= value <= most:
                found.append(Fault(0, key, "range", str(value)))
        if key in _ROUTES:
            found += [Fault(0, key, "code", one) for one in sorted(value - codes("route").keys())]
        if key in _GRADES:
            found += [Fault(0, key, "code", one) for one in sorted(value - _KNOWN_GRADES)]
    for low, high in _IN_ORDER:
        if getattr(rules, low) > getattr(rules, high):
            found.append(Fault(0, high, "order", str(getattr(rules, low))))
    return found


def _line(text: str, key: str) -> int:
    """Where a key stands; 0: nowhere."""
    wanted = re.compile(rf"^\s*\"?{re.escape(key)}\"?\s*=")
    return next((no for no, line in enumerate(text.splitlines(), start=1) if wanted.match(line)), 0)


def _shown(value: Any) -> str:
    if isinstance(value, frozenset):
        return "、".join(sorted(value))
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, Mapping):
        return "、".join(f"{key} {_shown(one)}" for key, one in value.items())
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
