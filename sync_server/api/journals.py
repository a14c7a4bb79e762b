"""Push, and what a device asks of the journals that are held."""

import struct
from typing import Final
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.refusal import BadRequest, Fork, NoToken, OtherDevice, TwoBranches
from clinic_app.journal.segment import size_of
from sync_server.api.core import Core, core_of
from sync_server.auth import bearer_of, enrolled
from sync_server.errors import json_answer
from sync_server.intake.receive import receive
from sync_server.limits import MAX_SEGMENT, SEGMENT_SECONDS, Slots, body_dropped, body_of
from sync_server.store.queries import journals, registry

_SEGMENTS: Final = 64  # in one answer
_BYTES: Final = 8 << 20  # of segments in one answer


async def post_journal(request: Request) -> Response:
    """Take in a segment of the device's journal.

    200  what is held durably from now on
    400  not this device's segment              journal.bad_segment, bad_columns, bad_packing, bad_signature,
                                                broken_chain
    401  no token, or not the county's          server.no_token, server.bad_signature
    403  may not push; kept for inspection      server.revoked, journal.other_device
    409  entries are missing, or differ         journal.gap (`wanted`), journal.fork (`seq`), journal.two_branches
    413  too large                              journal.too_large
    """
    core = core_of(request)
    device = id_in(request, "device")
    try:
        slots = await run_in_threadpool(_slots_for, core, request, device)
        core.push_rate.require(device.hex)
    except ClinicError:
        await body_dropped(request, MAX_SEGMENT, core.settings.body_seconds)
        raise
    with slots.one():
        data = await body_of(request, MAX_SEGMENT, core.settings.body_seconds)
        try:
            receipt = await run_in_threadpool(receive, core.database, device, data, core.wall)
        except (Fork, TwoBranches):
            core.heard.refused(device, core.wall())
            raise
    request.state.entries, request.state.bytes = size_of(data), len(data)
    core.wake()
    return json_answer(receipt.plain())


def _slots_for(core: Core, request: Request, device: UUID) -> Slots:
    """Where the push waits its turn; a stranger takes no turn of those who have a token.

    A revoked device gets no token any more; what it signed itself is kept all the same (`receive` refuses it then).

    Raises:
        NoToken, BadRequestSignature
        OtherDevice: another device's token.
    """
    try:
        bearer = bearer_of(core.county, request, core.wall())
    except NoToken:
        with core.database.reading() as connection:
            known = registry.device_of(connection, device)
        if known is None or not known.revoked:
            raise
        return core.revoked_pushes
    if bearer.device != device:
        raise OtherDevice()
    if core.pushes.is_full:
        with core.database.reading() as connection:
            core.pushes.note_behind(journals.inbox_size(connection) * SEGMENT_SECONDS)
    return core.pushes


async def get_journal_state(request: Request) -> Response:
    """Where a journal stands: the branch that the county follows, and every incarnation, oldest first."""
    core = core_of(request)
    return json_answer(await run_in_threadpool(_state, core, request, id_in(request, "device")))


def _state(core: Core, request: Request, device: UUID) -> dict[str, object]:
    _require_same_facility(core, request, device)
    return standing(core, device)


def standing(core: Core, device: UUID) -> dict[str, object]:
    """Where a device's journal stands here."""
    with core.database.reading() as connection:
        heads = [head for head in journals.heads_of(connection, device).values() if head.seq]
        begun = {head.incarnation: journals.begun_at(connection, head.incarnation) for head in heads}
        runs = [
            {
                "incarnation": head.incarnation.hex,
                "seq": head.seq,
                "hash": head.hash.hex(),
                "received": journals.receipt_of(connection, head.incarnation, head.seq),
            }
            for head in sorted(heads, key=lambda head: begun[head.incarnation])
        ]
    live = next((head for head in heads if head.live), None)
    if live is None:
        return {"incarnation": None, "seq": 0, "hash": "", "runs": runs}
    return {
        "incarnation": live.incarnation.hex,
        "seq": live.seq,
        "hash": live.hash.hex(),
        "runs": runs,
    }


async def get_segments(request: Request) -> Response:
    """Stored segments after a seq, each after its receipt (UTC ms, 8 bytes) and length (4 bytes, big-endian);
    empty when there are no more."""
    core = core_of(request)
    device, incarnation = id_in(request, "device"), id_in(request, "incarnation")
    after = number_in(request, "after", 0, 0, 1 << 62)
    data = await run_in_threadpool(_segments, core, request, device, incarnation, after)
    return Response(data, media_type="application/octet-stream")


def _segments(core: Core, request: Request, device: UUID, incarnation: UUID, after: int) -> bytes:
    _require_same_facility(core, request, device)
    out = bytearray()
    with core.database.reading() as connection:
        for stored in journals.segments_after(connection, device, incarnation, after, _SEGMENTS):
            if out and len(out) + len(stored.data) > _BYTES:
                break
            out += struct.pack(">QI", stored.received, len(stored.data)) + stored.data
    return bytes(out)


def _require_same_facility(core: Core, request: Request, device: UUID) -> None:
    """A clinic may read its own devices' journals, so that a new PC can restore an old one's.

    Raises:
        NoToken, BadRequestSignature, NotEnrolled, Revoked
        OtherDevice: another clinic's.
    """
    bearer = bearer_of(core.county, request, core.wall())
    asking = enrolled(core.database, bearer.device)
    if device == asking.id:
        return
    with core.database.reading() as connection:
        known = registry.device_of(connection, device)
    if known is None or known.facility != asking.facility:
        raise OtherDevice()


def id_in(request: Request, name: str) -> UUID:
    """Raises:
    BadRequest: the path holds no id there.
    """
    try:
        return UUID(hex=request.path_params[name])
    except ValueError as error:
        raise BadRequest(why=name) from error


def number_in(request: Request, name: str, default: int, least: int, most: int) -> int:
    """A whole number of the query, at most `most`.

    Raises:
        BadRequest: something else stands there.
    """
    text = request.query_params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 20 or int(text) < least:
        raise BadRequest(why=name)
    return min(int(text), most)
