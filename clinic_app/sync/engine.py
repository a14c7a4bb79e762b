"""One round of sync: push until the county holds everything, pull until there is nothing new.

A plain function without a timer.  It may be cut or killed at any point and simply runs again: what is not known to be
held is pushed, then one small request tells whether both ends agree on what is held and brings what is new.  Only
when they do not agree, each end's whole standing is compared.  Every page is its own short transaction, and nothing is held
open while the line is used.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from clinic_app.domain.errors import ClinicError, Damaged, RuleBroken
from clinic_app.domain.time import Ticks, iso
from clinic_app.journal.day_sums import DaySum
from clinic_app.journal.feed import Page
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.refusal import Fork, Gap, NoSuchRoute, TwoBranches, WrongEpoch
from clinic_app.journal.snapshot import Mark
from clinic_app.store import epochs, exchange, local, run_days
from clinic_app.store.absorb import absorb
from clinic_app.store.behind import catch_up
from clinic_app.store.branches import Brought
from clinic_app.store.journal import Store
from clinic_app.store.rebuild import rebuild
from clinic_app.store.rows import Run, own_runs
from clinic_app.sync.client import Traffic
from clinic_app.sync.county import Receipt, Returned, Standing
from clinic_app.sync.errors import BadAnswer, NoLine, Refused, Unenrolled
from clinic_app.sync.meeting import link_at, meet
from clinic_app.sync.snapshot import fill

PAGE: Final = 200  # entries: the writer is held for tens of milliseconds
LEAST_PAGE: Final = 20  # entries, on a line on which `PAGE` of them take longer than `AIM_SECONDS`
FIRST_BYTES: Final = 64 << 10  # of bodies in the first segment
LEAST_BYTES: Final = 4 << 10
MOST_BYTES: Final = 1 << 20
AIM_SECONDS: Final = 2.0  # a request: a line that lives that long completes something
_TRIES: Final = 4  # times that both sides may find a new difference within one round
_REBUILD_SHARE: Final = 20  # making the tables again takes at most a twentieth of the time
_REORDERED: Final = "reordered"  # setting: JSON [changes made good, UTC ms, milliseconds that it took]


class Peer(Protocol):
    """What a round needs of the county; `county.County` is the real one."""

    skew_ms: int | None

    @property
    def traffic(self) -> Traffic: ...
    def standing(self) -> Standing: ...
    def news(self, epoch: UUID, after: int, standing: bytes) -> Standing | Page | int: ...
    def push(self, segment: bytes) -> Receipt: ...
    def segments(self, incarnation: UUID, after: int) -> list[Returned]: ...
    def page(self, epoch: UUID, after: int, *, limit: int, wait: int = 0) -> Page: ...
    def snapshot(self, epoch: UUID, after: int) -> Iterable[int | Page | Mark]: ...
    def give_back(self, page: bytes) -> int: ...


@dataclass(slots=True)
class Round:
    """What a round did; also what it had done when it broke off."""

    pushed: int = 0  # entries
    pulled: int = 0  # entries
    came_back: int = 0  # of our own, lost on this disk
    moved: int = 0  # of our own, to a new run after a fork
    quarantined: int = 0  # entries held here that count nowhere
    safe: bool = False  # the county holds everything durably, and its sums of each day are ours
    differs: str = ""  # the day on which the county's sums are not ours
    bytes_up: int = 0
    bytes_down: int = 0
    requests: int = 0
    seconds: float = 0.0
    skew_ms: int | None = None  # our clock minus the county's

    def plain(self) -> dict[str, object]:
        return asdict(self) | {"seconds": round(self.seconds, 3)}


Progress = Callable[[Round], None]


def sync_once(
    store: Store, county: Peer, progress: Progress | None = None, ticks: Ticks = time.monotonic
) -> Round:
    """One full round.  `progress` is called after each step; what it raises breaks the round off.

    How it ended is kept (`local.LAST_SYNC`), whatever happens.

    Raises:
        NoLine, ServerBusy: later; what was done stays done.
        Unenrolled, Revoked, NotEnrolled, TwoBranches: the county does not take this device.
        BadAnswer, Untrusted, Refused, NotOurTail, AheadOfCounty: help is needed.
        DiskFull, Busy, FileDamaged: of our own disk.
    """
    work = _Work(store, county, progress or (lambda _: None), ticks)
    try:
        work.run()
    except ClinicError as error:
        work.measure()
        with suppress(ClinicError):  # the first error is the one to tell
            _remember(store, work.round, error, work.size)
        raise
    work.measure()
    _remember(store, work.round, None, 0)
    return work.round


class _Work:
    """One round under way."""

    def __init__(self, store: Store, county: Peer, progress: Progress, ticks: Ticks) -> None:
        self.store = store
        self.county = county
        self.progress = progress
        self.round = Round()
        self._bytes, self._most = _sizes(store)
        self._page = PAGE  # entries of the next page
        self._met = False  # both ends have told each other where they stand
        self._ticks = ticks
        self._began = ticks()
        before = county.traffic
        self._before = Traffic(before.up, before.down, before.requests)

    def run(self) -> None:
        with self.store.reading() as connection:
            if exchange.position(connection) is None:
                raise Unenrolled()
        catch_up(self.store)  # the power went while a snapshot was taken in
        self.store.follow_staff()  # a page was taken in and the power went before its people were let in
        for _ in range(_TRIES):
            try:
                self._return_due()
                self._push()
                fill(self.store, self._giving_way, self._took)
                if self._hear():
                    break
            except (Gap, Fork):  # it was put back, there or here: look where both stand
                self._meet(self.county.standing())
            except TwoBranches:
                if self._met:
                    raise
                self._meet(self.county.standing())
            except WrongEpoch as error:
                self._begin_epoch(error)
        else:
            raise BadAnswer(server="", why="no agreement")
        exchange.note_agreed(self.store)
        reorder(self.store, self._ticks)
        self._step()

    @property
    def size(self) -> int:
        """Bytes of bodies that the next segment would have."""
        return self._bytes

    def measure(self) -> None:
        """What the round has cost, and where it leaves us."""
        self._count()
        with suppress(ClinicError), self.store.reading() as connection:
            self.round.differs = run_days.differing(connection)
            self.round.safe = exchange.unsent(connection).count == 0 and not self.round.differs
            self.round.quarantined = exchange.quarantined(connection)

    def _count(self) -> None:
        now = self.county.traffic
        self.round.bytes_up = now.up - self._before.up
        self.round.bytes_down = now.down - self._before.down
        self.round.requests = now.requests - self._before.requests
        self.round.seconds = self._ticks() - self._began
        self.round.skew_ms = self.county.skew_ms

    def _step(self) -> None:
        self._count()
        self.progress(self.round)

    def _took(self, count: int) -> None:
        self.round.pulled += count
        self._step()

    def _giving_way(self, epoch: UUID, after: int) -> Iterator[int | Page | Mark]:
        """The snapshot's parts; what is written here meanwhile goes up between two of them.

        A refusal of it is left to the round that follows: a snapshot needs no push.
        """
        pushed_at = self._ticks()
        for one in self.county.snapshot(epoch, after):
            if self._ticks() - pushed_at >= AIM_SECONDS:
                with suppress(RuleBroken, Damaged):
                    self._push()
                pushed_at = self._ticks()
            yield one

    def _hear(self) -> bool:
        """Ask for what we do not know, and take it in; false: our journal stands otherwise there, look again."""
        with self.store.reading() as connection:
            at = exchange.position(connection)
            standing = exchange.standing(connection, self.store)
        if at is None:
            raise Unenrolled()
        news = self.county.news(*at, standing)
        self._step()
        if isinstance(news, Standing) and not self._met:
            self._meet(news)
            return False
        if isinstance(news, int):
            exchange.nothing_new(self.store, *at, news)
        else:
            self._pull(news if isinstance(news, Page) else None)
        return True

    def _meet(self, standing: Standing) -> None:
        """Find out what each side has that the other has not, and take back what is ours."""
        self._met = True
        self._step()
        done = meet(self.store, standing.runs, self._segments)
        self.round.came_back += done.back
        self.round.moved += done.moved
        self._step()

    def _segments(self, incarnation: UUID, after: int) -> list[Brought]:
        found = [Brought(item.segment, item.received) for item in self.county.segments(incarnation, after)]
        self._step()
        return found

    def _push(self) -> None:
        """Everything that the county does not hold, oldest run first."""
        with self.store.reading() as connection:
            runs = own_runs(connection)
        for run in runs:
            with self.store.handing_over(run.incarnation, run.head_seq):
                self._push_run(run)

    def _push_run(self, run: Run) -> None:
        target = run.head_seq  # what is written meanwhile is the next round's: somebody always writes
        while run.safe_seq < target:
            cut = exchange.segment_after(self.store, run, run.safe_seq, self._bytes)
            assert cut is not None
            segment, last = cut
            began = self._ticks()
            try:
                receipt = self.county.push(segment)
            except TooLarge:
                if self._bytes <= LEAST_BYTES or last == run.safe_seq + 1:
                    raise
                self._bytes //= 2
                continue
            except NoLine:
                self._bytes = min(self._bytes, max(self._bytes // 2, LEAST_BYTES))
                raise
            self._adapt(self._ticks() - began)
            if receipt.incarnation != run.incarnation or receipt.seq < last:
                raise BadAnswer(server="", why="receipt")
            # A receipt beyond `last` is of a clone that pushes at this moment: the next round sees it.
            if receipt.seq == last and receipt.hash != link_at(self.store, run, last):
                raise BadAnswer(server="", why="receipt")
            exchange.mark_safe(self.store, run, last, receipt.received)
            if receipt.seq == last:
                compare_days(self.store, run, last, receipt.days)
            self.round.pushed += last - run.safe_seq
            run = self._again(run)
            self._step()

    def _again(self, run: Run) -> Run:
        with self.store.reading() as connection:
            return next(now for now in own_runs(connection) if now.no == run.no)

    def _adapt(self, seconds: float) -> None:
        """The next segment's size: what takes about `AIM_SECONDS`, and never more than four times this one's."""
        wanted = self._bytes * AIM_SECONDS / max(seconds, 0.01)
        self._bytes = int(min(max(wanted, self._bytes / 4, LEAST_BYTES), self._bytes * 4, self._most))
        self._most = min(self._most * 2, MOST_BYTES)

    def _pull(self, page: Page | None) -> None:
        """Everything new, beginning with `page` where it has come already."""
        more = True
        while more:
            page = page or self._next_page()
            absorbed = absorb(self.store, page)
            self.round.pulled += absorbed.new
            more = page.more or not absorbed.moved
            page = None
            self._step()
        with self.store.reading() as connection:
            county_key = local.read(connection, local.COUNTY_KEY) or b""
        epochs.drop_kept_pages(self.store, county_key)

    def _next_page(self) -> Page:
        with self.store.reading() as connection:
            at = exchange.position(connection)
        if at is None:
            raise Unenrolled()
        began = self._ticks()
        page = self.county.page(*at, limit=min(self._page, PAGE))
        wanted = self._page * AIM_SECONDS / max(self._ticks() - began, 0.01)
        self._page = int(min(max(wanted, LEAST_PAGE), PAGE))
        return page

    def _begin_epoch(self, error: WrongEpoch) -> None:
        """The county was put back from a backup: offer it what it had signed, then start again from 0."""
        epoch, before = _epoch_of(error), 1 << 62
        told = error.facts.get("kept")
        kept = told if isinstance(told, int) else 0
        with self.store.reading() as connection:
            older = [page for _, page in epochs.kept_pages(connection)]
        for page in older:  # it was put back before, and what it got then did not come by again
            self._give_back(page)
        while (held := epochs.held_page(self.store, before)) is not None:
            page, before = held
            if before <= kept:
                break  # the backup reaches as far as this
            self._give_back(page)
        with self.store.changing() as connection:
            epochs.begin_epoch(connection, epoch, kept)
        self._step()

    def _return_due(self) -> None:
        """A courier's file told us that the county was put back: what it had said itself goes back by the line."""
        with self.store.reading() as connection:
            if local.read(connection, local.RETURNS_DUE) is None:
                return
            older = [page for _, page in epochs.kept_pages(connection)]
        for page in older:
            self._give_back(page)
        with self.store.changing() as connection:
            local.forget(connection, local.RETURNS_DUE)

    def _give_back(self, page: bytes) -> None:
        try:
            self.county.give_back(page)
        except (NoSuchRoute, Refused):
            return  # an older county, or one that does not know the page: nothing here depends on it
        self._step()


