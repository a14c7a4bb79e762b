"""The clinic's store: journal and tables in one encrypted file, changed together or not at all."""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.letters import index_of
from clinic_app.domain.roles import Role
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.clock import next_stamp
from clinic_app.journal.entry import Entry, Origin, device_id, first_link, new_id, signed_by_author
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.facility import Person, StaffCertified
from clinic_app.journal.quarantine import MAX_BODY, BodyTooLarge
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.projections.apply import apply
from clinic_app.projections.tables.facility import staff as staff_table
from clinic_app.projections.upsert import Placed
from clinic_app.store import indexing, local
from clinic_app.store.attention import Attention
from clinic_app.store.engine import open_engine, reading, writing
from clinic_app.store.errors import FileDamaged, NoStore, told
from clinic_app.store.keys import KeyHolder, Keyring
from clinic_app.store.rows import Run, current_run, entry_of, selection
from clinic_app.store.schema import migrate
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations

DATABASE: Final = "clinic.db"
_ADMIN: Final = Role.ADMINISTRATOR.value
SELF: Final = "self"  # as subject: the entry names itself, it registers a resident

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Author:
    """Whose act an entry is.  A machine's own act has the id ""."""

    staff_id: str
    sign: Sign | None = None

    @classmethod
    def of(cls, holder: KeyHolder) -> "Author":
        return cls(holder.staff_id, holder.signing.sign)


MACHINE: Final = Author("")


class Writing:
    """One transaction: questions to the tables, and entries appended to the journal."""

    def __init__(self, connection: sa.Connection, author: Author, wall: Wall) -> None:
        self.connection = connection
        self._author = author
        self._wall = wall
        self._run: Run | None = None
        self._clock: int | None = None  # read once, written when the block ends
        self.appended: list[Entry] = []

    def append(
        self, fact: Fact, subject: UUID | Literal["self"] | None = None, *, entry_id: UUID | None = None
    ) -> Entry:
        """Write `fact` at the end of the journal and into the tables.

        `subject` is the resident it is about; ``SELF`` for the entry that registers one.  `entry_id`: from
        `new_id`, where an earlier entry of the same transaction has named this one.

        Raises:
            BodyTooLarge: more than 1 MiB.
        """
        body = fact.write()
        if len(body) > MAX_BODY:
            raise BodyTooLarge(type=fact.type, bytes=len(body), limit=MAX_BODY)
        run = self._run or current_run(self.connection)
        if self._clock is None:
            self._clock = struct.unpack(">Q", local.read(self.connection, local.CLOCK) or bytes(8))[0]
        entry_id, time = entry_id or new_id(), next_stamp(self._clock, self._wall)
        about = entry_id if subject == SELF else subject
        assert about is None or isinstance(about, UUID)
        entry = Entry(
            id=entry_id,
            device=run.device,
            incarnation=run.incarnation,
            seq=run.head_seq + 1,
            time=time,
            author=self._author.staff_id,
            type=fact.type,
            subject=about,
            body=body,
            body_hash=sha256(body).digest(),
            signature=self._signature(fact, entry_id, about, time, body),
        )
        self._run = insert_own(self.connection, run, entry, effective=time)
        self._clock = time
        project(self.connection, Placed(entry, time, run.facility), fact)
        self.appended.append(entry)
        return entry

    def finish(self) -> None:
        """What is written once a transaction, before it is committed."""
        if self._clock is not None:
            local.write(self.connection, local.CLOCK, struct.pack(">Q", self._clock))

    def next_serial(self, name: str, period: str) -> int:
        return local.next_serial(self.connection, name, period)

    def device_serial(self, name: str, period: str) -> int:
        """A number of four digits from this device's own part of a range that the whole clinic shares.

        Device A takes 1, 65, 129 …, B takes 2, 66 …: 64 devices never meet, 156 numbers each a period.
        """
        return (self.next_serial(name, period) - 1) * 64 + self.device_place() % 64 + 1

    def device_place(self) -> int:
        """Which of the clinic's devices this is, by its letter: 0 for A."""
        return index_of(local.read_text(self.connection, local.LETTER))

    def _signature(self, fact: Fact, entry_id: UUID, subject: UUID | None, time: int, body: bytes) -> bytes:
        if not fact.signed or self._author.sign is None:
            return b""
        return self._author.sign(
            signed_by_author(entry_id, fact.type, self._author.staff_id, subject, time, sha256(body).digest())
        )


# Built once: building a statement costs more than running it.
_INSERT: Final = sa.insert(entries)
_MOVE_HEAD: Final = (
    sa.update(incarnations)
    .where(incarnations.c.no == sa.bindparam("run"))
    .values(head_seq=sa.bindparam("seq"), head_hash=sa.bindparam("link"))
)


def insert_own(connection: sa.Connection, run: Run, entry: Entry, effective: int) -> Run:
    """Put `entry` at the head of `run`; returns the run with its new head."""
    link = entry.hash_after(run.head_hash or b"")
    insert_entry(connection, run.no, entry, effective, link=link)
    connection.execute(_MOVE_HEAD, {"run": run.no, "seq": entry.seq, "link": link})
    return Run(
        run.no,
        run.incarnation,
        run.device,
        run.facility,
        run.origin,
        entry.seq,
        link,
        run.safe_seq,
        run.current,
    )


