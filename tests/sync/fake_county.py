"""A county in memory that keeps the promises of docs/sync-protocol.md, and a line to it that can be cut anywhere."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import Wall
from clinic_app.journal.clock import next_stamp
from clinic_app.journal.entry import Entry, Origin, device_id, new_id
from clinic_app.journal.fact import Fact
from clinic_app.journal.feed import Item, Page, read_page, write_page
from clinic_app.journal.refusal import Fork, Gap, NoSuchRoute, TwoBranches, WrongEpoch
from clinic_app.journal.segment import device_of, links, read_segment
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.journal.snapshot import Mark
from clinic_app.journal.where import standing_of
from clinic_app.store import epochs, local
from clinic_app.store.journal import DATABASE, Store, open_store
from clinic_app.store.setup import NewDevice, build
from clinic_app.sync.client import Traffic
from clinic_app.sync.county import HeldRun, Receipt, Returned, Standing
from clinic_app.sync.errors import NoLine

FACILITY = "350881001"
TODAY = 1_790_000_000_000  # UTC ms


class Clock:
    """A wall clock that moves by a millisecond a look, and further when told."""

    def __init__(self, now: int = TODAY) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += 1
        return self.now


@dataclass
class Held:
    """One run as the county holds it."""

    device: UUID
    incarnation: UUID
    origin: Origin | None
    start: bytes
    entries: list[Entry] = field(default_factory=list)
    links: list[bytes] = field(default_factory=list)
    receipts: list[int] = field(default_factory=list)
    segments: list[tuple[int, bytes]] = field(default_factory=list)  # receipt, bytes

    def link(self, seq: int) -> bytes:
        return self.start if seq == 0 else self.links[seq - 1]


class FakeCounty:
    def __init__(self, wall: Wall) -> None:
        self.wall = wall
        self.seed = sha256(b"county").digest()
        self.key = private_key(self.seed)
        self.public_key = public_bytes(self.key)
        self.epoch = new_id()
        self.incarnation = new_id()
        self.devices: dict[UUID, tuple[bytes, str]] = {}
        self.runs: dict[UUID, Held] = {}  # by incarnation, in order of arrival
        self.log: list[tuple[int, str, Entry]] = []  # receipt, facility, entry
        self.biggest = 1 << 20  # bytes of a segment
        self.pushes = 0

    def enrol(self, store: Store) -> None:
        self.devices[store.device] = (store.public_key, store.facility)
        with store.changing() as connection:
            local.write(connection, local.COUNTY_KEY, self.public_key)
            epochs.begin_epoch(connection, self.epoch)

    def state(self, fact: Fact) -> Entry:
        """An entry of the county's own."""
        body = fact.write()
        own = [entry for _, _, entry in self.log if entry.incarnation == self.incarnation]
        entry = Entry(
            id=new_id(),
            device=device_id(self.public_key),
            incarnation=self.incarnation,
            seq=len(own) + 1,
            time=next_stamp(own[-1].time if own else 0, self.wall),
            author="",
            type=fact.type,
            subject=None,
            body=body,
            body_hash=sha256(body).digest(),
        )
        self.log.append((self.wall(), "", entry))
        return entry

    def put_back(self, then: "FakeCounty") -> None:
        """The database of `then` (a deep copy) again, under a new epoch and with a new branch of its journal."""
        new = {"epoch": new_id(), "incarnation": new_id(), "wall": self.wall}
        self.__dict__.update(copy.deepcopy(then.__dict__) | new)

    def entries_of(self, incarnation: UUID) -> list[Entry]:
        return self.runs[incarnation].entries if incarnation in self.runs else []

    def push(self, data: bytes) -> Receipt:
        self.pushes += 1
        device = device_of(data)
        key, facility = self.devices[device]
        segment = read_segment(data, key)
        ours = [run for run in self.runs.values() if run.device == device]
        run = self.runs.get(segment.incarnation)
        if run is None:
            if segment.first_seq != 1:
                raise Gap(wanted=1)
            if segment.origin is None and ours:
                raise TwoBranches(seq=0)
            if segment.origin is not None:
                left = self.runs.get(segment.origin.incarnation)
                if left is None or segment.origin.seq > len(left.entries):
                    raise Gap(wanted=len(left.entries) + 1 if left else 1)
                if left.link(segment.origin.seq) != segment.origin.hash:
                    raise Fork(seq=segment.origin.seq)
            run = Held(device, segment.incarnation, segment.origin, segment.previous)
            ours.append(run)
        if segment.first_seq > len(run.entries) + 1:
            raise Gap(wanted=len(run.entries) + 1)
        if run.link(segment.first_seq - 1) != segment.previous:
            raise Fork(seq=segment.first_seq - 1)
        after = links(segment.previous, segment.entries)
        for entry, link in zip(segment.entries, after, strict=True):
            if entry.seq <= len(run.entries) and run.link(entry.seq) != link:
                raise Fork(seq=entry.seq)
        if segment.last_seq > len(run.entries):
            if run is not ours[-1]:
                raise TwoBranches(seq=len(run.entries))
            self.runs[segment.incarnation] = run
            now = self.wall()
            for entry, link in zip(segment.entries, after, strict=True):
                if entry.seq == len(run.entries) + 1:
                    run.entries.append(entry)
                    run.links.append(link)
                    run.receipts.append(now)
                    self.log.append((now, facility, entry))
            run.segments.append((now, data))
        seq = len(run.entries)
        return Receipt(run.incarnation, seq, run.link(seq).hex(), run.receipts[-1])

    def standing(self, device: UUID) -> Standing:
        return Standing(
            tuple(
                HeldRun(run.incarnation, len(run.entries), run.links[-1].hex(), run.receipts[-1])
                for run in self.runs.values()
                if run.device == device
            )
        )

    def page(self, device: UUID, epoch: UUID, after: int, limit: int) -> Page:
        if epoch != self.epoch:
            raise WrongEpoch(epoch=self.epoch.hex)
        facility = self.devices[device][1]
        items = [
            Item(number, received, home, entry)
            for number, (received, home, entry) in enumerate(self.log, 1)
            if number > after and entry.device != device and home in ("", facility)
        ]
        more = len(items) > limit
        upto = items[limit - 1].number if more else len(self.log)
        page = Page(epoch=self.epoch, after=after, upto=upto, more=more, items=tuple(items[:limit]))
        return read_page(write_page(page, self.key.sign), self.public_key)

    def give_back(self, data: bytes) -> int:
        known = {entry.id for _, _, entry in self.log}
        own = [
            item
            for item in read_page(data, self.public_key).items
            if item.facility == "" and item.entry.id not in known
        ]
        self.log += [(item.received, "", item.entry) for item in own]
        return len(own)


