"""What a clinic writes stands in the office's spreadsheets as text: nothing of it runs, and nothing breaks the sheet."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from clinic_app.journal.facts.reconciliation import Disputed, StatementAnswered
from clinic_app.projections.queries import reconciliation
from clinic_app.projections.queries.statement_lines import lines_of
from sync_server.console.pages.statements import _heads
from sync_server.publish.months import close_month
from sync_server.reports.reconciliation import sheet
from tests.server.month import NORTH, Months, at, months

OCT, NOV = date(2026, 10, 5), date(2026, 11, 1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Months]:
    made = months(f"sqlite:///{tmp_path / 'county.db'}")
    yield made
    made.database.close()


@pytest.mark.parametrize("reason", ['=HYPERLINK("http://evil","金额")', "+1+1", "@SUM(A1)", "\x01乱码"])
def test_a_disputes_reason_runs_nothing_at_the_office(world: Months, reason: str) -> None:
    record = world.settle(NORTH, OCT)
    world.push(NORTH, OCT)
    (statement,) = close_month(world.database, "2026-10", "chen", lambda: at(NOV)).statements
    answer = StatementAnswered(statement_id=statement.id, disputed=(Disputed(record, reason),))
    world.clinics[NORTH].write(answer, at(NOV, 19))
    world.push(NORTH, NOV)
    with world.database.reading() as db:
        one = reconciliation.statement_of(db, statement.id)
        disputes = reconciliation.disputes(db, statement.id)
        data = sheet(one, lines_of(db, statement.id), disputes, _heads("zh"), "城关")
    details = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    cell = details.cell(2, details.max_column)
    assert (cell.data_type, cell.value) == ("s", reason.replace("\x01", ""))
