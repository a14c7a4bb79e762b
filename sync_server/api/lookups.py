"""Looking somebody up who is not in the clinic's own feed."""

from uuid import UUID

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.journal.refusal import BadRequest
from sync_server.api.core import Core, core_of
from sync_server.auth import bearer_of, enrolled
from sync_server.errors import json_answer
from sync_server.limits import MAX_JSON, body_of
from sync_server.publish.lookups import Asking, look_up

_LONGEST = 200  # characters of any field


class InsuredQuestion(msgspec.Struct, frozen=True, kw_only=True):
    id_number: str = ""
    psn_no: str = ""  # one of the two
    reason: str
    staff: str  # id of who asks


class InsuredAnswer(msgspec.Struct, frozen=True):
    found: list[str]  # psn_no; the statements themselves are in the feed from now on


async def post_insured(request: Request) -> Response:
    """Ask for somebody whose home is elsewhere; the statements arrive by the feed.

    200  who was found, and it may be nobody
    400  not what the route takes, or no reason     server.bad_request
    401  server.no_token, server.bad_signature, server.not_enrolled
    403  server.revoked
    429  server.too_many
    """
    core = core_of(request)
    bearer = bearer_of(core.county, request, core.wall())
    core.lookup_rate.require(bearer.device.hex)
    body = await body_of(request, MAX_JSON, core.settings.body_seconds)
    try:
        asked = msgspec.json.decode(body, type=InsuredQuestion)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadRequest(why=str(error)) from error
    _require_sound(asked)
    found = await run_in_threadpool(_look_up, core, bearer.device, asked)
    return json_answer(InsuredAnswer(list(found)))


def _require_sound(asked: InsuredQuestion) -> None:
    values = {name: getattr(asked, name).strip() for name in asked.__struct_fields__}
    for name, value in values.items():
        if len(value) > _LONGEST or "\0" in value:
            raise BadRequest(why=name)
    if bool(values["id_number"]) == bool(values["psn_no"]):
        raise BadRequest(why="id_number, psn_no")
    for needed in ("reason", "staff"):
        if not values[needed]:
            raise BadRequest(why=needed)


def _look_up(core: Core, device: UUID, asked: InsuredQuestion) -> tuple[str, ...]:
    known = enrolled(core.database, device)
    asking = Asking(
        facility=known.facility,
        device=device,
        staff=asked.staff.strip(),
        reason=asked.reason.strip(),
        id_number=asked.id_number.strip(),
        psn_no=asked.psn_no.strip(),
    )
    return look_up(core.database, asking, core.wall)
