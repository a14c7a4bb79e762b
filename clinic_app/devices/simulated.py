"""模拟读卡器: a reader without hardware, for demonstration and training.

Whoever uses it makes up the holders; each is marked as simulated, whatever the caller said.
"""

from dataclasses import replace

from clinic_app.devices.holder import CardHolder
from clinic_app.devices.reader import CardIn, CardOut, Listener, ReadersChanged


class SimulatedReader:
    """Put a made-up card in with `insert`, take it out with `remove`; both tell at once."""

    simulated = True

    def __init__(self, name: str = "模拟读卡器") -> None:
        self.name = name
        self._listener: Listener | None = None
        self._occupied = False

    def start(self, listener: Listener) -> None:
        self._listener = listener
        listener(ReadersChanged(self.name, (self.name,)))

    def stop(self) -> None:
        self._listener = None
        self._occupied = False

    def insert(self, holder: CardHolder) -> None:
        """A card comes; one that was still in goes first."""
        self.remove()
        if self._listener is not None:
            self._occupied = True
            self._listener(CardIn(self.name, replace(holder, simulated=True)))

    def remove(self) -> None:
        """The card goes; nothing happens when none is in."""
        if self._listener is not None and self._occupied:
            self._occupied = False
            self._listener(CardOut(self.name))
