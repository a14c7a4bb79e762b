"""What the shell shows, as plain values: it knows no services."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from clinic_app.domain.roles import Role
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the shell, built when it is first opened.

    Args:
        name: the feature's name; `MainWindow.open_page` takes it.
        title: Chinese, marked ``QT_TRANSLATE_NOOP("pages", …)``.
        icon: a file of resources/icons.
        roles: who sees it; empty means everybody.
        factory: makes the widget.
        words: more words it is found by with Ctrl+K.
        group: the heading it stands under in the rail; Chinese, marked likewise.
    """

    name: str
    title: str
    icon: str
    roles: frozenset[Role]
    factory: Callable[[], QWidget]
    words: str = ""
    group: str = ""

    def open_to(self, roles: frozenset[Role]) -> bool:
        return not self.roles or bool(self.roles & roles)


class Reader(StrEnum):
    READY = "ready"
    READING = "reading"
    CARD_IN = "card_in"
    MISSING = "missing"  # no reader plugged in
    NO_SERVICE = "no_service"  # pcscd or the smart card service is not running
    FAULT = "fault"
    CARD_FAULT = "card_fault"  # the reader works, this card cannot be read


@dataclass(frozen=True, slots=True)
class ReaderState:
    kind: Reader = Reader.MISSING
    name: str = ""  # of the reader, as the system calls it
    simulated: bool = False


class Line(StrEnum):
    """The line to the county."""

    UP = "up"
    BUSY = "busy"
    DOWN = "down"
    NOT_ENROLLED = "not_enrolled"
    REFUSED = "refused"  # revoked, or two clones of one disk


@dataclass(frozen=True, slots=True)
class SyncState:
    """`safe_seq` is what the county holds durably; green only when nothing is unsent and the days agree."""

    line: Line = Line.NOT_ENROLLED
    unsent: int = 0
    oldest_s: float = 0.0  # seconds since the oldest unsent entry was written
    safe_seq: int = 0
    quarantined: int = 0  # returned with a reason
    differs: str = ""  # the earliest day on which the county's sums are not ours
    via_hub: bool = False  # received by the clinic's hub, not yet by the county
    filling: tuple[int, int] | None = (
        None  # a new PC: entries of the county's feed that are here, and of how many
    )


@dataclass(frozen=True, slots=True)
class DutyState:
    """The person on duty."""

    staff_id: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning about a resident: 青霉素过敏, 随访过期 12 天."""

    text: str
    tone: Tone = Tone.DANGER


@dataclass(frozen=True, slots=True)
class ResidentBanner:
    """The resident in hand; all texts ready to show."""

    name: str
    sex: str
    age: str
    id_masked: str
    insurance: str = ""  # 居民医保, 自费
    card: str = ""  # 社保卡, 电子凭证, 临时
    temporary: bool = False
    warnings: tuple[Caution, ...] = ()
