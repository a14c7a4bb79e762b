"""A small made-up county on a real database: clinics that push signed segments, two weeks of them.

Everything goes in through the intake; only the verdicts of the adjudication are made up.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice
from random import Random
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import stamp
from clinic_app.journal.entry import Entry, first_link, new_id, signed_by_author
from clinic_app.journal.fact import Fact, new_salt
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.facility import Person, StaffCertified
from clinic_app.journal.facts.outpatient import Diagnosis, DrugLine, EncounterSigned, PrescriptionIssued
from clinic_app.journal.facts.registration import VisitCalled, VisitRegistered
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.journal.facts.settlement import BillLine, SettlementMade, SettlementReversed
from clinic_app.journal.segment import links, write_segment
from clinic_app.journal.signing import public_bytes
from sync_server.console import tables, users
from sync_server.console.users import Role
from sync_server.intake.project import project
from sync_server.intake.receive import receive
from sync_server.intake.sequence import sequence
from sync_server.publish.enrolments import PROOF_TAG, Application, enrol, new_code
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import found
from sync_server.store.engine import Database
from sync_server.store.queries.contacts import note_contact
from sync_server.store.queries.entries import Arrived
from tests.server.templates import migrated

HOUR = 3_600_000
DAY = 24 * HOUR
PASSWORDS = {
    "chen": "correct horse 1",
    "lin": "correct horse 2",
    "boss": "correct horse 3",
    "yao": "correct horse 4",
    "ying": "correct horse 5",
}
DRUGS = (
    ("XC07ABB029A001", "酒石酸美托洛尔片", "25mg*20片", 3_980_000, "盒"),
    ("XA10BAE048A001", "盐酸二甲双胍片", "0.5g*48片", 6_125_000, "盒"),
    ("XJ01CAA040A001", "阿莫西林胶囊", "0.25g*24粒", 8_650_000, "盒"),
    ("ZA01AAF0244010", "风寒感冒颗粒", "8g*10袋", 12_800_000, "盒"),
)


@dataclass
class Clinic:
    """One device and the people at it."""

    code: str
    level: str
    device_key: Ed25519PrivateKey
    admin_key: Ed25519PrivateKey
    device: UUID
    incarnation: UUID = field(default_factory=new_id)
    seq: int = 0
    last: int = 0  # hybrid clock
    link: bytes = b""
    waiting: list[Entry] = field(default_factory=list)
    receipts: int = 0

    def __post_init__(self) -> None:
        self.link = first_link(public_bytes(self.device_key), self.incarnation, None)

    def write(self, fact: Fact, ms: int, author: str = "1001", subject: UUID | str | None = None) -> Entry:
        """Append a fact at `ms`; "own" as the subject is the entry itself."""
        entry_id, body = new_id(), fact.write()
        about = entry_id if subject == "own" else subject
        assert not isinstance(about, str)
        time = max(stamp(ms), self.last + 1)
        body_hash = sha256(body).digest()
        signature = b""
        if fact.signed:
            message = signed_by_author(entry_id, fact.type, author, about, time, body_hash)
            signature = self.admin_key.sign(message)
        self.seq, self.last = self.seq + 1, time
        entry = Entry(
            id=entry_id,
            device=self.device,
            incarnation=self.incarnation,
            seq=self.seq,
            time=time,
            author=author,
            type=fact.type,
            subject=about,
            body=body,
            body_hash=body_hash,
            signature=signature,
        )
        self.waiting.append(entry)
        return entry

    def push(self, database: Database, ms: int) -> None:
        """Bring what is waiting; the county's clock says `ms`."""
        head = links(self.link, self.waiting)[-1]
        data = write_segment(self.waiting, self.link, head, self.device_key.sign)
        receive(database, self.device, data, lambda: ms)
        self.link, self.waiting = head, []
        sequence(database, lambda: ms)
        while project(database, made_up_verdict, lambda: ms):
            pass

    def staff(self, ms: int) -> None:
        """The administrator takes all roles, as a village doctor alone does."""
        key = public_bytes(self.admin_key)
        person = Person(public_key=key, exchange_key=key, salt=b"salt" * 4, wrapped=b"wrapped" * 6)
        roles = ("village_doctor", "administrator", "public_health")
        self.write(StaffCertified(staff_id="1001", name="陈医生", roles=roles, person=person), ms)


