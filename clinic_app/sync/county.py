"""The county's routes as calls: what goes up, what comes back, and every refusal as an error of its own."""

import struct
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_app.domain.errors import ClinicError, Damaged
from clinic_app.domain.time import Ticks, Wall, wall_clock
from clinic_app.journal.feed import Page, read_page
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.refusal import REFUSALS, BadRequestSignature, NoToken, WrongClock
from clinic_app.journal.segment import Segment, read_segment
from clinic_app.journal.signing import public_bytes
from clinic_app.journal.snapshot import MARK, PART, CutSnapshot, Mark, entries_told, frames, read_mark
from clinic_app.journal.where import write_where
from clinic_app.sync.client import DATA_LIMIT, Answer, Line, Patience, Signing, Traffic, Transport
from clinic_app.sync.errors import BadAnswer, NoLine, Refused, ServerBusy
from clinic_app.sync.pace import Pace

T = TypeVar("T")
_BUSY: Final = (429, 500, 502, 503, 504)
_LAPSED: Final = (NoToken.code, BadRequestSignature.code)
_EARLY_MS: Final = 60_000  # a token is given up this much before its end
_HOUR_MS: Final = 3_600_000


class HeldRun(msgspec.Struct, frozen=True):
    """One incarnation of ours, as the county holds it."""

    incarnation: UUID
    seq: int
    hash: str  # hex
    received: int  # UTC ms: receipt of the entry at `seq`


class Standing(msgspec.Struct, frozen=True):
    """Everything of ours that the county holds, oldest run first."""

    runs: tuple[HeldRun, ...] = ()


class Receipt(msgspec.Struct, frozen=True):
    """What the county holds durably after a push."""

    incarnation: UUID
    seq: int
    hash: str  # hex
    received: int  # UTC ms
    days: dict[
        str, tuple[int, int]
    ] = {}  # entries and fen held of the run on the days that the segment touched
    remarks: tuple[tuple[int, str], ...] = ()  # seq and code of entries that the county will set aside


class Rehearsed(msgspec.Struct, frozen=True):
    """What the county would do with entries that it does not hold."""

    incarnation: UUID
    held: int  # of those shown, what it holds already
    entries: int  # what it would take in
    accepted: int  # of them just as they are
    adjusted: tuple[tuple[int, int, str], ...] = ()  # seq, fen: county minus clinic of what funds pay, cause
    voided: tuple[tuple[int, int, str], ...] = ()  # seq, the same, code
    set_aside: tuple[tuple[int, str], ...] = ()  # seq, code
    provisional: tuple[tuple[int, str], ...] = ()  # seq, code: until what they build on has come


class Enrolled(msgspec.Struct, frozen=True):
    """The county's answer to an enrolment."""

    facility: str
    name: str
    inst_lv: str
    letter: str
    device: UUID
    county: str
    county_key: bytes  # base64 in JSON
    epoch: UUID
    first_device: bool
    courier_key: bytes = (
        b""  # base64 in JSON: the sealing key, as the county states it; older counties have none
    )


class _Token(msgspec.Struct, frozen=True):
    token: str
    expires: int  # UTC ms, the county's clock
    now: int


class _Stated(msgspec.Struct, frozen=True):
    key: bytes  # base64 in JSON


class _Adopted(msgspec.Struct, frozen=True):
    adopted: int


class _LookedUp(msgspec.Struct, frozen=True):
    found: tuple[str, ...]


