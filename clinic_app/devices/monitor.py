"""Watching every PC/SC reader, through every restart of the service.

Its own loop on its own thread: whatever fails, the context is dropped and a new one is made.
"""

import threading
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from clinic_app.devices.cards import EXCHANGE_LIMIT, read_whole
from clinic_app.devices.errors import CardHeld, CardServiceMissing, CardServiceRestarted, NoReader
from clinic_app.devices.holder import CardHolder
from clinic_app.devices.pcsc import Context, PcscConnection, ReaderState
from clinic_app.devices.reader import CardIn, CardOut, CardTrouble, Listener, ReaderEvent, ReadersChanged
from clinic_app.devices.ssc import read_holder
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import beijing_day, wall_clock

SOURCE = "PC/SC"
_LOOK_MS = 250  # how long one wait for a change takes, and so `stop` at most
_RETRY = 0.5  # seconds before the service is tried again
_HELD_RETRY = 2.0  # seconds before a card that another program holds is tried again


def today() -> date:
    return beijing_day(wall_clock())


def read_card(
    reader: str, day: date, limit: float = EXCHANGE_LIMIT, stopping: threading.Event | None = None
) -> CardHolder:
    """Read the social-security card in `reader`, up to three times while it is disturbed.

    `limit` in seconds for a single command; `stopping` gives up early.

    Raises:
        OtherCard, CardUnreadable, CardTornOut, CardDisturbed, CardMute, CardHeld,
        CardServiceMissing, CardServiceRestarted, ReaderTrouble
    """
    return read_whole(partial(PcscConnection, reader, limit, stopping), partial(read_holder, today=day))


class CardMonitor:
    """The `Reader` for all PC/SC readers together; `only` keeps to those with this text in their name."""

    name = SOURCE
    simulated = False

    def __init__(
        self, only: str = "", limit: float = EXCHANGE_LIMIT, day: Callable[[], date] = today
    ) -> None:
        self._only = only.casefold()
        self._limit = limit
        self._day = day
        self._listener: Listener = _nobody
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._anew = threading.Event()
        self._told: ReadersChanged | None = None
        self._states: dict[str, ReaderState] = {}
        self._occupied: set[str] = set()  # readers whose card was told of, read or not
        self.reading = False  # a card is in and not yet told of
        self._held: dict[str, float] = {}  # readers to try again, and when (monotonic seconds)

    def start(self, listener: Listener) -> None:
        """Begin, or begin anew after `stop`: everything is told again."""
        self._listener = listener
        self._stopping = threading.Event()
        self._told = None
        self._states, self._occupied, self._held = {}, set(), {}
        self._thread = threading.Thread(target=self._run, name="card monitor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Within a second, also while a card hangs."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5.0)

    def reconnect(self) -> None:
        """重新连接读卡器: drop everything and look anew, as after the PC slept."""
        self._anew.set()

    # On the monitor's thread:

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with Context() as context:
                    self._watch(context)
            except ClinicError as error:
                self._forget()
                self._tell_readers((), error.code)
                self._stopping.wait(_RETRY)

    def _watch(self, context: Context) -> None:
        """Until we are to stop or begin anew.

        Raises:
            CardServiceRestarted, ReaderTrouble: this context is worthless now.
        """
        self._anew.clear()
        while not self._stopping.is_set():
            if self._anew.is_set():
                self._forget()
                return
            names = tuple(name for name in context.readers() if self._only in name.casefold())
            self._forget_unplugged(names)
            self._tell_readers(names, None if names else NoReader.code)
            if names:
                self._look(context, names)
            else:
                self._stopping.wait(_LOOK_MS / 1000)

    def _look(self, context: Context, names: tuple[str, ...]) -> None:
        known = {name: self._states.get(name) for name in names}
        for name, state in context.changes(known, _LOOK_MS).items():
            before = self._states.get(name)
            self._states[name] = state
            self._compare(name, before, state)
        due = [name for name, when in self._held.items() if when <= time.monotonic()]
        for name in due:
            self._read(name, fresh=False)

    def _compare(self, name: str, before: ReaderState | None, now: ReaderState) -> None:
        another = before is None or not before.occupied or before.events != now.events
        if name in self._occupied and (not now.occupied or another):
            self._out(name)
        if now.occupied and another:
            self._read(name, fresh=before is not None)

    def _read(self, name: str, fresh: bool) -> None:
        again = self._held.pop(name, None) is not None
        self.reading = True
        try:
            holder = read_card(name, self._day(), self._limit, self._stopping)
        except CardHeld as error:
            self._held[name] = time.monotonic() + _HELD_RETRY
            if not again:
                self._trouble(name, error, fresh)
        except (CardServiceMissing, CardServiceRestarted):
            self._trouble(name, CardServiceRestarted(), fresh)
            raise CardServiceRestarted() from None
        except ClinicError as error:
            self._trouble(name, error, fresh)
        else:
            self._occupied.add(name)
            self._tell(CardIn(name, holder, fresh))
        finally:
            self.reading = False

    def _trouble(self, name: str, error: ClinicError, fresh: bool) -> None:
        self._occupied.add(name)
        self._tell(CardTrouble(name, error, fresh))

    def _out(self, name: str) -> None:
        self._occupied.discard(name)
        self._held.pop(name, None)
        self._tell(CardOut(name))

    def _forget_unplugged(self, names: tuple[str, ...]) -> None:
        for name in self._states.keys() - set(names):
            del self._states[name]
            if name in self._occupied:
                self._out(name)

    def _forget(self) -> None:
        self._states.clear()
        for name in sorted(self._occupied):
            self._out(name)

    def _tell_readers(self, names: tuple[str, ...], problem: str | None) -> None:
        event = ReadersChanged(SOURCE, names, problem)
        if event != self._told:
            self._told = event
            self._tell(event)

    def _tell(self, event: ReaderEvent) -> None:
        if not self._stopping.is_set():
            self._listener(event)


def _nobody(event: ReaderEvent) -> None:
    """Before `start` nobody listens."""
