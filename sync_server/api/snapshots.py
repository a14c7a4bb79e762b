"""Snapshot: a new or wiped PC gets its facility's feed in ready-made parts."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sync_server.api.core import core_of
from sync_server.api.feed import cursor_in
from sync_server.auth import bearer_of, enrolled
from sync_server.publish.snapshots import frames_for


async def get_snapshot(request: Request) -> Response:
    """The parts behind a number, then the mark: a stream that is read and taken in a part at a time.

    200  frames (clinic_app/journal/snapshot.py)
    400  server.bad_request
    401  server.no_token, server.bad_signature, server.not_enrolled
    403  server.revoked
    409  another epoch      feed.epoch (`epoch`)
    """
    core = core_of(request)
    bearer = bearer_of(core.county, request, core.wall())
    core.pull_rate.require(bearer.device.hex)
    after = cursor_in(request, core.county)
    device = await run_in_threadpool(enrolled, core.database, bearer.device)
    stream = frames_for(core.database, core.county, device.facility, after, core.wall)
    return StreamingResponse(stream, media_type="application/octet-stream")
