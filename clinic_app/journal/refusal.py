"""Why a county refuses: raised by the server, and raised again by the client from the answer's code.

The answer is ``{"error": code, …facts}``; docs/sync-protocol.md says what a device does on each.
"""

from collections.abc import Mapping
from typing import Final

from clinic_app.domain.errors import ClinicError, Damaged, RuleBroken, Unavailable


class Gap(Damaged):
    """Entries are missing before these: send `incarnation` from `wanted`."""

    code = "journal.gap"


class Fork(Damaged):
    """Another hash at a known seq: a restored or cloned disk.  Both sides agree only below `seq`."""

    code = "journal.fork"


class TwoBranches(Damaged):
    """The key lives on in a clone, whose branch the county follows: enrol anew."""

    code = "journal.two_branches"


class OtherDevice(RuleBroken):
    """A segment of one device, brought under the name of another."""

    code = "journal.other_device"


class NotEnrolled(RuleBroken):
    """The county does not know this device."""

    code = "server.not_enrolled"


class Revoked(RuleBroken):
    """The county has taken this device out of use."""

    code = "server.revoked"


class NoToken(RuleBroken):
    """The request carries no token, or one that has run out."""

    code = "server.no_token"


class BadRequestSignature(Damaged):
    """The request's own signature (RFC 9421), or the token's, is missing or wrong."""

    code = "server.bad_signature"


class Replayed(Damaged):
    """A signed request came a second time."""

    code = "server.replayed"


class WrongClock(RuleBroken):
    """The device's clock is wrong by more than five minutes; `now` is the county's (UTC ms)."""

    code = "server.clock"


class BadRequest(RuleBroken):
    """The request is not what the route takes; `why` says where."""

    code = "server.bad_request"


class NoSuchRoute(RuleBroken):
    """The address or method leads nowhere."""

    code = "server.no_such_route"


class TooMany(Unavailable):
    """More requests than one device or address makes honestly; try again after `retry_after` seconds."""

    code = "server.too_many"


class Busy(Unavailable):
    """The county is busy; try again after `retry_after` seconds."""

    code = "server.busy"


class Slow(Unavailable):
    """The body did not arrive in time."""

    code = "server.slow"


class WrongEpoch(RuleBroken):
    """The county was restored from a backup: start again from 0 in `epoch`."""

    code = "feed.epoch"


class AheadOfCounty(Damaged):
    """The cursor is past what the county has: its database was put back without being marked as restored."""

    code = "feed.ahead"


class BadCode(RuleBroken):
    """No such enrolment code."""

    code = "enrolment.bad_code"


class CodeUsed(RuleBroken):
    """Another device has used this enrolment code."""

    code = "enrolment.used"


class KeyTaken(RuleBroken):
    """The key that asks to be enrolled is in use already: a copy of its disk enrolled before."""

    code = "enrolment.key_taken"


class CodeExpired(RuleBroken):
    """The enrolment code is older than a day."""

    code = "enrolment.expired"


class OtherFacility(RuleBroken):
    """The code was made for another clinic."""

    code = "enrolment.other_facility"


class BadProof(Damaged):
    """The device did not prove that it holds its key."""

    code = "enrolment.bad_proof"


class NeedsAdministrator(RuleBroken):
    """A clinic's first device has to bring its administrator's name and key."""

    code = "enrolment.needs_administrator"


REFUSALS: Final[Mapping[str, type[ClinicError]]] = {
    refusal.code: refusal
    for refusal in (
        Gap,
        Fork,
        TwoBranches,
        OtherDevice,
        NotEnrolled,
        Revoked,
        NoToken,
        BadRequestSignature,
        Replayed,
        WrongClock,
        BadRequest,
        NoSuchRoute,
        TooMany,
        Busy,
        Slow,
        WrongEpoch,
        AheadOfCounty,
        BadCode,
        CodeUsed,
        KeyTaken,
        CodeExpired,
        OtherFacility,
        BadProof,
        NeedsAdministrator,
    )
}
