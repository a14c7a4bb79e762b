"""The beginning of a round in one small request: is there anything that either side does not know?"""

from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.domain.errors import Damaged
from clinic_app.journal.refusal import BadRequest
from clinic_app.journal.where import Where, read_where, standing_of
from sync_server.api import feed
from sync_server.api.core import Core, core_of
from sync_server.api.journals import standing
from sync_server.auth import bearer_of, enrolled
from sync_server.errors import json_answer
from sync_server.store.queries import journals

LIMIT = 200  # entries in the page


async def get_sync(request: Request) -> Response:
    """What the device has to know first.

    200  its journal stands otherwise here: the standing (JSON)
    200  there is something new: the first page of the feed (application/octet-stream)
    204  nothing to do
    400  server.bad_request
    401  server.no_token, server.bad_signature, server.not_enrolled
    403  server.revoked
    409  another epoch, or ahead of what the county has      feed.epoch (`epoch`), feed.ahead
    """
    core = core_of(request)
    bearer = bearer_of(core.county, request, core.wall())
    core.pull_rate.require(bearer.device.hex)
    where = _where(request, core)
    device = await run_in_threadpool(enrolled, core.database, bearer.device)
    if await run_in_threadpool(_stands_at, core, device.id) != where.standing:
        return json_answer(await run_in_threadpool(standing, core, device.id))
    await feed.until_judged(core, device.id)
    found = await run_in_threadpool(feed.look, core, device, where.cursor, LIMIT)
    if not found.entries and found.upto == where.cursor:
        return Response(status_code=204)
    data = await run_in_threadpool(feed.page, core, where.cursor, found)
    return Response(data, media_type="application/octet-stream")


def _where(request: Request, core: Core) -> Where:
    """Raises:
    BadRequest: the path does not say where the device stands.
    WrongEpoch: the county has been restored since.
    """
    try:
        where = read_where(request.path_params["where"])
    except Damaged as error:
        raise BadRequest(why="where") from error
    if not where.is_in(core.county.epoch):
        raise feed.wrong_epoch(core.county)
    return where


def _stands_at(core: Core, device: UUID) -> bytes:
    with core.database.reading() as connection:
        heads = journals.heads_of(connection, device).values()
    return standing_of((head.incarnation, head.seq, head.hash) for head in heads)
