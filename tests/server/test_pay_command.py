"""``plan`` and ``pay`` on the command line, and the workbook that they write."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clinic_app.domain.resources import resource
from sync_server.cli import run
from sync_server.console import tables, users
from sync_server.console.users import Role
from sync_server.publish.months import close_month
from tests.server.month import LATE, NORTH, SOUTH, Finding, Months, at, months

OCT = date(2026, 10, 5)
PLAN = f"""
schema_version = 1
year = 2026
title = "漳平市试点"

[budget]
insutypes = ["390"]
clr_types = ["11"]
quality_bp = 500
floor_bp = 9000
retain_bp = 5000
limit_bp = 11000
share_bp = 5000

[[facility]]
code = "{SOUTH}"
own_method = "budget"
budget_fen = 1200000
"""


@pytest.fixture
def world(sqlite_url: str) -> Iterator[Months]:
    """With two officers and an auditor, and a closed October."""
    made = months(sqlite_url)
    with made.database.writing() as db:
        tables.create_tables(db)
        for user, name, role in (
            ("chen", "陈晓岚", Role.OFFICER),
            ("lin", "林国栋", Role.OFFICER),
            ("wu", "吴审计", Role.AUDITOR),
        ):
            users.add_user(db, user, name, frozenset({role}), "correct horse 9")
    made.settle(NORTH, OCT, 2860, finding=Finding("COLLECT_PERSON", 1140))
    made.settle(NORTH, OCT, 60_000, med_type="21")
    made.settle(SOUTH, OCT, 700)
    for code in (NORTH, SOUTH, LATE):
        made.close(code, OCT)
        made.push(code, OCT)
    close_month(made.database, "2026-10", "chen", lambda: at(OCT, 22))
    yield made
    made.database.close()


def county(world: Months, *words: object) -> int:
    return run([*map(str, words), "--database", world.database.url])


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def published(world: Months, tmp_path: Path, text: str = PLAN) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def cells(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]


def test_a_run_is_told_as_json_and_written_as_a_workbook(
    world: Months, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert county(world, "plan", "publish", published(world, tmp_path), "--officer", "chen") == 0
    capsys.readouterr()
    out = tmp_path / "pay.xlsx"
    assert county(world, "pay", "--month", "2026-10", "--out", out, "--officer", "chen", "--json") == 0
    said = told(capsys)
    # 95 000 for October, then November's less what was prepaid beyond the 700 that were due.
    assert said["facilities"] == {NORTH: 61_140, SOUTH: 95_000 + 95_000 - 94_300}
    assert (said["month"], said["approved"], said["made_by"]) == ("2026-10", False, "chen")
    assert said["total"] == sum(said["facilities"].values()) == sum(item["amount"] for item in said["items"])
    assert all(isinstance(item["amount"], int) for item in said["items"])
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["拨付单", "明细", f"{NORTH} 双洋镇卫生院", f"{SOUTH} 新桥镇卫生院", "说明"]
    cover = dict(row for row in cells(book["拨付单"]) if len(row) == 2)
    assert cover["合计（元）"] == 1568.4
    assert cover["合计（大写）"] == "壹仟伍佰陆拾捌元肆角整"
    assert cover["支付计划"] == "漳平市试点"
    assert cover["制单"].startswith("陈晓岚（chen） 20")
    assert cover["复核"] == "待复核"
    items = cells(book["明细"])
    assert items[1][1:6] == (NORTH, "双洋镇卫生院", "据实结算", "城乡居民医保", "普通门诊")
    assert items[1][6:] == (11.4, "申报应付 11.40；应付 11.40")
    assert any("扣回 943.00" in row[-1] for row in items[1:-1])
    statement = cells(book[f"{NORTH} 双洋镇卫生院"])[-2]
    assert statement[1:] == ("城乡居民医保", "普通门诊", "结算", 1, 38.6, 28.6, 11.4, 0, 0, 0)
    assert "P1" not in "".join(map(str, (cells(sheet) for sheet in book.worksheets)))


def test_the_same_run_is_the_same_file(world: Months, tmp_path: Path):
    first, second, approved = (tmp_path / f"{name}.xlsx" for name in ("first", "second", "approved"))
    assert county(world, "pay", "--month", "2026-10", "--out", first) == 0
    assert county(world, "plan", "publish", published(world, tmp_path)) == 0
    world.answer(NORTH, _statement(world), date(2026, 10, 20))
    world.push(NORTH, date(2026, 10, 20))
    assert county(world, "pay", "--month", "2026-10", "--out", second, "--officer", "lin") == 0
    assert first.read_bytes() == second.read_bytes()
    assert county(world, "pay", "--month", "2026-10", "--approve", "--officer", "lin", "--out", approved) == 0
    assert "林国栋（lin）" in str(cells(openpyxl.load_workbook(approved)["拨付单"]))
    with zipfile.ZipFile(io.BytesIO(first.read_bytes())) as archive:
        assert len({one.date_time for one in archive.infolist()}) == 1


def _statement(world: Months) -> Any:
    from clinic_app.projections.queries.reconciliation import statements

    with world.database.reading() as db:
        return statements(db, "2026-10", NORTH)[0].id


@pytest.mark.parametrize(
    ("officer", "code"),
    [
        pytest.param("chen", "payment.same_officer", id="who made it"),
        pytest.param("", "payment.same_officer", id="nobody"),
        pytest.param("wu", "payment.not_an_officer", id="an auditor"),
        pytest.param("zhang", "payment.not_an_officer", id="a stranger"),
    ],
)
def test_only_a_second_officer_approves(
    world: Months, tmp_path: Path, capsys: pytest.CaptureFixture[str], officer: str, code: str
):
    county(world, "pay", "--month", "2026-10", "--out", tmp_path / "pay.xlsx", "--officer", "chen")
    assert county(world, "pay", "--month", "2026-10", "--approve", "--officer", officer) == 3
    assert code in capsys.readouterr().err


def test_an_approved_run_says_so(world: Months, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    county(world, "pay", "--month", "2026-10", "--out", tmp_path / "pay.xlsx", "--officer", "chen")
    capsys.readouterr()
    assert county(world, "pay", "--month", "2026-10", "--approve", "--officer", "lin", "--json") == 0
    said = told(capsys)
    assert (said["approved"], said["approved_by"], said["out"]) == (True, "lin", None)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--month", "2026-11", "--out", "x.xlsx"), 3, "close --month 2026-11"),
        (("--month", "2026-10", "--approve", "--officer", "lin"), 3, "payment.no_run"),
        (("--month", "2026-10"), 2, "--out"),
        (("--month", "2026-10", "--out", "/nowhere/at/all/x.xlsx"), 2, "no such folder"),
        (("--month", "October", "--out", "x.xlsx"), 3, "month.bad"),
    ],
)
def test_what_cannot_be_paid_is_refused_with_what_to_do(
    world: Months,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    says: str,
):
    monkeypatch.chdir(tmp_path)
    assert county(world, "pay", *words) == code
    assert says in capsys.readouterr().err
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_plan_is_checked_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["plan", "check", str(resource("policies", "payment_plan.example.toml"))]) == 0
    assert "2026" in capsys.readouterr().out
    broken = tmp_path / "plan.toml"
    broken.write_text(PLAN.replace("1200000", "-1").replace("clr_types", "kinds"), encoding="utf-8")
    assert run(["plan", "check", str(broken)]) == 3
    said = capsys.readouterr().err
    assert "budget.clr_types" in said
    assert "facility[0].budget_fen" in said
    assert "budget.kinds" in said, "what is misspelt is remarked upon"


def test_a_bad_plan_is_not_published(world: Months, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert county(world, "plan", "publish", published(world, tmp_path, PLAN.replace(SOUTH, "999"))) == 3
    assert "facility[0].code" in capsys.readouterr().err
