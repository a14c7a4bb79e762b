"""The line: every request goes through here, and comes to harm as the seed says."""

import io
from dataclasses import dataclass
from typing import Any, Final

import requests
import urllib3
from requests.adapters import HTTPAdapter

from tests.simulation.county import Reply, ServerPlace
from tests.simulation.hub import Hub, Task

GOOD: Final = ("good",)
BAD: Final = ("good", "good", "cut", "lost", "late", "twice", "short", "slow", "stale")
_PATIENCE: Final = 20_000  # ms: how long a client waits for an answer to begin
SERVER: Final = "http://localhost"


@dataclass
class LineQuality:
    """How one PC's line is at the moment."""

    fates: tuple[str, ...] = GOOD
    delay: int = 5  # ms, at most, each way


class SimLine(HTTPAdapter):
    """Carries one process's requests to the county, or to its clinic's hub."""

    def __init__(self, hub: Hub, pc: Any, county: ServerPlace) -> None:
        super().__init__()
        self._hub = hub
        self._pc = pc
        self._county = county
        self._stale: list[tuple[Any, ...]] = []  # requests that went on their way and were forgotten

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override]
        hub, pc, dice = self._hub, self._pc, self._hub.dice
        assert hub.depth == 0, "a transaction is open while the line is used"
        hub.step(pc.process)
        fate = dice.choice(pc.quality.fates)
        body = request.body or b""
        given = (
            request.method,
            request.path_url,
            dict(request.headers) | {"Host": "localhost"},
            body if isinstance(body, bytes) else body.encode(),
        )
        hub.note(pc, request.method, request.path_url.split("?")[0], fate)
        there = dice.randrange(pc.quality.delay + 1)
        if fate == "cut":
            hub.pause(there)
            raise requests.exceptions.ConnectionError("cut")
        if fate == "late":
            self._arrives(given, dice.randrange(_PATIENCE, 20 * _PATIENCE))
            hub.pause(_PATIENCE)
            raise requests.exceptions.ReadTimeout("late")
        if fate == "twice":
            self._arrives(given, there + dice.randrange(2000))
        if fate == "stale" and self._stale:  # an old request turns up again before this one
            self._arrives(self._stale[dice.randrange(len(self._stale))], 0)
        if given[0] == "POST":
            self._stale = [*self._stale[-5:], given]
        task = self._arrives(given, there if fate != "slow" else there + dice.randrange(_PATIENCE // 2))
        if fate == "lost":
            hub.wait(lambda: task.run.dead, _PATIENCE)
            raise requests.exceptions.ConnectionError("lost")
        if not hub.wait(lambda: task.run.dead, _PATIENCE):
            raise requests.exceptions.ReadTimeout("no answer")
        hub.pause(dice.randrange(pc.quality.delay + 1))
        hub.step(pc.process)
        reply: Reply | None = task.answer
        if reply is None:  # the server was killed
            raise requests.exceptions.ConnectionError("reset")
        hub.note("answer", reply.status, len(reply.body))
        return self._response(request, reply, cut=fate == "short")

    def _arrives(self, given: tuple[Any, ...], delay: int) -> Task:
        county = self._county

        def handle() -> Reply:
            return county.answer(*given)

        def begin() -> Reply | None:
            county.up()
            task.owner = county.process
            return handle()

        task = self._hub.spawn(county.process, "request", begin, delay)
        task.crosses = True
        return task

    def _response(self, request: requests.PreparedRequest, reply: Reply, *, cut: bool) -> requests.Response:
        body = reply.body[: len(reply.body) // 2] if cut else reply.body
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(body), headers=reply.headers, status=reply.status, preload_content=False
        )
        return self.build_response(request, raw)
