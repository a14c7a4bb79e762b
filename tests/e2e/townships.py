"""Real clinics of a real county that settle bills by what they know, and policies for them."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from clinic_app.domain.resources import text
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.bill import Bill, BillLine
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal import bills
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.presettlement import Presettled, presettled
from clinic_app.store.freshness import synced_on
from clinic_app.store.setup import found
from clinic_app.sync.engine import Round, sync_once
from clinic_app.sync.enrolment import county_of, enrol
from clinic_app.wiring import Clinic, open_folder
from tests.e2e.county_at_work import CountyAtWork

PASSWORD = "correct horse"
TODAY = beijing_day(wall_clock())


def policy(days: int = 60, switch: date | None = None, ratio_bp: int = 8000) -> str:
    """open_sample for clinics that are off line for up to `days`; from `switch` on it pays `ratio_bp`."""
    whole = text("policies", "open_sample.toml").replace("max_age_days = 7", f"max_age_days = {days}")
    if switch is None:
        return whole
    head, version = whole.split("[[version]]")
    old = version.replace("# no effective_to", f"effective_to = {switch}  #", 1)
    new = version.replace('"OPEN2020"', '"NEXT"').replace("2020-01-01", str(switch))
    return f"{head}[[version]]{old}[[version]]{new.replace('ratio_bp = 5000', f'ratio_bp = {ratio_bp}')}"


@dataclass
class Township:
    """One PC of a clinic."""

    clinic: Clinic

    def sync(self) -> Round:
        peer = county_of(self.clinic.store)
        try:
            return sync_once(self.clinic.store, peer)
        finally:
            peer.close()

    def asked(self, psn_no: str, fen: int, day: date = TODAY, setl_date: date | None = None) -> Presettled:
        """预结算 of `fen` of a class A drug."""
        with self.clinic.store.reading() as connection:
            bill = self._bill(fen, day, setl_date or day, new_id())
            return presettled(connection, bill, psn_no, synced_on=synced_on(connection))

    def settle(self, psn_no: str, fen: int, day: date = TODAY) -> tuple[UUID, SettlementMade]:
        """The same, settled; the insurance must pay."""
        visit = new_id()
        store = self.clinic.store
        with store.writing(self.clinic.on_duty.author) as writing:
            bill = self._bill(fen, day, day, visit)
            split = presettled(writing.connection, bill, psn_no, synced_on=synced_on(writing.connection))
            assert split.refusal == "", split.refusal
            names = {"1": ("阿莫西林胶囊", "盒")}
            made = bills.settlement_made(
                bill, split.settlement, split.person, visit_id=visit, number="A1", names=names,
                policy_id=split.policy_id,
            )  # fmt: skip
            return writing.append(made, new_id()).id, made

    def state(self, psn_no: str) -> State:
        with self.clinic.store.reading() as connection:
            return insurance.state_of(connection, psn_no, "clinic")

    def _bill(self, fen: int, day: date, setl_date: date, visit: UUID) -> Bill:
        line = BillLine(feedetl_sn="1", med_list_codg="YP0001", pric_e6=fen * 10_000, cnt_e4=10_000)
        return Bill(
            mdtrt_id=str(visit),
            fixmedins_code=self.clinic.store.facility,
            inst_lv="township",
            med_type="11",
            begndate=day,
            enddate=day,
            setl_date=setl_date,
            mdtrt_cert_type="03",
            lines=(line,),
        )


def township(folder: Path, county: CountyAtWork, facility: str) -> Township:
    """A clinic's first PC, enrolled and synced."""
    store, holder, _ = found(
        folder,
        facility=facility,
        name=facility,
        inst_lv="township",
        credit_code="",
        admin="P001",
        admin_name="王敏",
        roles=ALL_ROLES,
        password=PASSWORD,
    )
    enrol(store, holder, county.url, county.code(facility))
    store.close()
    one = Township(open_folder(folder, "P001", PASSWORD))
    one.sync()
    return one


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)
