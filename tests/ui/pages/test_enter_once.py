"""一次录入: from a visit to the follow-up that is due, in a handful of keys."""

from datetime import timedelta

from PySide6.QtCore import Qt

from clinic_app.domain.age import full_years
from clinic_app.domain.catalogs import drugs
from clinic_app.domain.contract_plan import LineStatus
from clinic_app.domain.contract_teams import NewTeam
from clinic_app.domain.contract_terms import NewContract
from clinic_app.domain.contracts import Fee
from clinic_app.domain.money import Fen
from clinic_app.domain.outpatient import Vitals
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.projections.queries.outpatient_log import Wanted
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.rows import drug_row
from tests.ui.clinic_day import card_of
from tests.ui.pages.consulting import CTRL, called, opened, signed

KEY = Qt.Key
LAST = {
    "mode": "1",
    "symptoms": ["1"],
    "sbp": 138,
    "dbp": 86,
    "height": "160",
    "weight": "62.5",
    "heart_rate": 72,
    "smoke_daily": 0,
    "drink_daily": "0",
    "exercise_times": 5,
    "exercise_minutes": 30,
    "salt": "1",
    "psych": "1",
    "obey": "1",
    "compliance": "1",
    "adverse": False,
}
OF_DIABETES = {"dorsalis": "1", "fpg": "6.9", "staple": 300, "hypoglycemia": "1"}
DM_LAST = {key: value for key, value in LAST.items() if key not in ("salt", "heart_rate")} | OF_DIABETES
MEDICINES = ("YP0002", "YP0003")  # amlodipine, metformin


def followed(day, resident_id, form, known):
    """A controlled follow-up eighty days ago; the next one is due today."""
    clinic, by = day.clinic, day.clinic.on_duty
    today = beijing_day(clinic.store.wall())
    begun = clinic.forms.start(by, form, resident_id, today - timedelta(days=80)).values
    told = {**begun, **known, "class": "1", "next_visit_date": today.isoformat()}
    clinic.forms.record(by, form, told, resident_id)


def contracted(day, resident_id):
    clinic, by = day.clinic, day.clinic.on_duty
    team = clinic.contracts.form_team(by, NewTeam(name="第一团队", leader=by.staff_id))
    new = NewContract(
        resident=resident_id,
        team=team,
        packages=("basic", "hypertension", "diabetes"),
        signed_on=beijing_day(clinic.store.wall()) - timedelta(days=30),
        years=1,
        fee=Fee(Fen(500), Fen(0), Fen(0)),
    )
    return clinic.contracts.sign(by, new)


def owed(page, words):
    """The key of a duty in red; None: it is not there (any more)."""
    titles = [one.accessibleName() for one in page.left.duties.buttons]
    return next((at for at, one in enumerate(titles, start=1) if words in one), None)


def led_to(screen, page, words, form):
    """Ctrl and the number of the duty: its form, with the cursor on the first thing that is not known."""
    screen.window.open_page("outpatient")
    screen.waits(lambda: owed(page, words) is not None)
    screen.press(KEY(KEY.Key_0 + owed(page, words)), CTRL)
    shown = screen.window.page("forms").opened
    screen.waits(lambda: shown.view is not None and shown.view.filling.form.key == form)
    screen.waits(lambda: shown.view.isAncestorOf(screen.focus()))
    return shown.view


