"""What-if: a month's bills under another policy, before anybody publishes it."""

import json
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from clinic_app.domain.policy import load
from clinic_app.domain.settlement import State
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.settlement import SettlementMade
from sync_server.cli import run
from sync_server.publish.policies import publish_policy
from sync_server.reports.whatif import compare as comparing
from sync_server.reports.whatif.compare import BadMonth, Comparison, compare
from sync_server.reports.whatif.policies import Candidate, live
from tests.server.county import OTHER, TOWNSHIP, TestCounty
from tests.server.test_adjudication import (
    DAY,
    POLICY,
    bring,
    reversal,
    settled,
    state_person,
    verdicts,
)

MONTH = beijing_day(wall_clock()).isoformat()[:7]
RICHER = POLICY.replace("ratio_bp = 3500", "ratio_bp = 5000")


@pytest.fixture
def busy(county: TestCounty) -> TestCounty:
    """Two clinics have settled for one person up to the yearly cap (8000), and a bill was taken back."""
    publish_policy(county.database, POLICY)
    state_person(county)
    first, second = county.clinic(TOWNSHIP), county.clinic(OTHER)
    settled(first, 8000)
    entry, outcome = settled(first, 3000)
    reversal(first, entry, outcome)
    bring(county, first)
    settled(second, 8000, State({DAY.year: {"hifp_11": 2800}}))
    settled(second, 8000, State({DAY.year: {"hifp_11": 5600}}))
    bring(county, second)
    return county


def compared(county: TestCounty, *texts: str, month: str = MONTH) -> Comparison:
    with county.database.reading() as connection:
        candidates = [Candidate(load(text)) for text in texts]
        before = candidates[0] if len(candidates) == 2 else live(connection)
        return compare(connection, before, candidates[-1], month)


def test_the_live_policy_against_itself_is_what_the_county_has_paid(busy: TestCounty) -> None:
    done = compared(busy, POLICY)
    total = done.total()
    assert (done.bills, done.persons, done.gain, done.lose, done.largest) == (3, 1, 0, 0, [])
    assert total.fund_before == total.fund_after == 2800 + 2800 + 2400
    assert total.person_before == 3 * 8000 - total.fund_before


def test_a_higher_ratio_meets_the_yearly_cap_in_the_order_of_adjudication(busy: TestCounty) -> None:
    done = compared(busy, RICHER)
    assert [(cell.facility, cell.bills, cell.fund_before, cell.fund_after) for cell in done.cells] == [
        (TOWNSHIP, 1, 2800, 3000),
        (OTHER, 2, 5200, 5000),
    ]
    assert done.total().fund_after == 8000, "the cap holds under both"
    assert [(cell.gain, cell.lose) for cell in done.cells] == [(1, 0), (0, 1)]
    assert (done.gain, done.lose) == (0, 0), "the person's year is the same"
    assert [item.fund_after - item.fund_before for item in done.largest] == [-400, 200, 200]


def test_two_files_are_compared_without_the_live_one(busy: TestCounty) -> None:
    done = compared(busy, RICHER, POLICY)
    assert [cell.fund_after - cell.fund_before for cell in done.cells] == [-200, 200]


def test_a_policy_that_begins_later_is_tried_as_if_it_held(busy: TestCounty) -> None:
    head, _, version = POLICY.split("[[version]]")
    future = f"{head}[[version]]{version}".replace("2011-04-01", "2031-04-01").replace(
        "2012-01-01", "2032-01-01"
    )
    assert load(future).version_on(DAY) is None
    done = compared(busy, future)
    assert (done.stretched, done.bills) == (3, 3)
    assert done.total().fund_after == done.total().fund_before


def test_who_is_not_insured_by_the_candidate_is_left_out_and_counted(busy: TestCounty) -> None:
    other = POLICY.replace('insutypes = ["380"]', 'insutypes = ["310"]')
    assert load(other).insutypes == ("310",)
    done = compared(busy, other)
    assert (done.bills, done.left_out) == (0, 4)


def test_what_was_adjudicated_before_the_month_is_where_it_starts(busy: TestCounty) -> None:
    assert compared(busy, RICHER, month="2020-01").bills == 0
    with pytest.raises(BadMonth):
        compared(busy, RICHER, month="2026-13")


def test_a_visit_that_was_charged_twice_is_compared_once(busy: TestCounty) -> None:
    clinic = busy.clinic("350881101", "village")
    visit = new_id()
    entry, _ = settled(clinic, 100, visit=visit)
    made = SettlementMade.parse(entry.body or b"")
    clinic.keep_only(len(clinic.entries) - 1)
    for _ in range(2):
        clinic.write(replace(made, inst_lv="village"), None, new_id())
    bring(busy, clinic)
    assert sorted(found.error for found in verdicts(clinic).values()) == ["", "E_DUP_VISIT"]
    assert compared(busy, POLICY).left_out == 1


def test_memory_holds_a_few_people_at_a_time(busy: TestCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "PEOPLE", 1)
    assert compared(busy, RICHER).total().fund_after == 8000


def test_the_command_writes_json_and_a_workbook(
    busy: TestCounty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    candidate = tmp_path / "next.toml"
    candidate.write_text(RICHER, encoding="utf-8")
    out = tmp_path / "next.xlsx"
    url = busy.database.url
    words = ["policy", "compare", str(candidate), "--month", MONTH, "--database", url]
    assert run([*words, "--json", "--out", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["bills"], told["total"]["fund_after"], len(told["largest"])) == (3, 8000, 3)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [cell.value for cell in sheet[sheet.max_row]][4:8] == [3, 80, 80, 0]
    assert run(words) == 0
    plain = capsys.readouterr().out
    assert "差额最大的结算" in plain and "P1" not in plain
    assert run(["policy", "compare", str(candidate), "--month", "soon", "--database", url]) == 3
