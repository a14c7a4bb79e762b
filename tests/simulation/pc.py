"""A clinic's PC: the real store and the real engine, killed and opened again as often as need be."""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.entry import begin_ids
from clinic_app.journal.facts.facility import Person
from clinic_app.journal.signing import public_bytes
from clinic_app.store import local
from clinic_app.store.journal import DATABASE, Author, Store
from clinic_app.store.keys import KeyHolder
from clinic_app.store.rebuild import rebuild_if_wanted
from clinic_app.sync import engine, enrolment
from clinic_app.sync.county import County
from tests.simulation.county import CountyPlace
from tests.simulation.hub import Hub, Process, version
from tests.simulation.line import SERVER, LineQuality, SimLine
from tests.simulation.places import Disk, SimStore

STAFF = "A001"
NEW_KEY = ("journal.two_branches", "server.revoked", "server.not_enrolled")


def drawn(*words: object) -> bytes:
    """32 bytes that are the same on every run."""
    return sha256(":".join(str(word) for word in words).encode()).digest()


def holder_of(facility: str) -> KeyHolder:
    """The clinic's only member of staff, who may do everything."""
    return KeyHolder(STAFF, drawn("staff", facility))


def person_of(holder: KeyHolder) -> Person:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    exchange_key = holder.exchange.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Person(
        public_key=public_bytes(holder.signing),
        exchange_key=exchange_key,
        salt=b"s" * 16,
        wrapped=drawn("wrapped", holder.seed),
    )


@dataclass
class Pc:
    """One device: its folder, its clock, its line."""

    hub: Hub
    name: str
    facility: str
    folder: Path
    county: CountyPlace
    skew: int = 0  # ms: its wall clock minus the true one
    quality: LineQuality = field(default_factory=LineQuality)
    peer: County | None = None
    last_error: str = ""
    busy: int = 0  # rounds under way
    visiting: int = 0  # visits at the clinic's hub
    settled: bool = False  # its last round in the end left nothing of its own open
    unknown: frozenset[str] = frozenset()  # types of entries that its version does not know

    def __post_init__(self) -> None:
        self.holder = holder_of(self.facility)
        self.author = Author(STAFF, self.holder.signing.sign)
        self.process = Process(self.name, self.unknown)
        self.disk = Disk(self.hub, self.process)
        self.data_key = drawn("data", self.name.split("-")[0])
        self.store = self.opened()

    def __str__(self) -> str:
        return self.name

    def wall(self) -> int:
        return self.hub.now + self.skew

    def opened(self) -> SimStore:
        store = SimStore(self.folder, self.data_key, self.wall, self.disk)
        with version(self.unknown):
            rebuild_if_wanted(store)  # as wiring.py does
        self.peer = None
        return store

    def close(self) -> None:
        if self.peer is not None:
            self.peer.close()
        self.store.close()

    def reopen(self) -> None:
        """The program starts again on the same disk."""
        self.hub.kill(self.process)
        self.close()
        self.begin()

    def begin(self) -> None:
        self.process = Process(self.name, self.unknown)
        self.disk.process = self.process
        begin_ids(self.hub.dice.randbytes)
        self.busy = self.visiting = 0
        self.store = self.opened()

    def upgrade(self) -> None:
        """The newer program, which makes its tables anew when it is opened."""
        if self.unknown:
            self.hub.note(self, "upgraded")
            self.unknown = frozenset()
            with Store.changing(self.store) as connection:
                local.write(connection, local.REBUILD_WANTED, "1")

    def up(self) -> None:
        if self.process.dead:
            self.reopen()

    def line(self) -> SimLine:
        return SimLine(self.hub, self, self.county)

    # ------------------------------------------------------------ what it does

    def enrolled(self) -> bool:
        with Store.reading(self.store) as connection:
            return local.read(connection, local.COUNTY_KEY) is not None

    def county_peer(self) -> County:
        if self.peer is None:
            with self.store.reading() as connection:
                county_key = local.read(connection, local.COUNTY_KEY)
            assert county_key is not None
            self.peer = County(
                SERVER,
                self.store.device,
                self.store.device_key,
                county_key,
                None,
                wall=self.wall,
                ticks=self.hub.ticks,
                transport=self.line(),
            )
        return self.peer

    def sync(self) -> engine.Round | None:
        """One round; `None` when it was broken off."""
        store = self.store
        try:
            done = engine.sync_once(store, self.county_peer(), None, self.hub.ticks)
        except ClinicError as error:
            self.last_error = error.code
            self.hub.note(self, "broken off", error.code)
            return None
        self.last_error = ""
        self.hub.note(self, "synced", done.pushed, done.pulled, done.came_back, done.moved, done.safe)
        return done

    def enrol_anew(self) -> bool:
        """With a fresh key, after the county has put it out."""
        self.county.up()
        code = self.hub.call(self.county.process, "code", lambda: self.county.code(self.facility))
        if code is None:
            return False
        try:
            found = enrolment.enrol(
                self.store,
                self.holder,
                SERVER,
                code,
                self.county.authority_pem,
                transport=self.line(),
                draw=self.hub.dice.randbytes,
            )
        except ClinicError as error:
            self.hub.note(self, "not enrolled", error.code)
            return False
        self.hub.note(self, "enrolled", found.letter, found.moved)
        self.reopen_key()
        return True

    def reopen_key(self) -> None:
        """The store reads its key when it is opened."""
        self.close()
        self.store = self.opened()

    # ------------------------------------------------------------ what happens to it

    def image(self, to: Path) -> None:
        """The disk as it is now."""
        to.mkdir(parents=True, exist_ok=True)
        with self.store.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        shutil.copyfile(self.folder / DATABASE, to / DATABASE)
        shutil.copyfile(self.folder / "keys.json", to / "keys.json")

    def put_back(self, image: Path) -> None:
        self.hub.kill(self.process)
        self.close()
        for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
            with suppress(FileNotFoundError):
                (self.folder / name).unlink()
        shutil.copyfile(image / DATABASE, self.folder / DATABASE)
        shutil.copyfile(image / "keys.json", self.folder / "keys.json")
        self.begin()

    def device(self) -> UUID:
        return self.store.device
