"""参保登记 of a clinic without a county: the same file as at the county, and nothing of a bad row."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.cli import main
from clinic_app.domain.identifiers import mod_11_2
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.insured_sheet import GoodRow, InsuredSheet
from clinic_app.projections.queries import insurance
from clinic_app.services.insurance import EnrolledAlready
from clinic_app.store import local
from clinic_app.wiring import Clinic
from tests.clinics import PASSWORD, made_template, opened_copy

NUMBER = "35088119500101123" + mod_11_2("35088119500101123")
TODAY = beijing_day(wall_clock())


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made_template(tmp_path / "template")
    opened = opened_copy(tmp_path / "template", tmp_path / "data")
    yield opened
    opened.close()


def rows_of(tmp_path: Path, *lines: str) -> list[GoodRow]:
    path = tmp_path / "insured.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [row for row in InsuredSheet(path, TODAY) if isinstance(row, GoodRow)]


def test_a_second_file_adds_what_it_says_and_keeps_what_it_does_not(clinic: Clinic, tmp_path: Path) -> None:
    first = rows_of(
        tmp_path, "人员编号,身份证号,险种,普通门诊统筹已付,救助对象", f"P1,{NUMBER},390,7.00,低保"
    )
    assert clinic.insurance.import_register(clinic.on_duty, first) == (1, 0)
    assert clinic.insurance.import_register(clinic.on_duty, first) == (0, 1)
    later = rows_of(tmp_path, "人员编号,身份证号,险种,参保状态", f"P1,{NUMBER},390,终止")
    assert clinic.insurance.import_register(clinic.on_duty, later) == (1, 0)
    (one,) = clinic.insurance.insured(NUMBER)
    assert (one.person.psn_insu_stas, one.person.maf_group) == ("3", "dibao")
    with clinic.store.reading() as connection:
        state = insurance.state_of(connection, "P1", "clinic")
    assert state.of(TODAY.year) == {"hifp_11": 700}


def test_an_enrolled_clinic_gets_its_people_from_the_county(clinic: Clinic, tmp_path: Path) -> None:
    with clinic.store.changing() as connection:
        local.write(connection, local.SERVER, "https://county.example")
    rows = rows_of(tmp_path, "psn_no,id_number,insutype", f"P1,{NUMBER},390")
    with pytest.raises(EnrolledAlready):
        clinic.insurance.import_register(clinic.on_duty, rows)


def test_the_command_reports_bad_rows_into_a_file(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.close()
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)
    path = tmp_path / "insured.csv"
    path.write_text(f"psn_no,id_number,insutype,颜色\nP1,{NUMBER},390,红\nP2,1,390,\n", encoding="utf-8")
    report = tmp_path / "bad.csv"
    words = [
        "insured",
        "import",
        str(path),
        "--report",
        str(report),
        "--data",
        str(tmp_path / "data"),
        "--json",
    ]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["imported"], told["unchanged"], told["ignored"]) == (1, 0, ["颜色"])
    assert [(row["line"], row["field"], row["why"]) for row in told["bad"]] == [
        (3, "id_number", "identity.bad_number")
    ]
    assert "按身份证核对" in report.read_text(encoding="utf-8-sig")
    assert main(["insured", "template", str(tmp_path / "empty.csv")]) == 0
    assert (tmp_path / "empty.csv").read_text(encoding="utf-8-sig").startswith("人员编号,")
