"""A cashier's desk and the simulated platform that it asks, with both books to compare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.policy.reading import load
from clinic_app.domain.resources import text
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.tables.settlement import settlement
from clinic_app.services.platform import PlatformService
from clinic_app.store.duty import OnDuty
from clinic_app.sync.simulated.books import Books
from clinic_app.sync.simulated.faults import Fault
from clinic_app.sync.simulated.people import People
from clinic_app.sync.simulated.platform import SimulatedPlatform
from tests.ui.clinic_day import ClinicDay, begin_day
from tests.ui.workplace import FACILITY

MINUTES_AFTER_A_CRASH = 3


@dataclass
class Script:
    """Faults by transaction, each once; the rest works.  What was asked is written down."""

    faults: dict[str, list[Fault]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, infno: str, msgid: str) -> Fault:
        self.asked.append(infno)
        waiting = self.faults.get(infno, [])
        return waiting.pop(0) if waiting else Fault.NONE

    def next(self, infno: str, *faults: Fault) -> None:
        self.faults[infno] = list(faults)


@dataclass
class Desk:
    day: ClinicDay
    platform: SimulatedPlatform
    script: Script
    service: PlatformService

    def restart(self) -> None:
        """A new process some minutes later: nothing but the disk is left."""
        self.day.clock.pass_minutes(MINUTES_AFTER_A_CRASH)
        self.service = PlatformService(self.day.clinic.store, self.platform)

    @property
    def me(self) -> OnDuty:
        return self.day.clinic.on_duty

    def ours(self) -> Mapping[str, tuple[int, int]]:
        """What the clinic's books say that the platform has settled: fen of the funds by setl_id, live only."""
        with self.day.clinic.store.reading() as connection:
            rows = connection.execute(
                sa.select(
                    settlement.c.setl_id, settlement.c.fund_pay_sumamt, settlement.c.psn_part_amt
                ).where(
                    settlement.c.kind == "settle",
                    settlement.c.setl_id != "",
                    settlement.c.reversed_entry.is_(None),
                )
            ).all()
        assert len({row.setl_id for row in rows}) == len(rows), "one settlement booked twice here"
        return {row.setl_id: (row.fund_pay_sumamt, row.psn_part_amt) for row in rows}

    def theirs(self) -> Mapping[str, tuple[int, int]]:
        rows = [
            one for one in self.platform.books.settlements() if one.state == "live" and not one.of_setl_id
        ]
        assert len({one.mdtrt_id for one in rows}) == len(rows), "one visit settled twice there"
        return {one.setl_id: (one.amounts["fund_pay_sumamt"], one.amounts["psn_part_amt"]) for one in rows}

    def made(self, settlement_id: UUID) -> SettlementMade:
        return self.day.clinic.settlement.made(settlement_id)

    def close(self) -> None:
        self.day.clinic.close()
        self.platform.books.close()


def begin(template: Path, folder: Path, books: Path | str) -> Desk:
    day = begin_day(template, folder)
    script = Script()
    platform = simulated(books, script)
    return Desk(day, platform, script, PlatformService(day.clinic.store, platform))


def simulated(books: Path | str, script: object) -> SimulatedPlatform:
    policy = load(text("policies", "open_sample.toml"))
    return SimulatedPlatform(Books(books), policy, People(contract_inst=FACILITY), plan=script)  # type: ignore[arg-type]
