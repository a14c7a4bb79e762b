"""The county's routes as calls: what goes up, what comes back, and every refusal as an error of its own."""

import struct
import time
from collections.abc import Mapping
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
from clinic_app.sync.client import DATA_LIMIT, Answer, Line, Patience, Signing, Traffic, Transport
from clinic_app.sync.errors import BadAnswer, Refused, ServerBusy

T = TypeVar("T")
_BUSY: Final = (429, 500, 502, 503, 504)
_LAPSED: Final = (NoToken.code, BadRequestSignature.code)
_EARLY: Final = 60.0  # seconds: a token is given up this much before its end


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


class _Token(msgspec.Struct, frozen=True):
    token: str
    expires: int  # UTC ms, the county's clock
    now: int


class _Adopted(msgspec.Struct, frozen=True):
    adopted: int


class _LookedUp(msgspec.Struct, frozen=True):
    found: tuple[str, ...]


class _Error(msgspec.Struct, frozen=True):
    error: str


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
        ticks: Ticks = time.monotonic,
        transport: Transport | None = None,
    ) -> None:
        self._line = Line(server, ca_pem, patience, transport=transport)
        self._device = device
        self._key = key
        self._county_key = county_key
        self._wall = wall
        self._ticks = ticks
        self._token = ""
        self._token_until = 0.0  # monotonic seconds
        self.skew_ms: int | None = None  # our clock minus the county's; known once it has answered

    @property
    def traffic(self) -> Traffic:
        return self._line.traffic

    def close(self) -> None:
        self._line.close()

    def standing(self) -> Standing:
        """Where we stand."""
        return _read(self._authorised("GET", f"/v1/journals/{self._device.hex}"), Standing)

    def push(self, segment: bytes) -> Receipt:
        """Hand over one segment; when this returns the county holds it durably."""
        answer = self._authorised(
            "POST",
            f"/v1/journals/{self._device.hex}",
            segment,
            headers={"Content-Type": "application/octet-stream"},
        )
        return _read(answer, Receipt)

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
        answer = self._authorised("GET", path, limit=DATA_LIMIT, wait=float(wait))
        try:
            page = read_page(answer.body, self._county_key)
        except Damaged as error:
            raise BadAnswer(server=self._line.server, why=error.code) from error
        stuck = page.more and page.upto == page.after
        if page.epoch != epoch or page.after != after or page.upto < after or stuck:
            raise BadAnswer(server=self._line.server, why="page")
        return page

    def give_back(self, page: bytes) -> int:
        """Offer a county put back from a backup what it had signed; how many entries it took."""
        answer = self._authorised(
            "POST", "/v1/returns", page, headers={"Content-Type": "application/octet-stream"}
        )
        return _read(answer, _Adopted).adopted

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
                self._token = ""
                continue
            return _accepted(answer, self._line.server)
        raise AssertionError

    def _bearer(self) -> str:
        if self._token and self._ticks() < self._token_until:
            return self._token
        try:
            token = self._new_token()
        except WrongClock as error:
            now = error.facts.get("now")
            if not isinstance(now, int):
                raise
            self.skew_ms = self._wall() - now
            token = self._new_token()
        self._token = token.token
        self._token_until = self._ticks() + (token.expires - token.now) / 1000 - _EARLY
        return self._token

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
        BadCode, CodeUsed, CodeExpired, OtherFacility, BadProof, NeedsAdministrator, and as `County`.
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


def _code_of(answer: Answer) -> str:
    try:
        return msgspec.json.decode(answer.body, type=_Error).error
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""


def _accepted(answer: Answer, server: str) -> Answer:
    """Raises:
    ClinicError: the answer is a refusal.
    """
    if answer.status == 200:
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
