"""The insured register: what is read, where it goes, and that nothing is counted twice when somebody moves."""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from clinic_app.domain.policy import load
from clinic_app.domain.settlement import State
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.insured_columns import TEMPLATE
from clinic_app.journal.insured_report import write_template
from clinic_app.journal.sheet_report import HEADING
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.insurance import Insured
from sync_server.cli import run
from sync_server.publish.facilities import register_facility
from sync_server.publish.insured import import_insured
from sync_server.publish.lookups import Asking, look_up
from sync_server.publish.policies import publish_policy
from sync_server.reports.whatif.compare import compare
from sync_server.reports.whatif.policies import Candidate, live
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, VILLAGE, TestCounty, founded, running
from tests.server.test_adjudication import DAY, POLICY, bring, settled
from tests.server.test_publishing import valid

NUMBER = valid("35088119500101123")


def register(tmp_path: Path, *rows: str, name: str = "insured.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def known(county: TestCounty, psn_no: str = "P1") -> Insured:
    with county.database.reading() as connection:
        found = insurance.insured_by_psn_no(connection, psn_no)
    assert found is not None
    return found


def stated_to(clinic: FakeClinic) -> list[InsuredStated]:
    return [
        InsuredStated.parse(entry.body or b"") for entry in clinic.pull() if entry.type == InsuredStated.type
    ]


def test_chinese_headings_with_yuan_and_platform_names_with_fen_say_the_same(
    county: TestCounty, tmp_path: Path
) -> None:
    chinese = register(
        tmp_path,
        "人员编号,身份证号,险种,参保状态,救助对象,所属机构,累计年度,普通门诊统筹已付,本年住院次数,慢特病已付M03900,上次一般诊疗费,账户余额",
        f"P1,{NUMBER},城乡居民医保,正常参保,低保对象,{TOWNSHIP},2026,28.00,2,5.5,{TOWNSHIP}:2026-05-01,12.5",
    )
    platform = register(
        tmp_path,
        "psn_no,id_number,insutype,psn_insu_stas,maf_group,home,used,gc_last,acct_balance",
        f'P1,{NUMBER},390,1,dibao,{TOWNSHIP},"{{""2026"": {{""hifp_11"": 2800, ""ip_cnt"": 2, ""dise:M03900"": 550}}}}",'
        f"{TOWNSHIP}:2026-05-01,1250",
        name="platform.csv",
    )
    assert import_insured(county.database, chinese).stated == 1
    assert import_insured(county.database, platform).unchanged == 1
    one = known(county)
    assert one.opening.used == {"2026": {"dise:M03900": 550, "hifp_11": 2800, "ip_cnt": 2}}
    assert one.opening.gc_last == {TOWNSHIP: date(2026, 5, 1)}
    assert (one.person.insutype, one.person.maf_group, one.home) == ("390", "dibao", TOWNSHIP)
    with county.database.reading() as connection:
        assert insurance.state_of(connection, "P1", "county") == State(
            {2026: {"dise:M03900": 550, "hifp_11": 2800, "ip_cnt": 2}}, {TOWNSHIP: date(2026, 5, 1)}
        )


@pytest.mark.parametrize(
    ("column", "value", "field", "why"),
    [
        ("险种", "390X", "insutype", "unknown_code"),
        ("死亡日期", "去年", "death_date", "not_a_date"),
        ("慢特病", "M03900:2026-12-31~2026-01-01", "chronic", "not_chronic"),
        ("账户余额", "-1", "acct_balance", "not_yuan"),
        ("普通门诊统筹已付", "12.345", "hifp_11", "not_yuan"),
        ("ip_cnt", "1.5", "ip_cnt", "not_whole"),
        ("累计年度", "26", "year", "not_a_year"),
        ("used", '{"2026": {"hifp_99": 1}}', "used", "not_used"),
        ("used", '{"2026": {"hifp_11": -1}}', "used", "not_used"),
        ("used", "[1]", "used", "not_used"),
        ("上次一般诊疗费", "昨天", "gc_last", "not_gc_last"),
        ("所属机构", "999", "home", "unknown_facility"),
        ("救助对象", "低" * 65, "maf_group", "too_long"),
        ("身份证号", "350881195001011239", "id_number", "identity.bad_number"),
    ],
)
def test_nothing_is_taken_from_a_bad_row_and_its_cell_is_named(
    county: TestCounty, tmp_path: Path, column: str, value: str, field: str, why: str
) -> None:
    cells = {"人员编号": "P1", "身份证号": NUMBER, "险种": "390", column: value}
    path = tmp_path / "insured.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(cells)
        rows.writerow(cells.values())
    report = import_insured(county.database, path)
    assert (report.stated, report.bad_rows) == (0, 1)
    bad = report.bad[0]
    assert (bad.line, bad.field, bad.why, bad.column, bad.value) == (2, field, why, column, value)
    with county.database.reading() as connection:
        assert insurance.insured_by_psn_no(connection, "P1") is None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_bad_rows_come_back_as_a_file_with_what_to_do(county: TestCounty, tmp_path: Path, kind: str) -> None:
    path = register(tmp_path, "人员编号,身份证号,险种", f"P1,{NUMBER},390", f"P2,{NUMBER},=cmd|x", ",,")
    report = tmp_path / f"bad.{kind}"
    import_insured(county.database, path, report=report)
    if kind == "csv":
        rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines()))
    else:
        sheet = openpyxl.load_workbook(report).worksheets[0]
        rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == list(HEADING)
    assert rows[1][:3] == ["3", "险种", "'=cmd|x"]
    assert rows[1][3] and rows[1][4]
    assert len(rows) == 2


