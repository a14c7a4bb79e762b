"""A county in the middle of its work: closings of two weeks, a month closed, disputes, a payment run.  All made up."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import beijing_day
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.closing import ClosingMade, JournalRange
from clinic_app.journal.facts.reconciliation import Disputed, StatementAnswered
from clinic_app.projections.queries.reconciliation import Statement
from clinic_app.projections.queries.statement_lines import lines_of
from clinic_app.projections.tables.settlement import settlement
from sync_server.intake.project import project
from sync_server.publish.months import close_month
from sync_server.publish.payments import make_run
from tests.server.console.test_policies import insured
from tests.server.console.world import World, made_up_verdict

_MINUTE = 60_000
_REASONS = ("累计额度未用完，附发票", "参保信息晚到")


def stage(world: World) -> str:
    """Everything below; answers the text of the policy in force."""
    _close_days(world)
    policy = insured(world)
    month = beijing_day(world.now).isoformat()[:7]
    closed = close_month(world.database, month, "chen")
    _answer(world, closed.statements)
    make_run(world.database, month, "chen")
    while project(world.database, made_up_verdict, lambda: world.now):
        pass
    return policy


def _close_days(world: World) -> None:
    """All days but today are closed, but for the silent clinic's; one names a record that never came, one forgot one."""
    today = beijing_day(world.now)
    for place, (code, clinic) in enumerate(list(world.clinics.items())[:3]):
        for back in range(6, 0, -1):
            day = today - timedelta(days=back)
            records = _records(world, code, day)
            if not records:
                continue
            ranges: tuple[JournalRange, ...] = ()
            if place == 1 and back == 1:
                ranges = (JournalRange(clinic.device, clinic.incarnation, 1, clinic.seq),)
                records = records[1:]
            if place == 2 and back == 2:
                records = [*records, new_id()]
            fact = ClosingMade(
                level="cashier",
                number=f"C{clinic.seq}",
                opter_id="1001",
                biz_date=day,
                ranges=ranges,
                records=tuple(records),
            )
            clinic.write(fact, world.now - 2 * _MINUTE)
        clinic.push(world.database, world.now - _MINUTE)


def _records(world: World, code: str, day: object) -> list[UUID]:
    with world.database.reading() as connection:
        found = sa.select(settlement.c.id).where(settlement.c.facility == code, settlement.c.setl_date == day)
        return list(connection.scalars(found.order_by(settlement.c.id)))


def _answer(world: World, statements: tuple[Statement, ...]) -> None:
    """The first clinic disputes two records, the second agrees with everything."""
    for code, disputed in zip(list(world.clinics)[:2], (2, 0), strict=True):
        own = next(one for one in statements if one.facility == code and not one.group.refd_setl_flag)
        records = _lines(world, own.id)[:disputed]
        told = tuple(Disputed(one, reason) for one, reason in zip(records, _REASONS, strict=False))
        world.clinics[code].write(StatementAnswered(statement_id=own.id, disputed=told), world.now)
        world.clinics[code].push(world.database, world.now)


def _lines(world: World, statement: UUID) -> list[UUID]:
    """Its records, those first that the county adjusted."""
    with world.database.reading() as connection:
        lines = list(lines_of(connection, statement))
    return [one.record for one in sorted(lines, key=lambda one: not one.action)]
