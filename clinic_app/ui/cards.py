"""What the readers tell, on the GUI thread: one state for the top bar, one signal for each kind of event.

Readers speak on threads of their own; `hear` may be called from any of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from clinic_app.services.cards import (
    CardIn,
    CardOut,
    CardTrouble,
    ReaderEvent,
    ReadersChanged,
    Scanned,
)
from clinic_app.ui.shell_state import Reader, ReaderState

_LOOK_MS: Final = 150  # how often the bar asks whether a card is being read
_NO_SERVICE: Final = frozenset({"device.no_service", "device.service_refused", "device.service_restarted"})
_NO_READER: Final = frozenset({"device.no_reader"})


@dataclass(frozen=True, slots=True)
class Plugged:
    """All sources together: which readers there are, what lies in them, what is wrong."""

    sources: dict[str, tuple[tuple[str, ...], str | None]] = field(default_factory=dict)
    cards: frozenset[str] = frozenset()  # readers with a card that was read
    faults: frozenset[str] = frozenset()  # readers with a card that cannot be read

    def after(self, event: ReaderEvent) -> "Plugged":
        if isinstance(event, ReadersChanged):
            return replace(self, sources={**self.sources, event.source: (event.names, event.problem)})
        if isinstance(event, CardIn):
            return replace(self, cards=self.cards | {event.reader}, faults=self.faults - {event.reader})
        if isinstance(event, CardTrouble):
            return replace(self, cards=self.cards - {event.reader}, faults=self.faults | {event.reader})
        if isinstance(event, CardOut):
            return replace(self, cards=self.cards - {event.reader}, faults=self.faults - {event.reader})
        return self

    def state(self, *, simulated: frozenset[str] = frozenset(), reading: bool = False) -> ReaderState:
        """The one state that the top bar shows: what needs attention first."""
        names = [name for given, _ in self.sources.values() for name in given]
        problems = {problem for _, problem in self.sources.values() if problem}
        unreal = bool(simulated & set(self.sources))
        for kind, where in (
            (Reader.READING, names if reading else []),
            (Reader.CARD_FAULT, sorted(self.faults)),
            (Reader.CARD_IN, sorted(self.cards)),
            (Reader.FAULT, names if problems - _NO_SERVICE - _NO_READER else []),
            (Reader.READY, names),
        ):
            if where:
                return ReaderState(kind, "\n".join(where), unreal)
        if problems & _NO_SERVICE:
            return ReaderState(Reader.NO_SERVICE, "", unreal)
        return ReaderState(Reader.FAULT if problems - _NO_READER else Reader.MISSING, "", unreal)


class CardEvents(QObject):
    """Carries reader events over to the GUI thread.

    Signals:
        state_changed: a `ReaderState` for the top bar.
        card_in: a `CardIn`.
        card_out: the reader's name.
        trouble: a `CardTrouble`: the card cannot be read.
        problem: the code of an error of a source that worked before; empty when it works again.
        scanned: a `Scan`.
    """

    state_changed = Signal(object)
    card_in = Signal(object)
    card_out = Signal(str)
    trouble = Signal(object)
    problem = Signal(str)
    scanned = Signal(object)
    _heard = Signal(object)

    def __init__(
        self,
        is_reading: Callable[[], bool] = lambda: False,
        simulated: frozenset[str] = frozenset(),
        parent: QObject | None = None,
    ) -> None:
        """Args:
        is_reading: whether a card is in a reader and not yet read.
        simulated: sources whose holders are made up.
        """
        super().__init__(parent)
        self._is_reading = is_reading
        self._simulated = simulated
        self._plugged = Plugged()
        self.state = ReaderState()
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._show)
        self._look.start()

    def hear(self, event: ReaderEvent) -> None:
        """The listener of every reader; from any thread."""
        self._heard.emit(event)

    @Slot(object)
    def _take(self, event: ReaderEvent) -> None:
        before = self._plugged
        self._plugged = before.after(event)
        self._show()
        if isinstance(event, CardIn):
            self.card_in.emit(event)
        elif isinstance(event, CardOut):
            self.card_out.emit(event.reader)
        elif isinstance(event, CardTrouble):
            self.trouble.emit(event)
        elif isinstance(event, Scanned):
            self.scanned.emit(event.scan)
        else:
            _, was = before.sources.get(event.source, ((), None))
            if event.problem != was:
                self.problem.emit(event.problem or "")

    def _show(self) -> None:
        state = self._plugged.state(simulated=self._simulated, reading=self._is_reading())
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
