"""Clinic days for the county: one day that was played, brought by many clinics.

A copy has its own device, incarnation, ids, insured people and signatures, so that no two copies meet anywhere.
"""

import base64
import random
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_app.journal.catalog import FACTS
from clinic_app.journal.entry import Entry, device_id, first_link, new_id, signed_by_author
from clinic_app.journal.facts.facility import StaffCertified
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.segment import links, write_segment
from clinic_app.journal.signing import private_key, public_bytes
from sync_server.intake.pen import held_pen
from sync_server.publish.enrolments import PROOF_TAG, Application, enrol, new_code
from sync_server.publish.facilities import register_facility
from sync_server.publish.policies import publish_policy
from sync_server.store.engine import Database
from tests.bench.played import SET_UP

ADMIN = "P001"
_PLAYED_AT = "350881001"
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_PSN_NO = re.compile(rb'"psn_no":"([^"]+)"')
_STATE = 500  # people in one transaction


@dataclass(frozen=True, slots=True)
class ClinicDay:
    """The journal of one device, ready to be pushed."""

    facility: str
    device: UUID
    entries: tuple[Entry, ...]
    links: tuple[bytes, ...]  # one more than entries
    sign: Callable[[bytes], bytes]
    people: "_People"

    def segments(self, most: int, begin: int = 0) -> Iterator[bytes]:
        """The journal after its first `begin` entries, in runs of at most `most`."""
        for start in range(begin, len(self.entries), most):
            part = self.entries[start : start + most]
            yield write_segment(part, self.links[start], self.links[start + len(part)], self.sign)


def bring(database: Database, played: Sequence[Entry], number: int) -> ClinicDay:
    """A facility of the county with one enrolled device, and the played journal written by that device."""
    facility = f"{359000000 + number}"
    register_facility(database, facility, f"第{number}卫生院", "township")
    key, people = private_key(secrets.token_bytes(32)), _People()
    code = new_code(database, facility)
    enrol(
        database,
        Application(
            code=code,
            device_key=public_bytes(key),
            facility=facility,
            admin=ADMIN,
            admin_key=people.public_key(ADMIN),
            proof=key.sign(PROOF_TAG + code.encode()),
        ),
    )
    device, incarnation = device_id(public_bytes(key)), new_id()
    copy = _Copy(played[0], device, incarnation, facility, str(number).encode(), people)
    entries = tuple(copy.of(entry) for entry in played)
    start = first_link(public_bytes(key), incarnation, None)
    _state(database, entries)
    return ClinicDay(facility, device, entries, (start, *links(start, entries)), key.sign, people)


def long_journal(database: Database, played: Sequence[Entry], number: int, count: int) -> ClinicDay:
    """`count` entries of one device: the day again and again, with as much to read as doctors write."""
    day = bring(database, played, number)
    chance = random.Random(number)
    work = [entry for entry in played if entry.type not in SET_UP]
    entries = list(day.entries)
    people = day.people
    while len(entries) < count:
        copy = _Copy(
            played[0], day.device, day.entries[0].incarnation, day.facility, b"%d" % len(entries), people
        )
        for entry in work:
            last = entries[-1]
            told = replace(entry, seq=last.seq + 1, time=last.time + (700 << 16), body=_told(entry, chance))
            entries.append(copy.of(told))
    entries = entries[:count]
    return ClinicDay(
        day.facility,
        day.device,
        tuple(entries),
        (day.links[0], *links(day.links[0], entries)),
        day.sign,
        people,
    )


def _told(entry: Entry, chance: random.Random) -> bytes:
    body = msgspec.json.decode(entry.body or b"{}")
    if entry.type == "encounter.signed":
        for name in ("history", "findings", "advice"):
            body[name] = "，".join(chance.choice(_PHRASES) + str(chance.randint(1, 99)) for _ in range(24))
    return msgspec.json.encode(body)


_PHRASES = (
    "咳嗽", "咳痰", "发热", "头痛", "头晕", "乏力", "腹痛", "腹泻", "恶心", "呕吐", "胸闷", "心悸",
    "气促", "咽痛", "流涕", "关节疼痛", "食欲减退", "夜间睡眠欠佳", "大小便正常", "既往高血压病史",
    "既往糖尿病史", "否认药物过敏史", "双肺呼吸音粗", "未闻及干湿啰音", "心率齐",
    "各瓣膜听诊区未闻及杂音", "腹软无压痛", "肝脾肋下未及", "双下肢无水肿", "咽部充血", "扁桃体不大",
    "多饮水", "低盐低脂饮食", "按时服药", "注意休息", "监测血压", "监测血糖", "不适随诊", "一周后复诊",
    "戒烟限酒",
)  # fmt: skip


def publish_policies(database: Database, played: Sequence[Entry]) -> None:
    """What the clinic had installed is the county's policy."""
    for entry in played:
        if entry.type == "policy.published":
            publish_policy(database, msgspec.json.decode(entry.body or b"")["text"])


def _state(database: Database, entries: Sequence[Entry]) -> None:
    """The county knows the insured people as the clinic had stated them."""
    stated = [InsuredStated.parse(entry.body or b"") for entry in entries if entry.type == InsuredStated.type]
    for start in range(0, len(stated), _STATE):
        with held_pen(database) as pen:
            for fact in stated[start : start + _STATE]:
                pen.append(fact)


class _People:
    """Staff keys made as they are asked for."""

    def __init__(self) -> None:
        self._keys: dict[str, Ed25519PrivateKey] = {}

    def key(self, staff_id: str) -> Ed25519PrivateKey:
        if staff_id not in self._keys:
            self._keys[staff_id] = private_key(secrets.token_bytes(32))
        return self._keys[staff_id]

    def public_key(self, staff_id: str) -> bytes:
        return public_bytes(self.key(staff_id))


class _Copy:
    """Entries as another device would have written them."""

    def __init__(
        self, first: Entry, device: UUID, incarnation: UUID, facility: str, mark: bytes, people: _People
    ) -> None:
        self._device, self._incarnation = device, incarnation
        self._places = {first.device: device, first.incarnation: incarnation}
        self._facility, self._mark, self._people = facility.encode(), mark, people
        self._salt = secrets.randbits(32) << 64  # keeps a run of ids a run

    def of(self, entry: Entry) -> Entry:
        body = _UUID.sub(lambda found: str(self._id(UUID(found[0].decode()))).encode(), entry.body or b"")
        body = _PSN_NO.sub(rb'"psn_no":"\g<1>x' + self._mark + b'"', body)
        body = body.replace(_PLAYED_AT.encode(), self._facility)
        if entry.type == StaffCertified.type:
            body = self._certified(body)
        own, subject = self._id(entry.id), None if entry.subject is None else self._id(entry.subject)
        body_hash = sha256(body).digest()
        signature = b""
        if FACTS[entry.type].signed:
            message = signed_by_author(own, entry.type, entry.author, subject, entry.time, body_hash)
            signature = self._people.key(entry.author).sign(message)
        return replace(
            entry,
            id=own,
            device=self._device,
            incarnation=self._incarnation,
            subject=subject,
            body=body,
            body_hash=body_hash,
            signature=signature,
        )

    def _id(self, found: UUID) -> UUID:
        return self._places.get(found) or UUID(int=found.int ^ self._salt)

    def _certified(self, body: bytes) -> bytes:
        plain = msgspec.json.decode(body)
        key = self._people.public_key(plain["staff_id"])
        plain["person"]["public_key"] = base64.b64encode(key).decode()
        return msgspec.json.encode(plain)
