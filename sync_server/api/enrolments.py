"""Joining the county."""

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.journal.refusal import BadRequest
from clinic_app.journal.sealing import stated_key
from sync_server.api.core import address_of, core_of
from sync_server.errors import json_answer
from sync_server.limits import MAX_JSON, body_of
from sync_server.publish.enrolments import Application, enrol


class EnrolmentRequest(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    device_key: bytes  # base64: Ed25519, 32 bytes
    facility: str = ""
    admin: str = ""
    admin_key: bytes = b""
    proof: bytes  # base64: the device's signature over "xyt-enrol-1" ‖ code
    hub: bool = False  # it is to relay for the clinic's devices
    attempt: bytes = b""  # base64, at most 32 bytes: drawn once by the disk that asks


class EnrolmentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    facility: str
    name: str
    inst_lv: str
    letter: str
    device: str  # 32 hexadecimal digits
    county: str
    county_key: bytes  # base64: Ed25519, 32 bytes
    epoch: str  # 32 hexadecimal digits
    first_device: bool
    courier_key: bytes = (
        b""  # base64: the sealing key for the courier's files, and the county's signature over it
    )


class SealingKeyAnswer(msgspec.Struct, frozen=True):
    key: bytes  # base64: as `courier_key` of an enrolment


async def post_enrolment(request: Request) -> Response:
    """Bind a device's key to the facility of a one-time code.

    200  enrolled, also when the same device asks again
    400  not what the route takes                  server.bad_request
    403  the code or the proof does not hold       enrolment.*
    """
    core = core_of(request)
    core.enrolment_rate.require(address_of(request))
    body = await body_of(request, MAX_JSON, core.settings.body_seconds)
    try:
        asked = msgspec.json.decode(body, type=EnrolmentRequest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadRequest(why=str(error)) from error
    if "\0" in asked.admin + asked.facility or len(asked.admin.encode()) > 255:
        raise BadRequest(why="admin")
    if len(asked.attempt) > 32:
        raise BadRequest(why="attempt")
    application = Application(
        code=asked.code,
        device_key=asked.device_key,
        facility=asked.facility,
        admin=asked.admin,
        admin_key=asked.admin_key,
        proof=asked.proof,
        hub=asked.hub,
        attempt=asked.attempt,
    )
    enrolled = await run_in_threadpool(enrol, core.database, application, core.wall)
    return json_answer(
        EnrolmentAnswer(
            facility=enrolled.facility,
            name=enrolled.name,
            inst_lv=enrolled.inst_lv,
            letter=enrolled.letter,
            device=enrolled.device.hex,
            county=enrolled.county,
            county_key=enrolled.county_key,
            epoch=enrolled.epoch.hex,
            first_device=enrolled.first_device,
            courier_key=enrolled.courier_key,
        )
    )


async def get_courier_key(request: Request) -> Response:
    """The county's sealing key for files that come on a stick, stated by the county."""
    return json_answer(SealingKeyAnswer(stated_key(core_of(request).county.seed)))


async def get_authority(request: Request) -> Response:
    """The certificate (PEM) of the county's authority, to be compared with the code's fingerprint."""
    return Response(core_of(request).authority_pem, media_type="application/x-pem-file")