def compare_days(store: Store, run: Run, seq: int, days: Mapping[str, tuple[int, int]]) -> None:
    """Hold what the county says of the days that a push touched against what stands here."""
    if not days:
        return  # an older county
    theirs = {day: DaySum(*held) for day, held in days.items()}
    with store.changing() as connection:
        run_days.count_upto(connection, run, seq)
        run_days.compare(connection, run, theirs)


def reorder(store: Store, ticks: Ticks = time.monotonic) -> bool:
    """Make the tables again when an entry's bounded time has changed; not more often than a twentieth of the time.

    A clock that runs ahead bounds every push, so this may be due in each round.
    """
    with store.reading() as connection:
        wanted = exchange.reorders(connection)
        done = json.loads(local.read_text(connection, _REORDERED) or "[0, 0, 0]")
    now = store.wall()
    if wanted == done[0] or abs(now - done[1]) < done[2] * _REBUILD_SHARE:
        return False
    began = ticks()
    rebuild(store)
    took = int((ticks() - began) * 1000)
    with store.changing() as connection:
        local.write(connection, _REORDERED, json.dumps([wanted, now, took]))
    return True


def _epoch_of(error: WrongEpoch) -> UUID:
    try:
        return UUID(str(error.facts["epoch"]))
    except (KeyError, ValueError) as wrong:
        raise BadAnswer(server="", why="epoch") from wrong


