"""A clinic as the county sees it: a key, a journal, and requests.  Written on `clinic_app.journal` alone."""

import base64
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import httpx
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms

from clinic_app.domain.time import wall_clock
from clinic_app.journal.clock import stamp
from clinic_app.journal.entry import Entry, Origin, device_id, first_link, new_id, signed_by_author
from clinic_app.journal.fact import Fact, new_salt
from clinic_app.journal.facts.facility import FacilityFounded, Person, StaffCertified
from clinic_app.journal.facts.outpatient import PrescriptionIssued
from clinic_app.journal.facts.registration import VisitRegistered
from clinic_app.journal.facts.residents import ChartViewed, ResidentRegistered
from clinic_app.journal.feed import Page, read_page
from clinic_app.journal.segment import links, write_segment
from clinic_app.journal.signing import private_key, public_bytes

ALL = ("registrar", "doctor", "village_doctor", "pharmacist", "cashier", "public_health", "administrator")


class Staff:
    """A member of staff with a signing key."""

    def __init__(self, staff_id: str) -> None:
        self.id = staff_id
        self.key = private_key(secrets.token_bytes(32))

    @property
    def public_key(self) -> bytes:
        return public_bytes(self.key)

    def person(self) -> Person:
        return Person(public_key=self.public_key, exchange_key=bytes(32), salt=b"salt", wrapped=b"wrapped")