class Cut(NoLine):
    """The line went."""

    code = "sync.no_line"


@dataclass
class FakePeer:
    """One device's line to a `FakeCounty`.  `cut_before` and `cut_after` name calls by number, from 0."""

    county: FakeCounty
    store: Store
    cut_before: frozenset[int] = frozenset()
    cut_after: frozenset[int] = frozenset()
    between: Callable[[int], None] = lambda _: None
    calls: int = 0
    skew_ms: int | None = 0
    traffic: Traffic = field(default_factory=Traffic)

    @contextmanager
    def _line(self) -> Iterator[None]:
        number = self.calls
        self.calls += 1
        self.traffic.requests += 1
        # The rule that no transaction is open while the line is used: whoever asks could be waiting for it.
        with self.store.changing():
            pass
        if number in self.cut_before:
            raise Cut(server="fake", why="cut")
        yield
        self.between(number)
        if number in self.cut_after:
            raise Cut(server="fake", why="cut")

    def standing(self) -> Standing:
        with self._line():
            return self.county.standing(self.store.device)

    def push(self, segment: bytes) -> Receipt:
        with self._line():
            self.traffic.up += len(segment)
            return self.county.push(segment)

    def segments(self, incarnation: UUID, after: int) -> list[Returned]:
        with self._line():
            run = self.county.runs[incarnation]
            found = [Returned(read_segment(data, self.store.public_key), at) for at, data in run.segments]
            return [item for item in found if item.segment.last_seq > after]

    def news(self, epoch: UUID, after: int, standing: bytes) -> Standing | Page | int:
        with self._line():
            if epoch != self.county.epoch:
                raise WrongEpoch(epoch=self.county.epoch.hex)
            held = self.county.standing(self.store.device)
            if (
                standing_of((run.incarnation, run.seq, bytes.fromhex(run.hash)) for run in held.runs)
                != standing
            ):
                return held
            page = self.county.page(self.store.device, epoch, after, 200)
            return page if page.items else page.upto

    def page(self, epoch: UUID, after: int, *, limit: int, wait: int = 0) -> Page:
        with self._line():
            return self.county.page(self.store.device, epoch, after, limit)

    def snapshot(self, epoch: UUID, after: int) -> Iterator[int | Page | Mark]:
        raise NoSuchRoute()  # an older county; tests/e2e/test_snapshot.py has the real one

    def give_back(self, page: bytes) -> int:
        with self._line():
            return self.county.give_back(page)


def new_store(folder: Path, wall: Wall, letter: str = "A") -> Store:
    """An empty clinic PC; nobody's password opens it, so nobody's key costs time."""
    return build(folder, NewDevice.make(), FACILITY, letter, (), lambda _: None, wall)


def disk_copy(store: Store, folder: Path) -> Store:
    """Another PC with the same disk."""
    folder.mkdir(parents=True)
    with store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (folder / DATABASE).write_bytes((store.folder / DATABASE).read_bytes())
    (folder / "keys.json").write_bytes((store.folder / "keys.json").read_bytes())
    return open_store(folder, store.data_key, store.wall)


def ids(store: Store) -> list[UUID]:
    """Every entry held, by id."""
    from clinic_app.store.tables import entry

    with store.reading() as connection:
        return list(connection.scalars(sa.select(entry.c.id).order_by(entry.c.id)))