def made_up_verdict(_: object, arrived: Arrived, fact: Fact) -> Fact | None:
    """Most agreed; receipts that end in 3 are adjusted, some that end in 7 voided."""
    if isinstance(fact, SettlementReversed):
        return SettlementAdjudicated(
            facility=arrived.facility,
            settlement_id=arrived.entry.id,
            psn_no=fact.psn_no,
            status="agreed",
            amounts=fact.amounts,
        )
    if not isinstance(fact, SettlementMade) or not fact.insutype:
        return None
    tens, ones = (int(digit) for digit in fact.number[-2:])
    county, status, cause, action = dict(fact.amounts), "agreed", "", ""
    if ones == 7 and tens % 2 == 0:
        status, cause, action = "voided", "ELIG", "COLLECT_PERSON"
        total = county["medfee_sumamt"]
        county = {"medfee_sumamt": total, "fulamt_ownpay_amt": total, "psn_part_amt": total}
    elif ones == 3:
        status, cause, action = "adjusted", "ACCUM", "FUND_ABSORB"
        for name, sign in (
            ("hifp_pay", -1),
            ("fund_pay_sumamt", -1),
            ("psn_part_amt", 1),
            ("psn_cash_pay", 1),
            ("cash_pay", 1),
        ):
            county[name] = county.get(name, 0) + sign * 126
    diff = {
        name: county.get(name, 0) - fact.amounts.get(name, 0) for name in sorted({*county, *fact.amounts})
    }
    return SettlementAdjudicated(
        facility=arrived.facility,
        settlement_id=arrived.entry.id,
        psn_no=fact.psn_no,
        status=status,
        error="E_AFTER_DEATH" if status == "voided" else "",
        cause=cause,
        action_due=action,
        fund_diff=diff.get("fund_pay_sumamt", 0),
        amounts=county,
        diff={name: amount for name, amount in diff.items() if amount},
        policy_version="2026-1",
    )


def enrolled(database: Database, code: str, level: str, ms: int) -> Clinic:
    """A clinic's first device, through the same code as on paper."""
    device_key, admin_key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    text = new_code(database, code, lambda: ms)
    application = Application(
        code=text,
        device_key=public_bytes(device_key),
        facility=code,
        admin="1001",
        admin_key=public_bytes(admin_key),
        proof=device_key.sign(PROOF_TAG + text.encode()),
    )
    answer = enrol(database, application, lambda: ms)
    return Clinic(code, level, device_key, admin_key, answer.device)


def visited(clinic: Clinic, person: MadeUp, random: Random, ms: int) -> Entry:
    """One patient from the door to the till; answers the settlement's entry."""
    resident = clinic.write(
        ResidentRegistered(
            name=person.name,
            sex=person.sex,
            birth_date=person.birth_date,
            id_number=person.id_number,
            id_verified="card",
            phone=person.phone,
            address=person.address,
            source="card",
            salt=new_salt(),
        ),
        ms,
        subject="own",
    ).id
    day = beijing_day(ms)
    clinic.receipts += 1
    insured = random.random() < 0.85
    psn = person.id_number if insured else ""
    number = f"A{clinic.receipts:03}"
    visit = clinic.write(
        VisitRegistered(day=day, number=number, department="全科", psn_no=psn, mdtrt_cert_type="03"),
        ms + 60_000,
        subject=resident,
    ).id
    clinic.write(VisitCalled(visit_id=visit), ms + 120_000, subject=resident)
    code, name, spec, price, unit = random.choice(DRUGS)
    count = random.choice((1, 2, 3))
    prescription = clinic.write(
        PrescriptionIssued(
            visit_id=visit,
            lines=(
                DrugLine(
                    code=code, name=name, spec=spec, days=7, cnt_e4=count * 10_000, unit=unit, pric_e6=price
                ),
            ),
        ),
        ms + 200_000,
        subject=resident,
    ).id
    clinic.write(
        EncounterSigned(
            visit_id=visit,
            complaint="头晕三天",
            findings="血压 152/94 mmHg",
            diagnoses=(Diagnosis("I10", "高血压"),),
            prescriptions=(prescription,),
        ),
        ms + 240_000,
        subject=resident,
    )
    return clinic.write(
        bill(clinic, visit, psn, day, code, name, price, count), ms + 300_000, subject=resident
    )


def bill(
    clinic: Clinic, visit: UUID, psn: str, day: date, code: str, name: str, price: int, count: int
) -> SettlementMade:
    """A drug and the consultation fee; the fund pays half of the one and eight yuan of the other."""
    drug = (price * count + 5_000) // 10_000
    fund = drug // 2 if psn else 0
    fee_fund = 800 if psn else 0
    total = drug + 1_000
    person = total - fund - fee_fund
    amounts = {
        "medfee_sumamt": total,
        "inscp_scp_amt": total,
        "gc_in_amt": 1_000,
        "gc_fund_pay": fee_fund,
        "pool_base_amt": drug,
        "pool_raw_amt": fund,
        "hifp_pay": fund + fee_fund,
        "fund_pay_sumamt": fund + fee_fund,
        "psn_part_amt": person,
        "psn_cash_pay": person,
        "cash_pay": person,
    }
    share = {"det_item_fee_sumamt": drug, "inscp_scp_amt": drug}
    fee = {"det_item_fee_sumamt": 1_000, "inscp_scp_amt": 1_000}
    return SettlementMade(
        visit_id=visit,
        number=f"A{clinic.receipts:06}",
        setl_date=day,
        begndate=day,
        enddate=day,
        fixmedins_code=clinic.code,
        inst_lv=clinic.level,
        med_type="11",
        insutype="390" if psn else "",
        psn_no=psn,
        mdtrt_cert_type="03",
        diag_code="I10",
        lines=(
            BillLine(
                feedetl_sn="1",
                med_list_codg=code,
                name=name,
                pric_e6=price,
                cnt_e4=count * 10_000,
                unit="盒",
                split=share,
            ),
            BillLine(
                feedetl_sn="2",
                med_list_codg="001101000010000",
                name="一般诊疗费",
                pric_e6=10_000_000,
                cnt_e4=10_000,
                unit="次",
                split=fee,
            ),
        ),
        status="provisional" if psn else "settled",
        policy_version="2026-1" if psn else "",
        warnings=("W_GC_REPEAT",) if psn and clinic.receipts % 9 == 0 else (),
        amounts={name: value for name, value in amounts.items() if value},
        year=day.year,
        received=person,
    )


