"""One table of a TOML file, read key by key; what is wrong is written down and reading goes on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from clinic_app.domain.policy.findings import Findings
from clinic_app.domain.policy.words import RANK, WHOLE_BP

ABSENT = object()


class Table:
    """Typed access to the keys of one table.

    A missing or wrong value is a problem and answers with an empty one, so that a
    single reading finds every problem; the result is used only if there was none.
    """

    def __init__(self, data: Any, path: str, findings: Findings) -> None:
        self.path = path
        self.findings = findings
        self._data: dict[str, Any] = data if isinstance(data, dict) else {}
        self._read: set[str] = set()
        if not isinstance(data, dict):
            findings.problem(path, "应为表（table）")

    def key(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        return name in self._data

    def skip(self, *names: str) -> None:
        """These keys belong to others; they are no spelling mistakes."""
        self._read.update(names)

    def skip_all(self) -> None:
        self._read.update(self._data)

    def text(self, name: str) -> str:
        value = self._value(name, str, "字符串")
        return value if isinstance(value, str) else ""

    def flag(self, name: str, default: bool | None = None) -> bool:
        if default is not None and not self.has(name):
            return default
        return self._value(name, bool, "true 或 false") is True

    def integer(self, name: str) -> int:
        value = self._value(name, int, "整数")
        return value if isinstance(value, int) else 0

    def fen(self, name: str) -> int:
        """An amount in whole fen, never negative."""
        value = self.integer(name)
        if value < 0:
            self.findings.problem(self.key(name), f"金额不能为负（{value}）")
        return value

    def optional_fen(self, name: str) -> int | None:
        return self.fen(name) if self.has(name) else None

    def ratio(self, name: str) -> int:
        value = self.integer(name)
        if not 0 <= value <= WHOLE_BP:
            self.findings.problem(self.key(name), f"比例应在 0 到 10000 之间（{value}）")
        return value

    def word(self, name: str, known: Sequence[str]) -> str:
        value = self._value(name, str, "字符串")
        if isinstance(value, str) and value not in known:
            self.findings.problem(self.key(name), f"不认识的取值“{value}”，应为 {'、'.join(known)}")
        return value if isinstance(value, str) else ""

    def level(self, name: str) -> str:
        return self.word(name, tuple(RANK))

    def words(self, name: str) -> tuple[str, ...]:
        value = self._value(name, list, "字符串列表")
        if not isinstance(value, list):
            return ()
        if not all(isinstance(item, str) for item in value):
            self.findings.problem(self.key(name), "应为字符串列表")
            return ()
        return tuple(value)

    def levels(self, name: str) -> tuple[str, ...]:
        """Institution levels.  An unknown one never matches, so it is worth a remark."""
        value = self.words(name)
        for word in value:
            if word not in RANK:
                self.findings.remark(self.key(name), f"不认识的机构级别“{word}”，永远不会命中")
        return value

    def integers(self, name: str) -> tuple[int, ...]:
        value = self._value(name, list, "整数列表")
        if not isinstance(value, list):
            return ()
        if not all(type(item) is int for item in value):
            self.findings.problem(self.key(name), "应为整数列表")
            return ()
        return tuple(value)

    def day(self, name: str) -> date | None:
        """A TOML date; None when the key is absent."""
        if not self.has(name):
            return None
        value = self._value(name, date, "日期")
        if isinstance(value, datetime):  # a datetime is a date to Python, not to a policy
            self.findings.problem(self.key(name), "应为日期，不带时间")
            return None
        return value if isinstance(value, date) else None

    def table(self, name: str) -> "Table":
        if not self.has(name):
            self.findings.problem(self.key(name), "缺少这张表")
            return Table({}, self.key(name), Findings())  # its keys are missing because it is
        self._read.add(name)
        return Table(self._data[name], self.key(name), self.findings)

    def tables(self, name: str) -> list["Table"]:
        """A list of tables; a missing one is empty."""
        self._read.add(name)
        value = self._data.get(name, [])
        if not isinstance(value, list):
            self.findings.problem(self.key(name), "应为表的列表")
            return []
        return [Table(item, f"{self.key(name)}[{at}]", self.findings) for at, item in enumerate(value)]

    def prices(self, name: str) -> dict[str, int] | None:
        """A table of whole numbers by institution level; None when absent."""
        if not self.has(name):
            return None
        inner = self.table(name)
        for level in inner._data:
            if level not in RANK:
                self.findings.problem(inner.key(level), "不认识的机构级别")
        return {level: inner.integer(level) for level in inner._data}

    def end(self) -> None:
        """All keys are read: what is left over is probably a spelling mistake."""
        for name in self._data:
            if name not in self._read:
                self.findings.remark(self.key(name), "不认识的键，已忽略")

    def _value(self, name: str, kind: type, wanted: str) -> object:
        self._read.add(name)
        value = self._data.get(name, ABSENT)
        if value is ABSENT:
            self.findings.problem(self.key(name), "缺少这个键")
            return ABSENT
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.findings.problem(self.key(name), f"应为{wanted}")
            return ABSENT
        return value
