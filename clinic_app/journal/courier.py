"""摆渡: what travels in the courier's files, both ways.

A file holds the same segments and pages as the line.  Up, a `Request`: where the device stands, and what the
county does not hold yet.  Down, an `Answer`: what the county holds durably of the device, and what is new for it.
Each file is whole in itself, signed by its writer and sealed for its reader (sealing.py); lost, doubled, old and
shuffled ones do no harm, for segments and pages say themselves where they belong.

    signature 64 over tag ‖ body · body: MessagePack of the fields in order
"""

from collections.abc import Callable
from typing import Annotated, Final, TypeVar
from uuid import UUID

import msgspec

from clinic_app.journal.sealing import BadParcel, seal, unseal
from clinic_app.journal.signing import is_signed

FILE_BYTES: Final = 4 << 20  # what a file is filled to; one segment or page more may go over it
_SIGNATURE: Final = 64
_UP: Final = b"xyt-courier-up-1"
_DOWN: Final = b"xyt-courier-down-1"
T = TypeVar("T", "Request", "Answer")
Number = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]
Bytes32 = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class OwnRun(msgspec.Struct, frozen=True, array_like=True):
    """One incarnation of a device, as its disk has it."""

    incarnation: UUID
    seq: Number
    hash: Bytes32  # the link at `seq`
    safe: Number  # the county's durable seq, as far as the device knows
    safe_hash: Bytes32  # the link at `safe`


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """When the county received a stretch of a run: up to `seq`, from where the mark before it ends."""

    seq: Number
    received: Number  # UTC ms


class HeldRun(msgspec.Struct, frozen=True, array_like=True):
    """One incarnation of a device, as the county holds it."""

    incarnation: UUID
    seq: Number
    hash: Bytes32  # the link at `seq`
    received: Number  # UTC ms: receipt of the entry at `seq`
    marks: tuple[Mark, ...]  # of what the device did not know to be safe, in order


class Tail(msgspec.Struct, frozen=True, array_like=True):
    """What a disk lacks of its own journal: an incarnation, and the seq after which it is wanted."""

    incarnation: UUID
    after: Number


class Given(msgspec.Struct, frozen=True, array_like=True):
    """A segment of the device's own that the county gives back."""

    received: Number  # UTC ms
    segment: bytes


class Request(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """From a device to its county."""

    device: UUID
    made: Number  # UTC ms by the device's clock: tells its sets of files apart
    part: Number  # from 1
    epoch: UUID  # of the feed, as the device knows it
    cursor: Number
    losses: Number  # how often the county was found to have lost something of ours
    sealing_key: Bytes32  # of the device, 32 bytes
    runs: Annotated[tuple[OwnRun, ...], msgspec.Meta(max_length=1000)]
    wants: tuple[Tail, ...] = ()
    returns: tuple[
        bytes, ...
    ] = ()  # pages of older epochs: a county put back takes its own entries from them
    segments: tuple[bytes, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """From the county to a device."""

    device: UUID
    asked_epoch: UUID  # of the request
    asked_losses: Number
    made: Number  # UTC ms by the county's clock: everything in it is as of then
    part: Number  # from 1
    epoch: UUID  # the county's
    kept: Number  # as in `feed.epoch` (docs/sync-protocol.md)
    runs: tuple[HeldRun, ...]  # oldest first
    given: tuple[Given, ...] = ()
    after: Number = 0  # where the first of `pages` begins, and where the last ends
    upto: Number = 0
    pages: tuple[bytes, ...] = ()


def head_of(request: Request) -> bytes:
    """A request without what it brought: for an answer that is written later."""
    return _ENCODER.encode(msgspec.structs.replace(request, returns=(), segments=()))


def read_head(data: bytes) -> Request:
    """What `head_of` wrote."""
    return _REQUESTS.decode(data)


_ENCODER: Final = msgspec.msgpack.Encoder(uuid_format="bytes")
_REQUESTS: Final = msgspec.msgpack.Decoder(Request)
_ANSWERS: Final = msgspec.msgpack.Decoder(Answer)


def write_request(request: Request, sign: Callable[[bytes], bytes], county: bytes) -> bytes:
    """A file for the county, whose sealing key is `county`."""
    return _written(_UP, request, sign, county)


def write_answer(answer: Answer, sign: Callable[[bytes], bytes], device: bytes) -> bytes:
    """A file for the device whose sealing key is `device`."""
    return _written(_DOWN, answer, sign, device)


def read_request(data: bytes, seed: bytes, key_of: Callable[[UUID], bytes]) -> Request:
    """A device's file, opened with the county's seed; `key_of` knows the devices' keys and raises for strangers.

    Raises:
        BadParcel, ForeignParcel, and what `key_of` raises.
    """
    signature, body, request = _opened(data, seed, _REQUESTS)
    _signed(key_of(request.device), signature, _UP + body)
    return request


def read_answer(data: bytes, seed: bytes, county: bytes) -> Answer:
    """The county's file, opened with the device's seed; `county` is the county's Ed25519 key.

    Raises:
        BadParcel, ForeignParcel
    """
    signature, body, answer = _opened(data, seed, _ANSWERS)
    _signed(county, signature, _DOWN + body)
    return answer


def _written(tag: bytes, parcel: Request | Answer, sign: Callable[[bytes], bytes], receiver: bytes) -> bytes:
    body = _ENCODER.encode(parcel)
    return seal(sign(tag + body) + body, receiver)


def _opened(data: bytes, seed: bytes, decoder: msgspec.msgpack.Decoder[T]) -> tuple[bytes, bytes, T]:
    plain = unseal(data, seed)
    body = plain[_SIGNATURE:]
    try:
        return plain[:_SIGNATURE], body, decoder.decode(body)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadParcel(why="body") from error


def _signed(owner: bytes, signature: bytes, message: bytes) -> None:
    if not is_signed(owner, signature, message):
        raise BadParcel(why="signature")
