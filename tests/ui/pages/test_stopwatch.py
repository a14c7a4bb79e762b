"""秒表 at work: real keys on the real pages; only their number is kept."""

import sqlalchemy as sa
from PySide6.QtCore import Qt

from clinic_app.domain.stopwatch import Timing
from clinic_app.store.tables import timing
from clinic_app.ui.stopwatch import Watches
from tests.ui.pages.consulting import CTRL, called, opened, order, signed, write_minimum

# A visit at the clinic of somebody who is well, by field of htn_followup.
FOLLOWED = {
    "mode": "1",
    "symptoms": ["1"],
    "sbp": 136,
    "dbp": 84,
    "height": "165",
    "weight": "63",
    "heart_rate": 70,
    "smoke_daily": 0,
    "drink_daily": "0",
    "exercise_times": 3,
    "exercise_minutes": 30,
    "salt": "2",
    "psych": "1",
    "obey": "1",
    "compliance": "1",
    "adverse": False,
}


def kept(day) -> list[tuple[str, str, int]]:
    with day.clinic.store.reading() as connection:
        rows = connection.execute(sa.select(timing).order_by(timing.c.no))
        return [(row.kind, row.page, row.pressed) for row in rows]


def test_a_visit_is_measured_by_the_keys_that_were_pressed(day, screen):
    day.has_no_allergies(day.arrives(day.adults[0]))
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    screen.keys = 0
    write_minimum(screen, page)
    order(screen, page, "blf")
    screen.press(Qt.Key.Key_Return, CTRL)
    signed(screen, page)
    screen.waits(lambda: bool(kept(day)))
    assert kept(day) == [("visit", "outpatient", screen.keys)]
    screen.waits(lambda: page.footer.times.text().startswith("今天 1 人，中位 "))
    assert page.footer.times.text().endswith(f" 秒 · {screen.keys} 键")


def test_a_charge_is_measured_while_its_bill_is_on_the_page(day, screen):
    day.bill(0)
    screen.window.open_page("settlement")
    page = screen.window.page("settlement")
    screen.waits(lambda: len(page.view_model.state.bills) == 1)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.pay.tender.hasFocus)
    screen.type("50")
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: bool(kept(day)))
    assert kept(day) == [("charge", "settlement", 3)]


class Moments:
    """A clock and a key count that go on as told."""

    def __init__(self) -> None:
        self.now, self.keys = 0.0, 0

    def pass_(self, seconds: float, keys: int) -> None:
        self.now += seconds
        self.keys += keys


def test_another_visit_on_the_page_stops_the_first():
    moments = Moments()
    watches = Watches(lambda: moments.keys, lambda: moments.now)
    watches.take("visit", "a")
    moments.pass_(10, 5)
    watches.take("charge", "a")  # of another kind: both go on
    watches.take("visit", "b")
    moments.pass_(100, 50)
    watches.take("visit", "a")
    watches.take("visit", "a")
    moments.pass_(2, 1)
    assert watches.done("visit", "a") == Timing(12, 6)
    assert watches.done("visit", "b") == Timing(100, 50)
    assert watches.done("charge", "a") == Timing(102, 51)
    assert watches.done("visit", "a") is None


def test_nothing_in_hand_is_not_measured():
    moments = Moments()
    watches = Watches(lambda: moments.keys, lambda: moments.now)
    watches.take("charge", "a")
    moments.pass_(3, 2)
    watches.take("charge", None)
    moments.pass_(600, 9)
    assert watches.done("charge", "a") == Timing(3, 2)


def test_a_follow_up_is_measured_from_its_form_on_the_page_to_its_signature(day, screen):
    person = day.arrives(day.adults[0]).resident_id
    clinic, by = day.clinic, day.clinic.on_duty
    clinic.health_record.open(by, person, "350881100001")
    last = {**FOLLOWED, "date": "2026-08-20"}
    clinic.forms.record(
        by, "htn_followup", {**clinic.forms.start(by, "htn_followup", person).values, **last}, person
    )
    clinic.forms.keep_draft(
        "htn_followup", person, {**clinic.forms.start(by, "htn_followup", person).values, **FOLLOWED}
    )
    screen.window.open_page("forms")
    page = screen.window.page("forms")
    page.view_model._desk.take(person)
    screen.waits(lambda: page.view_model.state.person is not None)
    page.view_model._desk.form_wanted.emit(person, "htn_followup", "")
    screen.waits(lambda: page.opened.view is not None)
    screen.press(Qt.Key.Key_F9)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: bool(kept(day)))
    assert kept(day) == [("followup", "forms", 2)]
    screen.waits(lambda: page.view_model.state.times is not None)
    assert page.view_model.state.times.keys == 2
