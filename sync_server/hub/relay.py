"""What runs behind the push at a hub: segments go on to the county as they came, its receipts wait for their owners."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError, Unavailable
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.hub import CountyReceipt
from clinic_app.journal.refusal import Gap
from sync_server.hub.errors import NotACounty
from sync_server.hub.roster import roster_held, take_roster
from sync_server.hub.tables import county_receipt, relayed
from sync_server.hub.upstream import Upstream
from sync_server.store.engine import Database
from sync_server.store.queries import journals
from sync_server.store.queries.journals import Stored
from sync_server.store.tables import inbox, journal_head

ROSTER_EVERY: Final = 60.0  # seconds: this long a revoked device may go on at the hub
_STRANGER: Final = (
    5.0  # seconds: the least between two questions on account of a device that is not known here
)
RECEIPTS_KEPT: Final = 1024  # the county's, of each incarnation: several days without a look by their owner
REFUSED_FOR: Final = 600_000  # milliseconds until what the county refused is offered again
_EVERY: Final = 5.0  # seconds between two looks without a push
_FIRST: Final = 1.0  # seconds after a line that failed, then twice as long each time …
_MOST: Final = 30.0  # … up to this
logger = logging.getLogger(__name__)


class Relay(threading.Thread):
    """`told` is called after each receipt and each change of the roster, on this thread."""

    def __init__(
        self,
        database: Database,
        upstream: Upstream,
        county_key: bytes,
        told: Callable[[], None] = lambda: None,
        wall: Wall = wall_clock,
    ) -> None:
        super().__init__(name="relay", daemon=True)
        self.reached = False  # the county answered at the last try
        self._database = database
        self._upstream = upstream
        self._county_key = county_key
        self._told = told
        self._wall = wall
        self._wake = threading.Event()
        self._gone = threading.Event()
        self._roster_at = float("-inf")

    def wake(self) -> None:
        """Something was pushed."""
        self._wake.set()

    def stranger_came(self) -> None:
        """A device that is not known here asked for a token: it may have been enrolled just now."""
        if time.monotonic() - self._roster_at > _STRANGER:
            self._roster_at = float("-inf")
            self._wake.set()

    def end(self) -> None:
        """Finish the request at hand and stop."""
        self._gone.set()
        self._wake.set()
        self.join(5)

    def run(self) -> None:
        failures = 0
        while not self._gone.is_set():
            self._wake.clear()
            if self._step():
                failures = 0
                self._wake.wait(_EVERY)
            else:  # a push does not shorten this: it would knock at a dead line all day
                self._gone.wait(min(_FIRST * 2.0**failures, _MOST))
                failures = min(failures + 1, 16)

    def _step(self) -> bool:
        """Roster and segments; false when the county is away."""
        try:
            self._ask_roster()
            while not self._gone.is_set() and relay_some(
                self._database, self._upstream, self._county_key, self._told, self._wall
            ):
                self._ask_roster()
        except ClinicError as error:
            logger.log(
                logging.INFO if isinstance(error, Unavailable) else logging.WARNING, "county: %s", error.code
            )
            self._reach(False)
            return False
        except sa.exc.SQLAlchemyError:
            logger.exception("the hub's database is away")
            return False
        except Exception:  # an edge: a bug here must not end the thread
            logger.exception("relaying failed")
            return False
        self._reach(True)
        return True

    def _reach(self, reached: bool) -> None:
        if reached != self.reached:
            self.reached = reached
            self._told()

    def _ask_roster(self) -> None:
        if time.monotonic() - self._roster_at < ROSTER_EVERY:
            return
        held = roster_held(self._database)
        news = self._upstream.roster("" if held is None else held.digest())
        self._roster_at = time.monotonic()
        forget_receipts(self._database)
        if news is None:
            return
        take_roster(self._database, news)
        if held is not None and held.epoch != news.epoch:
            offer_again(self._database)
        self._told()


def relay_some(
    database: Database,
    upstream: Upstream,
    county_key: bytes,
    told: Callable[[], None] = lambda: None,
    wall: Wall = wall_clock,
) -> int:
    """Hand on what the county does not hold, oldest incarnation first; answers how many segments that were.

    A refusal of one journal is kept and holds nothing else up.

    Raises:
        NoCounty, NotACounty, CountyRefuses, NotEnrolled, Revoked: of the hub itself, or of the line.
    """
    done = 0
    with database.reading() as connection:
        waiting = _waiting(connection, wall())
    for device, incarnation in waiting:
        done += _relay_journal(database, upstream, county_key, device, incarnation, told, wall)
    return done


def offer_again(database: Database) -> None:
    """The county was put back from a backup: what it had confirmed may be gone."""
    with database.writing() as connection:
        connection.execute(sa.delete(relayed))
        connection.execute(sa.delete(county_receipt))


def forget_receipts(database: Database) -> None:
    """Keep the newest receipts of each incarnation; whoever missed more asks the county."""
    counted = sa.func.count().label("count")
    many = (
        sa.select(county_receipt.c.incarnation)
        .group_by(county_receipt.c.incarnation)
        .having(counted > 2 * RECEIPTS_KEPT)
    )
    with database.writing() as connection:
        for incarnation in connection.scalars(many).all():
            of_it = county_receipt.c.incarnation == incarnation
            oldest = connection.scalar(
                sa.select(county_receipt.c.seq)
                .where(of_it)
                .order_by(county_receipt.c.seq.desc())
                .offset(RECEIPTS_KEPT)
                .limit(1)
            )
            connection.execute(sa.delete(county_receipt).where(of_it, county_receipt.c.seq <= oldest))


def _waiting(connection: sa.Connection, now: int) -> list[tuple[UUID, UUID]]:
    rows = connection.execute(
        sa.select(journal_head.c.device, journal_head.c.incarnation)
        .outerjoin(relayed, relayed.c.incarnation == journal_head.c.incarnation)
        .where(
            journal_head.c.seq > sa.func.coalesce(relayed.c.seq, 0),
            sa.or_(relayed.c.refused.is_(None), relayed.c.refused == "", relayed.c.tried < now - REFUSED_FOR),
        )
    ).all()
    begun = {row.incarnation: journals.begun_at(connection, row.incarnation) for row in rows}
    return [(row.device, row.incarnation) for row in sorted(rows, key=lambda row: begun[row.incarnation])]


def _relay_journal(
    database: Database,
    upstream: Upstream,
    county_key: bytes,
    device: UUID,
    incarnation: UUID,
    told: Callable[[], None],
    wall: Wall,
) -> int:
    done = 0
    while True:
        at, stored = _next(database, device, incarnation)
        if stored is None:
            return done
        try:
            receipt = upstream.relay(device, stored.data, at)
        except Gap as gap:
            if not _go_back(database, gap):
                _refused(database, incarnation, at, gap.code, wall())
            return done
        except ClinicError as error:
            if not _of_the_journal(error):
                raise
            _refused(database, incarnation, at, error.code, wall())
            return done
        mine = receipt.device == device and receipt.incarnation == incarnation
        if not mine or receipt.seq < stored.last_seq or not receipt.is_of(county_key):
            raise NotACounty(server=upstream.server, why="receipt")
        _confirmed(database, receipt)
        told()
        done += 1


def _of_the_journal(error: ClinicError) -> bool:
    """Whether the county refuses this journal, rather than the hub, or for now."""
    return error.code.startswith("journal.") or error.code in ("server.revoked", "server.not_enrolled")


def _next(database: Database, device: UUID, incarnation: UUID) -> tuple[int, Stored | None]:
    """How far the county holds the journal, and the first segment that goes beyond it."""
    with database.reading() as connection:
        at = seq_at_county(connection, incarnation)
        found = journals.segments_after(connection, device, incarnation, at, 1)
    return at, found[0] if found else None


def seq_at_county(connection: sa.Connection, incarnation: UUID) -> int:
    """How far the county has confirmed an incarnation to this hub."""
    return connection.scalar(sa.select(relayed.c.seq).where(relayed.c.incarnation == incarnation)) or 0


def _confirmed(database: Database, receipt: CountyReceipt) -> None:
    with database.writing() as connection:
        write_relayed(connection, receipt.incarnation, receipt.seq)
        key = (county_receipt.c.incarnation == receipt.incarnation) & (county_receipt.c.seq == receipt.seq)
        connection.execute(sa.delete(county_receipt).where(key))
        connection.execute(
            sa.insert(county_receipt).values(
                incarnation=receipt.incarnation, seq=receipt.seq, data=msgspec.msgpack.encode(receipt)
            )
        )
        connection.execute(sa.delete(inbox))  # nothing is numbered at a hub


def _go_back(database: Database, gap: Gap) -> bool:
    """The county holds less than it confirmed, or misses the incarnation that this one left; false: we cannot help."""
    wanted, named = gap.facts.get("wanted"), gap.facts.get("incarnation")
    try:
        missing = UUID(hex=str(named))
    except ValueError:
        return False
    if not isinstance(wanted, int) or wanted < 1:
        return False
    with database.writing() as connection:
        if wanted > seq_at_county(connection, missing):
            return False
        write_relayed(connection, missing, wanted - 1)
    return True


def _refused(database: Database, incarnation: UUID, at: int, code: str, now: int) -> None:
    logger.warning("the county refuses the journal %s: %s", incarnation, code)
    with database.writing() as connection:
        write_relayed(connection, incarnation, at, code, now)


def write_relayed(
    connection: sa.Connection, incarnation: UUID, seq: int, refused: str = "", tried: int = 0
) -> None:
    connection.execute(sa.delete(relayed).where(relayed.c.incarnation == incarnation))
    connection.execute(
        sa.insert(relayed).values(incarnation=incarnation, seq=seq, refused=refused, tried=tried)
    )
