"""The beginning of a round in one small request: is there anything that either side does not know?"""

import asyncio
import time
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.domain.errors import Damaged
from clinic_app.journal.refusal import AheadOfCounty, BadRequest
from clinic_app.journal.where import Where, read_where, standing_of
from sync_server.api import feed
from sync_server.api.core import Core, core_of
from sync_server.api.journals import standing
from sync_server.auth import bearer_of, enrolled_in
from sync_server.errors import json_answer
from sync_server.store.queries import feeds, journals
from sync_server.store.queries.feeds import Stretch

LIMIT: Final = 200  # entries in the page
_LOOK: Final = 0.05  # seconds between two looks at whether the device's push is judged


async def get_sync(request: Request) -> Response:
    """What the device has to know first.

    200  its journal stands otherwise here: the standing (JSON)
    200  there is something new: the first page of the feed (application/octet-stream)
    204  nothing to do; the header `upto` moves the cursor over what concerns others only
    400  server.bad_request
    401  server.no_token, server.bad_signature, server.not_enrolled
    403  server.revoked
    409  another epoch, or ahead of what the county has      feed.epoch (`epoch`), feed.ahead
    """
    core = core_of(request)
    bearer = bearer_of(core.county, request, core.wall())
    core.pull_rate.require(bearer.device.hex)
    where = _where(request, core)
    end = time.monotonic() + core.settings.judge_wait
    while isinstance(found := await run_in_threadpool(_hear, core, bearer.device, where), Unjudged):
        if time.monotonic() >= end:
            found = found.stretch
            break
        await asyncio.sleep(_LOOK)
    core.heard.at(bearer.device, where.cursor)
    if isinstance(found, dict):
        return json_answer(found)
    if not found.entries:
        moved = {} if found.upto == where.cursor else {"upto": str(found.upto)}
        return Response(status_code=204, headers=moved)
    data = await run_in_threadpool(feed.page, core, where.cursor, found)
    return Response(data, media_type="application/octet-stream")


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What the device pushed is not judged yet; `stretch` is what there is all the same."""

    stretch: Stretch


def _hear(core: Core, device: UUID, where: Where) -> dict[str, object] | Stretch | Unjudged:
    """Raises:
    NotEnrolled, Revoked
    AheadOfCounty: the device has seen numbers that were never given out here.
    """
    with core.database.reading() as connection:
        known = enrolled_in(connection, device)
        if _stands_at(connection, device) != where.standing:
            return standing(core, device)
        now = feeds.now(connection, device)
        if where.cursor > now.sequenced:
            raise AheadOfCounty()
        found = (
            Stretch(where.cursor, False, ())
            if where.cursor == now.sequenced
            else feeds.stretch(connection, known.facility, device, where.cursor, LIMIT, feed.BYTES)
        )
        return found if now.is_judged else Unjudged(found)


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


def _stands_at(connection: sa.Connection, device: UUID) -> bytes:
    heads = journals.heads_of(connection, device).values()
    return standing_of((head.incarnation, head.seq, head.hash) for head in heads)
