"""What people do at a clinic, as facts in the journal of one PC."""

import struct
from datetime import date
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.bill import Bill, BillLine
from clinic_app.domain.time import beijing_day
from clinic_app.journal import bills
from clinic_app.journal.clock import next_stamp
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.facts import outpatient, pharmacy, registration, residents, settlement
from clinic_app.projections.queries.presettlement import presettled
from clinic_app.projections.tables.registration import visit as visits
from clinic_app.projections.tables.residents import resident as people
from clinic_app.projections.tables.settlement import settlement as settlements
from clinic_app.projections.upsert import Placed
from clinic_app.store import local
from clinic_app.store.exchange import project_if_known
from clinic_app.store.freshness import synced_on
from clinic_app.store.journal import SELF, insert_own
from clinic_app.store.rows import current_run
from clinic_app.store.tables import entry as entries
from tests.simulation.pc import STAFF, Pc
from tests.simulation.template import DAY, INSURED, LEVELS


def register(pc: Pc, dice: Random) -> list[Entry]:
    """One to three people at once."""
    with pc.store.writing(pc.author) as work:
        for _ in range(dice.randrange(1, 4)):
            work.append(
                residents.ResidentRegistered(
                    name=dice.choice(("张三", "李四", "欧阳娜")),
                    sex=dice.choice("12"),
                    birth_date=date(1950 + dice.randrange(50), 1, 1),
                    phone=f"1380000{dice.randrange(10000):04d}",
                    salt=str(dice.randrange(10**9)),
                    source="typed",
                ),
                SELF,
            )
    return work.appended


def amend(pc: Pc, dice: Random) -> list[Entry]:
    """A name or a phone number, over whatever stands there or stood there once."""
    with pc.store.writing(pc.author) as work:
        known = _some(work.connection, people.c.id, dice)
        if known is not None:
            about = sa.select(entries.c.id).where(
                entries.c.subject == known,
                entries.c.type.in_((residents.ResidentRegistered.type, residents.ResidentAmended.type)),
            )
            replaced = list(work.connection.scalars(about.order_by(entries.c.id)))
            changes = {
                field: residents.Change(f"值{dice.randrange(99)}", dice.choice(replaced or [known]))
                for field in dice.sample(("name", "phone", "a_later_field"), dice.randrange(1, 3))
            }
            work.append(residents.ResidentAmended(changes=changes, salt="s"), known)
    return work.appended


def visit(pc: Pc, dice: Random) -> list[Entry]:
    """A visit, called and prescribed for; a view of the chart, which only the county sees."""
    with pc.store.writing(pc.author) as work:
        known = _some(work.connection, people.c.id, dice)
        made = work.append(
            registration.VisitRegistered(day=DAY, number=f"A{dice.randrange(999):03d}", department="全科"),
            known,
        )
        work.append(residents.ChartViewed(purpose="encounter"), known)
        if dice.random() < 0.5:
            work.append(registration.VisitCalled(visit_id=made.id), known)
        line = outpatient.DrugLine(code="YP0001", name="药", cnt_e4=10000, unit="盒", pric_e6=1000000)
        if dice.random() < 0.5:
            work.append(outpatient.PrescriptionIssued(visit_id=made.id, lines=(line,)), known)
    return work.appended


def settle(pc: Pc, dice: Random) -> list[Entry]:
    """A bill, by insurance or without; of a visit that another PC may be charging at the same time."""
    with pc.store.writing(pc.author) as work:
        psn_no = dice.choice((*INSURED, ""))
        about = _some(work.connection, visits.c.id, dice)
        seen = about if about is not None and dice.random() < 0.5 else new_id()
        bill = _bill(pc, dice.randrange(100, 90_000), seen)
        split = presettled(work.connection, bill, psn_no, synced_on=synced_on(work.connection))
        made = bills.settlement_made(
            bill,
            split.settlement,
            split.person,
            visit_id=seen,
            number=f"A{dice.randrange(9999):04d}",
            names={"1": ("药", "盒")},
            policy_id=split.policy_id,
        )
        paid = work.append(made, _some(work.connection, people.c.id, dice))
        if dice.random() < 0.5:
            handed = pharmacy.HandedOut(
                feedetl_sn="1", code="YP0001", name="药", cnt_e4=10000, unit="盒", pric_e6=1000000
            )
            work.append(pharmacy.MedicineDispensed(visit_id=seen, settlement_id=paid.id, lines=(handed,)))
    return work.appended


