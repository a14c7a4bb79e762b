"""Is it alive, is it ready, and how far is it: for a supervisor, a balancer and a graph."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync_server.api.core import Core, core_of
from sync_server.api.counting import Counts
from sync_server.api.metrics import TYPE, Family, by_label, gauge, written
from sync_server.errors import json_answer
from sync_server.reports.alarms import LIMITS, Kind, Seen, alarms, place_of, seen_by
from sync_server.reports.devices import silent
from sync_server.settings import default_tls_folder
from sync_server.store.engine import Database, is_outage
from sync_server.store.queries.state import State, behind_since, size_of, state_of
from sync_server.store.schema import is_up_to_date


@dataclass(frozen=True, slots=True)
class Ready:
    """Whether requests can be answered, and whether what they bring is worked off."""

    database: bool  # it answers
    migrations: bool  # its tables are those of this version
    behind_s: int  # seconds that the oldest waits for being numbered and judged

    @property
    def worker(self) -> bool:
        return self.behind_s * 1000 <= LIMITS.behind_ms

    @property
    def status(self) -> str:
        if not (self.database and self.migrations):
            return "unready"
        return "ok" if self.worker else "behind"


async def get_health(request: Request) -> Response:
    """The process runs."""
    return json_answer({"status": "ok"})


async def get_ready(request: Request) -> Response:
    """200 when pushes and pulls can be answered, 503 when not; the detail says why.

    A worker that is behind is told (``behind``) and still 200: what clinics push is held durably all the same, and
    every server of the county has the same inbox.
    """
    core = core_of(request)
    ready = await run_in_threadpool(_ready, core.database, core.wall())
    told = {
        "status": ready.status,
        "database": ready.database,
        "migrations": ready.migrations,
        "worker": ready.worker,
        "behind_s": ready.behind_s,
    }
    return json_answer(told, 503 if ready.status == "unready" else 200)


async def get_metrics(request: Request) -> Response:
    """Prometheus text."""
    core = core_of(request)
    counts: Counts = request.app.state.counts
    stock = await run_in_threadpool(_stock, core)
    waiting = gauge("xyt_feed_waiting", "Pulls that wait for something to come", core.watch.waiting)
    return Response(written([*stock, waiting, *counts.families()]), media_type=TYPE)


def _ready(database: Database, now: int) -> Ready:
    try:
        with database.reading() as connection:
            if not is_up_to_date(connection):
                return Ready(True, False, 0)
            since = behind_since(connection)
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        if not is_outage(error):
            raise
        return Ready(False, False, 0)
    return Ready(True, True, 0 if since is None else max(now - since, 0) // 1000)


def _stock(core: Core) -> Iterable[Family]:
    url, now = core.database.url, core.wall()
    place = place_of(url, core.settings.tls_folder or default_tls_folder(url))
    with core.database.reading() as connection:
        state, size = state_of(connection), size_of(connection)
        seen = seen_by(connection, place)
    return [*_of_entries(state, seen, now), *_of_devices(state, seen, now), *_of_machine(seen, size, now)]


def _of_entries(state: State, seen: Seen, now: int) -> list[Family]:
    behind = 0 if seen.behind_since is None else max(now - seen.behind_since, 0) / 1000
    return [
        gauge("xyt_entries", "Entries numbered", state.entries),
        gauge("xyt_inbox_segments", "Segments durable and not yet numbered", state.inbox),
        gauge("xyt_projection_lag_entries", "Entries numbered and not yet judged", state.lag),
        gauge("xyt_behind_seconds", "Age of the oldest that is not yet judged", behind),
        gauge("xyt_quarantined_entries", "Entries set aside", state.quarantined),
    ]


def _of_devices(state: State, seen: Seen, now: int) -> list[Family]:
    kinds = Counter(one.kind for one in alarms(seen, now))
    return [
        gauge("xyt_facilities", "Facilities registered", state.facilities),
        gauge("xyt_devices", "Devices enrolled and not revoked", state.devices),
        gauge("xyt_devices_silent", "Of them without contact for a day", len(silent(seen.devices, now))),
        gauge("xyt_devices_skewed", "Of them with a clock off by over five minutes", kinds[Kind.CLOCK]),
        gauge("xyt_devices_forked", "Of them with a fork or a clone seen this week", kinds[Kind.BRANCHES]),
        by_label(
            "xyt_alarms",
            "gauge",
            "Alarms of this moment, acknowledged ones too",
            "alarm",
            {kind.value: kinds[kind] for kind in Kind},
        ),
    ]


def _of_machine(seen: Seen, size: int, now: int) -> list[Family]:
    end = seen.certificate_ends
    free = seen.disk.free if seen.disk else None
    return [
        gauge("xyt_database_bytes", "Bytes of the database", size),
        gauge("xyt_disk_free_bytes", "Bytes free on the SQLite file's disk, else on the server's own", free),
        gauge(
            "xyt_certificate_seconds",
            "Seconds until the server's certificate ends",
            None if end is None else (end - now) // 1000,
        ),
    ]
