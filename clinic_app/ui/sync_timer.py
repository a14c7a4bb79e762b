"""Carries the state of sync from its threads to the screen; nothing here waits for a line."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from clinic_app.ui.shell_state import Line, SyncState


class Filling(Protocol):
    """How far a new PC has come (`clinic_app.store.snapshot.Filling`)."""

    @property
    def done(self) -> int: ...
    @property
    def of(self) -> int: ...


class SyncNow(Protocol):
    """What the runner tells (`clinic_app.sync.runner.SyncNow`)."""

    @property
    def line(self) -> str: ...
    @property
    def error(self) -> str: ...
    @property
    def unsent(self) -> int: ...
    @property
    def oldest_s(self) -> float: ...
    @property
    def safe_seq(self) -> int: ...
    @property
    def quarantined(self) -> int: ...
    @property
    def differs(self) -> str: ...
    @property
    def at_hub(self) -> int: ...
    @property
    def filling(self) -> Filling | None: ...


class Runner(Protocol):
    def start(self) -> None: ...
    def ask(self) -> None: ...
    def stop(self) -> None: ...


MakeRunner = Callable[[Callable[[SyncNow], None], Callable[[], None]], Runner]


class SyncTimer(QObject):
    """`changed` and `arrived` are emitted on the thread that this object lives on.

    Args:
        make: builds the runner from its two callbacks, which its threads call.
    """

    changed = Signal(object)  # SyncState
    failed = Signal(str)  # the code of an error that stands now; "" when it is over
    arrived = Signal()  # entries of other PCs or of the county: what is shown may be old
    _told = Signal(object)
    _came = Signal()

    def __init__(self, make: MakeRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = SyncState()
        self._error = ""
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self.arrived, Qt.ConnectionType.QueuedConnection)
        self._runner = make(self._told.emit, self._came.emit)

    def start(self) -> None:
        self._runner.start()

    def sync_now(self) -> None:
        """The button: a round at once."""
        self._runner.ask()

    def stop(self) -> None:
        """Before the store is closed."""
        self._runner.stop()

    @Slot(object)
    def _show(self, now: SyncNow) -> None:
        self.state = SyncState(
            Line(now.line),
            now.unsent,
            now.oldest_s,
            now.safe_seq,
            now.quarantined,
            now.differs,
            via_hub=0 < now.unsent <= now.at_hub,
            filling=None if now.filling is None else (now.filling.done, now.filling.of),
        )
        self.changed.emit(self.state)
        if now.error != self._error:
            self._error = now.error
            self.failed.emit(now.error)
