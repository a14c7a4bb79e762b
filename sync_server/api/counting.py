"""Counts requests by route and status for /metrics, and notes each in the log; memory of one process."""

import logging
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate
from typing import Any, Final
from uuid import UUID

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync_server.api.metrics import Family, Sample
from sync_server.logs import event

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_QUIET: Final = frozenset({"/health", "/ready", "/metrics"})  # asked every few seconds: counted, not logged
logger = logging.getLogger(__name__)


class Counts:
    """Used from the event loop alone."""

    def __init__(self) -> None:
        self._answers: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._refusals: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._spread: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._entries = 0
        self._bytes = 0

    def add(self, route: str, method: str, status: int, seconds: float, facts: Mapping[str, Any]) -> None:
        self._answers[route, method, status] += 1
        self._spread[route][bisect_left(BUCKETS, seconds)] += 1
        self._seconds[route] += seconds
        if "code" in facts:
            self._refusals[route, facts["code"]] += 1
        self._entries += facts.get("entries", 0)
        self._bytes += facts.get("bytes", 0)

    def families(self) -> list[Family]:
        answers = tuple(
            Sample(count, (("route", route), ("method", method), ("status", str(status))))
            for (route, method, status), count in sorted(self._answers.items())
        )
        refusals = tuple(
            Sample(count, (("route", route), ("code", code)))
            for (route, code), count in sorted(self._refusals.items())
        )
        spread = tuple(sample for route in sorted(self._spread) for sample in self._histogram(route))
        return [
            Family("xyt_requests_total", "counter", "Requests answered by this process", answers),
            Family("xyt_refusals_total", "counter", "Requests refused, by error code", refusals),
            Family("xyt_request_seconds", "histogram", "Seconds from request to answer", spread),
            Family("xyt_push_entries_total", "counter", "Entries taken in", (Sample(self._entries),)),
            Family("xyt_push_bytes_total", "counter", "Bytes of segments taken in", (Sample(self._bytes),)),
        ]

    def _histogram(self, route: str) -> list[Sample]:
        label = (("route", route),)
        bounds = [*map(repr, BUCKETS), "+Inf"]
        upto = list(accumulate(self._spread[route]))
        return [
            *(
                Sample(count, (*label, ("le", bound)), "_bucket")
                for bound, count in zip(bounds, upto, strict=True)
            ),
            Sample(self._seconds[route], label, "_sum"),
            Sample(upto[-1], label, "_count"),
        ]


class Counting:
    """ASGI middleware.  Routes leave what is to be counted in `request.state`: `code`, `device`, `entries`, `bytes`."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self._app = app
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 500

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            self._note(scope, status, time.monotonic() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        facts = _facts(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = _route_of(scope)
        self._counts.add(route, method, status, seconds, facts)
        if route not in _QUIET:
            event(
                logger,
                "request",
                route=route,
                method=method,
                status=status,
                **facts,
                ms=round(seconds * 1000, 1),
            )


def _facts(scope: Scope) -> dict[str, Any]:
    state = scope.get("state", {})
    facts = {name: state[name] for name in ("code", "entries", "bytes") if name in state}
    device = state.get("device")
    return facts | ({"device": device.hex} if isinstance(device, UUID) else {})


def _route_of(scope: Scope) -> str:
    """The route's pattern, so that ids do not become names of counters."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path", "other"))
    return "/console" if scope["path"].startswith("/console/") else "other"
