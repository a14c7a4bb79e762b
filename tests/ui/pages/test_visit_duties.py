"""公卫任务 at the left of the doctor's page, through real keys."""

from datetime import timedelta

from PySide6.QtCore import Qt

from clinic_app.domain.contract_teams import NewTeam
from clinic_app.domain.contract_terms import NewContract
from clinic_app.domain.contracts import Fee
from clinic_app.domain.infectious import notifiable
from clinic_app.domain.money import Fen
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from tests.ui.pages.consulting import CTRL, called, opened

VILLAGE = "350881102101"


def titles(page):
    return [button.accessibleName() for button in page.left.duties.buttons]


def begun(day, screen, at=0):
    visit = day.arrives(day.adults[at])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    return visit, page


def test_who_has_no_record_is_told_so_until_it_is_opened(day, screen):
    visit, page = begun(day, screen)
    screen.waits(lambda: "建居民健康档案" in titles(page))
    assert page.left.duties.isVisible()
    day.clinic.health_record.open(day.clinic.on_duty, visit.resident_id, VILLAGE)
    page.view_model.desk.written.emit()
    screen.waits(lambda: "建居民健康档案" not in titles(page))


def test_a_known_hypertensive_is_due_and_a_key_opens_the_form(day, screen):
    visit = day.arrives(day.adults[0])
    by = day.clinic.on_duty
    day.clinic.health_record.open(by, visit.resident_id, VILLAGE)
    day.clinic.care.open(by, visit.resident_id, "htn")
    page = opened(screen)
    wanted = []
    page.view_model.desk.form_wanted.connect(lambda *what: wanted.append(what))
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    screen.waits(lambda: any("高血压" in one for one in titles(page)))
    number = next(at for at, one in enumerate(titles(page), start=1) if "高血压" in one)
    screen.press(Qt.Key(Qt.Key.Key_0 + number), CTRL)
    screen.waits(lambda: [(who, form) for who, form, _ in wanted] == [(visit.resident_id, "htn_followup")])


def test_a_diagnosis_is_taken_into_care_by_its_key(day, screen):
    visit, page = begun(day, screen)
    day.clinic.health_record.open(day.clinic.on_duty, visit.resident_id, VILLAGE)
    state = page.view_model.state
    page.view_model.writing.begin(state.form.__class__(complaint="头晕", diagnoses=(("I10.x00", "高血压"),)))
    screen.waits(lambda: "纳入高血压管理" in titles(page))
    number = titles(page).index("纳入高血压管理") + 1
    screen.press(Qt.Key(Qt.Key.Key_0 + number), CTRL)
    screen.waits(lambda: "纳入高血压管理" not in titles(page))
    assert [one.service for one in day.clinic.care.of(day.clinic.on_duty, visit.resident_id)] == ["htn"]


def test_a_notifiable_diagnosis_opens_its_card_filled_by_the_visit(day, screen):
    visit, page = begun(day, screen)
    day.clinic.health_record.open(day.clinic.on_duty, visit.resident_id, VILLAGE)
    state = page.view_model.state
    page.view_model.writing.begin(
        state.form.__class__(complaint="发热2天", diagnoses=(("J10.101", "流行性感冒"),), onset_days=2)
    )
    screen.waits(lambda: "传染病报告卡" in titles(page))
    screen.press(Qt.Key(Qt.Key.Key_1 + titles(page).index("传染病报告卡")), CTRL)
    forms = screen.window.page("forms")
    screen.waits(lambda: forms.opened.view is not None)
    told = forms.opened.view.values
    (disease,) = {one.id for one in notifiable("J10.101", visit.day)}
    assert (told["disease"], told["onset"]) == (disease, (visit.day - timedelta(days=2)).isoformat())


def arrived(day, name, born):
    new = NewResident(name=name, sex="1", birth_date=born, temp_reason="F")
    return day.clinic.residents.register(day.clinic.on_duty, new).id


def test_a_childs_doses_that_are_due_lead_to_the_page_of_vaccination(day, screen):
    today = day.clinic.immunization.today()
    child = arrived(day, "陈小宝", today - timedelta(days=300))
    day.clinic.registration.register(day.clinic.on_duty, NewVisit(resident_id=child, department="全科"))
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    screen.waits(lambda: "预防接种到期" in titles(page))
    screen.press(Qt.Key(Qt.Key.Key_1 + titles(page).index("预防接种到期")), CTRL)
    screen.waits(lambda: screen.window.page("immunization").isVisible())


def test_a_contract_in_its_last_days_leads_to_its_page(day, screen):
    clinic, by = day.clinic, day.clinic.on_duty
    visit = day.arrives(day.adults[0])
    team = clinic.contracts.form_team(by, NewTeam(name="第一团队", leader=by.author.staff_id))
    begun_on = clinic.contracts.today() - timedelta(days=350)
    fee = Fee(Fen(500), Fen(0), Fen(0))
    new = NewContract(
        resident=visit.resident_id, team=team, packages=("basic",), signed_on=begun_on, years=1, fee=fee
    )
    signed = clinic.contracts.sign(by, new)
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    screen.waits(lambda: "家庭医生续签" in titles(page))
    clinic.contracts.renew(by, signed, clinic.contracts.today(), 1)
    page.view_model.desk.written.emit()
    screen.waits(lambda: "家庭医生续签" not in titles(page))