def test_one_visit_of_a_hypertensive_diabetic_fills_both_follow_ups_and_all_the_rest(day, screen):
    """68 and contracted, with this morning's glucose of the health hut."""
    clinic, by = day.clinic, day.clinic.on_duty
    today = beijing_day(clinic.store.wall())
    person = next(one for one in day.adults if full_years(one.birth_date, today) >= 65)
    visit = day.arrives(person, day.insure(person))
    resident = visit.resident_id
    day.has_no_allergies(visit)
    clinic.health_record.open(by, resident, "350881100001")
    for service, form, known in (("htn", "htn_followup", LAST), ("dm", "dm_followup", DM_LAST)):
        clinic.care.open(by, resident, service)
        followed(day, resident, form, known)
    contract = contracted(day, resident)
    with clinic.store.writing(by.author) as writing:
        taken = clinic.store.wall() - 3_600_000
        values = (Measured(key="fpg_poc", value_e4=64_000),)
        writing.append(MeasurementTaken(taken_ms=taken, source="hut", values=values), resident)

    page = opened(screen)
    screen.press(KEY.Key_F5)
    called(screen, page)
    usual = {one.code: one for one in drugs()}
    page.view_model.writing.begin(
        Form(
            complaint="复诊取药",
            diagnoses=(("I10.x00", "高血压"), ("E11.900", "2型糖尿病")),
            vitals=Vitals(systolic="136", diastolic="84", pulse="76"),
            orders=tuple(drug_row(usual[code], days=7) for code in MEDICINES),
        )
    )
    screen.keys = 0
    view = led_to(screen, page, "高血压", "htn_followup")
    assert view.filling.missing == ("symptoms",)
    screen.type("1")
    for key, text in (("weight", "61"), ("smoke_daily", "5")):
        view.go_to(key)
        screen.type(text)
    screen.press(KEY.Key_F9)
    screen.press(KEY.Key_F8)
    screen.waits(lambda: len(clinic.forms.of(resident, "htn_followup")) == 2)
    assert screen.keys == 4 + len("61" + "5")

    screen.keys = 0
    view = led_to(screen, page, "糖尿病", "dm_followup")
    assert view.filling.missing == ("dorsalis", "hypoglycemia"), "a foot and a question no other form knows"
    screen.type("1")
    screen.press(KEY.Key_F7)
    screen.type("1")
    screen.press(KEY.Key_F9)
    screen.press(KEY.Key_F8)
    screen.waits(lambda: len(clinic.forms.of(resident, "dm_followup")) == 2)
    assert screen.keys == 6

    high, sweet = (clinic.forms.last(resident, form) for form in ("htn_followup", "dm_followup"))
    assert (high.day, high.visit_id) == (sweet.day, sweet.visit_id) == (today, visit.id)
    for told in (high.values, sweet.values):
        assert (told["sbp"], told["dbp"], told["weight"], told["bmi"]) == (136, 84, "61", "23.8")
        assert (told["symptoms"], told["smoke_daily"], told["class"]) == (["1"], 5, "1")
        assert [(one["name"], one["times"]) for one in told["drugs"]] == [
            ("氨氯地平片", 1),
            ("二甲双胍片", 3),
        ]
    assert (high.values["heart_rate"], sweet.values["fpg"], sweet.values["staple"]) == (76, "6.4", 300)

    screen.window.open_page("outpatient")
    screen.waits(lambda: owed(page, "高血压") is None and owed(page, "糖尿病") is None)
    screen.press(KEY.Key_Return, CTRL)
    signed(screen, page)
    screen.window.open_page("settlement")
    desk = screen.window.page("settlement")
    screen.reader.insert(card_of(person))
    screen.waits(lambda: desk.view_model.state.ready is not None and desk.pay.tender.hasFocus())
    screen.type("100")
    screen.press(KEY.Key_F9)
    screen.waits(lambda: desk.view_model.state.previous is not None and not desk.view_model.state.busy)

    (settled,) = clinic.settlement.of_day(today)
    assert settled.visit_id == visit.id
    (row,) = clinic.outpatient_log.page(by, Wanted(since=today, until=today)).rows
    assert (row.visit_id, row.systolic, row.diastolic) == (visit.id, 136, 84)
    assert [code for code, _ in row.diagnoses] == ["I10.x00", "E11.900"]
    done = {
        line.item.key: line.evidence.id
        for line in clinic.contracts.plan(by, contract)
        if line.status is LineStatus.DONE and line.first <= today <= line.last
    }
    assert (done["htn_followup"], done["dm_followup"]) == (high.id, sweet.id)
    assert done["guidance"] == row.encounter_id, "a record does one time of one item"
    left = {one.task.form for one in clinic.worklist.of(by, resident)}
    assert left.isdisjoint({"htn_followup", "dm_followup"}), "the next ones are months away"
    curves = clinic.chart.open(by, resident).trends
    newest = {key: curves[key][-1].value_e4 for key in ("sbp", "weight", "fpg_poc")}
    assert newest == {"sbp": 1_360_000, "weight": 610_000, "fpg_poc": 64_000}


def test_the_follow_up_of_a_known_hypertensive_takes_at_most_six_further_keys(day, screen):
    visit = day.arrives(day.adults[0])
    clinic, by = day.clinic, day.clinic.on_duty
    today = beijing_day(clinic.store.wall())
    clinic.health_record.open(by, visit.resident_id, "350881100001")
    clinic.care.open(by, visit.resident_id, "htn")
    then = today - timedelta(days=80)
    known = clinic.forms.start(by, "htn_followup", visit.resident_id, then).values
    clinic.forms.record(
        by,
        "htn_followup",
        {**known, **LAST, "class": "1", "next_visit_date": today.isoformat()},
        visit.resident_id,
    )
    page = opened(screen)
    screen.press(KEY.Key_F5)
    called(screen, page)
    vitals = Vitals(systolic="136", diastolic="84", pulse="76")
    page.view_model.writing.begin(
        Form(complaint="复诊取药", diagnoses=(("I10.x00", "高血压"),), vitals=vitals)
    )
    screen.waits(lambda: any("高血压" in one.accessibleName() for one in page.left.duties.buttons))
    titles = [one.accessibleName() for one in page.left.duties.buttons]
    number = next(at for at, one in enumerate(titles, start=1) if "高血压" in one)

    screen.keys = 0
    screen.press(KEY(KEY.Key_0 + number), CTRL)
    forms = screen.window.page("forms")
    screen.waits(lambda: forms.opened.view is not None and forms.opened.view.isAncestorOf(screen.focus()))
    screen.type("1")
    view = forms.opened.view
    screen.waits(lambda: view.values.get("symptoms") == ["1"])
    screen.press(KEY.Key_F9)
    screen.press(KEY.Key_F8)
    screen.waits(lambda: len(clinic.forms.of(visit.resident_id)) == 2)
    assert screen.keys == 4
    told = clinic.forms.last(visit.resident_id, "htn_followup")
    assert (told.day, told.visit_id) == (today, visit.id)
    assert (told.values["sbp"], told.values["dbp"], told.values["heart_rate"]) == (136, 84, 76)
    assert (told.values["class"], told.values["symptoms"]) == ("1", ["1"])
    due = clinic.worklist.of(by, visit.resident_id)
    assert "htn_followup" not in [one.task.form for one in due], "the next one is months away"
