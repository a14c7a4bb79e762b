"""申报对账: the county's statements, what is disputed on them, days that do not balance, and what was paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.reconciling import Day, days_of
from clinic_app.domain.statements import Line
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.reconciliation import Disputed, StatementAnswered
from clinic_app.journal.quarantine import AnsweredBefore
from clinic_app.projections.queries import reconciliation
from clinic_app.projections.queries.day_records import Record, lists_of, records_of
from clinic_app.projections.queries.reconciliation import Dispute, Notice, Statement
from clinic_app.projections.queries.statement_lines import chunks, lines_of
from clinic_app.projections.tables.facility import quarantine
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.rows import held_by_county

LOOK_BACK: Final = timedelta(days=45)  # days that are compared here; the county looks at all of them
ANSWER_DUE: Final = timedelta(days=2)  # after so long without a verdict no sync helps: the county is asked


class NoReason(RuleBroken):
    """A record was disputed without saying why."""

    code = "statement.no_reason"


@dataclass(frozen=True, slots=True)
class Detail:
    """One statement with its lines and what is disputed of them."""

    statement: Statement
    lines: tuple[Line, ...]
    disputes: Mapping[UUID, Dispute]


class StatementService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Statement]:
        """This institution's statements, newest month first."""
        with self._store.reading() as connection:
            return reconciliation.statements(connection, facility=self._store.facility)

    def detail(self, statement_id: UUID) -> Detail:
        """Raises:
        NoStatement
        """
        with self._store.reading() as connection:
            found = reconciliation.statement_of(connection, statement_id)
            lines = tuple(lines_of(connection, statement_id))
            about = {one.record: one for one in reconciliation.disputes(connection, statement_id)}
        return Detail(found, lines, about)

    def notices(self) -> list[Notice]:
        """拨付通知, newest first."""
        with self._store.reading() as connection:
            return reconciliation.notices(connection, self._store.facility)

    def answer(self, by: OnDuty, statement_id: UUID, disputed: Mapping[UUID, str]) -> None:
        """Confirm a statement, but for `disputed`: records with the reason of each.  It is said once.

        Raises:
            NotAllowed, NoStatement, NoReason
            AnsweredBefore: from this PC or another.
        """
        by.must("statement")
        if any(not reason.strip() for reason in disputed.values()):
            raise NoReason()
        with self._store.writing(by.author) as writing:
            found = reconciliation.statement_of(writing.connection, statement_id)
            if found.answered_ms is not None:
                raise AnsweredBefore(statement=statement_id.hex[:8])
            writing.append(
                StatementAnswered(
                    statement_id=statement_id,
                    disputed=tuple(Disputed(record, reason.strip()) for record, reason in disputed.items()),
                )
            )

    def unbalanced(self) -> list[Day]:
        """Business days that do not balance as far as this PC knows, newest first; none for a clinic on its own."""
        today = beijing_day(self._store.wall())
        with self._store.reading() as connection:
            if not local.read_text(connection, local.SERVER):
                return []
            records = records_of(connection, today - LOOK_BACK, today, self._store.facility)
            aside = _aside(connection)
            sent = {
                one
                for some in chunks(one.id for one in records if one.made)
                for one in held_by_county(connection, some)
            }
        waiting = frozenset(
            one.id for one in records if one.id not in sent or _verdict_may_come(one, today, aside)
        )
        clinic, county = lists_of(records, aside=aside, not_sent=waiting)
        return [day for day in reversed(days_of(clinic, county)) if not day.balanced]


def _verdict_may_come(one: Record, today: date, aside: Mapping[UUID, str]) -> bool:
    """It is at the county and the answer has not reached this PC: the next sync brings it."""
    due = not one.judged and not one.unjudged and one.id not in aside
    return due and today - one.day <= ANSWER_DUE


def _aside(connection: sa.Connection) -> dict[UUID, str]:
    """What the county set aside and has not released, with the error code."""
    rows = connection.execute(
        sa.select(quarantine.c.entry_id, quarantine.c.reason).where(
            quarantine.c.flagged_at.is_not(None), quarantine.c.released_at.is_(None)
        )
    )
    return {row.entry_id: row.reason for row in rows}
