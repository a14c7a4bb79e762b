"""Counts requests by route and status, for /metrics; memory of one process."""

import time
from collections import defaultdict

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Counts:
    """Used from the event loop alone."""

    def __init__(self) -> None:
        self._answers: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        self._answers[route, method, status] += 1
        self._seconds[route] += seconds

    def lines(self) -> list[str]:
        lines = ["# HELP xyt_requests_total Requests answered", "# TYPE xyt_requests_total counter"]
        for (route, method, status), count in sorted(self._answers.items()):
            lines.append(f'xyt_requests_total{{route="{route}",method="{method}",status="{status}"}} {count}')
        lines += [
            "# HELP xyt_request_seconds_total Time in requests",
            "# TYPE xyt_request_seconds_total counter",
        ]
        for route, seconds in sorted(self._seconds.items()):
            lines.append(f'xyt_request_seconds_total{{route="{route}"}} {seconds:.6f}')
        return lines


class Counting:
    """ASGI middleware."""

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
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._counts.add(_route_of(scope), method, status, time.monotonic() - began)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


def _route_of(scope: Scope) -> str:
    """The route's pattern, so that ids do not become names of counters."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path", "other"))
    return "/console" if scope["path"].startswith("/console/") else "other"