class _Error(msgspec.Struct, frozen=True):
    error: str


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token of an earlier process: good for an hour."""

    text: str = ""
    until: int = 0  # UTC ms, our clock


@dataclass(frozen=True, slots=True)
class Returned:
    """A segment of ours that the county gives back."""

    segment: Segment
    received: int  # UTC ms


class County:
    """The county as one device sees it.  Not for several threads at once.

    Every method raises:
        NoLine, ServerBusy: later.
        Untrusted, BadAnswer: not the county, or a bug.
        Refused, or a class of `journal/refusal.py`: the county says no.
    """

    def __init__(
        self,
        server: str,
        device: UUID,
        key: Ed25519PrivateKey,
        county_key: bytes,
        ca_pem: bytes | None,
        *,
        wall: Wall = wall_clock,
        patience: Patience | None = None,
        token: KeptToken = KeptToken(),
        keep: Callable[[KeptToken], None] = lambda _: None,
        ticks: Ticks = time.monotonic,
        transport: Transport | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._line = Line(server, ca_pem, patience, transport=transport, pace=pace)
        self._device = device
        self._key = key
        self._county_key = county_key
        self._wall = wall
        self._ticks = ticks
        self._token = token
        self._keep = keep
        self.skew_ms: int | None = None  # our clock minus the county's; known once it has answered

    @property
    def traffic(self) -> Traffic:
        return self._line.traffic

    def close(self) -> None:
        self._line.close()

    def standing(self) -> Standing:
        """Where we stand."""
        return _read(self._authorised("GET", f"/v1/journals/{self._device.hex}"), Standing)

    def news(self, epoch: UUID, after: int, standing: bytes) -> Standing | Page | int:
        """What we have to know first: where our journal stands, if otherwise; what is new; or the number up to which
        there is nothing for us.

        `standing` is the digest of what we know the county to hold (journal/where.py).
        """
        path = f"/v1/sync/{write_where(epoch, after, standing)}"
        answer = self._authorised("GET", path, limit=DATA_LIMIT, bare=True)
        if answer.status == 204:
            return _moved(answer.body, after, self._line.server)
        if answer.kind == "application/json":
            return _read(answer, Standing)
        return self._page(answer, epoch, after)

    def push(self, segment: bytes) -> Receipt:
        """Hand over one segment; when this returns the county holds it durably."""
        answer = self._authorised(
            "POST",
            f"/v1/journals/{self._device.hex}",
            segment,
            headers={"Content-Type": "application/octet-stream"},
        )
        return _read(answer, Receipt)

    def rehearse(self, segments: bytes) -> Rehearsed:
        """What a push of these segments would lead to (sync/rehearsal.py); the county keeps nothing of them."""
        answer = self._authorised(
            "POST", "/v1/rehearsals", segments, headers={"Content-Type": "application/octet-stream"}
        )
        return _read(answer, Rehearsed)

    def segments(self, incarnation: UUID, after: int) -> list[Returned]:
        """Our own segments of one run with entries after seq `after`, as the county stored them."""
        found: list[Returned] = []
        while part := self._some_segments(incarnation, after):
            found += part
            if part[-1].segment.last_seq <= after:
                raise BadAnswer(server=self._line.server, why="segments")
            after = part[-1].segment.last_seq
        return found

    def page(self, epoch: UUID, after: int, *, limit: int, wait: int = 0) -> Page:
        """What is after our cursor; `wait` seconds for something to come when there is nothing."""
        path = f"/v1/feed?after={epoch.hex}:{after}&limit={limit}&wait={wait}"
        return self._page(self._authorised("GET", path, limit=DATA_LIMIT, wait=float(wait)), epoch, after)

    def _page(self, answer: Answer, epoch: UUID, after: int) -> Page:
        try:
            page = read_page(answer.body, self._county_key)
        except Damaged as error:
            raise BadAnswer(server=self._line.server, why=error.code) from error
        stuck = page.more and page.upto == page.after
        if page.epoch != epoch or page.after != after or page.upto < after or stuck:
            raise BadAnswer(server=self._line.server, why="page")
        return page

    def snapshot(self, epoch: UUID, after: int) -> Iterator[int | Page | Mark]:
        """Our facility's feed behind number `after` in ready-made parts, as they arrive (journal/snapshot.py).

        First how many entries the feed has by now, then the parts, at last the mark.
        """
        path = f"/v1/snapshot?after={epoch.hex}:{after}"
        for last in (False, True):
            with self._line.opened(path, {"Authorization": f"Bearer {self._bearer()}"}) as (answer, pieces):
                if answer.status == 401 and not last and _code_of(answer) in _LAPSED:
                    self._token = KeptToken()
                    continue
                _accepted(answer, self._line.server)
                yield from self._snapshot(frames(pieces))
                return

    def _snapshot(self, found: Iterator[tuple[bytes, bytes]]) -> Iterator[int | Page | Mark]:
        try:
            for kind, data in found:
                if kind == PART:
                    yield read_page(data, self._county_key)
                elif kind == MARK:
                    yield read_mark(data, self._county_key)
                    return
                else:
                    yield entries_told(data)
        except CutSnapshot as error:
            raise NoLine(server=self._line.server, why="cut") from error
        except Damaged as error:
            raise BadAnswer(server=self._line.server, why=error.code) from error
        raise NoLine(server=self._line.server, why="cut")  # it ends with a mark

    def give_back(self, page: bytes) -> int:
        """Offer a county put back from a backup what it had signed; how many entries it took."""
        answer = self._authorised(
            "POST", "/v1/returns", page, headers={"Content-Type": "application/octet-stream"}
        )
        return _read(answer, _Adopted).adopted

    def sealing_key(self) -> bytes:
        """The county's sealing key for the courier, as the county states it (journal/sealing.py)."""
        answer = _accepted(self._line.ask("GET", "/v1/courier-key"), self._line.server)
        return _read(answer, _Stated).key

    def look_up_insured(self, id_number: str, reason: str, staff: str) -> tuple[str, ...]:
        """Ask for somebody whose home is elsewhere: the `psn_no` of each insurance; the rest is in our feed then."""
        question = {"id_number": id_number, "reason": reason, "staff": staff}
        answer = self._authorised(
            "POST",
            "/v1/lookups/insured",
            msgspec.json.encode(question),
            headers={"Content-Type": "application/json"},
        )
        return _read(answer, _LookedUp).found

    def _some_segments(self, incarnation: UUID, after: int) -> list[Returned]:
        path = f"/v1/journals/{self._device.hex}/{incarnation.hex}?after={after}"
        body = self._authorised("GET", path, limit=DATA_LIMIT).body
        own = public_bytes(self._key)
        found: list[Returned] = []
        at = 0
        try:
            while at < len(body):
                received, size = struct.unpack_from(">QI", body, at)
                segment = read_segment(body[at + 12 : at + 12 + size], own)
                found.append(Returned(segment, received))
                at += 12 + size
        except (Damaged, struct.error) as error:
            raise BadAnswer(server=self._line.server, why="segments") from error
        if any(item.segment.incarnation != incarnation for item in found):
            raise BadAnswer(server=self._line.server, why="segments")
        return found

    def _authorised(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        **how: Any,
    ) -> Answer:
        for last in (False, True):
            sent = {**(headers or {}), "Authorization": f"Bearer {self._bearer()}"}
            answer = self._line.ask(method, path, body, headers=sent, **how)
            if answer.status == 401 and not last and _code_of(answer) in _LAPSED:
                self._token = KeptToken()
                continue
            return _accepted(answer, self._line.server)
        raise AssertionError

    def _bearer(self) -> str:
        if self._token.text and 0 < self._token.until - self._wall() < _HOUR_MS:
            return self._token.text
        try:
            token = self._new_token()
        except WrongClock as error:
            now = error.facts.get("now")
            if not isinstance(now, int):
                raise
            self.skew_ms = self._wall() - now
            token = self._new_token()
        self._token = KeptToken(token.token, self._wall() + token.expires - token.now - _EARLY_MS)
        self._keep(self._token)
        return self._token.text

    def _new_token(self) -> _Token:
        began, monotonic = self._wall(), self._ticks()
        signing = Signing(self._device.hex, self._key, lambda: self._wall() - (self.skew_ms or 0))
        answer = self._line.ask("POST", "/v1/tokens", b"", signing=signing)
        token = _read(_accepted(answer, self._line.server), _Token)
        halfway = began + int((self._ticks() - monotonic) * 500)
        self.skew_ms = halfway - token.now
        return token


