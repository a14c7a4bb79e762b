"""告警: what an officer has to look at, and since when.

`alarms` is a pure function of what was seen; the thresholds are data (`LIMITS`).  An alarm names a device or a
facility by its code, never a person.  docs/operations.md says what to do about each.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from shutil import disk_usage
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError
from clinic_app.projections.upsert import upsert
from sync_server.reports import devices
from sync_server.reports.devices import SILENT_MS, Device
from sync_server.store.queries.state import behind_since
from sync_server.store.tables import alarm_seen, held_entry
from sync_server.tls import end_of

_MINUTE_MS: Final = 60_000
_DAY_MS: Final = 24 * 60 * _MINUTE_MS


class Kind(StrEnum):
    """The words for people are in console/alarm_texts.py."""

    BEHIND = "worker.behind"
    DISK = "disk.full"
    CERTIFICATE = "certificate.ends"
    BRANCHES = "device.branches"
    HELD = "entries.held"
    SILENT = "device.silent"
    CLOCK = "device.clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    silent_ms: int = SILENT_MS  # without any contact
    clock_ms: int = 5 * _MINUTE_MS  # a device's clock off by more
    branches_ms: int = 7 * _DAY_MS  # how long a fork or a clone is news
    held_ms: int = _DAY_MS  # an entry set aside, and nobody dealt with it
    behind_ms: int = 10 * _MINUTE_MS  # something arrived and is not judged
    disk_free_bytes: int = 5 << 30
    disk_free_percent: int = 10
    certificate_ms: int = 30 * _DAY_MS  # before its end
    quiet_ms: int = 7 * _DAY_MS  # how long an acknowledged alarm stays quiet


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Place:
    """What the server stands on, beside its database."""

    disk: Path  # a folder on the disk that may fill
    certificate: Path | None = None  # the server's own (PEM)


@dataclass(frozen=True, slots=True)
class Disk:
    free: int  # bytes
    total: int  # bytes


@dataclass(frozen=True, slots=True)
class HeldSince:
    """What is set aside of one facility and waits for no other entry."""

    facility: str
    oldest: int  # UTC ms
    position: int  # arrival position of the oldest
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything that alarms are made of.  Times are UTC ms; ``None``: nothing of the kind."""

    devices: tuple[Device, ...] = ()
    held: tuple[HeldSince, ...] = ()
    behind_since: int | None = None
    disk: Disk | None = None
    certificate_ends: int | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    user_id: str
    reason: str
    at: int  # UTC ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    kind: Kind
    object: str = ""  # a device's id or a facility's code
    facility: str = ""  # its code
    letter: str = ""  # of the device
    since: int | None = None  # UTC ms
    amount: int = 0  # ms of a clock, entries, branches, bytes free, ms until the certificate's end
    mark: str = field(default="", repr=False)  # tells this occurrence from the next
    acknowledged: Acknowledged | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind.value, self.object, self.mark


def alarms(seen: Seen, now: int, limits: Limits = LIMITS) -> list[Alarm]:
    """What is wrong at `now` (UTC ms): the server's own troubles first, then by facility."""
    found = [*_of_server(seen, now, limits), *_of_held(seen.held, now, limits)]
    for device in seen.devices:
        if device.revoked is None and device.enrolled is not None:
            found += _of_device(device, now, limits)
    order = list(Kind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.facility, one.since or 0, one.object))


def open_alarms(every: Iterable[Alarm]) -> list[Alarm]:
    """Those that nobody has acknowledged."""
    return [one for one in every if one.acknowledged is None]


def seen_by(db: sa.Connection, place: Place) -> Seen:
    return Seen(
        devices=tuple(devices.devices(db)),
        held=tuple(_held(db)),
        behind_since=behind_since(db),
        disk=disk_of(place.disk),
        certificate_ends=None if place.certificate is None else certificate_end(place.certificate),
    )