def test_the_template_is_a_register_that_is_read(county: TestCounty, tmp_path: Path) -> None:
    for name in ("empty.csv", "empty.xlsx"):
        write_template(tmp_path / name)
        report = import_insured(county.database, tmp_path / name)
        assert (report.stated, report.bad_rows, report.ignored) == (0, 0, ())
    assert len(set(TEMPLATE)) == len(TEMPLATE)


def test_a_column_that_is_not_there_leaves_what_was_known(county: TestCounty, tmp_path: Path) -> None:
    first = register(
        tmp_path, "psn_no,id_number,insutype,home,hifp_11,maf_group", f"P1,{NUMBER},390,{TOWNSHIP},700,dibao"
    )
    later = register(
        tmp_path,
        "psn_no,id_number,insutype,死亡日期,颜色",
        f"P1,{NUMBER},390,2026-11-01,红",
        name="later.csv",
    )
    import_insured(county.database, first)
    before = known(county)
    report = import_insured(county.database, later)
    assert (report.stated, report.ignored) == (1, ("颜色",))
    after = known(county)
    assert after.person.death_date == date(2026, 11, 1)
    assert (after.home, after.opening.used, after.person.maf_group) == (
        TOWNSHIP,
        before.opening.used,
        "dibao",
    )


def test_home_is_what_is_said_else_the_village_s_clinic_else_the_contract(
    county: TestCounty, tmp_path: Path
) -> None:
    register_facility(county.database, VILLAGE, "坑源村卫生室", "village", TOWNSHIP, ("坑源村", "双溪村"))
    register_facility(county.database, OTHER, "新桥镇卫生院", "township", "", ("双溪村",))
    numbers = [valid(f"350881195001011{n:02d}") for n in range(10, 15)]
    path = register(
        tmp_path,
        "psn_no,id_number,insutype,home,village,contract_inst",
        f"P0,{numbers[0]},390,{OTHER},坑源村,{TOWNSHIP}",
        f"P1,{numbers[1]},390,,坑源村,{TOWNSHIP}",
        f"P2,{numbers[2]},390,,双溪村,{TOWNSHIP}",
        f"P3,{numbers[3]},390,,,{TOWNSHIP}",
        f"P4,{numbers[4]},390,,,999",
    )
    report = import_insured(county.database, path)
    assert [known(county, f"P{n}").home for n in range(5)] == [OTHER, VILLAGE, TOWNSHIP, TOWNSHIP, ""]
    assert report.doubts == {"unknown_village": 1, "no_home": 1}


def test_a_person_is_stated_to_the_home_and_its_township_and_to_nobody_else(
    county: TestCounty, tmp_path: Path
) -> None:
    village, township, other = (county.clinic(code) for code in (VILLAGE, TOWNSHIP, OTHER))
    import_insured(
        county.database, register(tmp_path, "psn_no,id_number,insutype,home", f"P1,{NUMBER},390,{VILLAGE}")
    )
    assert [len(stated_to(clinic)) for clinic in (village, township, other)] == [1, 1, 0]


def test_what_is_paid_elsewhere_is_told_at_home(county: TestCounty, tmp_path: Path) -> None:
    publish_policy(county.database, POLICY)
    village, township, other = (county.clinic(code) for code in (VILLAGE, TOWNSHIP, OTHER))
    third = county.clinic("350881003") if register_third(county) else None
    import_insured(
        county.database, register(tmp_path, "psn_no,id_number,insutype,home", f"P1,{NUMBER},380,{VILLAGE}")
    )
    entry, _ = settled(other, 8000)
    bring(county, other)
    for clinic in (village, township, other):
        told = [found for found in clinic.pull() if found.type == SettlementAdjudicated.type]
        assert [SettlementAdjudicated.parse(one.body or b"").settlement_id for one in told] == [entry.id]
    assert third is not None and not any(found.type == SettlementAdjudicated.type for found in third.pull())


def register_third(county: TestCounty) -> bool:
    register_facility(county.database, "350881003", "永福镇卫生院", "township")
    return True


def test_the_old_home_hears_that_somebody_has_moved(county: TestCounty, tmp_path: Path) -> None:
    old, new = county.clinic(TOWNSHIP), county.clinic(OTHER)
    head = "psn_no,id_number,insutype,home"
    import_insured(county.database, register(tmp_path, head, f"P1,{NUMBER},380,{TOWNSHIP}"))
    import_insured(county.database, register(tmp_path, head, f"P1,{NUMBER},380,{OTHER}"))
    assert [one.home for one in stated_to(old)] == [TOWNSHIP, OTHER]
    assert [(one.home, one.formerly) for one in stated_to(new)] == [(OTHER, TOWNSHIP)]


