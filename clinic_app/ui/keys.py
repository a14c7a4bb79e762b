"""The keys: one fixed set for all screens, shown on the buttons, remappable by one file a clinic.

``keymap.toml`` in the data folder::

    [keys]
    save = "F7"
    settle = "F10"

A key given to one command is taken from the command that had it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtGui import QKeySequence

from clinic_app.domain.errors import RuleBroken
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate


class BadKeyMap(RuleBroken):
    """The clinic's key file cannot be used; carries every problem at once."""

    code = "keys.bad"


@dataclass(frozen=True, slots=True)
class Command:
    """Something a key does.  A page offers it by showing an `ActionButton` of this name."""

    name: str
    title: str  # Chinese; translated where shown
    key: str  # in Qt's portable spelling
    icon: str = ""


COMMANDS: Final = (
    Command("help", QT_TRANSLATE_NOOP("keys", "键位帮助"), "F1", "help"),
    Command("read_card", QT_TRANSLATE_NOOP("keys", "读卡"), "F2", "card"),
    Command("find", QT_TRANSLATE_NOOP("keys", "找人"), "F3", "search"),
    Command("clear", QT_TRANSLATE_NOOP("keys", "清空"), "F4", "clear"),
    Command("next", QT_TRANSLATE_NOOP("keys", "刷新/下一位"), "F5", "refresh"),
    Command("refund", QT_TRANSLATE_NOOP("keys", "退号/退费/退药"), "F6", "undo"),
    Command("preview", QT_TRANSLATE_NOOP("keys", "预结算/审方"), "F7", "split"),
    Command("save", QT_TRANSLATE_NOOP("keys", "保存"), "F8", "save"),
    Command("settle", QT_TRANSLATE_NOOP("keys", "收费/结算/发药"), "F9", "cash"),
    Command("print", QT_TRANSLATE_NOOP("keys", "打印"), "F10", "print"),
    Command("hold", QT_TRANSLATE_NOOP("keys", "暂挂"), "F11", "pause"),
    Command("lock", QT_TRANSLATE_NOOP("keys", "锁屏"), "F12", "lock"),
    Command("self_pay", QT_TRANSLATE_NOOP("keys", "改自费/改医保"), "Ctrl+G", "person"),
    Command("means", QT_TRANSLATE_NOOP("keys", "其他收款方式"), "Ctrl+M", "cash"),
    Command("purse", QT_TRANSLATE_NOOP("keys", "电子钱包"), "Ctrl+E", "card"),
    Command("issuer", QT_TRANSLATE_NOOP("keys", "发卡方答复"), "Ctrl+I", "card"),
    Command("difference", QT_TRANSLATE_NOOP("keys", "结清差额"), "Ctrl+D", "split"),
    Command("part", QT_TRANSLATE_NOOP("keys", "部分退"), "Ctrl+P", "undo"),
    Command("walk_in", QT_TRANSLATE_NOOP("keys", "无挂号接诊"), "Ctrl+N", "add"),
    Command("tcm", QT_TRANSLATE_NOOP("keys", "中医诊断"), "Ctrl+T", "add"),
    Command("template", QT_TRANSLATE_NOOP("keys", "模板"), "Ctrl+B", "copy"),
    Command("keep_template", QT_TRANSLATE_NOOP("keys", "存为模板"), "Ctrl+S", "save"),
    Command("sheet_kind", QT_TRANSLATE_NOOP("keys", "普通、急诊、长期处方"), "Ctrl+L", "journal"),
    Command("group", QT_TRANSLATE_NOOP("keys", "成组/拆组"), "Ctrl+J", "contract"),
    Command("own", QT_TRANSLATE_NOOP("keys", "自备药"), "Ctrl+O", "person"),
    Command("herbs", QT_TRANSLATE_NOOP("keys", "中药饮片"), "Ctrl+H", "add"),
    Command("examine", QT_TRANSLATE_NOOP("keys", "开检查"), "Ctrl+R", "orders"),
    Command("home_visit", QT_TRANSLATE_NOOP("keys", "入户模式"), "Ctrl+W", "home"),
    Command("previous", QT_TRANSLATE_NOOP("keys", "上一位"), "Alt+Up", "undo"),
    Command("finish", QT_TRANSLATE_NOOP("keys", "完成就诊"), "Ctrl+Return", "done"),
    Command("page_after", QT_TRANSLATE_NOOP("keys", "下一页"), "Ctrl+PgDown", "chevron-down"),
    Command("page_before", QT_TRANSLATE_NOOP("keys", "上一页"), "Ctrl+PgUp", "chevron-up"),
    Command("palette", QT_TRANSLATE_NOOP("keys", "找功能"), "Ctrl+K", "search"),
    Command("add_row", QT_TRANSLATE_NOOP("keys", "加行"), "Ins", "add"),
    Command("delete_row", QT_TRANSLATE_NOOP("keys", "删行"), "Del", "remove"),
)

