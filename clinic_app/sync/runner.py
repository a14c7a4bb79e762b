"""Syncs by itself while the desktop is open: one thread makes rounds, one listens for what others write.

No Qt here; `ui/sync_timer.py` carries the state to the screen.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from clinic_app.domain.errors import ClinicError, Unavailable
from clinic_app.journal.refusal import NotEnrolled, Revoked, TwoBranches
from clinic_app.store import exchange, hub, local, run_days
from clinic_app.store.journal import Store
from clinic_app.store.snapshot import Filling, filling
from clinic_app.sync.county import County, is_alive
from clinic_app.sync.courier_key import learn_key
from clinic_app.sync.engine import Round, listen, sync_once
from clinic_app.sync.enrolment import county_of, pace_of
from clinic_app.sync.errors import NoLine
from clinic_app.sync.lan import Finder
from clinic_app.sync.nearby import Heard, Nearby
from clinic_app.sync.pace import Pace
from clinic_app.sync.schedule import (
    Do,
    LineNow,
    Rules,
    Situation,
    answered,
    begun,
    hung_up,
    next_step,
    no_line,
    pause,
    told_to_wait,
    went_through,
)

LISTEN: Final = 25  # seconds of one long poll
_OUT: Final = (TwoBranches, Revoked, NotEnrolled)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncNow:
    """What the status line shows."""

    line: str  # up, busy, down, not_enrolled, refused
    error: str = ""  # code of the last error, while it stands
    unsent: int = 0
    oldest_s: float = 0.0  # seconds since the oldest unsent entry was written
    safe_seq: int = 0
    quarantined: int = 0
    hubs: int = 0  # 本院中心 that answer on the LAN
    at_hub: int = 0  # of the unsent entries, those that a hub holds durably
    filling: Filling | None = None  # a new PC that has not the whole feed yet
    differs: str = ""  # the earliest day on which the county's sums are not ours


class SyncRunner:
    """`told` is called from the sync threads, with each new state; `came` when entries of others were taken in."""

    def __init__(
        self,
        store: Store,
        told: Callable[[SyncNow], None],
        came: Callable[[], None] = lambda: None,
        rules: Rules | None = None,
        finder: Finder | None = None,
        line_kbit: int | None = None,
    ) -> None:
        """`finder`: where the clinic's hubs are seen; none: this PC syncs with the county alone.

        `line_kbit`: as in the settings.
        """
        self._store = store
        self._told = told
        self._came = came
        self._rules = rules or Rules()
        self._line_kbit = line_kbit
        self._pace: Pace | None = None
        self._known = Situation(enrolled=False)
        self._got = False  # the round under way has brought something through
        self._error = ""
        self._lock = threading.Lock()  # of `_known`, `_error` and `_shown`
        self._shown: SyncNow | None = None
        self._wake = threading.Event()
        self._up = threading.Event()  # the line is up and nothing is refused: listening makes sense
        self._gone = threading.Event()  # `stop` was called
        self._threads: list[threading.Thread] = []
        self._safe_seq = 0  # as it was last looked at
        self._county_by_hub = False  # a hub reaches the county
        self._nearby = Nearby(store, finder, self._heard) if finder is not None else None

    def start(self) -> None:
        if self._nearby is not None:
            self._nearby.start()
        for work, name in ((self._rounds, "sync-rounds"), (self._listening, "sync-listening")):
            thread = threading.Thread(target=work, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def ask(self) -> None:
        """Somebody wants a round now."""
        self._learn(asked=True, not_before=float("-inf"), in_vain=0)
        self._wake.set()

    def stop(self, seconds: float = 3.0) -> None:
        """No new round; one under way may finish within `seconds`, a long poll is left behind."""
        self._gone.set()
        self._wake.set()
        self._up.set()
        if self._nearby is not None:
            self._nearby.stop()
        if self._threads:
            self._threads[0].join(seconds)

    @property
    def _stopping(self) -> bool:
        return self._gone.is_set()

    # ---- rounds

    def _rounds(self) -> None:
        while not self._stopping:
            self._look()
            step = next_step(
                self._known, self._rules, self._store.device, time.monotonic(), self._store.wall()
            )
            if step.do is Do.NOTHING:
                self._wake.wait(step.wait)
                self._wake.clear()
            elif step.do is Do.PROBE:
                self._probe()
            else:
                self._round()

    def _look(self) -> None:
        """Whether we are enrolled, and whether something was written."""
        with suppress(ClinicError):
            with self._store.reading() as connection:
                enrolled = exchange.position(connection) is not None
                unsent = exchange.unsent(connection)
                at_hub = hub.waiting(connection).held
            since = self._known.written_at
            if unsent.safe != self._safe_seq:  # it goes up all the time, by a hub
                self._safe_seq, since = unsent.safe, None
            written = None if not unsent.count else time.monotonic() if since is None else since
            self._learn(enrolled=enrolled, written_at=written, at_hub=at_hub >= unsent.count)
            self._show()

    def _probe(self) -> None:
        with self._store.reading() as connection:
            server = local.read_text(connection, local.SERVER)
            ca_pem = local.read(connection, local.CA) or None
        if is_alive(server, ca_pem):
            self._turn(lambda known: answered(known, time.monotonic()))
        else:
            self._turn(lambda known: no_line(known, self._rules, time.monotonic(), self._store.wall()))

    def _round(self) -> None:
        self._turn(lambda known: begun(known, time.monotonic(), self._store.wall()))
        self._got = False
        self._show(busy=True)
        try:
            county = self._connect()
            try:
                done = sync_once(self._store, county, self._progressed)
                learn_key(self._store, county)
            finally:
                county.close()
        except ClinicError as error:
            self._failed(error)
        else:
            self._error = ""
            self._turn(lambda known: went_through(known, time.monotonic()))
            self._up.set()
            if done.pulled or done.came_back:
                self._came()
        self._show()

    def _failed(self, error: ClinicError) -> None:
        now, wall, rules, got = time.monotonic(), self._store.wall(), self._rules, self._got
        self._error = error.code
        self._up.clear()
        if isinstance(error, NoLine):
            self._turn(lambda known: no_line(known, rules, now, wall, got=got))
        elif isinstance(error, Unavailable):
            told = error.facts.get("retry_after", 30.0)
            wait = float(told) if isinstance(told, int | float) else 30.0
            device = self._store.device
            self._turn(lambda known: told_to_wait(known, rules, device, now, wall, wait, got=got))
        else:
            self._learn(refused=True, tried_at=now)

    def _connect(self) -> County:
        """The county, by a line whose share both threads have together."""
        pace = pace_of(self._store, self._line_kbit)
        with self._lock:
            if pace is None or self._pace is None or self._pace.kbit != pace.kbit:
                self._pace = pace
            pace = self._pace
        return county_of(self._store, pace=pace)

    # ---- hubs

    def _heard(self, heard: Heard) -> None:
        """A hub told something, which is taken in already."""
        if heard.new:
            self._came()
        back, self._county_by_hub = heard.county and not self._county_by_hub, heard.county
        if back and self._known.line is LineNow.DOWN:
            self._learn(line=LineNow.UNKNOWN)  # the hub's line is ours, mostly
            self._wake.set()
        self._show()

    def _progressed(self, done: Round) -> None:
        """What the round has done so far; when a new PC fills, how far it has come."""
        self._got = bool(done.pushed or done.pulled or done.came_back)
        with self._lock:
            fills = self._shown is None or self._shown.filling is not None
        if fills:
            self._show(busy=True)

    # ---- listening

    def _listening(self) -> None:
        county: County | None = None
        deaf = 0  # failures in a row: something on the way may not bear long polls
        while not self._stopping:
            self._up.wait()
            if deaf > 1:
                self._gone.wait(pause(deaf, self._rules, self._store.device))
            if self._stopping:
                break
            try:
                county = county or self._connect()
                if listen(self._store, county, LISTEN):
                    self._came()
                    self._show()
                deaf = 0
            except ClinicError:
                deaf += 1
                # A round finds out what it is, and says so.
                self._up.clear()
                self._turn(lambda known: hung_up(known, self._rules, self._store.device, time.monotonic()))
                self._wake.set()
                if county is not None:
                    county.close()
                    county = None
        if county is not None:
            county.close()

    # ---- state

    def _turn(self, after: Callable[[Situation], Situation]) -> None:
        with self._lock:
            self._known = after(self._known)

    def _learn(self, **news: object) -> None:
        with self._lock:
            self._known = replace(self._known, **news)  # type: ignore[arg-type]

    def _show(self, *, busy: bool = False) -> None:
        try:
            with self._store.reading() as connection:
                waiting = exchange.unsent(connection)
                flagged = exchange.quarantined(connection)
                fills = filling(connection)
                differs = run_days.differing(connection)
                at_hub = hub.waiting(connection).held
        except ClinicError:
            return
        oldest = waiting.oldest_ms
        age = 0.0 if oldest is None else max(0.0, (self._store.wall() - oldest) / 1000)
        now = SyncNow(
            line="busy" if busy else self._line(),
            error=self._error,
            unsent=waiting.count,
            oldest_s=age,
            safe_seq=waiting.safe,
            quarantined=flagged,
            hubs=0 if self._nearby is None else self._nearby.met,
            at_hub=at_hub,
            filling=fills,
            differs=differs,
        )
        with self._lock:
            same = self._shown is not None and replace(now, oldest_s=self._shown.oldest_s) == self._shown
            old_age = 0.0 if self._shown is None else self._shown.oldest_s
            if self._stopping or (same and abs(age - old_age) < 30):
                return
            self._shown = now
        self._told(now)

    def _line(self) -> str:
        if not self._known.enrolled:
            return "not_enrolled"
        if self._known.refused:
            return "refused"
        return "up" if self._known.line is LineNow.UP else "down"
