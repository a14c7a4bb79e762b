"""读卡器: the small interface of everything that brings a card or a code to the desk.

A reader is started with a listener and tells it events until it is stopped.  Events come on the
reader's own thread; the UI turns them into signals, the command line into a queue.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from clinic_app.devices.holder import CardHolder
from clinic_app.devices.scanner import Scan
from clinic_app.domain.errors import ClinicError


@dataclass(frozen=True, slots=True)
class ReadersChanged:
    """The readers of one `source` from now on; `problem` is an error's code, or None when all is well."""

    source: str
    names: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class CardIn:
    """A card was read.  `fresh`: it was put in just now, not lying there when the watch began."""

    reader: str
    holder: CardHolder
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class CardOut:
    """The card of `reader`, read or not, is gone (or cannot be seen any more)."""

    reader: str


@dataclass(frozen=True, slots=True)
class CardTrouble:
    """The card of `reader` cannot be read; `CardOut` still follows when it goes."""

    reader: str
    error: ClinicError
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Scanned:
    """扫码: a code came from a scanner."""

    reader: str
    scan: Scan


ReaderEvent = ReadersChanged | CardIn | CardOut | CardTrouble | Scanned
Listener = Callable[[ReaderEvent], None]


class Reader(Protocol):
    """PC/SC (`CardMonitor`), serial ID card, keyboard wedge, simulated."""

    @property
    def name(self) -> str: ...

    @property
    def simulated(self) -> bool:
        """True when its holders are made up."""

    def start(self, listener: Listener) -> None:
        """Begin to tell `listener`; returns at once."""

    def stop(self) -> None:
        """Tell nothing more; returns promptly."""
