"""Who pays: the insurance chosen before, why one would not pay, and asking the county."""

from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from clinic_app.domain.resources import text
from clinic_app.sync.enrolment import enrol
from sync_server.publish.insured import import_insured
from sync_server.publish.policies import publish_policy
from tests.e2e.county_at_work import at_work
from tests.server.county import OTHER, TOWNSHIP
from tests.ui.pages.hands import insert
from tests.ui.workplace import PEOPLE, card_of, insured_of

ONE, TWO = PEOPLE[0], PEOPLE[1]
POLICY = text("policies", "open_sample.toml").replace('["390", "380"]', '["390", "380", "310"]')


def two_insurances(clinic):
    clinic.insurance.install_policy(clinic.on_duty, POLICY)
    people = [insured_of(ONE, "310", "N1"), insured_of(ONE, "390", "N2")]
    clinic.insurance.state_insured(clinic.on_duty, people)


def test_the_insurance_chosen_once_is_chosen_by_itself_the_next_time(qtbot, page, clinic, reader, fingers):
    two_insurances(clinic)
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.visit.insurance.hasFocus)
    assert "2 个险种" in page.visit.why.text()
    page.visit.insurance.show_code("N2")
    page.register.click()
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    visit = clinic.registration.queue()[0]
    assert clinic.registration.chosen(visit.resident_id) == "N2"

    clinic.registration.cancel(clinic.on_duty, visit.id)
    reader.remove()
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    assert page.visit.insurance.currentText().startswith("居民医保")
    assert "上次选的居民医保" in page.visit.why.text()
    page.visit.insurance.show_code("N1")  # and changed any time
    page.register.click()
    qtbot.waitUntil(lambda: clinic.registration.chosen(visit.resident_id) == "N1")


def test_self_pay_for_once_does_not_forget_the_choice(qtbot, page, clinic, reader, fingers):
    two_insurances(clinic)
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.visit.insurance.hasFocus)
    page.visit.insurance.show_code("")
    page.register.click()
    qtbot.waitUntil(lambda: page.view_model.state.issued is not None)
    assert clinic.registration.chosen(clinic.registration.queue()[0].resident_id) == ""


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"psn_insu_stas": "2"}, "暂停"),
        ({"psn_insu_stas": "3"}, "停保"),
        ({"death_date": date(2020, 1, 31)}, "2020-01-31 死亡"),
        ({"insutype": "340"}, "没有这个险种今天有效的政策"),
        ({}, ""),
    ],
)
def test_each_reason_why_an_insurance_would_not_pay_has_its_sentence(
    qtbot, page, clinic, reader, details, words
):
    clinic.insurance.install_policy(clinic.on_duty, POLICY)
    clinic.insurance.state_insured(clinic.on_duty, [replace(insured_of(ONE, "390", "N1"), **details)])
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    assert words in page.visit.why.text() and bool(words) == bool(page.visit.why.text())
    assert not page.visit.look_up.isVisible()


def test_somebody_from_elsewhere_is_looked_up_with_one_key(qtbot, page, clinic, reader, fingers, tmp_path):
    (tmp_path / "county").mkdir()
    with at_work(tmp_path / "county") as county:
        database = county.database()
        publish_policy(database, POLICY)
        register = tmp_path / "insured.csv"
        register.write_text(f"psn_no,id_number,insutype,home\nN9,{ONE.id_number},390,{OTHER}\n")
        import_insured(database, register)
        enrol(clinic.store, clinic.holder, county.url, county.code(TOWNSHIP))
        page.view_model.refresh()
        qtbot.waitUntil(lambda: page.view_model.state.enrolled)
        insert(qtbot, page, reader, card_of(ONE))
        qtbot.waitUntil(page.visit.look_up.isVisible)
        assert "查参保" in page.visit.why.text()
        fingers.press(Qt.Key.Key_F7)
        qtbot.waitUntil(lambda: page.visit.insurance.count() == 2)
        assert page.visit.insurance.currentText().startswith("居民医保")
        assert "查到了：居民医保" in page.notice.text()

        reader.remove()
        insert(qtbot, page, reader, card_of(TWO))
        qtbot.waitUntil(page.visit.look_up.isVisible)
        fingers.press(Qt.Key.Key_F7)
        qtbot.waitUntil(lambda: "县里的参保登记也没有" in page.visit.why.text())

    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "连不上县里" in page.notice.text(), timeout=30_000)
    assert page.visit.insurance.currentText() == "自费"


def test_a_clinic_without_a_county_has_nobody_to_ask(qtbot, page, clinic, reader):
    insert(qtbot, page, reader, card_of(ONE))
    qtbot.waitUntil(page.register.hasFocus)
    assert page.visit.why.text() == "参保登记里没有此人，按自费。"
    assert not page.visit.look_up.isVisible()
