"""模板 on the doctor's page by its keys: kept, found by initials, put in under what is typed, removed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.catalogs import drugs
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.templates import TemplateLine
from clinic_app.projections.queries.templates import Template
from clinic_app.services.templates import Content
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.rows import drug_row
from clinic_app.ui.pages.outpatient.templates import content_of, filled, with_lines
from tests.ui.pages.consulting import CTRL, called, opened, order, write_minimum

COLD = Content(
    complaint="咽痛、发热2天",
    advice="多饮水，休息",
    diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"),),
    lines=(
        TemplateLine(kind="drug", code="YP0101", name="药", dose="0.3g", frequency="tid", days=5),
        TemplateLine(kind="service", code="ZL0001", name="一般诊疗费"),
    ),
)


@pytest.fixture
def page(day, screen):
    """A record in hand, with nothing typed."""
    visit = day.arrives(day.adults[0])
    day.has_no_allergies(visit)
    shown = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, shown)
    return shown


def kept(day, name="上感", content=COLD, *, shared=False):
    return day.clinic.templates.save(day.clinic.on_duty, name, content, shared=shared)


def picker(screen, page):
    screen.press(Qt.Key.Key_B, CTRL)
    screen.waits(lambda: page.templates.picker is not None and page.templates.picker.box.hasFocus())
    return page.templates.picker


def titles(picker) -> list[str]:
    return [hit.title for hit in picker.box.hits()]


def test_a_template_is_found_by_initials_and_put_under_what_is_typed(day, screen, page):
    kept(day)
    kept(day, "腹泻", Content(complaint="腹泻1天"), shared=True)
    screen.type("头痛1天")
    card = picker(screen, page)
    assert titles(card) == ["上感", "腹泻"]
    screen.type("sg")
    screen.waits(lambda: titles(card) == ["上感"])
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.record.complaint.text() == "头痛1天；咽痛、发热2天")
    form = page.form()
    assert form.advice == "多饮水，休息" and form.diagnoses == (("J06.9", "急性上呼吸道感染"),)
    drug, service = form.orders
    assert (drug.code, drug.dose, drug.days, drug.pric_e6 > 0) == ("YP0101", "0.3g", 5, True)
    assert service.code == "ZL0001"


def test_put_in_twice_it_stands_there_once(day, screen, page):
    kept(day)
    for _ in range(2):
        picker(screen, page)
        screen.press(Qt.Key.Key_Return)
        screen.waits(lambda: page.record.complaint.text() == COLD.complaint)
        screen.waits(lambda: not page.templates.picker.isVisible())
    assert [row.code for row in page.form().orders] == ["YP0101", "ZL0001"]
    assert "没有再加" in page.notice.text()


def test_what_is_typed_is_kept_with_one_key_and_enter(day, screen, page):
    write_minimum(screen, page)
    order(screen, page, "blf")
    screen.press(Qt.Key.Key_S, CTRL)
    keeper = page.templates.keeper
    screen.waits(keeper.name.hasFocus)
    name = keeper.name.text()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "已存为模板" in page.notice.text())
    (found,) = day.clinic.templates.all(day.clinic.on_duty)
    assert found.name == name == found.diagnoses[0].name
    assert found.complaint == "咽痛2天" and len(found.lines) == 1 and not found.shared
    assert page.record.complaint.text() == "咽痛2天"  # nothing of the record went


def test_only_the_orders_for_everybody(day, screen, page):
    write_minimum(screen, page)
    order(screen, page, "blf")
    screen.press(Qt.Key.Key_S, CTRL)
    keeper = page.templates.keeper
    keeper.record.click()
    keeper.owner.setFocus()
    screen.type("1")
    keeper.name.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "已存为模板" in page.notice.text())
    (found,) = day.clinic.templates.all(day.clinic.on_duty)
    assert found.shared and not found.complaint and len(found.lines) == 1


def test_del_asks_and_the_second_del_removes(day, screen, page):
    kept(day)
    card = picker(screen, page)
    screen.press(Qt.Key.Key_Delete)
    assert "再按一次 Del" in card.hint.text()
    assert len(day.clinic.templates.all(day.clinic.on_duty)) == 1
    screen.press(Qt.Key.Key_Delete)
    screen.waits(lambda: day.clinic.templates.all(day.clinic.on_duty) == [])
    screen.waits(lambda: card.isVisible() and "还没有模板" in card.hint.text())


def test_the_usual_drugs_of_the_diagnosis_are_offered_too(day, screen, page):
    day.bill(3, "YP0101", insured=False)
    write_minimum(screen, page)
    code = page.form().diagnoses[0][0]
    assert code.startswith("J06"), "the sample visit and this one are of one category"
    card = picker(screen, page)
    (one,) = card.box.hits()
    assert one.mark == "常用 1 次"
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: [row.code for row in page.form().orders] == ["YP0101"])


def test_a_line_that_the_catalogue_lost_is_named(day, screen, page):
    gone = TemplateLine(kind="drug", code="GONE", name="停用药")
    kept(day, content=Content(lines=(gone,)))
    picker(screen, page)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "停用药" in page.notice.text())
    assert page.form().orders == ()


def test_esc_leaves_everything_as_it_is(day, screen, page):
    kept(day)
    card = picker(screen, page)
    screen.press(Qt.Key.Key_Escape)
    assert not card.isVisible() and page.form().blank
    screen.waits(page.record.complaint.hasFocus)


def test_an_infusion_stays_together_under_a_number_of_its_own(qapp):
    drip = tuple(
        TemplateLine(kind="drug", code=code, name="药", group=1, note="缓慢滴注")
        for code in ("YP0101", "YP0001")
    )
    there = replace(drug_row(drugs()[5]), group=1)
    form = with_lines(Form(orders=(there,)), drip)
    assert [(row.code, row.group) for row in form.orders] == [
        (there.code, 1),
        ("YP0101", 2),
        ("YP0001", 2),
    ]
    kept_again = content_of(form, record=False, orders=True).lines
    assert [(line.group, line.note) for line in kept_again] == [(1, ""), (2, "缓慢滴注"), (2, "缓慢滴注")]


def test_a_form_without_measurements_is_what_a_template_keeps():
    form = Form(complaint=" 咽痛 ", examined="咽红", advice="休息", diagnoses=(("J06.9", "上感"),))
    content = content_of(form, record=True, orders=True)
    assert content == Content(
        complaint="咽痛", findings="咽红", advice="休息", diagnoses=(Diagnosis("J06.9", "上感"),)
    )
    again = Template(
        id=None, owner="P001", name="", shared=False, complaint="咽痛", history="", findings="咽红",
        advice="", diagnoses=(), lines=(),
    )  # fmt: skip
    assert filled(form, again).complaint == " 咽痛 "
