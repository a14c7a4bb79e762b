"""演练: what a push would lead to, before the clinic closes its day."""

from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.domain.errors import ClinicError
from sync_server.adjudicate.settlements import adjudicate
from sync_server.api.core import Core, core_of
from sync_server.api.feed import until_judged
from sync_server.auth import bearer_of
from sync_server.errors import json_answer
from sync_server.intake.rehearse import Outcome, rehearse
from sync_server.limits import MAX_SEGMENT, body_dropped, body_of


async def post_rehearsal(request: Request) -> Response:
    """What the county would do with segments of the device's journal; it keeps nothing of them.

    200  what would count, be adjusted, be voided, be set aside
    400  no segments of one run of this device    journal.bad_segment, bad_columns, bad_packing, bad_signature,
                                                  broken_chain
    401  no token, or not the county's            server.no_token, server.bad_signature, server.not_enrolled
    403  may not push                             server.revoked, journal.other_device
    409  a push would be refused alike            journal.gap (`wanted`), journal.fork (`seq`), journal.two_branches
    413  too large, or more than 4000 entries     journal.too_large
    429  too often                                server.too_many
    422  an entry breaks the county's program     journal.unprocessable
    503  another one is under way, or what was pushed before is not judged yet      server.busy
    """
    core = core_of(request)
    try:
        bearer = bearer_of(core.county, request, core.wall())
        core.rehearsal_rate.require(bearer.device.hex)
    except ClinicError:
        await body_dropped(request, MAX_SEGMENT, core.settings.body_seconds)
        raise
    data = await body_of(request, MAX_SEGMENT, core.settings.body_seconds)
    with core.rehearsals.one():
        await until_judged(core, bearer.device)  # what it pushed before counts first
        outcome = await run_in_threadpool(_rehearse, core, bearer.device, data)
    return json_answer(outcome.plain())


def _rehearse(core: Core, device: UUID, data: bytes) -> Outcome:
    return rehearse(core.database, device, data, adjudicate, core.wall)
