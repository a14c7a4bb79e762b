"""键盘口扫码枪 as a reader among the others: the window hands it every key press."""

from clinic_app.devices.reader import Listener, ReadersChanged, Scanned
from clinic_app.devices.scanner import Scanner


class KeyboardWedge:
    """No port and no driver: it is there as soon as somebody scans."""

    simulated = False

    def __init__(self, name: str = "扫码枪") -> None:
        self.name = name
        self._scanner = Scanner()
        self._listener: Listener | None = None

    def start(self, listener: Listener) -> None:
        self._listener = listener
        listener(ReadersChanged(self.name, (self.name,)))

    def stop(self) -> None:
        self._listener = None

    def key(self, char: str, time_ms: int) -> bool:
        """One key press; True when it ended a scan, and the Enter is not for the field with the focus."""
        scan = self._scanner.feed(char, time_ms)
        if scan is None or self._listener is None:
            return False
        self._listener(Scanned(self.name, scan))
        return True