def last_round(store: Store) -> dict[str, Any]:
    """How the last round ended: `time`, `result` ("ok", "error"), `error` (code) and what a `Round` counts."""
    with store.reading() as connection:
        text = local.read_text(connection, local.LAST_SYNC)
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def _sizes(store: Store) -> tuple[int, int]:
    """Bytes of bodies in the first segment, and the most in any.

    After a round that was cut both are what it had shrunk to, and the most doubles with each segment that gets through:
    so the next cut loses no more than has got through since.
    """
    last = last_round(store)
    told = last.get("segment_bytes")
    if last.get("error") != NoLine.code or not isinstance(told, int):
        return FIRST_BYTES, MOST_BYTES
    return told, max(told, LEAST_BYTES)


def _remember(store: Store, done: Round, error: ClinicError | None, size: int) -> None:
    """Keep how the round ended, for the status line, `status --json` and the next round."""
    last = {
        "time": iso(store.wall()),
        "result": "ok" if error is None else "error",
        "error": "" if error is None else error.code,
        **done.plain(),
        **({"segment_bytes": size} if size else {}),
    }
    with store.changing() as connection:
        local.write(connection, local.LAST_SYNC, json.dumps(last))


def pull(store: Store, county: Peer) -> int:
    """Take in what is new in the feed, to its end; how many entries came.

    Raises:
        Unenrolled, NoLine, ServerBusy, WrongEpoch and what else `sync_once` raises: a round is due.
    """
    new, more = 0, True
    while more:
        with store.reading() as connection:
            at = exchange.position(connection)
        if at is None:
            raise Unenrolled()
        page = county.page(*at, limit=PAGE)
        absorbed = absorb(store, page)
        new += absorbed.new
        more = page.more or not absorbed.moved
    return new


def listen(store: Store, county: Peer, wait: int) -> int:
    """Wait up to `wait` seconds for something new in the feed and take it in; how many entries came.

    Raises:
        NoLine, ServerBusy, WrongEpoch and what else `sync_once` raises: a round is due.
    """
    with store.reading() as connection:
        at = exchange.position(connection)
    if at is None:
        raise Unenrolled()
    return absorb(store, county.page(*at, limit=PAGE, wait=wait)).new
