"""A short token for a request that the device has signed."""

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync_server.api.core import address_of, core_of
from sync_server.auth import signed_by_device, token_for
from sync_server.errors import json_answer
from sync_server.limits import MAX_JSON, body_of


class TokenAnswer(msgspec.Struct, frozen=True):
    token: str
    expires: int  # UTC milliseconds
    now: int  # the county's clock, UTC milliseconds


async def post_token(request: Request) -> Response:
    """Give a token for an hour.

    200  the token, and the county's clock
    401  who asks is not proved     server.bad_signature, server.not_enrolled, server.clock (`now`), server.replayed
    403  taken out of use           server.revoked
    """
    core = core_of(request)
    core.token_rate.require(address_of(request))
    body = await body_of(request, MAX_JSON, core.settings.body_seconds)
    device = await run_in_threadpool(signed_by_device, core.database, request, body, core.wall)
    now = core.wall()
    token = token_for(core.county, device, now)
    return json_answer(TokenAnswer(token.text, token.expires, now))
