"""The papers of recorded forms: one record, four visits abreast, the whole health record, the information card."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from clinic_app.domain.forms import form, only_asked
from clinic_app.printing.documents import Contents, Document, Grid
from clinic_app.services.formpapers import FormPaperService, NoRecord
from clinic_app.ui.printing.pdf import pdf
from tests.forms import filled
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

VILLAGE = "350881100001"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


@pytest.fixture
def papers(day: ClinicDay) -> FormPaperService:
    return day.clinic.formpapers


@pytest.fixture
def person(day: ClinicDay) -> UUID:
    """A grown-up with a health record."""
    resident = day.arrives(day.adults[0]).resident_id
    day.clinic.health_record.open(day.clinic.on_duty, resident, VILLAGE)
    return resident


def recorded(
    day: ClinicDay, resident: UUID, key: str, days_ago: int = 0, seed: int = 0, **values: Any
) -> UUID:
    """A filling of any form, signed; who it is about as the register says."""
    clinic, by = day.clinic, day.clinic.on_duty
    on = clinic.rounds.today() - timedelta(days=days_ago)
    known = clinic.forms.start(by, key, resident, on)
    identity = {
        one.key: known.values[one.key]
        for one in form(key).fields.values()
        if one.key in known.values and one.identity
    }
    made = filled(form(key), known.context, seed)
    whole = {**made, **identity, form(key).dated: made[form(key).dated], **values}
    asked = only_asked(form(key), whole, known.context)
    return clinic.forms.record(by, key, asked, resident, confirmed=tuple(form(key).fields))


def text_of(document: Document, tmp_path: Path) -> str:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf(document))
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True)
    return done.stdout


def days_of(document: Document) -> list[str]:
    """The head of a sheet of several visits."""
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return [cell.text for cell in grid.head[0][1:]]


def test_one_record_is_printed_with_name_number_and_who_signed(qapp, day, papers, person, tmp_path):
    record = recorded(day, person, "htn_followup")
    document = papers.sheet(record)
    text = text_of(document, tmp_path)
    number = day.clinic.health_record.of(day.clinic.on_duty, person).record.number
    assert f"姓名：{day.adults[0].name}" in text and "王晓明" in text
    boxed = next(block for block in document.blocks if hasattr(block, "label") and block.label == "编号")
    assert boxed.text == f"{number[-8:-5]}-{number[-5:]}"
    assert pdf(document) == pdf(papers.sheet(record))


def test_the_last_four_standing_visits_stand_abreast_the_oldest_first(qapp, day, papers, person):
    made = [
        recorded(day, person, "htn_followup", ago, seed) for seed, ago in enumerate((300, 200, 100, 50, 10))
    ]
    day.clinic.forms.withdraw(day.clinic.on_duty, made[3], "记错了人")
    today = day.clinic.rounds.today()
    expected = [today - timedelta(days=ago) for ago in (300, 200, 100, 10)]
    assert days_of(papers.sheets(person, "htn_followup")) == [
        f"{one.year}年{one.month}月{one.day}日" for one in expected
    ]


def test_what_was_corrected_is_printed_as_it_was_signed_when_asked_for(qapp, day, papers, person, tmp_path):
    wrong = recorded(day, person, "htn_followup", heart_rate=71)
    values = dict(day.clinic.forms.one(wrong).values) | {"heart_rate": 73}
    right = day.clinic.forms.correct(day.clinic.on_duty, wrong, values, "抄错", confirmed=tuple(values))
    assert "71 次/分" in text_of(papers.sheet(wrong), tmp_path)
    assert "73 次/分" in text_of(papers.sheet(right), tmp_path)
    assert "73 次/分" in text_of(papers.sheets(person, "htn_followup"), tmp_path)


def test_the_whole_record_has_every_standing_sheet_on_the_page_its_contents_name(
    qapp, day, papers, person, tmp_path
):
    for at, key in enumerate(("cover", "person_basic", "health_check", "htn_followup", "dm_followup")):
        recorded(day, person, key, at, at)
    document = papers.health_record(person)
    contents = next(block for block in document.blocks if isinstance(block, Contents))
    titles = [title for title, _, _ in contents.entries]
    assert titles[:2] == ["个人基本信息表", "健康体检表"] and len(titles) == 4
    pages = text_of(document, tmp_path).split("\f")[:-1]
    assert "居民健康档案" in pages[0]
    listed = dict(line.rsplit(" ", 1) for line in pages[1].splitlines() if line.startswith(tuple(titles)))
    for line, page in listed.items():
        assert line.split(" ")[0] in pages[int(page) - 1].splitlines()[:2], line
    assert len(listed) == 4
    assert pdf(document) == pdf(papers.health_record(person))


def test_the_information_card_says_blood_illnesses_allergies_and_whom_to_call(
    qapp, day, papers, person, tmp_path
):
    assert day.adults[0].name in text_of(papers.info_card(person), tmp_path)
    recorded(
        day, person, "person_basic", abo="1", rh="2", drug_allergy=["2"], contact_name="林大海",
        past_disease=[{"disease": "2", "on": "2019-05"}, {"disease": "3", "on": "2020-01"}],
    )  # fmt: skip
    text = text_of(papers.info_card(person), tmp_path)
    for word in ("A型", "高血压、糖尿病", "青霉素", "林大海", "王晓明", "漳平市新桥镇中心卫生院"):
        assert word in text, word


def test_a_blank_sheet_for_a_person_has_name_and_number_alone(qapp, day, papers, person, tmp_path):
    text = text_of(papers.blank("htn_followup", person, visits=4), tmp_path)
    assert day.adults[0].name in text and "mmHg" in text
    assert "＿＿＿" in text_of(papers.blank("htn_followup"), tmp_path)


def test_nothing_recorded_is_nothing_to_print(day, papers, person):
    for ask in (
        lambda: papers.sheet(person),
        lambda: papers.sheets(person, "htn_followup"),
        lambda: papers.health_record(person),
    ):
        with pytest.raises(NoRecord):
            ask()


def test_a_form_about_the_facility_names_nobody(qapp, day, papers, tmp_path):
    clinic, by = day.clinic, day.clinic.on_duty
    values = filled(form("health_education"))
    known = clinic.forms.start(by, "health_education").values
    staff = {one.key: known[one.key] for one in form("health_education").fields.values() if one.key in known}
    record = clinic.forms.record(by, "health_education", {**values, **staff})
    text = text_of(papers.sheet(record), tmp_path)
    assert "健康教育活动记录表" in text and "姓名：" not in text and "编号" not in text.split("\n")[1]
