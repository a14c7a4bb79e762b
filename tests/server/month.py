"""A county over months, for reconciliation: clinics that settle, close and push; the tests say what the county found.

Everything goes in through the intake; only the verdicts come from the test, as the adjudication would write them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement import Adjudication, Amounts, Effect, Verdict, adjudicate_red
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal import bills
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.closing import ClosingMade, JournalRange
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.reconciliation import Disputed, StatementAnswered
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.journal.segment import links, write_segment
from sync_server.intake.project import project
from sync_server.intake.receive import receive
from sync_server.intake.sequence import sequence
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import found
from sync_server.store.engine import Database
from sync_server.store.queries.entries import Arrived
from tests.server.console.world import Clinic, enrolled
from tests.server.templates import migrated

NORTH, SOUTH, LATE = "350881001", "350881002", "350881003"
BEGIN = date(2026, 10, 1)


def at(day: date, hour: int = 10, minute: int = 0) -> int:
    """UTC ms of a Beijing time."""
    return ms_of(datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING))


@dataclass(frozen=True)
class Finding:
    """What the county finds of a settlement."""

    action: str = ""
    fund: int | None = None  # the county's fund_pay_sumamt; None: it agrees
    hosp: int = 0
    told: bool = True  # whether the adjudication names the difference


@dataclass
class Months:
    """The county, its clinics, and the day that it is."""

    database: Database
    clinics: dict[str, Clinic] = field(default_factory=dict)
    findings: dict[UUID, Finding] = field(default_factory=dict)
    judged: dict[UUID, SettlementAdjudicated] = field(default_factory=dict)
    serial: int = 0
    closed_to: dict[str, int] = field(default_factory=dict)
    pushed: dict[str, list[UUID]] = field(default_factory=dict)

    def settle(
        self, code: str, day: date, fund: int = 2000, person: int = 1000, *,
        finding: Finding = Finding(), insutype: str = "390", med_type: str = "11", surplus: int = 0,
        author: str = "1001", setl_id: str = "",
    ) -> UUID:  # fmt: skip
        """A bill at a clinic; answers its id."""
        self.serial += 1
        amounts = {
            "medfee_sumamt": fund + person, "inscp_scp_amt": fund + person, "hifp_pay": fund,
            "fund_pay_sumamt": fund, "psn_part_amt": person, "psn_cash_pay": person, "cash_pay": person,
            "dise_surplus_amt": surplus,
        }  # fmt: skip
        fact = SettlementMade(
            visit_id=new_id(), number=f"A{self.serial:06}", setl_date=day, begndate=day, enddate=day,
            fixmedins_code=code, inst_lv="township", med_type=med_type, insutype=insutype,
            psn_no=f"P{self.serial}" if insutype else "", lines=(),
            setl_id=setl_id, status="provisional" if insutype and not setl_id else "settled",
            amounts={name: value for name, value in amounts.items() if value}, year=day.year,
        )  # fmt: skip
        entry = self.clinics[code].write(fact, at(day), author)
        self.findings[entry.id] = finding
        return entry.id

    def settle_as_stranger(self, code: str, day: date) -> UUID:
        """A bill of somebody whom nobody has certified: the county sets it aside."""
        return self.settle(code, day, author="9999")

    def refund(self, code: str, settlement: UUID, day: date) -> UUID:
        """红冲 of a settlement; answers the red's id."""
        self.serial += 1
        made = self._made(code, settlement)
        fact = SettlementReversed(
            settlement_id=settlement,
            number=f"R{self.serial:06}",
            refund_date=day,
            amounts={name: -value for name, value in made.amounts.items()},
            psn_no=made.psn_no,
        )
        return self.clinics[code].write(fact, at(day, 11)).id

    def close(self, code: str, day: date, leaves_out: frozenset[UUID] = frozenset()) -> UUID:
        """日结 of everything since the closing before."""
        clinic = self.clinics[code]
        since = self.closed_to.get(code, 0)
        own = [entry for entry in self._entries(code) if entry.seq > since]
        money = [
            entry.id for entry in own if entry.type in ("settlement.made", "settlement.reversed")
        ]  # fmt: skip
        self.closed_to[code] = clinic.seq
        return clinic.write(
            ClosingMade(
                level="cashier",
                number=f"C{clinic.seq}",
                opter_id="1001",
                biz_date=day,
                ranges=(JournalRange(clinic.device, clinic.incarnation, since + 1, clinic.seq),),
                records=tuple(one for one in money if one not in leaves_out),
            ),
            at(day, 18),
        ).id

    def answer(self, code: str, statement: UUID, day: date, disputed: tuple[UUID, ...] = ()) -> None:
        """The clinic confirms a statement, but for what it disputes."""
        self.clinics[code].write(
            StatementAnswered(
                statement_id=statement, disputed=tuple(Disputed(one, "金额不对") for one in disputed)
            ),
            at(day, 19),
        )

    def push(self, code: str, day: date, hour: int = 20) -> None:
        """What the clinic has goes to the county, which judges it on that day."""
        clinic = self.clinics[code]
        if not clinic.waiting:
            return
        self._written.setdefault(code, []).extend(clinic.waiting)
        ms = at(day, hour)
        head = links(clinic.link, clinic.waiting)[-1]
        receive(
            self.database,
            clinic.device,
            write_segment(clinic.waiting, clinic.link, head, clinic.device_key.sign),
            lambda: ms,
        )
        clinic.link, clinic.waiting = head, []
        sequence(self.database, lambda: ms)
        while project(self.database, self.verdict, lambda: ms):
            pass

    _written: dict[str, list[Entry]] = field(default_factory=dict)

    def _entries(self, code: str) -> list[Entry]:
        return [*self._written.get(code, []), *self.clinics[code].waiting]

    def _made(self, code: str, settlement: UUID) -> SettlementMade:
        entry = next(one for one in self._entries(code) if one.id == settlement)
        return SettlementMade.parse(entry.body or b"")

    def verdict(self, _: sa.Connection, arrived: Arrived, fact: Fact) -> Fact | None:
        if isinstance(fact, SettlementMade) and fact.insutype and not fact.setl_id:
            found = _found(arrived, fact, self.findings[arrived.entry.id])
        elif isinstance(fact, SettlementReversed) and fact.settlement_id in self.judged:
            found = _taken_back(arrived, self.judged[fact.settlement_id])
        else:
            return None
        self.judged[arrived.entry.id] = found
        return found