BY_NAME: Final[Mapping[str, Command]] = MappingProxyType({command.name: command for command in COMMANDS})

# Keys of widgets, told on the key card but not remapped.
FIXED: Final = (
    ("Enter", QT_TRANSLATE_NOOP("keys", "下一格")),
    ("Esc", QT_TRANSLATE_NOOP("keys", "退一步")),
    ("↑ ↓", QT_TRANSLATE_NOOP("keys", "在列表里选")),
    ("Alt+1…0", QT_TRANSLATE_NOOP("keys", "换页")),
)


@dataclass(frozen=True, slots=True)
class KeyMap:
    """Which key does what in this clinic."""

    keys: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({command.name: command.key for command in COMMANDS})
    )

    @classmethod
    def load(cls, path: Path) -> "KeyMap":
        """Read the clinic's own keys; no file means the fixed set.

        Raises:
            BadKeyMap: not TOML, an unknown command, or a key that does not exist or is given twice.
        """
        if not path.exists():
            return cls()
        try:
            wanted = tomllib.loads(path.read_text(encoding="utf-8")).get("keys", {})
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadKeyMap(problems=str(error)) from error
        return cls.remapped(wanted)

    @classmethod
    def remapped(cls, wanted: Mapping[str, str]) -> "KeyMap":
        """The fixed set with some keys moved.

        Raises:
            BadKeyMap: as for `load`.
        """
        problems = _problems(wanted)
        if problems:
            raise BadKeyMap(problems="；".join(problems))
        moved = {name: _portable(key) for name, key in wanted.items()}
        taken = set(moved.values())
        keys = {
            command.name: moved.get(command.name, "" if command.key in taken else command.key)
            for command in COMMANDS
        }
        return cls(MappingProxyType(keys))

    def key(self, name: str) -> str:
        """The key of a command as a label shows it; empty when it has none."""
        return self.keys[name].replace("Return", "Enter").replace("+Up", "+↑")

    def sequence(self, name: str) -> QKeySequence:
        return QKeySequence(self.keys[name])


def title(name: str) -> str:
    """What a command is called, in the user's language."""
    return translate("keys", BY_NAME[name].title)


_current = KeyMap()


def current() -> KeyMap:
    """The key map in use; buttons read their label from it."""
    return _current


def use(keys: KeyMap) -> None:
    """Take `keys` into use, before the first window is built."""
    global _current
    _current = keys


def _portable(key: str) -> str:
    return QKeySequence(key.replace("Enter", "Return")).toString(QKeySequence.SequenceFormat.PortableText)


def _problems(wanted: Mapping[str, object]) -> list[str]:
    problems = []
    seen: dict[str, str] = {}
    for name, key in wanted.items():
        if name not in BY_NAME:
            problems.append(f"{name}?")
        elif not isinstance(key, str) or not _portable(key):
            problems.append(f"{name} = {key}?")
        elif _portable(key) in seen:
            problems.append(f"{_portable(key)}: {seen[_portable(key)]}, {name}")
        else:
            seen[_portable(key)] = name
    return problems