def test_whoever_was_everybody_s_and_gets_a_home_is_told_to_everybody_once(
    county: TestCounty, tmp_path: Path
) -> None:
    clinics = [county.clinic(code) for code in (TOWNSHIP, OTHER)]
    head = "psn_no,id_number,insutype,home,maf_group"
    for home, group in (("", ""), (OTHER, ""), (OTHER, "dibao")):
        import_insured(county.database, register(tmp_path, head, f"P1,{NUMBER},380,{home},{group}"))
    assert [[one.home for one in stated_to(clinic)] for clinic in clinics] == [
        ["", OTHER],
        ["", OTHER, OTHER],
    ]


def test_what_a_moved_person_brings_is_what_the_county_has(county: TestCounty, tmp_path: Path) -> None:
    publish_policy(county.database, POLICY)
    wall = lambda: 1_305_000_000_000  # noqa: E731  May 2011
    old = county.clinic(TOWNSHIP)
    head = "psn_no,id_number,insutype,home,hifp_11,year"
    here = register(tmp_path, head, f"P1,{NUMBER},380,{TOWNSHIP},500,{DAY.year}")
    there = register(tmp_path, head, f"P1,{NUMBER},380,{OTHER},500,{DAY.year}", name="there.csv")
    import_insured(county.database, here, wall=wall)
    one, outcome = settled(old, 3000)
    assert outcome.effect is not None
    bring(county, old)
    import_insured(county.database, there, wall=wall)
    two, _ = settled(old, 3000, State({DAY.year: {"hifp_11": 500 + outcome.effect.deltas["hifp_11"]}}))
    bring(county, old)
    with county.database.reading() as connection:
        truth = insurance.state_of(connection, "P1", "county").of(DAY.year)
    new = county.clinic(OTHER)
    seen = new.pull()
    moved = [InsuredStated.parse(found.body or b"") for found in seen if found.type == InsuredStated.type][-1]
    after = [
        SettlementAdjudicated.parse(found.body or b"")
        for found in seen
        if found.type == SettlementAdjudicated.type
    ]
    assert moved.contains == (one.id,)
    assert [found.settlement_id for found in after] == [two.id]
    computed = moved.used[str(DAY.year)]["hifp_11"] + moved.carried[str(DAY.year)]["hifp_11"]
    assert computed + after[0].effect["hifp_11"] == truth["hifp_11"]

    import_insured(county.database, here, wall=wall)  # and back home
    assert set(known(county).opening.contains) == {one.id, two.id}
    with county.database.reading() as connection:
        assert insurance.state_of(connection, "P1", "county").of(DAY.year) == truth


def test_the_command_reports_and_says_what_to_do(
    county: TestCounty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = register(tmp_path, "人员编号,身份证号,险种", f"P1,{NUMBER},390", f"P2,{NUMBER},9999")
    report = tmp_path / "bad.csv"
    url = county.database.url
    assert run(["insured", "import", str(path), "--report", str(report), "--database", url, "--json"]) == 0
    told = capsys.readouterr()
    assert '"stated": 1' in told.out and '"bad_rows": 1' in told.out and '"no_home": 1' in told.out
    assert "险种“9999”" in told.err and "没有所属机构" in told.err
    assert "险种" in report.read_text(encoding="utf-8-sig")
    assert run(["insured", "template", str(tmp_path / "empty.xlsx")]) == 0


def test_on_both_databases_a_move_a_look_up_and_a_comparison_see_the_same(url: str, tmp_path: Path) -> None:
    database = founded(url)
    publish_policy(database, POLICY)
    wall = lambda: 1_305_000_000_000  # noqa: E731  May 2011
    head = "psn_no,id_number,insutype,home,hifp_11,year"
    for home in (TOWNSHIP, OTHER):
        path = register(tmp_path, head, f"P1,{NUMBER},380,{home},500,{DAY.year}")
        assert import_insured(database, path, wall=wall).stated == 1
    with running(database) as county:
        clinic = county.clinic(TOWNSHIP)
        entry, _ = settled(clinic, 3000)
        bring(county, clinic)
        asking = Asking(facility=VILLAGE, device=clinic.device, staff="A001", reason="挂号", psn_no="P1")
        assert look_up(database, asking, wall) == ("P1",)
        with database.reading() as connection:
            one = insurance.insured_by_psn_nos(connection, ["P1", "P2"])["P1"]
            assert one.opening.contains == {entry.id}
            assert one.opening.carried == {str(DAY.year): {"hifp_11": 1050}}
            state = insurance.state_of(connection, "P1", "county").of(DAY.year)
            assert state["hifp_11"] == 500 + 1050
            month = beijing_day(wall_clock()).isoformat()[:7]
            done = compare(connection, live(connection), Candidate(load(POLICY)), month)
        assert (done.bills, done.total().fund_after) == (1, 1050)