def enrol(
    server: str,
    ca_pem: bytes | None,
    request: Mapping[str, object],
    patience: Patience | None = None,
    transport: Transport | None = None,
) -> Enrolled:
    """Hand in an enrolment request (docs/sync-protocol.md).

    Raises:
        BadCode, CodeUsed, KeyTaken, CodeExpired, OtherFacility, BadProof, NeedsAdministrator, and as `County`.
    """
    line = Line(server, ca_pem, patience, transport=transport)
    try:
        answer = line.ask(
            "POST",
            "/v1/enrolments",
            msgspec.json.encode(request),
            headers={"Content-Type": "application/json"},
        )
        return _read(_accepted(answer, line.server), Enrolled)
    finally:
        line.close()


def is_alive(server: str, ca_pem: bytes | None, patience: Patience | None = None) -> bool:
    """Whether a county answers at all: the cheapest question there is."""
    line = Line(server, ca_pem, patience)
    try:
        return line.ask("GET", "/health").status == 200
    except ClinicError:
        return False
    finally:
        line.close()


def _read(answer: Answer, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadAnswer(server="", why=kind.__name__) from error


def _moved(upto: bytes, after: int, server: str) -> int:
    """Raises:
    BadAnswer: no number, or one before our cursor.
    """
    if not upto:
        return after
    if not upto.isdigit() or len(upto) > 18 or int(upto) < after:
        raise BadAnswer(server=server, why="upto")
    return int(upto)


def _code_of(answer: Answer) -> str:
    try:
        return msgspec.json.decode(answer.body, type=_Error).error
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""


def _accepted(answer: Answer, server: str) -> Answer:
    """Raises:
    ClinicError: the answer is a refusal.
    """
    if answer.status in (200, 204):
        return answer
    code = _code_of(answer)
    if code in REFUSALS:
        raise REFUSALS[code](**_facts_of(answer))
    if code == TooLarge.code or answer.status == 413:
        raise TooLarge(limit=0)
    if answer.status in _BUSY:
        raise ServerBusy(retry_after=answer.retry_after or 30.0)
    if code:
        raise Refused(reason=code)
    raise BadAnswer(server=server, why=f"HTTP {answer.status}")


def _facts_of(answer: Answer) -> dict[str, Any]:
    facts: dict[str, Any] = msgspec.json.decode(answer.body, type=dict[str, Any])
    facts.pop("error", None)
    if answer.retry_after:
        facts.setdefault("retry_after", answer.retry_after)
    return facts
