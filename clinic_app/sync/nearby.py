"""Follows the hubs of this PC's clinic that are on the LAN: hands them our work, brings colleagues', within a second.

No hub is needed for anything: each is followed on threads of its own, and one that fails is left alone for a while.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import ClinicError, Damaged
from clinic_app.journal.hub import News, Sighting
from clinic_app.journal.refusal import Fork, TwoBranches
from clinic_app.store import hub
from clinic_app.store.journal import Store
from clinic_app.sync.hub import Hub, hear, hub_at, push
from clinic_app.sync.lan import Finder, remember, remembered

LISTEN: Final = 25  # seconds of one long poll
_LOOK: Final = 1.0  # seconds between two looks at who is there
_WRITTEN: Final = 0.25  # seconds between two looks at whether something was written
_FIRST: Final = 2.0  # seconds after a hub that failed, then twice as long each time …
_MOST: Final = 60.0  # … up to this
_BRANCHES: Final = 5.0  # seconds until a push that met another branch of ours is tried again
_LISTEN_ANEW: Final = 300.0  # seconds without any hub: this PC may be on another network by now
_WRONG: Final = 120.0  # seconds after one that sent what cannot be: somebody has to look at it


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer of a hub, taken in."""

    new: bool  # entries of colleagues
    safe: bool  # the county holds more of ours
    county: bool  # the hub reaches the county


def pause(failures: int) -> float:
    """Seconds that a hub is left alone after so many failures in a row."""
    return min(_FIRST * 2.0 ** min(max(failures, 1) - 1, 10), _MOST)


class Visit:
    """One hub, followed by two threads until it fails: one listens, one pushes."""

    def __init__(self, store: Store, sighting: Sighting, told: Callable[[Heard], None]) -> None:
        self.sighting = sighting
        self.met = False  # it answered, and its certificate is right
        self.error: ClinicError | None = None
        self._county = False  # the hub reaches the county
        self._store = store
        self._told = told
        self._gone = threading.Event()
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for work, name in ((self._listening, "hub-listening"), (self._pushing, "hub-pushing"))
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """A long poll under way is left behind."""
        self._gone.set()

    @property
    def over(self) -> bool:
        return self._gone.is_set()

    def _listening(self) -> None:
        def listen(peer: Hub) -> None:
            news = hear(self._store, peer, self.sighting.hub)
            remember(self._store, self.sighting)
            self.met = True
            while not self.over:
                self._county = news.county
                self._tell(news)
                wait = 0 if news.more else LISTEN
                news = hear(self._store, peer, self.sighting.hub, wait)

        self._with_hub(listen)

    def _pushing(self) -> None:
        def work(peer: Hub) -> None:
            while not self.over:
                if self.met and hub.lacks(self._store, self.sighting.hub):
                    try:
                        push(self._store, peer, self.sighting.hub)
                    except (Fork, TwoBranches):
                        # Listening finds out what the hub holds; of two clones the county says which goes on.
                        self._gone.wait(_BRANCHES)
                        continue
                    self._tell(News(county=self._county))
                self._gone.wait(_WRITTEN)

        self._with_hub(work)

    def _with_hub(self, work: Callable[[Hub], None]) -> None:
        try:
            peer = hub_at(self._store, self.sighting.hub, self.sighting.address)
            try:
                work(peer)
            finally:
                peer.close()
        except ClinicError as error:
            if not self.over:
                self.error = error
            self._gone.set()

    def _tell(self, news: News) -> None:
        if not self.over:
            self._told(Heard(bool(news.segments), bool(news.receipts), news.county))


class Nearby:
    """Every hub of the clinic that is seen; `told` is called on the hubs' threads."""

    def __init__(self, store: Store, finder: Finder, told: Callable[[Heard], None]) -> None:
        self._store = store
        self._finder = finder
        self._told = told
        self._gone = threading.Event()
        self._visits: dict[UUID, Visit] = {}
        # By hub and address: somebody who poses as a hub at another address keeps nobody from the real one.
        self._failures: dict[Sighting, int] = {}
        self._not_before: dict[Sighting, float] = {}  # monotonic seconds
        self._began = 0.0  # monotonic seconds: when the finder began
        self._thread = threading.Thread(target=self._following, name="hubs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._gone.set()
        for visit in list(self._visits.values()):
            visit.end()

    @property
    def met(self) -> int:
        """How many hubs answer."""
        return sum(visit.met and not visit.over for visit in list(self._visits.values()))

    def _following(self) -> None:
        self._begin()
        try:
            while not self._gone.is_set():
                self._look()
                self._gone.wait(_LOOK)
        finally:
            self._finder.end()

    def _begin(self) -> None:
        self._began = time.monotonic()
        self._finder.begin()

    def _look(self) -> None:
        for hub_id, visit in list(self._visits.items()):
            if visit.over:
                del self._visits[hub_id]
                self._ended(visit)
        try:
            with self._store.reading() as connection:
                ours = hub.hubs_of(connection, self._store.facility)
            for visit in self._visits.values():
                if visit.sighting.hub not in ours:
                    visit.end()
            for sighting in self._sightings():
                if sighting.hub in ours and sighting.hub not in self._visits:
                    self._visit(sighting)
        except ClinicError:
            return  # the store is busy: the next look is a second away
        if ours and not self._visits and time.monotonic() - self._began > _LISTEN_ANEW:
            self._finder.end()
            self._begin()

    def _sightings(self) -> dict[Sighting, None]:
        """What is seen now stands before what was remembered."""
        return dict.fromkeys((*self._finder.seen(), *remembered(self._store)))

    def _visit(self, sighting: Sighting) -> None:
        if time.monotonic() < self._not_before.get(sighting, 0.0):
            return
        visit = self._visits[sighting.hub] = Visit(self._store, sighting, self._told)
        visit.start()

    def _ended(self, visit: Visit) -> None:
        at = visit.sighting
        failures = self._failures[at] = 1 if visit.met else self._failures.get(at, 0) + 1
        wrong = isinstance(visit.error, Damaged)
        self._not_before[at] = time.monotonic() + (_WRONG if wrong else pause(failures))
