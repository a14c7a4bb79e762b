"""What the county publishes, and through which door."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from clinic_app.domain.policy import BadPolicy
from clinic_app.domain.resources import text
from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.journal.facts.insurance import InsuredStated, PolicyPublished
from clinic_app.journal.sheets import BadTable
from clinic_app.projections.queries.insurance import insured_by_psn_no
from clinic_app.projections.tables.facility import facility
from sync_server.publish.catalogs import publish_catalog
from sync_server.publish.facilities import BadFacility, NoFacility, permit, permits_of, register_facility
from sync_server.publish.insured import import_insured
from sync_server.publish.policies import FileTooLarge, publish_policy
from sync_server.reports.journals import NotVerified, verify
from sync_server.store.queries.progress import SEQUENCED, position_of
from tests.server.county import TestCounty

CSV = """人员编号,身份证号,险种,签约机构,慢特病,账户余额
P1,350881195001011236,390,350881001,M03900:2026-01-01~2026-12-31,12.50
P2,350881195001011237,390,,,
P3,350881196002021234,390,,,
,350881195001011236,390,,,
"""


def valid(number17: str) -> str:
    from clinic_app.domain.identifiers import mod_11_2

    return number17 + mod_11_2(number17)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "insured.csv"
    body = CSV.replace("350881195001011236", valid("35088119500101123"))
    body = body.replace("350881196002021234", valid("35088119600202123"))
    path.write_text(body.replace("350881195001011237", "350881195001011230"), encoding="gb18030")
    return path


def test_good_rows_are_stated_and_bad_ones_reported(county: TestCounty, register: Path) -> None:
    report = import_insured(county.database, register)
    assert (report.stated, report.unchanged) == (2, 0)
    assert [(row.line, row.field) for row in report.bad] == [(3, "id_number"), (5, "psn_no")]
    with county.database.reading() as connection:
        known = insured_by_psn_no(connection, "P1")
    assert known is not None
    assert (known.acct_balance, known.person.contract_inst) == (1250, "350881001")
    assert known.person.is_registered("M03900", date(2026, 5, 1))


def test_the_same_file_again_states_nobody(county: TestCounty, register: Path) -> None:
    import_insured(county.database, register)
    report = import_insured(county.database, register)
    assert (report.stated, report.unchanged) == (0, 2)


def test_a_workbook_is_read_like_a_text_file(county: TestCounty, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["psn_no", "id_number", "insutype", "acct_balance"])
    sheet.append(["P1", valid("35088119500101123"), 390, 1250])
    book.save(tmp_path / "insured.xlsx")
    assert import_insured(county.database, tmp_path / "insured.xlsx").stated == 1


@pytest.mark.parametrize(
    "name", ["insured.pdf", "missing.csv", "missing.xlsx", "broken.xlsx", "headless.csv"]
)
def test_what_is_no_table_is_refused(county: TestCounty, tmp_path: Path, name: str) -> None:
    (tmp_path / "insured.pdf").write_bytes(b"%PDF")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no archive")
    (tmp_path / "headless.csv").write_text("1,2,3\n", encoding="utf-8")
    with pytest.raises(BadTable):
        import_insured(county.database, tmp_path / name)


def test_what_is_published_reaches_every_clinic(county: TestCounty, register: Path) -> None:
    clinic = county.clinic()
    clinic.pull()
    publish_policy(county.database, text("policies", "open_sample.toml"))
    publish_catalog(county.database, "diagnoses", [{"code": "I10", "name": "高血压病"}])
    import_insured(county.database, register)
    assert [entry.type for entry in clinic.pull()] == [
        PolicyPublished.type,
        CatalogPublished.type,
        InsuredStated.type,
        InsuredStated.type,
    ]


def test_a_policy_with_a_fault_is_refused_and_leaves_no_trace(county: TestCounty) -> None:
    with county.database.reading() as connection:
        before = position_of(connection, SEQUENCED)
    with pytest.raises(BadPolicy):
        publish_policy(county.database, "schema_version = 1")
    with pytest.raises(FileTooLarge):
        publish_policy(county.database, text("policies", "open_sample.toml") + "# long\n" * 200_000)
    with county.database.reading() as connection:
        assert position_of(connection, SEQUENCED) == before


@pytest.mark.parametrize(
    ("code", "name", "level", "parent"),
    [
        ("", "x", "village", ""),
        ("1", " ", "village", ""),
        ("1", "x", "castle", ""),
        ("1", "x", "village", "1"),
        ("*", "x", "village", ""),
    ],
)
def test_a_facility_that_makes_no_sense_is_refused(
    county: TestCounty, code: str, name: str, level: str, parent: str
) -> None:
    with pytest.raises(BadFacility):
        register_facility(county.database, code, name, level, parent)


def test_a_permit_changes_nothing_else_of_a_facility(county: TestCounty) -> None:
    register_facility(county.database, "350881101", "坑源村卫生室", "village", "350881001", ("坑源村",))
    permit(county.database, "350881101", ("iv_antibiotics",), author="boss")
    with county.database.reading() as connection:
        row = connection.execute(sa.select(facility).where(facility.c.code == "350881101")).one()
        assert permits_of(connection, "350881101") == {"iv_antibiotics"}
    assert (row.name, row.inst_lv, row.parent) == ("坑源村卫生室", "village", "350881001")
    assert row.villages == '["坑源村"]'


def test_registered_otherwise_a_facility_keeps_its_permits_unless_told(county: TestCounty) -> None:
    register_facility(county.database, "350881101", "坑源村卫生室", "village", permits=("iv_antibiotics",))
    for permits, left in ((None, {"iv_antibiotics"}), ((), set())):
        register_facility(county.database, "350881101", "坑源卫生室", "village", permits=permits)
        with county.database.reading() as connection:
            assert permits_of(connection, "350881101") == left


def test_an_unknown_permit_or_facility_is_refused(county: TestCounty) -> None:
    with pytest.raises(BadFacility):
        permit(county.database, "350881101", ("surgery",))
    with pytest.raises(BadFacility):
        register_facility(county.database, "350881101", "坑源村卫生室", "village", permits=("surgery",))
    with pytest.raises(NoFacility):
        permit(county.database, "350881777", ("narcotics",))


@pytest.mark.parametrize(
    "change",
    [
        "update journal_entry set author = 'nobody' where type = 'chart.viewed'",
        "update journal_entry set body = x'7b7d' where type = 'chart.viewed'",
        "update journal_entry set seq = 4 where type = 'chart.viewed'",
        "delete from journal_entry where type = 'chart.viewed'",
        "update journal_entry set author = 'x' where type = 'county.founded'",
        "update journal_segment set new_from = 2",
        "delete from journal_segment",
        "update journal_segment set data = cast(substr(data, 1, length(data) - 1) || x'00' as blob)",
        "update journal_head set hash = x'00'",
        "update journal_head set seq = seq - 1",
    ],
)
def test_whoever_rewrites_a_row_is_found_out(county: TestCounty, change: str) -> None:
    clinic = county.clinic()
    clinic.chart()
    clinic.push()
    county.work()
    with county.database.writing() as connection:
        assert verify(connection).entries > 3
        assert connection.execute(sa.text(change)).rowcount
        with pytest.raises(NotVerified):
            verify(connection)


def test_what_waits_to_be_numbered_is_verified_too(county: TestCounty) -> None:
    clinic = county.clinic()
    clinic.push()
    with county.database.reading() as connection:
        before = verify(connection)
    county.work()
    with county.database.reading() as connection:
        assert verify(connection).entries == before.entries + 2
