"""Typed access to one JSON object of a case; a missing key and null mean the same."""

import re
from datetime import date
from typing import Any, TypeVar

from clinic_app.domain.errors import RuleBroken

T = TypeVar("T", bound=str)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class UnreadableCase(RuleBroken):
    """A case file line lacks a field or has one of the wrong type."""

    code = "settlement.unreadable_case"


class Fields:
    """The keys of one object.  Unknown keys are never looked at."""

    def __init__(self, data: Any, path: str) -> None:
        if not isinstance(data, dict):
            raise UnreadableCase(key=path, reason="应为对象（object）")
        self._data: dict[str, Any] = data
        self.path = path

    def key(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        return self._data.get(name) is not None

    def text(self, name: str) -> str:
        return str(self._required(name, str, "字符串"))

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if self.has(name) else None

    def text_or(self, name: str, default: str) -> str:
        return self.text(name) if self.has(name) else default

    def integer(self, name: str) -> int:
        value = self._required(name, int, "整数")
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.bad(name, "应为整数")
        return value

    def integer_or(self, name: str, default: int) -> int:
        return self.integer(name) if self.has(name) else default

    def optional_integer(self, name: str) -> int | None:
        return self.integer(name) if self.has(name) else None

    def flag(self, name: str) -> bool:
        return self._required(name, bool, "true 或 false") is True

    def flag_or(self, name: str, default: bool) -> bool:
        return self.flag(name) if self.has(name) else default

    def word(self, name: str, known: type[T], default: T | None = None) -> T:
        """One of the words of the enumeration `known`."""
        if default is not None and not self.has(name):
            return default
        value = self.text(name)
        try:
            return known(value)
        except ValueError:
            raise self.bad(name, f"不认识的取值“{value}”") from None

    def day(self, name: str) -> date:
        day = day_of(self._required(name, str, "日期"))
        if day is None:
            raise self.bad(name, "应为 YYYY-MM-DD 形式的日期")
        return day

    def optional_day(self, name: str) -> date | None:
        return self.day(name) if self.has(name) else None

    def day_if_any(self, name: str) -> date | None:
        """A date; None also when it cannot be read."""
        return day_of(self._data.get(name))

    def inner(self, name: str) -> "Fields":
        return Fields(self._required(name, dict, "对象（object）"), self.key(name))

    def optional_object(self, name: str) -> "Fields | None":
        return self.inner(name) if self.has(name) else None

    def objects(self, name: str) -> list["Fields"]:
        value = self._required(name, list, "列表")
        assert isinstance(value, list)
        items: list[Any] = value
        return [Fields(item, f"{self.key(name)}[{at}]") for at, item in enumerate(items)]

    def objects_or_none(self, name: str) -> list["Fields"]:
        return self.objects(name) if self.has(name) else []

    def names(self) -> list[str]:
        return list(self._data)

    def replaced_by(self, other: "Fields") -> "Fields":
        """These fields with those of `other` in their place."""
        return Fields({**self._data, **other._data}, other.path)

    def bad(self, name: str, reason: str) -> UnreadableCase:
        return UnreadableCase(key=self.key(name), reason=reason)

    def _required(self, name: str, kind: type, wanted: str) -> object:
        value = self._data.get(name)
        if value is None:
            raise self.bad(name, "缺少这个字段")
        if not isinstance(value, kind):
            raise self.bad(name, f"应为{wanted}")
        return value


def day_of(value: object) -> date | None:
    """``"2011-05-10"`` as a date; None for anything else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value) or not value.isascii():
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
