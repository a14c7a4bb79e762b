"""一次录入: from a visit to the follow-up that is due, in a handful of keys."""

from datetime import timedelta

from PySide6.QtCore import Qt

from clinic_app.domain.outpatient import Vitals
from clinic_app.domain.time import beijing_day
from clinic_app.ui.pages.outpatient.form import Form
from tests.ui.pages.consulting import CTRL, called, opened

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