def take_back(pc: Pc, dice: Random) -> list[Entry]:
    """红冲 of a settlement of the clinic, perhaps one that a colleague takes back at the same time."""
    with pc.store.writing(pc.author) as work:
        there = sa.and_(
            settlements.c.facility == pc.facility,
            settlements.c.kind == "settle",
            settlements.c.reversed_entry.is_(None),
            settlements.c.made_at.is_not(None),
        )
        wanted = _some(work.connection, settlements.c.id, dice, there)
        if wanted is not None:
            body = work.connection.scalar(sa.select(entries.c.body).where(entries.c.id == wanted))
            made = settlement.SettlementMade.parse(body)
            red = settlement.SettlementReversed(
                settlement_id=wanted,
                number=f"A{dice.randrange(9999):04d}",
                refund_date=_today(pc),
                amounts={name: -amount for name, amount in made.amounts.items()},
                year=made.year,
                effect={name: -change for name, change in made.effect.items()},
                psn_no=made.psn_no,
            )
            work.append(red)
    return work.appended


def later(pc: Pc, dice: Random) -> list[Entry]:
    """What a later version of the program writes: a type or a field that nobody here knows."""
    if dice.random() < 0.5:
        return [_raw(pc, "later.stated", b'{"what":"' + str(dice.random()).encode() + b'"}', None)]
    body = b'{"name":"later","sex":"1","salt":"s","a_later_field":{"n":[1,2]}}'
    return [_raw(pc, residents.ResidentRegistered.type, body, SELF)]


def _raw(pc: Pc, kind: str, body: bytes, subject: object) -> Entry:
    with pc.store.changing() as connection:
        run, own = current_run(connection), new_id()
        last = struct.unpack(">Q", local.read(connection, local.CLOCK) or bytes(8))[0]
        entry = Entry(
            id=own,
            device=run.device,
            incarnation=run.incarnation,
            seq=run.head_seq + 1,
            time=next_stamp(last, pc.wall),
            author=STAFF,
            type=kind,
            subject=own if subject == SELF else None,
            body=body,
            body_hash=sha256(body).digest(),
        )
        insert_own(connection, run, entry, effective=entry.time)
        local.write(connection, local.CLOCK, struct.pack(">Q", entry.time))
        project_if_known(connection, Placed(entry, entry.time, run.facility), own=True)
    return entry


def _some(connection: sa.Connection, column: Any, dice: Random, there: Any = None) -> UUID | None:
    """One of the rows that this PC knows; often the first, on which several PCs meet."""
    statement = sa.select(column).order_by(column)
    known: list[UUID] = list(connection.scalars(statement if there is None else statement.where(there)))
    if known and dice.random() < 0.5:
        return known[0]
    return dice.choice(known) if known else None


def _today(pc: Pc) -> date:
    return min(max(beijing_day(pc.wall()), date(2026, 11, 1)), date(2026, 12, 15))


def _bill(pc: Pc, fen: int, visit_id: UUID) -> Bill:
    today = _today(pc)
    return Bill(
        mdtrt_id=str(visit_id),
        fixmedins_code=pc.facility,
        inst_lv=LEVELS[pc.facility],
        med_type="11",
        begndate=today,
        enddate=today,
        setl_date=today,
        mdtrt_cert_type="03",
        lines=(BillLine(feedetl_sn="1", med_list_codg="YP0001", pric_e6=fen * 10_000, cnt_e4=10_000),),
    )


ACTS = {
    "register": register,
    "amend": amend,
    "visit": visit,
    "settle": settle,
    "take back": take_back,
    "later": later,
}
