"""Is it alive, is it ready, and how far is it: for a supervisor, a balancer and a graph."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync_server.api.core import core_of
from sync_server.api.counting import Counts
from sync_server.errors import json_answer
from sync_server.store.engine import Database
from sync_server.store.queries.state import State, state_of


async def get_health(request: Request) -> Response:
    """The process runs."""
    return json_answer({"status": "ok"})


async def get_ready(request: Request) -> Response:
    """200 when the database answers, 503 when it does not."""
    core = core_of(request)
    await run_in_threadpool(_state, core.database)
    return json_answer({"status": "ok"})


async def get_metrics(request: Request) -> Response:
    """Prometheus text."""
    core = core_of(request)
    state = await run_in_threadpool(_state, core.database)
    counts: Counts = request.app.state.counts
    lines = [*_gauges(state, core.watch.waiting), *counts.lines()]
    return Response("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")


def _state(database: Database) -> State:
    with database.reading() as connection:
        return state_of(connection)


def _gauges(state: State, waiting: int) -> list[str]:
    values = {
        "xyt_facilities": ("Facilities registered", state.facilities),
        "xyt_devices": ("Devices enrolled and not revoked", state.devices),
        "xyt_entries": ("Entries numbered", state.entries),
        "xyt_inbox_segments": ("Segments durable and not yet numbered", state.inbox),
        "xyt_projection_lag_entries": ("Entries numbered and not yet judged", state.lag),
        "xyt_quarantined_entries": ("Entries set aside", state.quarantined),
        "xyt_feed_waiting": ("Pulls that wait for something to come", waiting),
    }
    lines: list[str] = []
    for name, (text, value) in values.items():
        lines += [f"# HELP {name} {text}", f"# TYPE {name} gauge", f"{name} {value}"]
    return lines
