"""处方点评 at the county: drawn, judged, answered, appealed; rule packs and lessons on their way to the clinics."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from clinic_app.domain.prescribing.packs import BadPack
from clinic_app.domain.prescribing.review import UnknownReviewCode, proposed
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.domain.prescribing.tables import shipped
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.outpatient import (
    Diagnosis,
    DrugLine,
    EncounterSigned,
    Override,
    PrescriptionIssued,
)
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed
from clinic_app.journal.facts.registration import VisitRegistered
from clinic_app.journal.facts.review import ReviewAnswered, ReviewSampled
from clinic_app.projections.queries import issued, review
from sync_server.cli import run
from sync_server.publish.review import (
    AnsweredAlready,
    BadReviewMonth,
    DrawnAlready,
    NoAppeal,
    NothingToReview,
    conclude,
    draw_sample,
    judge,
    population_of,
)
from sync_server.publish.rule_packs import RulesFromBefore, RulesVersionKnown, preview, publish_pack
from tests.server.clinic import FakeClinic, Staff
from tests.server.county import OTHER, TOWNSHIP, VILLAGE, TestCounty

TODAY = beijing_day(wall_clock())
MONTH = TODAY.isoformat()[:7]
PACK = f'version = "2026-12.county"\ndated = {TODAY.isoformat()}\n\n[P02]\nusual_days = 5\n'
DRUGS = {one.drug.generic_name: one.drug for one in shipped().products.values()}


def line(name: str, days: int = 3) -> DrugLine:
    drug = DRUGS[name]
    return DrugLine(
        code=drug.code,
        name=drug.generic_name,
        dose=drug.dose,
        frequency=drug.frequency,
        route=drug.route,
        days=days,
        cnt_e4=10_000,
        unit=drug.pack_unit,
        pric_e6=8_650_000,
    )


def prescribed(
    clinic: FakeClinic,
    *lines: DrugLine,
    author: Staff | None = None,
    handed_by: Staff | None = None,
    **more: object,
) -> UUID:
    """A visit with one prescription, signed, and handed out where somebody did."""
    resident = clinic.resident().id
    visit = clinic.write(VisitRegistered(day=TODAY, number="A1", department="全科"), author, resident).id
    fact = PrescriptionIssued(visit_id=visit, lines=lines or (line("阿莫西林胶囊"),), **more)  # type: ignore[arg-type]
    sheet = clinic.write(fact, author, resident).id
    clinic.write(
        EncounterSigned(
            visit_id=visit,
            complaint="咳嗽",
            diagnoses=(Diagnosis("J06.900", "上呼吸道感染"),),
            prescriptions=(sheet,),
        ),
        author,
        resident,
    )
    if handed_by is not None:
        out = HandedOut(feedetl_sn="1", code="x", name="x", cnt_e4=10_000, unit="盒", pric_e6=1)
        clinic.write(
            MedicineDispensed(visit_id=visit, settlement_id=uuid4(), lines=(out,)), handed_by, resident
        )
    return sheet


def arrived(county: TestCounty, clinic: FakeClinic) -> None:
    assert clinic.push().status_code == 200
    county.work()


@pytest.fixture
def village(county: TestCounty) -> FakeClinic:
    return county.clinic(VILLAGE, "village")


def test_a_month_is_drawn_once_and_the_same_again_from_its_seed(county: TestCounty, village: FakeClinic):
    sheets = {prescribed(village) for _ in range(7)}
    arrived(county, village)
    drawn = draw_sample(county.database, VILLAGE, MONTH, seed="s1")
    assert set(drawn.ids) == sheets and drawn.population == 7
    again = sorted(sheets, key=drawn.ids.index)
    assert list(drawn.ids) == again
    with pytest.raises(DrawnAlready):
        draw_sample(county.database, VILLAGE, MONTH)
    with pytest.raises(NothingToReview):
        draw_sample(county.database, OTHER, MONTH)
    for month in ("2026-13", "2999-01"):
        with pytest.raises(BadReviewMonth):
            draw_sample(county.database, OTHER, month)


def test_nobody_outside_the_county_hears_what_was_drawn(county: TestCounty, village: FakeClinic):
    prescribed(village)
    arrived(county, village)
    draw_sample(county.database, VILLAGE, MONTH)
    assert ReviewSampled.type not in {entry.type for entry in village.pull()}


def test_a_special_review_looks_at_its_own_prescriptions(county: TestCounty, village: FakeClinic):
    antibiotic = prescribed(village, line("阿莫西林胶囊"))
    pump = prescribed(village, line("奥美拉唑肠溶胶囊"))
    long = prescribed(village, line("氨氯地平片", 28))
    arrived(county, village)
    for subject, wanted in (("antibiotics", antibiotic), ("ppi", pump), ("long_term", long)):
        assert draw_sample(county.database, VILLAGE, MONTH, subject).ids == (wanted,)


def test_what_one_person_wrote_and_handed_out_waits_for_after_review(county: TestCounty, village: FakeClinic):
    other = Staff("B002")
    village.certify(other, ("pharmacist",))
    alone = prescribed(village, handed_by=village.admin)
    together = prescribed(village, handed_by=other)
    unheard = prescribed(
        village, line("阿莫西林胶囊"), DrugLine(code="X9", name="某药", cnt_e4=1, unit="盒", pric_e6=1)
    )
    arrived(county, village)
    with county.database.reading() as db:
        marks = population_of(db, VILLAGE, MONTH).marks
        seen = issued.one_written(db, together)
    assert marks == {alone: ("alone",), unheard: ("unknown",)}
    assert proposed(seen.issued) == ()


def test_old_rules_are_a_mark(county: TestCounty, village: FakeClinic):
    old = (TODAY - timedelta(days=40)).isoformat()
    publish_pack(county.database, PACK.replace(TODAY.isoformat(), old))
    marked = prescribed(village, checked_with="2026-12.county")
    prescribed(village, checked_with=shipped_rules().version)
    arrived(county, village)
    with county.database.reading() as db:
        assert population_of(db, VILLAGE, MONTH).marks == {marked: ("stale",)}


def test_the_sheet_shows_what_the_rules_say_and_what_was_answered(county: TestCounty, village: FakeClinic):
    sheet = prescribed(
        village, line("氨氯地平片", 14), overrides=(Override(rule="P02", code="", reason="出远门"),)
    )
    arrived(county, village)
    with county.database.reading() as db:
        found = issued.one_written(db, sheet)
        hits = issued.checked_again(db, found)
    assert [(one.rule, one.text) for one in found.issued.draft.reasons] == [("P02", "出远门")]
    assert "P02.days" in {hit.key for hit in hits}
    assert not any(hit.rule == "P15" for hit in hits)  # it is no duplicate of itself


def test_a_judgement_reaches_its_clinic_alone_and_is_answered_once(county: TestCounty, village: FakeClinic):
    sheet = prescribed(village)
    arrived(county, village)
    other = county.clinic(OTHER)
    with pytest.raises(UnknownReviewCode):
        judge(county.database, sheet, "9-9", "", "张药师", "chen")
    judge(county.database, sheet, "2-5", "剂量", "张药师", "chen")
    judge(county.database, sheet, "2-1 1-3", "病毒性感染", "张药师", "chen")
    assert [entry.type for entry in village.pull()].count("prescription.reviewed") == 2
    assert "prescription.reviewed" not in {entry.type for entry in other.pull()}
    with pytest.raises(NoAppeal):
        conclude(county.database, sheet, "", "维持", "chen")
    village.write(ReviewAnswered(prescription_id=sheet, accepted=False, text="有细菌感染依据"))
    village.write(ReviewAnswered(prescription_id=sheet, accepted=True))
    arrived(county, village)
    with county.database.reading() as db:
        found = review.review_of(db, sheet)
    assert (found.codes, found.open_appeal, found.answer) == (("1-3", "2-1"), True, "有细菌感染依据")
    with pytest.raises(AnsweredAlready):
        judge(county.database, sheet, "", "", "张药师", "chen")
    conclude(county.database, sheet, "1-3", "适应证成立", "chen")
    with county.database.reading() as db:
        assert review.review_of(db, sheet).standing == ("1-3",)
        assert issued.one_written(db, sheet).issued.codes == ("1-3",)
    with pytest.raises(NoAppeal):
        conclude(county.database, sheet, "", "再来", "chen")


def test_a_reviewer_of_one_township_judges_nothing_of_another(county: TestCounty, village: FakeClinic):
    sheet = prescribed(village)
    arrived(county, village)
    with pytest.raises(issued.NoPrescription):
        judge(county.database, sheet, "", "", "张药师", "chen", facilities=[OTHER])
    judge(county.database, sheet, "", "", "张药师", "chen", facilities=[TOWNSHIP, VILLAGE])


def test_a_rule_pack_is_in_force_from_its_day_on(county: TestCounty):
    with county.database.reading() as db:
        changed = {one.key: (one.before, one.after) for one in preview(db, PACK, TODAY).changes}
    assert changed["usual_days"] == ("7", "5")
    publish_pack(county.database, PACK, TODAY + timedelta(days=1))
    with county.database.reading() as db:
        assert review.rules_on(db, TODAY).usual_days == 7
        assert review.rules_on(db, TODAY + timedelta(days=1)).usual_days == 5
    with pytest.raises(RulesVersionKnown):
        publish_pack(county.database, PACK)
    with pytest.raises(RulesFromBefore):
        publish_pack(county.database, PACK, date(2026, 1, 1))
    with pytest.raises(BadPack):
        publish_pack(county.database, "usual_days = 9")


def test_the_commands_draw_list_check_preview_and_publish(
    county: TestCounty, village: FakeClinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    prescribed(village)
    arrived(county, village)
    url = county.database.url
    assert run(["review", "sample", VILLAGE, MONTH, "--seed", "s1", "--database", url]) == 0
    assert run(["review", "list", "--database", url]) == 0
    assert "0/1 of 1" in capsys.readouterr().out
    pack, lesson = tmp_path / "pack.toml", tmp_path / "lesson.toml"
    pack.write_text("version = 'x'\nusual_days = 70\n", encoding="utf-8")
    assert run(["rules", "check", str(pack)]) == 3
    assert "pack.toml:2" not in capsys.readouterr().out
    pack.write_text(PACK, encoding="utf-8")
    assert run(["rules", "check", str(pack)]) == 0
    assert run(["rules", "preview", str(pack), "--database", url]) == 0
    assert "usual_days: 7 → 5" in capsys.readouterr().out
    assert run(["rules", "publish", str(pack), "--database", url]) == 0
    lesson.write_text(
        'id = "cold"\ntitle = "感冒不用抗菌药"\ntext = "多为病毒。"\nrules = ["P08"]\n', encoding="utf-8"
    )
    assert run(["lesson", "publish", str(lesson), "--database", url]) == 0
    with county.database.reading() as db:
        assert [one.lesson for one in review.lessons(db)] == ["cold"]
    lesson.write_text('id = "cold"\ntitle = "无"\ntext = "无"\n', encoding="utf-8")
    assert run(["lesson", "publish", str(lesson), "--database", url]) == 3


def test_a_fault_of_a_pack_is_told_with_file_line_key_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    pack = tmp_path / "pack.toml"
    pack.write_text(f'version = "x"\ndated = {TODAY}\n[P02]\nusual_days = 70\n', encoding="utf-8")
    assert run(["rules", "check", str(pack)]) == 3
    assert "pack.toml:4: usual_days: 超出合理范围：70" in capsys.readouterr().err
