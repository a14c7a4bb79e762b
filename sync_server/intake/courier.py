"""摆渡: taking in what clinics wrote on a stick or a share, by the same door as a push.

Files of several clinics, in any order, old or doubled: the chain says where each segment belongs.  One that cannot
be taken in is named and left where it is; those after it are taken in all the same.
"""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError, Damaged
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal import sticks
from clinic_app.journal.courier import Request, head_of, read_head, read_request
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.refusal import Fork, Gap, NotEnrolled, OtherDevice, Revoked, TwoBranches
from clinic_app.journal.sealing import ForeignParcel
from sync_server.intake.receive import receive
from sync_server.intake.returns import adopt_page
from sync_server.store.county import County, county_of
from sync_server.store.engine import Database
from sync_server.store.queries import journals, registry
from sync_server.store.tables import courier_request

_REFUSED = (Damaged, ForeignParcel, TooLarge, NotEnrolled, Revoked, OtherDevice)


@dataclass(slots=True)
class Brought:
    """What the files of one device brought."""

    request: Request  # the newest one's head
    entries: int = 0  # new to the county
    files: list[Path] = field(default_factory=list)  # taken in whole
    has: dict[UUID, int] = field(default_factory=dict)  # how far the device was seen to hold each incarnation
    forked: set[UUID] = field(default_factory=set)  # incarnations of which it holds something else


@dataclass(slots=True)
class Intake:
    """What a folder brought."""

    devices: dict[UUID, Brought] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)  # file name: error code


def take_in(database: Database, place: Path, wall: Wall = wall_clock) -> Intake:
    """Take in every file of `place` that a clinic wrote for this county.

    Raises:
        NotFounded
        StickGone, ReadOnly: what was taken in stays.
    """
    with database.reading() as connection:
        county = county_of(connection)
    work = _Work(database, county, wall)
    waiting = sticks.files_in(place, "up")
    while waiting:
        missing = [file for file in waiting if not work.take(file)]
        if len(missing) == len(waiting):
            break  # what comes before them is on another stick
        waiting = missing
    for brought in work.intake.devices.values():
        _remember(database, brought.request, wall())
    return work.intake


class _Work:
    """One folder under way."""

    def __init__(self, database: Database, county: County, wall: Wall) -> None:
        self._database = database
        self._county = county
        self._wall = wall
        self.intake = Intake()

    def take(self, file: Path) -> bool:
        """Take in one file; false when entries are missing before its own."""
        try:
            request = read_request(sticks.content_of(file), self._county.seed, self._key_of)
        except _REFUSED as error:
            self.intake.refused[file.name] = error.code
            return True
        brought = self.intake.devices.get(request.device)
        if brought is None:
            brought = self.intake.devices[request.device] = Brought(read_head(head_of(request)))
        elif request.made > brought.request.made:
            brought.request = read_head(head_of(request))
        before = self._held(request.device)
        refusal = self._contents(request, brought)
        brought.entries += self._held(request.device) - before
        if refusal is None:
            brought.files.append(file)
            self.intake.refused.pop(file.name, None)
        else:
            self.intake.refused[file.name] = refusal.code
        return not isinstance(refusal, Gap)

    def _contents(self, request: Request, brought: Brought) -> ClinicError | None:
        """Each page and segment by itself; the last refusal, if there was one, a gap before all others."""
        refusal: ClinicError | None = None
        for page in request.returns:
            try:
                adopt_page(self._database, page, self._wall)
            except _REFUSED as error:
                refusal = error
        for data in request.segments:
            try:
                receipt = receive(self._database, request.device, data, self._wall)
            except (Fork, TwoBranches) as error:
                brought.forked |= _named(error)
                refusal = refusal if isinstance(refusal, Gap) else error
            except _REFUSED as error:
                refusal = refusal if isinstance(refusal, Gap) else error
            else:
                brought.has[receipt.incarnation] = max(brought.has.get(receipt.incarnation, 0), receipt.seq)
        return refusal

    def _key_of(self, device: UUID) -> bytes:
        with self._database.reading() as connection:
            known = registry.device_of(connection, device)
        if known is None:
            raise NotEnrolled()
        return known.public_key

    def _held(self, device: UUID) -> int:
        with self._database.reading() as connection:
            return sum(head.seq for head in journals.heads_of(connection, device).values())


def requests_known(database: Database) -> list[Request]:
    """The newest request of every device that ever came by a stick."""
    with database.reading() as connection:
        return [read_head(bytes(head)) for head in connection.scalars(sa.select(courier_request.c.head))]


def _remember(database: Database, request: Request, now: int) -> None:
    with database.writing() as connection:
        connection.execute(sa.delete(courier_request).where(courier_request.c.device == request.device))
        connection.execute(
            sa.insert(courier_request).values(device=request.device, read=now, head=head_of(request))
        )


def _named(error: ClinicError) -> set[UUID]:
    incarnation = error.facts.get("incarnation")
    return {UUID(hex=incarnation)} if isinstance(incarnation, str) else set()
