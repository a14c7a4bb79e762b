"""目录: what the county publishes of its catalogues, and what of it is in force where and when."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from clinic_app.domain.catalogs import drugs
from clinic_app.domain.catalogs.publication import PART_CHARACTERS, Row
from clinic_app.domain.codes import rows as shipped
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.projections.queries.catalogs import edition_in_force, in_force
from sync_server.cli import run
from sync_server.publish.catalogs import (
    EffectiveBefore,
    NothingToPublish,
    Publication,
    VersionKnown,
    publish_catalog,
)
from tests.server.county import TestCounty

TODAY = beijing_day(wall_clock())
TOMORROW = TODAY + timedelta(days=1)


def drug(no: int, **more: str) -> Row:
    row = {"code": f"X{no}", "name": f"药{no}", "unit": "片", "price_e6": "1000000"}
    return row | {"initials": f"y{no}", "pinyin": f"yao{no}"} | more


def publish(county: TestCounty, rows: Sequence[Row], effective: date = TODAY) -> Publication:
    return publish_catalog(county.database, "drugs", rows, effective=effective)


def codes_on(county: TestCounty, day: date) -> set[str]:
    with county.database.reading() as connection:
        return {item.code for item in in_force(connection, "drugs", day)}


def published(county: TestCounty) -> list[CatalogPublished]:
    """What travelled, as a clinic gets it."""
    clinic = county.clinic()
    return [
        CatalogPublished.parse(entry.body or b"")
        for entry in clinic.pull()
        if entry.type == CatalogPublished.type
    ]


def test_the_shipped_catalogue_stands_until_one_is_published(county: TestCounty) -> None:
    assert codes_on(county, TODAY) == {one.code for one in drugs()}
    publish(county, [drug(1)])
    assert codes_on(county, TODAY) == {"X1"}


def test_only_what_changed_travels(county: TestCounty) -> None:
    publish(county, [drug(no) for no in range(50)])
    made = publish(county, [drug(no) for no in range(1, 49)] + [drug(49, price_e6="2"), drug(50)])
    assert (made.rows, made.changed, made.withdrawn, made.parts) == (50, 2, 1, 1)
    newest = published(county)[-1]
    assert newest.withdrawn == ("X0",)
    assert newest.text.count("\n") == 3
    assert codes_on(county, TODAY) == {f"X{no}" for no in range(1, 51)}


def test_a_publication_is_in_force_from_its_day_on(county: TestCounty) -> None:
    publish(county, [drug(1), drug(2)])
    publish(county, [drug(1)], TOMORROW)
    assert codes_on(county, TODAY) == {"X1", "X2"}
    assert codes_on(county, TOMORROW) == {"X1"}


def test_what_changes_another_is_not_in_force_before_it(county: TestCounty) -> None:
    publish(county, [drug(1)], TOMORROW)
    with pytest.raises(EffectiveBefore):
        publish(county, [drug(1), drug(2)], TODAY)


def test_the_same_again_is_no_publication(county: TestCounty) -> None:
    publish(county, [drug(1)])
    with pytest.raises(NothingToPublish):
        publish(county, [drug(1, aliases="")])
    with pytest.raises(VersionKnown):
        publish_catalog(county.database, "drugs", [drug(2)], version=f"{TODAY}.1")


def test_no_entry_is_larger_than_others_may_be(county: TestCounty) -> None:
    rows = [drug(no, aliases="很长的别名" * 10) for no in range(3_000)]
    made = publish(county, rows)
    found = published(county)
    assert made.parts == len(found) > 3
    assert all(len(one.text) < PART_CHARACTERS * 1.2 for one in found)
    assert len(codes_on(county, TODAY)) == 3_000


def test_a_publication_counts_when_all_its_parts_are_there(county: TestCounty) -> None:
    publish(county, [drug(1)])
    publish(county, [drug(no, aliases="很长的别名" * 10) for no in range(3_000)])
    with county.database.writing() as connection:
        connection.exec_driver_sql("delete from catalog_part where parts > 1 and part = 2")
    assert codes_on(county, TODAY) == {"X1"}


def test_every_kind_can_be_published_as_shipped(county: TestCounty) -> None:
    for kind in ("diagnoses", "services", "herbs", "tcm_syndromes"):
        publish_catalog(county.database, kind, shipped("catalogs", f"{kind}.csv"))
        with county.database.reading() as connection:
            edition = edition_in_force(connection, kind, TODAY)
            assert edition is not None
            assert len(in_force(connection, kind, TODAY)) == len(edition.rows)


def sheet(path: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


OFFICIAL = (
    "国家药品代码",
    "通用名",
    "剂型",
    "规格",
    "最小包装数量",
    "最小制剂单位",
    "最小包装单位",
    "单价（元）",
    "甲乙类",
    "备注",
)


@pytest.fixture
def official(tmp_path: Path) -> Path:
    return sheet(
        tmp_path / "list.xlsx",
        ("某省集中采购目录（2026年）",),
        OFFICIAL,
        ("XA01", "阿莫西林胶囊", "胶囊", "0.25g", 24, "粒", "盒", 8.5, "甲", ""),
        ("XA02", "头孢克肟分散片", "片", "0.1g", 6, "片", "盒", "1,012.5", "乙", ""),
        ("XA01", "阿莫西林颗粒", "颗粒", "0.125g", 12, "袋", "盒", 6, "甲", ""),
        ("XA04", "布洛芬混悬液", "混悬液", "100ml", 1, "瓶", "瓶", "15.25", "乙类", ""),
    )


def test_a_preview_says_what_it_took_for_what(official: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalog", "preview", "drugs", str(official), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["mapping"]["code"] == "国家药品代码"
    assert said["mapping"]["price_e6"] == "单价（元）"
    assert said["ignored"] == ["备注"]
    assert said["first"][0]["name"] == "阿莫西林胶囊 0.25g×24粒"
    assert said["first"][0]["price_e6"] == "8500000"
    assert said["first"][0]["initials"] == "amxljn"
    assert [(one["line"], one["why"]) for one in said["bad"]] == [(5, "doubled")]


def test_a_sheet_with_bad_rows_is_published_only_if_asked(
    county: TestCounty, official: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["catalog", "publish", "drugs", str(official), "--database", county.database.url]
    report = tmp_path / "bad.csv"
    assert run([*command, "--report", str(report)]) == 3
    assert "catalog.bad_rows" in capsys.readouterr().err
    assert "和前面的一行重复" in report.read_text(encoding="utf-8-sig")
    assert "XA01" not in codes_on(county, TODAY)
    assert run([*command, "--good-rows", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 3
    assert codes_on(county, TODAY) == {"XA01", "XA02", "XA04"}


def test_a_column_is_named_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sheet(tmp_path / "codes.xlsx", ("序号", "甲列", "乙列"), (1, "I10", "高血压病"))
    assert run(["catalog", "preview", "diagnoses", str(path)]) == 3
    assert "catalog.no_column" in capsys.readouterr().err
    by_hand = ["--map", "code=甲列", "--map", "name=乙列"]
    assert run(["catalog", "preview", "diagnoses", str(path), *by_hand]) == 0
    assert "pinyin=gaoxueyabing" in capsys.readouterr().out
    assert run(["catalog", "preview", "diagnoses", str(path), "--map", "price=甲列"]) == 2


@pytest.mark.parametrize(
    ("kind", "column", "cell", "why"),
    [
        ("drugs", "单价", "八元", "not_yuan"),
        ("drugs", "单价", "12,5", "not_yuan"),
        ("drugs", "price_e6", "8.5", "not_micro"),
        ("drugs", "包装数量", "0", "not_whole"),
        ("drugs", "甲乙类", "丁", "not_class"),
        ("drugs", "频次", "常常", "unknown_word"),
        ("drugs", "编码", "", "empty"),
        ("drugs", "编码", "A B/C", "not_code"),
        ("drugs", "基本药物", "也许", "not_yes_no"),
        ("drugs", "名称", "药" * 201, "too_long"),
        ("herbs", "最大用量", "3-5", "not_grams"),
        ("herbs", "特殊煎法", "油炸", "unknown_word"),
    ],
)
def test_a_bad_cell_is_named_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, column: str, cell: str, why: str
) -> None:
    good = {"编码": "X1", "名称": "药", "单位": "片", "单价": "1"}
    if column == "price_e6":
        del good["单价"]
    row = good | {column: cell}
    path = sheet(tmp_path / "one.xlsx", tuple(row), tuple(row.values()))
    run(["catalog", "preview", kind, str(path), "--json"])
    (bad,) = json.loads(capsys.readouterr().out)["bad"]
    assert (bad["line"], bad["column"], bad["value"], bad["why"]) == (2, column, cell, why)