def standing_alarms(db: sa.Connection, place: Place, now: int, limits: Limits = LIMITS) -> list[Alarm]:
    """The alarms of this moment, each with who has acknowledged it within `limits.quiet_ms`."""
    table = alarm_seen.c
    rows = db.execute(sa.select(alarm_seen).where(table.at > now - limits.quiet_ms))
    told = {(row.kind, row.object, row.mark): Acknowledged(row.user_id, row.reason, row.at) for row in rows}
    return [replace(one, acknowledged=told.get(one.key)) for one in alarms(seen_by(db, place), now, limits)]


def acknowledge(db: sa.Connection, key: tuple[str, str, str], user_id: str, reason: str, now: int) -> None:
    """Keep an alarm quiet for a while: an officer has looked at it, and says why that is enough."""
    kind, object_, mark = key
    upsert(
        db,
        alarm_seen,
        {"kind": kind, "object": object_, "mark": mark},
        user_id=user_id,
        reason=reason,
        at=now,
    )


def disk_of(folder: Path) -> Disk | None:
    """The disk that a folder is on; ``None`` when it cannot be asked."""
    try:
        usage = disk_usage(folder)
    except OSError:
        return None
    return Disk(usage.free, usage.total)


def certificate_end(path: Path) -> int | None:
    """UTC ms; ``None`` when there is no such certificate: a server without TLS has none."""
    try:
        return int(end_of(path.read_bytes()).timestamp() * 1000)
    except (OSError, ClinicError):
        return None


def place_of(url: str, tls_folder: Path | None) -> Place:
    """For an SQLite file its own disk; for a PostgreSQL of any machine the disk that this server runs on."""
    sqlite = url.startswith("sqlite:///")
    folder = Path(url.removeprefix("sqlite:///")).absolute().parent if sqlite else Path(os.path.sep)
    return Place(folder, None if tls_folder is None else tls_folder / "server.pem")


def _of_server(seen: Seen, now: int, limits: Limits) -> Iterable[Alarm]:
    if seen.behind_since is not None and now - seen.behind_since > limits.behind_ms:
        yield Alarm(kind=Kind.BEHIND, since=seen.behind_since, amount=now - seen.behind_since)
    disk = seen.disk
    if disk and disk.free < max(limits.disk_free_bytes, disk.total * limits.disk_free_percent // 100):
        yield Alarm(kind=Kind.DISK, amount=disk.free)
    end = seen.certificate_ends
    if end is not None and end - now < limits.certificate_ms:
        yield Alarm(kind=Kind.CERTIFICATE, amount=end - now, mark=str(end))


def _of_held(every: Iterable[HeldSince], now: int, limits: Limits) -> Iterable[Alarm]:
    for held in every:
        if now - held.oldest > limits.held_ms:
            yield Alarm(
                kind=Kind.HELD,
                object=held.facility,
                facility=held.facility,
                since=held.oldest,
                amount=held.count,
                mark=str(held.position),
            )


def _of_device(device: Device, now: int, limits: Limits) -> Iterable[Alarm]:
    def alarm(kind: Kind, since: int | None, amount: int, mark: str) -> Alarm:
        return Alarm(
            kind=kind,
            object=device.id.hex,
            facility=device.facility,
            letter=device.letter,
            since=since,
            amount=amount,
            mark=mark,
        )

    last = device.contact or device.enrolled or 0
    if now - last > limits.silent_ms:
        yield alarm(Kind.SILENT, last, now - last, str(last))
    skew = device.skew_ms or 0
    if abs(skew) > limits.clock_ms:
        yield alarm(Kind.CLOCK, device.contact, skew, "fast" if skew > 0 else "slow")
    news = max(device.branched or 0, device.refused or 0)
    if news and now - news < limits.branches_ms:
        refused = "refused" if device.refused else ""
        yield alarm(Kind.BRANCHES, news, device.branches, f"{device.branches} {refused}".strip())


def _held(db: sa.Connection) -> Iterable[HeldSince]:
    table = held_entry.c
    statement = (
        sa.select(table.facility, sa.func.min(table.held_at), sa.func.min(table.position), sa.func.count())
        .where(table.released_at.is_(None), table.waits_for.is_(None))
        .group_by(table.facility)
    )
    return [HeldSince(*row) for row in db.execute(statement)]
