"""概览: the county at a glance."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.projections.tables.facility import facility
from sync_server.reports import devices, quarantine, settlements
from sync_server.reports.devices import Device
from sync_server.reports.entries import counts_between, newest_position, position_at
from sync_server.reports.settlements import Sum
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
DAYS: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    facilities: int
    devices: int  # in use
    silent: tuple[Device, ...]
    entries_today: int
    quarantined: int
    lag: int  # entries that arrived and are not judged yet
    sums_today: tuple[Sum, ...]
    hours: tuple[tuple[int, int], ...]  # start of the hour (UTC ms), entries; 24 of them
    days: tuple[tuple[date, dict[str, int]], ...]  # settlements by state; the last 14 days


def overview(db: sa.Connection, now: int) -> Overview:
    """`now` is UTC ms."""
    today = beijing_day(now)
    every = devices.devices(db)
    first_hour = now // HOUR_MS * HOUR_MS - 23 * HOUR_MS
    marks = [first_hour + hour * HOUR_MS for hour in range(25)]
    week = [today - timedelta(days=DAYS - 1 - day) for day in range(DAYS)]
    settled = settlements.by_day(db, week[0], today)
    return Overview(
        facilities=db.scalar(sa.select(sa.func.count()).select_from(facility)) or 0,
        devices=sum(1 for one in every if one.revoked is None and one.enrolled is not None),
        silent=tuple(devices.silent(every, now)),
        entries_today=newest_position(db) + 1 - position_at(db, start_of(today)),
        quarantined=quarantine.waiting_count(db),
        lag=projection_lag(db),
        sums_today=tuple(settlements.sums(db, settlements.Filter(since=today, until=today))),
        hours=tuple(zip(marks, counts_between(db, marks), strict=False)),
        days=tuple((day, settled.get(day, {})) for day in week),
    )


def projection_lag(db: sa.Connection) -> int:
    """Entries that are numbered and not yet projected and judged."""
    return max(position_of(db, SEQUENCED) - position_of(db, JUDGED), 0)


def start_of(day: date) -> int:
    """UTC ms of a Beijing day's first instant."""
    return ms_of(datetime(day.year, day.month, day.day, tzinfo=BEIJING))