FACILITIES = (
    ("350881001", "漳平市菁城卫生院", "township", ""),
    ("350881002", "漳平市永福镇卫生院", "township", ""),
    ("350881101", "菁城街道东坑口村卫生室", "village", "350881001"),
    ("350881102", "菁城街道福满村卫生室", "village", "350881001"),
    ("350881103", "永福镇蓝田村卫生室", "village", "350881002"),
)


@dataclass
class World:
    database: Database
    clinics: dict[str, Clinic]
    now: int  # UTC ms


def made_up_county(url: str, now: int, days: int = 6, patients: int = 3) -> World:
    """A county of five facilities after `days` days: one clinic silent, one entry set aside, one bill reversed."""
    database = migrated(url)
    start = now - (days + 1) * DAY
    found(database, "漳平市", ("localhost",), lambda: start)
    for code, name, level, parent in FACILITIES:
        register_facility(database, code, name, level, parent, wall=lambda: start)
    clinics = {code: enrolled(database, code, level, start) for code, _, level, _ in FACILITIES[:4]}
    _live(database, clinics, now, days, patients)
    with database.writing() as db:
        tables.create_tables(db)
        roles = {"chen": Role.OFFICER, "lin": Role.AUDITOR, "boss": Role.ADMINISTRATOR}
        names = {"chen": "陈晓岚", "lin": "林国栋", "boss": "王主任"}
        for user, role in roles.items():
            users.add_user(db, user, names[user], frozenset({role}), PASSWORDS[user])
        reviewer = frozenset({Role.REVIEWER})
        users.add_user(db, "yao", "姚药师", reviewer, PASSWORDS["yao"], township="350881001")
        users.add_user(db, "ying", "李影", frozenset({Role.READER}), PASSWORDS["ying"])
        note_contact(db, clinics["350881001"].device, now - 4 * 60_000, 1_500)
        note_contact(db, clinics["350881101"].device, now - 50 * 60_000, 13 * 60_000)
    return World(database, clinics, now)


def _live(database: Database, clinics: dict[str, Clinic], now: int, days: int, patients: int) -> None:
    random = Random(20261122)
    people = made_up_people(7, beijing_day(now))
    for clinic in clinics.values():
        clinic.staff(now - (days + 1) * DAY + HOUR)
    for back in range(days, -1, -1):
        here = [clinic for code, clinic in clinics.items() if code != "350881102" or back > 1]  # silent since
        count = patients * len(here) + random.randrange(5)
        for number, person in enumerate(islice(people, count)):
            ms = now - back * DAY - (count - number) * 9 * HOUR // count
            clinic = random.choice(here)
            visited(clinic, person, random, ms)
            if back == 0:  # the line is up: each patient arrives at once
                clinic.push(database, ms + 6 * 60_000)
        for place, clinic in enumerate(here):
            if clinic.waiting:
                clinic.push(database, now - back * DAY - (9 - place) * 60_000)
    first, other = clinics["350881001"], clinics["350881002"]
    _twice((first, other), next(people), now - 28 * 60_000)
    other.push(database, now - 4 * 60_000)
    paid = visited(first, next(people), random, now - 20 * 60_000)
    _reverse(first, paid, now - 5 * 60_000)
    _strange(first, now - 4 * 60_000)
    first.push(database, now - 3 * 60_000)


def _reverse(clinic: Clinic, paid: Entry, ms: int) -> None:
    fact = SettlementMade.parse(paid.body or b"")
    negated = {name: -value for name, value in fact.amounts.items()}
    clinic.write(
        SettlementReversed(
            settlement_id=paid.id,
            number="A000999",
            refund_date=beijing_day(ms),
            reason="开错药品",
            amounts=negated,
            year=fact.year,
            psn_no=fact.psn_no,
        ),
        ms,
        subject=paid.subject,
    )


def _twice(places: tuple[Clinic, Clinic], person: MadeUp, ms: int) -> None:
    """One card at two clinics, a minute apart."""
    for at, clinic in enumerate(places):
        visited(clinic, person, Random(1), ms + at * 60_000)


def _strange(clinic: Clinic, ms: int) -> None:
    """Someone whom nobody has certified registers a visit, and it is called."""
    day = beijing_day(ms)
    visit = clinic.write(VisitRegistered(day=day, number="A090", department="全科"), ms, author="9999").id
    clinic.write(VisitCalled(visit_id=visit), ms + 1000)