class FakeClinic:
    """One device and the people who use it."""

    def __init__(self, http: httpx.Client, facility: str = "350881001", inst_lv: str = "township") -> None:
        self.http = http
        self.facility = facility
        self.inst_lv = inst_lv
        self.key = private_key(secrets.token_bytes(32))
        self.admin = Staff("A001")
        self.begin_incarnation()
        self.token = ""
        self.epoch = ""
        self.county_key = b""
        self.cursor = 0
        self.letter = ""
        self._clock = 0

    # ------------------------------------------------------------ the journal

    @property
    def device(self) -> UUID:
        return device_id(self.public_key)

    @property
    def public_key(self) -> bytes:
        return public_bytes(self.key)

    def begin_incarnation(self, origin: Origin | None = None) -> None:
        self.incarnation = new_id()
        self.origin = origin
        self.entries: list[Entry] = []
        self.links = [first_link(self.public_key, self.incarnation, origin)]

    def write(
        self,
        fact: Fact,
        author: Staff | None = None,
        subject: UUID | None = None,
        *,
        entry_id: UUID | None = None,
        signed: bool | None = None,
    ) -> Entry:
        return self.write_body(
            type(fact).type, fact.write(), author, subject, entry_id, signed, type(fact).signed
        )

    def write_body(
        self,
        kind: str,
        body: bytes,
        author: Staff | None = None,
        subject: UUID | None = None,
        entry_id: UUID | None = None,
        signed: bool | None = None,
        due: bool = False,
    ) -> Entry:
        author = author or self.admin
        self._clock = max(self._clock + 1, stamp(wall_clock()))
        entry = Entry(
            id=entry_id or new_id(),
            device=self.device,
            incarnation=self.incarnation,
            seq=len(self.entries) + 1,
            time=self._clock,
            author=author.id,
            type=kind,
            subject=subject,
            body=body,
            body_hash=sha256(body).digest(),
        )
        if due if signed is None else signed:
            message = signed_by_author(
                entry.id, kind, entry.author, entry.subject, entry.time, entry.body_hash
            )
            entry = replace(entry, signature=author.key.sign(message))
        self.append(entry)
        return entry

    def append(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.links.append(entry.hash_after(self.links[-1]))

    def segment(self, first: int = 1, last: int | None = None) -> bytes:
        """Entries `first` to `last`, both included."""
        last = len(self.entries) if last is None else last
        return write_segment(
            self.entries[first - 1 : last],
            self.links[first - 1],
            self.links[last],
            self.key.sign,
            self.origin if first == 1 else None,
        )

    def keep_only(self, count: int) -> None:
        """The disk goes back to an older state."""
        del self.entries[count:]
        del self.links[count + 1 :]

    def check_links(self) -> bool:
        return links(self.links[0], self.entries) == self.links[1:]

    # ------------------------------------------------------------ facts

    def found(self) -> None:
        """The first two entries of every clinic."""
        self.write(
            FacilityFounded(
                facility=self.facility,
                name="双洋镇卫生院",
                inst_lv=self.inst_lv,
                recovery=Staff("").person(),
            )
        )
        self.certify(self.admin, ALL)

    def certify(
        self, staff: Staff, roles: tuple[str, ...], by: Staff | None = None, active: bool = True
    ) -> Entry:
        fact = StaffCertified(
            staff_id=staff.id, name=staff.id, roles=roles, person=staff.person(), active=active
        )
        return self.write(fact, by)

    def resident(self, author: Staff | None = None, village: str = "") -> Entry:
        entry_id = new_id()
        fact = ResidentRegistered(name="陈某", sex="1", village=village, salt=new_salt())
        return self.write(fact, author, entry_id, entry_id=entry_id)

    def chart(self, author: Staff | None = None) -> Entry:
        return self.write(ChartViewed(purpose="encounter"), author, uuid4())

    def visit(self, author: Staff | None = None, psn_no: str = "") -> Entry:
        fact = VisitRegistered(day=date(2026, 11, 22), number="A001", department="全科", psn_no=psn_no)
        return self.write(fact, author, uuid4())

    def prescription(self, author: Staff | None = None, *, signed: bool | None = None) -> Entry:
        return self.write(PrescriptionIssued(visit_id=uuid4(), lines=()), author, uuid4(), signed=signed)

    # ------------------------------------------------------------ requests

    def enrol(self, code: str, *, joining: bool = False, attempt: bytes = b"") -> httpx.Response:
        answer = self.http.post(
            "/v1/enrolments",
            json={
                "code": code,
                "device_key": _base64(self.public_key),
                "facility": "" if joining else self.facility,
                "admin": "" if joining else self.admin.id,
                "admin_key": "" if joining else _base64(self.admin.public_key),
                "proof": _base64(self.key.sign(b"xyt-enrol-1" + code.encode())),
                "attempt": _base64(attempt),
            },
        )
        if answer.status_code == 200:
            told = answer.json()
            self.epoch, self.county_key = told["epoch"], base64.b64decode(told["county_key"])
            self.letter = told["letter"]
        return answer

    def signed_request(self, *, created: datetime | None = None, nonce: str | None = None) -> httpx.Request:
        request = self.http.build_request("POST", "/v1/tokens", content=b"{}")
        signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Key(self))
        signer.sign(
            request,
            key_id=self.device.hex,
            created=created or datetime.now(UTC),
            nonce=nonce or secrets.token_hex(12),
            tag="xyt-sync",
            covered_component_ids=("@method", "@path", "@authority"),
            body=b"{}",
        )
        return request

    def get_token(self) -> httpx.Response:
        answer = self.http.send(self.signed_request())
        if answer.status_code == 200:
            self.token = answer.json()["token"]
        return answer

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def push(self, segment: bytes | None = None) -> httpx.Response:
        content = self.segment() if segment is None else segment
        return self.http.post(f"/v1/journals/{self.device.hex}", content=content, headers=self.bearer)

    def get_page(self, **query: object) -> httpx.Response:
        query.setdefault("after", f"{self.epoch}:{self.cursor}")
        return self.http.get("/v1/feed", params=query, headers=self.bearer)

    def pull(self, **query: object) -> list[Entry]:
        """Everything there is, the cursor moved behind it."""
        found: list[Entry] = []
        while True:
            page = self.page(**query)
            found += [item.entry for item in page.items]
            self.cursor = page.upto
            if not page.more:
                return found

    def page(self, **query: object) -> Page:
        answer = self.get_page(**query)
        assert answer.status_code == 200, answer.text
        return read_page(answer.content, self.county_key)

    def join(self, code: str) -> "FakeClinic":
        """Enrolled, founded, with a token."""
        self.found()
        assert self.enrol(code).status_code == 200
        assert self.get_token().status_code == 200
        return self


class _Key(HTTPSignatureKeyResolver):
    def __init__(self, clinic: FakeClinic) -> None:
        self._clinic = clinic

    def resolve_private_key(self, key_id: str) -> object:
        return self._clinic.key

    def resolve_public_key(self, key_id: str) -> object:
        return self._clinic.key.public_key()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
