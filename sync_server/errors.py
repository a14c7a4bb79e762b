"""Errors on the line: one table from class to status, and ``{"error": code, …facts}``."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from starlette.responses import Response

from clinic_app.domain.errors import ClinicError, Damaged, NotFound, RuleBroken, Unavailable
from clinic_app.journal import refusal
from clinic_app.journal.columns import BadColumns
from clinic_app.journal.entry import BrokenChain
from clinic_app.journal.feed import BadPage
from clinic_app.journal.packing import BadPacking, TooLarge
from clinic_app.journal.quarantine import Unprocessable
from clinic_app.journal.segment import BadSegment
from clinic_app.journal.signing import BadSignature

STATUS: Final[Mapping[type[ClinicError], int]] = {
    BadSegment: 400,
    BadColumns: 400,
    BadPacking: 400,
    BadPage: 400,
    BrokenChain: 400,
    TooLarge: 413,
    BadSignature: 400,
    refusal.Gap: 409,
    refusal.Fork: 409,
    refusal.TwoBranches: 409,
    refusal.OtherDevice: 403,
    refusal.NotEnrolled: 401,
    refusal.Revoked: 403,
    refusal.NoToken: 401,
    refusal.BadRequestSignature: 401,
    refusal.Replayed: 401,
    refusal.WrongClock: 401,
    refusal.BadRequest: 400,
    refusal.NoSuchRoute: 404,
    refusal.TooMany: 429,
    refusal.Busy: 503,
    refusal.Slow: 408,
    refusal.WrongEpoch: 409,
    refusal.AheadOfCounty: 409,
    refusal.BadCode: 403,
    refusal.CodeUsed: 403,
    refusal.KeyTaken: 403,
    refusal.CodeExpired: 403,
    refusal.OtherFacility: 403,
    refusal.BadProof: 403,
    refusal.NeedsAdministrator: 403,
    Unprocessable: 422,  # sending it again would break this program again
    # Whatever is not named above.
    RuleBroken: 422,
    NotFound: 404,
    Unavailable: 503,
    Damaged: 500,
}


def status_of(error: ClinicError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def answer_of(error: ClinicError, status: int | None = None) -> Response:
    """The answer that carries an error."""
    headers = {}
    if "retry_after" in error.facts:
        headers["Retry-After"] = str(error.facts["retry_after"])
    return json_answer({"error": error.code, **_plain(error.facts)}, status or status_of(error), headers)


def json_answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        msgspec.json.encode(value), status, headers=dict(headers or {}), media_type="application/json"
    )


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value if isinstance(value, int | str | bool) or value is None else str(value)
        for name, value in facts.items()
    }
