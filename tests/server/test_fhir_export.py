"""``export fhir``: what was recorded, corrected and withdrawn, as a province reads it."""

import json
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from clinic_app.domain.forms import form, forms
from clinic_app.domain.forms.fhir import values_from
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.forms import FormRecorded, FormWithdrawn
from sync_server.cli import run
from tests.forms import filled
from tests.server.county import TestCounty, founded, running


def recorded(key: str, seed: int = 1, **changes: Any) -> FormRecorded:
    values = filled(form(key), seed=seed)
    return FormRecorded(
        **{"form": key, "version": 1, "day": date(2026, 11, 22), "values": values, "salt": "s"} | changes
    )


def exported(county: TestCounty, folder: Path) -> dict[str, list[dict[str, Any]]]:
    assert run(["export", "fhir", "--out", str(folder), "--database", county.database.url, "--json"]) == 0
    return {
        file.stem: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in folder.glob("*.ndjson")
    }


@pytest.fixture
def county(url: str) -> Iterator[TestCounty]:
    with running(founded(url)) as one:
        yield one


@pytest.fixture
def clinic(county: TestCounty) -> Any:
    return county.clinic()


def told(county: TestCounty, clinic: Any) -> None:
    clinic.push()
    county.work()


def test_a_recorded_form_comes_out_whole_with_its_person_and_what_was_measured(
    county, clinic, tmp_path, capsys
):
    person = clinic.resident()
    entry = clinic.write(recorded("htn_followup"), subject=person.id)
    told(county, clinic)
    found = exported(county, tmp_path / "out")
    (sent,) = found["QuestionnaireResponse"]
    assert (sent["id"], sent["status"], sent["subject"]) == (
        str(entry.id), "completed", {"reference": f"Patient/{person.id}"},
    )  # fmt: skip
    assert values_from(sent) == (form("htn_followup"), filled(form("htn_followup"), seed=1))
    assert [(one["id"], one["gender"], one["name"]) for one in found["Patient"]] == [
        (str(person.id), "male", [{"text": "陈某"}])
    ]
    assert "85354-9" in [one["code"]["coding"][0]["code"] for one in found["Observation"]]
    assert {one["subject"]["reference"] for one in found["Observation"]} == {f"Patient/{person.id}"}
    assert len(found["Questionnaire"]) == len(forms())
    counts = json.loads(capsys.readouterr().out)["resources"]
    assert counts == {kind: len(lines) for kind, lines in found.items()}


def test_a_correction_is_amended_and_what_it_corrects_and_what_is_withdrawn_were_errors(
    county, clinic, tmp_path
):
    person = clinic.resident()
    first = clinic.write(recorded("copd_followup"), subject=person.id)
    better = clinic.write(recorded("copd_followup", 2, replaces=first.id, reason="记错"), subject=person.id)
    wrong = clinic.write(recorded("dm_followup"), subject=person.id)
    clinic.write(FormWithdrawn(record_id=wrong.id, reason="错人"), subject=person.id)
    told(county, clinic)
    found = exported(county, tmp_path / "out")
    statuses = {UUID(one["id"]): one["status"] for one in found["QuestionnaireResponse"]}
    assert statuses == {first.id: "entered-in-error", better.id: "amended", wrong.id: "entered-in-error"}
    of_wrong = {one["status"] for one in found["Observation"] if one["id"].startswith(str(wrong.id))}
    assert of_wrong == {"entered-in-error"}


def test_a_form_of_a_facility_is_about_the_organization(county, clinic, tmp_path):
    own = new_id()
    entry = clinic.write(recorded("health_education"), subject=own, entry_id=own)
    told(county, clinic)
    found = exported(county, tmp_path / "out")
    subjects = {one["id"]: one["subject"]["reference"] for one in found["QuestionnaireResponse"]}
    assert subjects == {str(entry.id): f"Organization/{clinic.facility}"}
    assert found["Patient"] == []


def test_a_form_of_a_later_release_is_counted_and_left_out(county, clinic, tmp_path, capsys):
    person = clinic.resident()
    clinic.write(recorded("cover", form="later_form"), subject=person.id)
    clinic.write(recorded("cover", version=2), subject=person.id)
    told(county, clinic)
    found = exported(county, tmp_path / "out")
    assert found["QuestionnaireResponse"] == []
    assert json.loads(capsys.readouterr().out)["left_out"] == 2


def test_the_files_are_for_their_owner_alone_and_a_second_run_replaces_them(county, clinic, tmp_path):
    exported(county, tmp_path / "out")
    person = clinic.resident()
    clinic.write(recorded("cover"), subject=person.id)
    told(county, clinic)
    assert len(exported(county, tmp_path / "out")["QuestionnaireResponse"]) == 1
    files = [file for file in (tmp_path / "out").iterdir() if file.is_file()]
    assert {file.suffix for file in files} == {".ndjson"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
