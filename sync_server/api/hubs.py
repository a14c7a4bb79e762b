"""What a clinic's hub asks of the county (docs/hub.md)."""

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.journal.hub import Roster
from clinic_app.journal.refusal import Fork, OtherDevice, TwoBranches
from clinic_app.journal.segment import size_of
from sync_server.api.core import Core, core_of
from sync_server.api.journals import id_in, number_in
from sync_server.auth import bearer_of, enrolled
from sync_server.errors import json_answer
from sync_server.intake.relay import relay
from sync_server.limits import MAX_JSON, MAX_SEGMENT, body_of
from sync_server.publish.hubs import hub_certificate, roster_of
from sync_server.store.queries.registry import Device


class CertificateAnswer(msgspec.Struct, frozen=True):
    certificate: str  # PEM


async def post_certificate(request: Request) -> Response:
    """Sign a hub's certificate request (PEM); the name in it is the county's choice.

    200  the certificate
    400  server.bad_request
    401  server.no_token, server.bad_signature, server.not_enrolled
    403  server.revoked, journal.other_device: the device is no hub
    """
    core = core_of(request)
    hub = await run_in_threadpool(_hub, core, request)
    body = await body_of(request, MAX_JSON, core.settings.body_seconds)
    pem = await run_in_threadpool(hub_certificate, core.database, hub, body)
    return json_answer(CertificateAnswer(pem.decode("ascii")))


async def get_devices(request: Request) -> Response:
    """The clinic's devices and their keys; 204 when they are still those that the digest `known` names."""
    core = core_of(request)
    hub = await run_in_threadpool(_hub, core, request)
    roster = await run_in_threadpool(_roster, core, hub)
    if request.query_params.get("known") == roster.digest():
        return Response(status_code=204)
    return json_answer(roster)


async def post_journal(request: Request) -> Response:
    """Take in a segment of a PC of the hub's clinic; answered and refused like a push.

    200  the county's signed receipt for everything after seq `after`
    """
    core = core_of(request)
    device = id_in(request, "device")
    after = number_in(request, "after", 0, 0, 1 << 62)
    hub = await run_in_threadpool(_hub, core, request)
    core.push_rate.require(device.hex)
    with core.pushes.one():
        data = await body_of(request, MAX_SEGMENT, core.settings.body_seconds)
        try:
            receipt = await run_in_threadpool(
                relay, core.database, core.county, hub, device, data, after, core.wall
            )
        except (Fork, TwoBranches):
            core.heard.refused(device, core.wall())
            raise
    request.state.entries, request.state.bytes = size_of(data), len(data)
    core.wake()
    return json_answer(receipt)


def _hub(core: Core, request: Request) -> Device:
    """Raises:
    NoToken, BadRequestSignature, NotEnrolled, Revoked
    OtherDevice: no hub.
    """
    device = enrolled(core.database, bearer_of(core.county, request, core.wall()).device)
    if not device.hub:
        raise OtherDevice()
    return device


def _roster(core: Core, hub: Device) -> Roster:
    with core.database.reading() as connection:
        return roster_of(connection, core.county, hub.facility)