def insert_entry(
    connection: sa.Connection,
    incarnation_no: int,
    entry: Entry,
    effective: int,
    *,
    link: bytes | None = None,
    feed_number: int | None = None,
    received: int | None = None,
) -> None:
    row = {
        "incarnation_no": incarnation_no,
        "seq": entry.seq,
        "id": entry.id,
        "time": entry.time,
        "effective": effective,
        "author": entry.author,
        "type": entry.type,
        "subject": entry.subject,
        "body": entry.body,
        "body_hash": None if entry.body is not None else entry.body_hash,
        "signature": entry.signature or None,
        "hash": link,
        "feed_number": feed_number,
        "received": received,
    }
    connection.execute(_INSERT, row)


def project(connection: sa.Connection, placed: Placed, fact: Fact) -> None:
    """The tables and the search keys of one fact."""
    with indexing.following(connection, placed.entry, fact):
        apply(connection, placed, fact)


class Store:
    """One data folder, open."""

    def __init__(self, folder: Path, engine: sa.Engine, data_key: bytes, wall: Wall = wall_clock) -> None:
        self.folder = folder
        self.engine = engine
        self.wall = wall
        self.data_key = data_key
        self.attention = Attention()
        self.under_way: dict[UUID, int] = {}  # incarnation → up to which seq a round is handing over
        self.read_identity()

    def read_identity(self) -> None:
        """Who this PC is: when it is opened, and after it got another key.

        Raises:
            NoStore
        """
        with self.reading() as connection:
            seed = local.read(connection, local.DEVICE_SEED)
            self.facility = local.read_text(connection, local.FACILITY)
        if seed is None:
            raise NoStore(folder=str(self.folder))
        self.device_key = private_key(seed)
        self.public_key = public_bytes(self.device_key)
        self.device = device_id(self.public_key)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A snapshot to ask questions of.

        Raises:
            NotOurs, FileDamaged, Busy
        """
        with told(), self.attention.asked(), reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self, author: Author) -> Iterator[Writing]:
        """One transaction: when the block ends, everything in it is on disk; when it raises, nothing is.

        Raises:
            DiskFull, Busy, FileDamaged: nothing was written.
        """
        with told(), writing(self.engine) as connection:
            work = Writing(connection, author, self.wall)
            yield work
            work.finish()
        if any(entry.type == StaffCertified.type for entry in work.appended):
            self.follow_staff()

    @contextmanager
    def handing_over(self, incarnation: UUID, seq: int) -> Iterator[None]:
        """While the block runs, a round is bringing a run of ours up to `seq` to the county."""
        self.under_way[incarnation] = seq
        try:
            yield
        finally:
            self.under_way.pop(incarnation, None)

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """A transaction on what is local to this PC: cursors, drafts, settings."""
        with told(), writing(self.engine) as connection:
            yield connection

    def entry(self, entry_id: UUID) -> Entry | None:
        """One entry of any journal held here."""
        with self.reading() as connection:
            row = connection.execute(selection().where(entries.c.id == entry_id)).one_or_none()
        return None if row is None else entry_of(row)

    def follow_staff(self) -> None:
        """Let every certified colleague open this PC, and nobody who left."""
        with self.reading() as connection:
            rows = connection.execute(
                sa.select(staff_table).where(staff_table.c.facility == self.facility)
            ).all()
        people = [
            (
                row.staff_id,
                Person(
                    public_key=row.public_key,
                    exchange_key=row.exchange_key,
                    salt=row.salt,
                    wrapped=row.wrapped,
                )
                if row.active
                else None,
            )
            for row in rows
        ]
        administrators = [row.staff_id for row in rows if row.active and _ADMIN in row.roles.split(",")]
        Keyring.load(self.folder).follow(people, self.data_key, administrators)

    def close(self) -> None:
        self.engine.dispose()


def open_store(folder: Path, data_key: bytes, wall: Wall = wall_clock) -> Store:
    """The store of a folder, migrated to this version (after a backup copy, where there is something to migrate).

    Raises:
        NoStore: no clinic was set up here.
        NotOurs, FileDamaged, NewerStore
    """
    path = folder / DATABASE
    if not path.exists():
        raise NoStore(folder=str(folder))
    if path.stat().st_size == 0:
        raise FileDamaged()
    engine = open_engine(path, data_key)
    try:
        with told():
            migrate(engine, folder, data_key)
        return Store(folder, engine, data_key, wall)
    except BaseException:
        engine.dispose()
        raise


def start_run(
    connection: sa.Connection, public_key: bytes, facility: str, origin: Origin | None = None
) -> None:
    """A new incarnation of ours, and the one we append to from now on; `origin` is the point it leaves."""
    incarnation = new_id()
    connection.execute(sa.update(incarnations).values(current=False))
    connection.execute(
        sa.insert(incarnations).values(
            incarnation=incarnation,
            device=device_id(public_key),
            facility=facility,
            owner="own",
            origin_incarnation=origin.incarnation if origin else None,
            origin_seq=origin.seq if origin else None,
            origin_hash=origin.hash if origin else None,
            head_seq=0,
            head_hash=first_link(public_key, incarnation, origin),
            safe_seq=0,
            current=True,
        )
    )
