"""A county's books written directly: settlements as they were made and judged, so that each rule can be met exactly."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from clinic_app.domain.time import BEIJING
from clinic_app.journal.clock import stamp
from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import FacilityRegistered, SettlementAdjudicated
from clinic_app.journal.facts.insurance import InsuredStated, PolicyPublished
from clinic_app.journal.facts.outpatient import Diagnosis, DrugLine, EncounterSigned, PrescriptionIssued
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.journal.facts.settlement import (
    BillLine,
    PersonKnown,
    Referred,
    SettlementMade,
    SettlementReversed,
)
from clinic_app.projections.apply import apply
from clinic_app.projections.tables.settlement import SHOWN_AMOUNTS, settlement
from clinic_app.projections.upsert import Placed
from sync_server.store.engine import Database

TOWNSHIP, VILLAGE, HOSPITAL = "350881001", "350881101", "350881900"
DAY = date(2026, 10, 12)  # a Monday


@dataclass
class Books:
    """Writes facts into the tables as the county does."""

    database: Database
    devices: dict[str, UUID] = field(default_factory=dict)
    numbers: int = 0

    def __post_init__(self) -> None:
        for code, level in ((TOWNSHIP, "township"), (VILLAGE, "village"), (HOSPITAL, "county")):
            self.devices[code] = uuid4()
            self.write("", FacilityRegistered(code=code, name=f"机构{code[-3:]}", inst_lv=level))

    def write(
        self,
        facility: str,
        fact: Fact,
        day: date = DAY,
        hour: int = 10,
        minute: int = 0,
        author: str = "D001",
        device: UUID | None = None,
        entry_id: UUID | None = None,
        subject: UUID | None = None,
    ) -> UUID:
        at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING)
        time = stamp(int(at.timestamp() * 1000), self.numbers % 1000)
        self.numbers += 1
        entry = Entry(
            id=entry_id or uuid4(),
            device=device or self.devices.get(facility, UUID(int=1)),
            incarnation=UUID(int=2),
            seq=self.numbers,
            time=time,
            author=author,
            type=fact.type,
            subject=subject,
            body=fact.write(),
            body_hash=bytes(32),
        )
        with self.database.writing() as db:
            apply(db, Placed(entry, time, facility), fact)
        return entry.id

    def insured(self, psn_no: str, **more: object) -> None:
        fact = InsuredStated(psn_no=psn_no, id_number="", insutype="390", salt="s", **more)  # type: ignore[arg-type]
        self.write("", fact)

    def resident(self, sex: str, born: date) -> UUID:
        known = uuid4()
        fact = ResidentRegistered(name="某人", sex=sex, birth_date=born, salt="s")
        return self.write(TOWNSHIP, fact, entry_id=known, subject=known)

    def policy(self, text: str) -> None:
        self.write("", PolicyPublished(policy_id="p", insutypes=("390",), text=text))

    def settle(
        self,
        psn_no: str = "P1",
        facility: str = TOWNSHIP,
        day: date = DAY,
        *,
        lines: tuple[tuple[str, int], ...] = (("YP0001", 1000),),
        fund: int = 300,
        begin: date | None = None,
        med_type: str = "11",
        hour: int = 10,
        minute: int = 0,
        county: int | None = None,
        action: str = "",
        orders: tuple[tuple[str, str, int], ...] = (),
        author: str = "D001",
        status: str = "provisional",
        judged: bool = True,
        referral: str = "",
        amounts: dict[str, int] | None = None,
        purchase: int | None = None,
        approved: bool = False,
        entry_id: UUID | None = None,
        subject: UUID | None = None,
        **more: object,
    ) -> UUID:
        """A settlement, judged: `lines` are (code, fen), `orders` (drug, route, days), `county` the county's fund."""
        total = sum(fen for _, fen in lines)
        visit = uuid4()
        for sheet in (orders,) if orders else ():
            self.prescribe(facility, visit, sheet, day, author)
        known = {"medfee_sumamt": total, "inscp_scp_amt": total, "fund_pay_sumamt": fund, "hifp_pay": fund}
        known |= {"psn_part_amt": total - fund, "cash_pay": total - fund, **(amounts or {})}
        group = str(more.pop("maf_group", ""))
        level = {TOWNSHIP: "township", VILLAGE: "village", HOSPITAL: "county"}[facility]
        made = SettlementMade(
            visit_id=visit,
            number=f"A{self.numbers}",
            setl_date=day,
            begndate=begin or day,
            enddate=day,
            fixmedins_code=facility,
            inst_lv=level,
            med_type=med_type,
            insutype="390",
            psn_no=psn_no,
            mdtrt_cert_type="03",
            lines=tuple(
                BillLine(
                    feedetl_sn=str(no),
                    med_list_codg=code,
                    name=code,
                    pric_e6=fen * 10_000,
                    cnt_e4=10_000,
                    purc_pric_e6=None if purchase is None else purchase * 10_000,
                    hosp_appr_flag="1" if approved else "0",
                    split={"det_item_fee_sumamt": fen, "inscp_scp_amt": fen},
                )
                for no, (code, fen) in enumerate(lines, start=1)
            ),
            person=PersonKnown(maf_group=group),
            referral=Referred(type=referral, from_lv="village", registered=True, same_area=True, date=day)
            if referral
            else None,
            status=status,
            amounts=known,
            **more,  # type: ignore[arg-type]
        )
        made_id = self.write(facility, made, day, hour, minute, "C001", entry_id=entry_id, subject=subject)
        if judged:
            theirs = fund if county is None else county
            self.write(
                "",
                SettlementAdjudicated(
                    settlement_id=made_id,
                    psn_no=psn_no,
                    status="agreed" if theirs == fund else "adjusted",
                    action_due=action,
                    fund_diff=theirs - fund,
                    amounts={**known, "fund_pay_sumamt": theirs, "hifp_pay": theirs},
                    diff={} if theirs == fund else {"fund_pay_sumamt": theirs - fund},
                ),
                day,
            )
        return made_id

    def prescribe(
        self,
        facility: str,
        visit: UUID,
        orders: tuple[tuple[str, str, int], ...],
        day: date = DAY,
        author: str = "D001",
    ) -> None:
        sheet = self.write(
            facility,
            PrescriptionIssued(
                visit_id=visit,
                lines=tuple(
                    DrugLine(
                        code=code,
                        name=code,
                        route=route,
                        days=days,
                        cnt_e4=10_000,
                        unit="盒",
                        pric_e6=10_000_000,
                    )
                    for code, route, days in orders
                ),
            ),
            day,
            author=author,
        )
        signed = EncounterSigned(
            visit_id=visit,
            complaint="咳嗽",
            diagnoses=(Diagnosis("J06.9", "上呼吸道感染"),),
            prescriptions=(sheet,),
        )
        self.write(facility, signed, day, author=author)

    def reverse(
        self, settlement_id: UUID, day: date = DAY, facility: str = TOWNSHIP, rest: UUID | None = None
    ) -> UUID:
        """A red with the negative of what the settlement's row shows, and its judgement; `rest`: what follows it."""
        with self.database.reading() as db:
            row = db.execute(sa.select(settlement).where(settlement.c.id == settlement_id)).one()
        amounts = {name: -row._mapping[name] for name in SHOWN_AMOUNTS if row._mapping[name]}
        red = self.write(
            facility,
            SettlementReversed(
                settlement_id=settlement_id,
                number="R1",
                refund_date=day,
                amounts=amounts,
                psn_no=row.psn_no,
                new_setl_id=rest,
            ),
            day,
        )
        self.write(
            "",
            SettlementAdjudicated(
                settlement_id=red,
                psn_no=row.psn_no,
                status="agreed",
                amounts={**amounts, "fund_pay_sumamt": -row.county_fund_pay_sumamt},
            ),
            day,
        )
        return red
