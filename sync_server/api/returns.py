"""After the county was restored: what clinics hold of its own journal."""

from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync_server.api.core import Core, core_of
from sync_server.auth import bearer_of, enrolled
from sync_server.errors import json_answer
from sync_server.intake.returns import adopt_page
from sync_server.limits import MAX_PAGE, body_of


async def post_page(request: Request) -> Response:
    """Take back the county's own entries from a page that it signed in an older epoch.

    200  how many were lost and are back
    400  no page, or not the county's        journal.bad_page, bad_columns, bad_packing, bad_signature
    401  server.no_token, server.bad_signature, server.not_enrolled
    403  server.revoked
    413  journal.too_large
    """
    core = core_of(request)
    bearer = bearer_of(core.county, request, core.wall())
    core.push_rate.require(bearer.device.hex)
    with core.pushes.one():
        data = await body_of(request, MAX_PAGE, core.settings.body_seconds)
        adopted = await run_in_threadpool(_adopt, core, bearer.device, data)
    return json_answer({"adopted": adopted})


def _adopt(core: Core, device: UUID, data: bytes) -> int:
    enrolled(core.database, device)
    return adopt_page(core.database, data, core.wall)
