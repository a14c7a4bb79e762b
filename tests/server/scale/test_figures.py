"""One expression, two engines, one answer; and the answer is what the counties' own tables say."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import settlement, settlement_line
from sync_server.analysis.engines import rows_of, tables_on
from sync_server.analysis.errors import FileMissing, NoSpark, NothingExported, OtherExport
from sync_server.analysis.export import export
from sync_server.analysis.expressions import FIGURES
from sync_server.cli import run
from tests.server.scale.city import CITY_KEY, county
from tests.server.scale.conftest import CityFiles

Answer = list[dict[str, Any]]


@pytest.fixture(scope="module")
def duckdb(ten: CityFiles) -> Iterator[Mapping[str, Any]]:
    with tables_on("duckdb", ten.folder) as tables:
        yield tables


@pytest.fixture(scope="module")
def spark(ten: CityFiles) -> Iterator[Mapping[str, Any]]:
    """Sail, in this process: the Spark Connect protocol without a JVM."""
    with tables_on("spark", ten.folder) as tables:
        yield tables


def alike(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    return type(one) is type(other) and one == other


@pytest.mark.parametrize("name", FIGURES)
def test_both_engines_answer_alike(duckdb: Mapping[str, Any], spark: Mapping[str, Any], name: str) -> None:
    embedded, distributed = rows_of(FIGURES[name], duckdb), rows_of(FIGURES[name], spark)
    assert embedded
    assert [list(row) for row in embedded] == [list(row) for row in distributed]
    for one, other in zip(embedded, distributed, strict=True):
        assert all(alike(one[key], other[key]) for key in one), (one, other)


@pytest.fixture
def ask(duckdb: Mapping[str, Any]) -> Callable[[str], Answer]:
    return lambda name: rows_of(FIGURES[name], duckdb)


def told_by_counties(ten: CityFiles, statement: sa.Select[Any]) -> dict[Any, Any]:
    """The first column's values to the rest, over the counties' own projections."""
    found: dict[Any, Any] = {}
    for one in ten.counties:
        with one.database.reading() as connection:
            for first, *rest in connection.execute(statement):
                found[first] = rest[0] if len(rest) == 1 else tuple(rest)
    return found


def test_the_fund_is_what_ten_counties_tables_add_up_to(ten: CityFiles, ask: Callable[[str], Answer]) -> None:
    s = settlement.c
    expected = told_by_counties(
        ten,
        sa.select(
            s.facility,
            sa.func.sum(s.medfee_sumamt),
            sa.func.sum(s.fund_pay_sumamt),
            sa.func.sum(sa.func.coalesce(s.county_fund_pay_sumamt, s.fund_pay_sumamt)),
        ).group_by(s.facility),
    )
    found = {row["facility"]: (row["medfee"], row["fund_clinic"], row["fund_county"]) for row in ask("fund")}
    assert found == expected and len(found) == 20
    assert any(clinic != theirs for _, clinic, theirs in found.values())
    assert {row["month"] for row in ask("fund")} == {"2026-11"}


def test_visits_count_without_those_cancelled_or_set_aside(
    ten: CityFiles, ask: Callable[[str], Answer]
) -> None:
    expected: Counter[tuple[str, str, date]] = Counter()
    for one in ten.counties:
        with one.database.reading() as connection:
            for village, day in connection.execute(
                sa.select(resident.c.village, visit.c.day)
                .outerjoin_from(visit, resident, resident.c.id == visit.c.resident)
                .where(visit.c.cancelled_at.is_(None), visit.c.registered_at.is_not(None))
            ):
                expected[one.name, village or "", day] += 1
    assert {(r["county"], r["village"], r["visit_day"]): r["visits"] for r in ask("visits")} == expected


def test_the_share_of_drugs_is_that_of_settlements_that_stand(
    ten: CityFiles, ask: Callable[[str], Answer]
) -> None:
    fee = settlement_line.c.det_item_fee_sumamt
    is_drug = settlement_line.c.med_list_codg != "001101000010000"
    expected = told_by_counties(
        ten,
        sa.select(settlement.c.facility, sa.func.sum(fee), sa.func.sum(sa.case((is_drug, fee), else_=0)))
        .join_from(settlement, settlement_line, settlement_line.c.settlement_id == settlement.c.id)
        .where(settlement.c.reversed_at.is_(None))
        .group_by(settlement.c.facility),
    )
    found = {row["facility"]: (row["charged"], row["drugs"]) for row in ask("drugs")}
    assert found == expected
    assert all(0 < drugs < charged for charged, drugs in found.values())


def test_refunds_are_the_reds(ten: CityFiles, ask: Callable[[str], Answer]) -> None:
    reds: Counter[str] = Counter()
    for one in ten.counties:
        with one.database.reading() as connection:
            reds.update(
                connection.scalars(sa.select(settlement.c.facility).where(settlement.c.kind == "red"))
            )
    assert {row["facility"]: row["refunds"] for row in ask("refunds") if row["refunds"]} == reds
    assert reds


def test_what_was_set_aside_is_named_and_counts_nowhere(ask: Callable[[str], Answer]) -> None:
    aside = [row for row in ask("quarantine") if row["held"]]
    assert [(row["county"], row["held"], row["still"]) for row in aside] == [("漳平县", 2, 2)]


def test_a_person_is_followed_from_county_to_county_without_a_name(ask: Callable[[str], Answer]) -> None:
    found = {
        (row["came_from"], row["county"]): (row["visits"], row["people"], row["days"])
        for row in ask("across")
    }
    assert len(found) == 10
    assert found["漳平县", "永定县"] == (1, 1, 4.0)


def test_the_device_that_fell_silent_is_named(ten: CityFiles, ask: Callable[[str], Answer]) -> None:
    silent = ten.counties[0].clinics[1]
    assert [(row["device"], row["days"]) for row in ask("silent")] == [(silent.device.hex, 5)]


def test_the_lag_is_between_writing_and_receipt(ten: CityFiles, ask: Callable[[str], Answer]) -> None:
    for row in ask("lag"):
        assert 0 < row["p50"] < row["p90"] < row["p99"] <= row["slowest"]
    sent = defaultdict(int)
    for row in ask("devices"):
        sent[row["county"]] += row["entries"]
    assert sent == {row["county"]: row["entries"] for row in ask("lag")}


def test_every_figure_of_the_fund_stays_whole_however_it_is_cut(ask: Callable[[str], Answer]) -> None:
    by_month = sum(row["medfee"] for row in ask("fund"))
    assert by_month == sum(row["medfee"] for row in ask("ages")) == sum(row["medfee"] for row in ask("cost"))


def test_the_command_tells_rows(ten: CityFiles, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("analyse", "fund", "--data", str(ten.folder), "--json")) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 20 and isinstance(rows[0]["medfee"], int)
    assert run(("analyse", "silent", "--data", str(ten.folder), "--engine", "spark")) == 0
    assert "漳平县" in capsys.readouterr().out
    assert run(("analyse",)) == 0
    assert "fund" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("analyse", "weather", "--data", "x"), 3, "analysis.unknown_figure"),
        (("analyse", "fund"), 2, "--data"),
        (("analyse", "fund", "--data", "/nowhere"), 3, "analysis.nothing_exported"),
        (("analyse", "fund", "--engine", "abacus"), 2, "abacus"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert run(arguments) == code
    assert said in capsys.readouterr().err


def test_a_spark_that_is_away_is_exit_code_four(ten: CityFiles, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoSpark), tables_on("spark", ten.folder, "sc://127.0.0.1:1"):
        pass
    address = ("--engine", "spark", "--spark", "sc://127.0.0.1:1")
    assert run(("analyse", "fund", "--data", str(ten.folder), *address)) == 4


def test_files_that_are_not_whole_or_not_of_one_kind_are_refused(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("mixed")
    with pytest.raises(NothingExported), tables_on("duckdb", folder):
        pass
    made = [county(f"sqlite:///{folder / f'{place}.db'}", place, 1_795_000_000_000) for place in range(2)]
    export(made[0].database, folder / "files", city_key=CITY_KEY)
    with tables_on("duckdb", folder / "files") as tables:
        assert rows_of(FIGURES["fund"], tables) == []
    some = next(iter((folder / "files" / "facility").glob("*/*.parquet")))
    whole = some.read_bytes()
    some.write_bytes(whole[:-1])
    with pytest.raises(FileMissing), tables_on("duckdb", folder / "files"):
        pass
    some.write_bytes(whole)
    export(made[1].database, folder / "files", city_key=CITY_KEY, identity=True)
    with pytest.raises(OtherExport), tables_on("duckdb", folder / "files"):
        pass
