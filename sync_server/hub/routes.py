"""What a clinic's PCs ask of their hub.  Tokens, push and standing are those of the county."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.journal.hub import News, Question
from clinic_app.journal.refusal import BadRequest, NotEnrolled, OtherDevice
from sync_server.api import tokens
from sync_server.api.core import Core, core_of
from sync_server.api.journals import id_in, number_in
from sync_server.auth import bearer_of, enrolled
from sync_server.errors import json_answer
from sync_server.hub.bell import Bell
from sync_server.hub.news import is_worth_telling, news_for
from sync_server.hub.relay import Relay
from sync_server.hub.yielding import let_go
from sync_server.intake.receive import receive
from sync_server.limits import MAX_JSON, MAX_SEGMENT, body_of
from sync_server.store.queries.registry import Device

_LONGEST: Final = 25.0  # seconds that an empty answer may be held back


@dataclass(frozen=True, slots=True)
class Hub:
    """What the routes share beside `Core`."""

    bell: Bell
    relay: Relay


def hub_of(request: Request) -> Hub:
    hub: Hub = request.app.state.hub
    return hub


async def post_token(request: Request) -> Response:
    """Give a token for an hour; as at the county."""
    try:
        return await tokens.post_token(request)
    except NotEnrolled:
        hub_of(request).relay.stranger_came()
        raise


async def post_journal(request: Request) -> Response:
    """Take in a segment of a PC's journal; refused like a push at the county.

    200  what the hub holds durably from now on; `holder` says that the county does not yet
    """
    core, hub = core_of(request), hub_of(request)
    device = id_in(request, "device")
    if bearer_of(core.county, request, core.wall()).device != device:
        raise OtherDevice()
    core.push_rate.require(device.hex)
    with core.pushes.one():
        data = await body_of(request, MAX_SEGMENT, core.settings.body_seconds)
        receipt = await run_in_threadpool(receive, core.database, device, data, core.wall)
    hub.bell.ring()
    hub.relay.wake()
    return json_answer({**receipt.plain(), "holder": "hub"})


async def post_news(request: Request) -> Response:
    """What the asking PC lacks (clinic_app/journal/hub.py); held back up to `wait` seconds while that is nothing.

    200  the answer, MessagePack
    400  server.bad_request
    401  server.no_token, server.bad_signature, server.not_enrolled
    403  server.revoked
    """
    core, hub = core_of(request), hub_of(request)
    bearer = bearer_of(core.county, request, core.wall())
    core.pull_rate.require(bearer.device.hex)
    body = await body_of(request, MAX_JSON, core.settings.body_seconds)
    try:
        asked = msgspec.msgpack.decode(body, type=Question)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadRequest(why="question") from error
    device = await run_in_threadpool(enrolled, core.database, bearer.device)
    news = await _awaited(core, hub, device, asked)
    return Response(news.write(), media_type="application/octet-stream")


async def _awaited(core: Core, hub: Hub, device: Device, asked: Question) -> News:
    end = time.monotonic() + min(asked.wait, _LONGEST)
    with hub.bell.ear() as ear:
        while True:
            ear.clear()
            news = await run_in_threadpool(_look, core, hub, device, asked)
            left = end - time.monotonic()
            if left <= 0 or is_worth_telling(news, asked):
                return news
            try:
                await asyncio.wait_for(ear.wait(), left)
            except TimeoutError:
                return news


def _look(core: Core, hub: Hub, device: Device, asked: Question) -> News:
    with core.database.reading() as connection:
        return news_for(connection, device, asked, hub.relay.reached)


async def delete_branch(request: Request) -> Response:
    """Let go of what is held of the asking device's incarnation after `seq`: it has it all in another branch.

    200  the seq held from now on
    403  another device's      journal.other_device
    """
    core, hub = core_of(request), hub_of(request)
    incarnation = id_in(request, "incarnation")
    seq = number_in(request, "seq", 0, 0, 1 << 62)
    bearer = bearer_of(core.county, request, core.wall())
    device = await run_in_threadpool(enrolled, core.database, bearer.device)
    held = await run_in_threadpool(let_go, core.database, device, incarnation, seq, core.wall)
    hub.relay.wake()
    return json_answer({"seq": held})


async def get_ready(request: Request) -> Response:
    """200 when the hub can take in journals; whether the county answers is told, and not a condition."""
    core, hub = core_of(request), hub_of(request)
    await run_in_threadpool(_is_there, core)
    return json_answer({"status": "ok", "county": hub.relay.reached, "waiting": hub.bell.waiting})


def _is_there(core: Core) -> None:
    with core.database.reading():
        return