def _found(arrived: Arrived, fact: SettlementMade, finding: Finding) -> SettlementAdjudicated:
    client = Amounts.of(fact.amounts)
    change = 0 if finding.fund is None else finding.fund - client.fund_pay_sumamt
    county = dict(fact.amounts) | {
        "hifp_pay": client.hifp_pay + change,
        "fund_pay_sumamt": client.fund_pay_sumamt + change,
        "hosp_part_amt": finding.hosp,
    }
    diff = Amounts.of(county).minus(client) if finding.told else {}
    return SettlementAdjudicated(
        facility=arrived.facility,
        settlement_id=arrived.entry.id,
        psn_no=fact.psn_no,
        status="adjusted" if diff else "agreed",
        cause="ACCUM" if diff else "",
        action_due=finding.action,
        fund_diff=change,
        amounts={name: value for name, value in county.items() if value},
        diff=diff,
    )


def _taken_back(arrived: Arrived, original: SettlementAdjudicated) -> SettlementAdjudicated:
    red = adjudicate_red(
        Adjudication(
            status=Verdict(original.status),
            fund_diff=original.fund_diff,
            server=Amounts.of(original.amounts),
            diff=original.diff,
            effect=Effect(original.year, original.effect),
        )
    )
    return SettlementAdjudicated(
        facility=arrived.facility,
        settlement_id=arrived.entry.id,
        psn_no=original.psn_no,
        status=red.status.value,
        cause=red.cause or "",
        action_due=red.action or "",
        fund_diff=red.fund_diff,
        amounts=bills.shown(red.server),
        diff=dict(red.diff),
    )


def months(url: str) -> Months:
    """A county with three clinics, founded on the first of October."""
    database = migrated(url)
    start = at(BEGIN, 1)
    found(database, "漳平市", ("localhost",), lambda: start)
    world = Months(database)
    for code, name in ((NORTH, "双洋镇卫生院"), (SOUTH, "新桥镇卫生院"), (LATE, "赤水镇卫生院")):
        register_facility(database, code, name, "township", wall=lambda: start)
        world.clinics[code] = enrolled(database, code, "township", start)
        world.clinics[code].staff(start)
    return world
