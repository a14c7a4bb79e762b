"""机构: what the county allows stands beside what this PC is."""

from clinic_app.journal.facts.county import FacilityRegistered
from tests.ui.workplace import FACILITY


def opened(qtbot, workplace):
    workplace.window.open_page("facility")
    page = workplace.window.page("facility")
    qtbot.waitUntil(lambda: page.view_model.state.facility is not None)
    return page


def test_without_a_permit_it_says_who_gives_one(qtbot, workplace):
    page = opened(qtbot, workplace)
    qtbot.waitUntil(lambda: "由县里核准" in page.facts["permits"].text())


def test_a_permit_of_the_county_is_named(qtbot, workplace, clinic):
    fact = FacilityRegistered(
        code=FACILITY, name="新桥卫生院", inst_lv="township", permits=("iv_antibiotics",)
    )
    with clinic.store.writing(clinic.on_duty.author) as writing:  # as if it had come from the county
        writing.append(fact)
    page = opened(qtbot, workplace)
    page.view_model.refresh()
    qtbot.waitUntil(lambda: page.facts["permits"].text() == "静脉输注抗菌药物")
