"""签约 by its keys: a team, the person signed with, printed, refused, ended, renewed, contracted twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt

from clinic_app.domain.contract_teams import NewTeam
from clinic_app.domain.contract_terms import PAPER, Hospitals, NewContract, hash_of
from clinic_app.domain.contracts import Fee
from clinic_app.domain.forms import Context, form
from clinic_app.domain.money import Fen
from clinic_app.domain.strokes import read
from clinic_app.services.households import House
from clinic_app.services.residents import NewResident
from clinic_app.ui.pages.contracts.signing_part import FORM, NOBODY, STANDING
from tests.forms import filled

CONTROL = Qt.KeyboardModifier.ControlModifier
FEE = Fee(Fen(500), Fen(2500), Fen(1000))


@pytest.fixture
def who(clinic):
    new = NewResident(name="林秀英", sex="2", birth_date=date(1950, 5, 1), village="西洋村", temp_reason="F")
    return clinic.residents.register(clinic.on_duty, new).id


@pytest.fixture
def team(clinic):
    leader = clinic.on_duty.author.staff_id
    other = NewTeam(name="东坂团队", leader=leader, villages=("东坂村",))
    clinic.contracts.form_team(clinic.on_duty, other)
    return clinic.contracts.form_team(
        clinic.on_duty, NewTeam(name="西洋团队", leader=leader, villages=("西洋村",))
    )


@pytest.fixture
def page(qtbot, workplace):
    workplace.window.open_page("contracts")
    page = workplace.window.page("contracts")
    qtbot.waitUntil(page.isVisible)
    qtbot.waitUntil(lambda: page.signing.model.state.coverage is not None)
    return page


def took(qtbot, workplace, page, who, at):
    workplace.desk.take(who)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == at)


def agreement(clinic, who, team, **changed) -> NewContract:
    told = NewContract(
        resident=who, team=team, packages=("basic",), signed_on=clinic.contracts.today(), years=1, fee=FEE
    )
    return replace(told, **changed)


def test_a_person_is_signed_with_in_one_key_after_the_card(
    qtbot, workplace, page, clinic, who, team, fingers
):
    took(qtbot, workplace, page, who, FORM)
    form = page.signing.form
    assert form.team.currentText().startswith("西洋团队")  # of the person's village
    assert form.packages["basic"].isChecked() and form.packages["elderly"].isChecked()
    assert not form.packages["hypertension"].isChecked()
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == STANDING)
    standing = page.signing.standing
    [contract] = clinic.contracts.of(clinic.on_duty, who).history
    assert contract.signature == PAPER and {one.key for one in contract.packages} == {"basic", "elderly"}
    assert contract.number in standing.term.text() and standing.status.text() == "签约中"
    assert standing.plan.rows.rowCount() > 1
    qtbot.waitUntil(lambda: page.signing.listed.rows.rowCount() == 1)


def test_the_parts_of_the_fee_add_up_and_the_packages_set_them_again(
    qtbot, workplace, page, who, team, fingers
):
    took(qtbot, workplace, page, who, FORM)
    form = page.signing.form
    form.resident.setFocus()
    fingers.type("12.34")
    fingers.press(Qt.Key.Key_Return)
    state = page.signing.model.state
    assert state.asked.resident == 1234
    assert form.total.text() == f"合计 {(state.asked.total) / 100:.2f} 元/年"
    form.packages["hypertension"].setFocus()
    fingers.press(Qt.Key.Key_Space)
    assert page.signing.model.state.fee is None
    assert page.signing.model.state.asked.resident != 1234


@pytest.fixture
def house(clinic, who):
    """Her husband and a grandchild live with her."""
    head = clinic.households.found(
        clinic.on_duty, House(village="西洋村", village_code="350881101015", group="2", house="9"), who
    )
    others = []
    for name, born, relation in (("林大山", date(1948, 1, 1), "11"), ("林小宝", date(2023, 3, 1), "4")):
        new = NewResident(name=name, sex="1", birth_date=born, village="西洋村", temp_reason="F")
        person = clinic.residents.register(clinic.on_duty, new).id
        clinic.households.join(clinic.on_duty, head.id, person, relation)
        others.append(person)
    return others


def test_a_house_signs_together_and_who_has_a_contract_is_left_out(
    qtbot, workplace, page, clinic, who, team, house, fingers
):
    husband, child = house
    clinic.contracts.sign(clinic.on_duty, agreement(clinic, husband, team))
    took(qtbot, workplace, page, who, FORM)
    form, model = page.signing.form, page.signing.model
    qtbot.waitUntil(form.house.isVisible)
    assert not form.mates[child].isVisible()
    fingers.press(Qt.Key.Key_J, CONTROL)
    assert form.mates[child].isVisible() and form.mates[child].isChecked()
    assert not form.mates[husband].isEnabled() and "已签" in form.mates[husband].text()
    assert form.sign.text().endswith("签订 2 份协议")
    assert model.state.asked_of_all.total > model.state.asked.total
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == STANDING)
    [of_child] = clinic.contracts.of(clinic.on_duty, child).history
    assert of_child.representative == "林秀英"
    assert {one.key for one in of_child.packages} == {"basic", "children"}
    assert len(clinic.contracts.of(clinic.on_duty, husband).history) == 1
    fingers.press(Qt.Key.Key_F10)
    papers = workplace.clinic.store.folder / "print"
    qtbot.waitUntil(lambda: len([*papers.glob("*.pdf")]) == 2)


def test_a_second_press_leaves_the_house_out_again(qtbot, workplace, page, clinic, who, team, house, fingers):
    took(qtbot, workplace, page, who, FORM)
    form = page.signing.form
    qtbot.waitUntil(form.house.isVisible)
    fingers.press(Qt.Key.Key_J, CONTROL)
    fingers.press(Qt.Key.Key_J, CONTROL)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == STANDING)
    assert [len(clinic.contracts.of(clinic.on_duty, one).history) for one in (who, *house)] == [1, 0, 0]


def test_hospitals_are_signed_with_shown_and_begin_a_renewal(
    qtbot, workplace, page, clinic, who, team, house, fingers
):
    begun = clinic.contracts.today() - timedelta(days=350)
    known = Hospitals("市第二医院", "省立医院")
    clinic.contracts.sign(clinic.on_duty, agreement(clinic, who, team, signed_on=begun, hospitals=known))
    took(qtbot, workplace, page, who, STANDING)
    assert page.signing.standing.term.text().endswith("组合签约：市第二医院、省立医院")
    fingers.press(Qt.Key.Key_F8)
    form = page.signing.form
    qtbot.waitUntil(lambda: form.secondary.text() == "市第二医院")
    form.note.setText("写给别人的")
    workplace.desk.take(house[0])
    qtbot.waitUntil(lambda: form.secondary.text() == form.tertiary.text() == form.note.text() == "")
    qtbot.waitUntil(lambda: page.signing.model.state.signing)
    box = form.secondary.completer()
    box.setCompletionPrefix("第二")  # keys of a test are ASCII
    assert [box.completionModel().index(0, 0).data(), box.completionCount()] == ["市第二医院", 1]
    form.secondary.setText("县中医院")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == STANDING)
    [contract] = clinic.contracts.of(clinic.on_duty, house[0]).history
    assert (contract.hospitals, contract.note) == (Hospitals("县中医院", ""), "")


def test_a_drawn_signature_is_kept_and_printed(qtbot, workplace, page, clinic, who, team, fingers):
    took(qtbot, workplace, page, who, FORM)
    pad = page.signing.form.pad
    assert pad.picture() is None
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    for x in range(30, 120, 10):
        qtbot.mouseMove(pad, QPoint(x, 20 + x % 40))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(120, 60))
    assert page.signing.form.signed.text() == "签名保存在协议里"
    drawn = pad.strokes()
    assert sum(len(stroke) for stroke in read(drawn)) > 8
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == STANDING)
    [contract] = clinic.contracts.of(clinic.on_duty, who).history
    assert clinic.contracts.strokes(contract) == drawn and contract.signature == hash_of(drawn)
    assert page.signing.standing.hand.isVisible() and page.signing.standing.hand.strokes() == drawn
    fingers.press(Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: page.signing.notice.text().startswith("已打印"))


def test_wiped_it_is_a_paper_again(qtbot, workplace, page, who, team, fingers):
    took(qtbot, workplace, page, who, FORM)
    pad = page.signing.form.pad
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    assert page.signing.model.state.drawn
    pad.setFocus()
    fingers.press(Qt.Key.Key_Backspace)
    assert not page.signing.model.state.drawn and pad.picture() is None


def test_a_photograph_takes_the_place_of_what_was_drawn_and_stays_here(
    qtbot, workplace, page, clinic, who, team, fingers, tmp_path
):
    took(qtbot, workplace, page, who, FORM)
    form = page.signing.form
    qtbot.mouseClick(form.pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    paper = tmp_path / "paper.png"
    paper.write_bytes(form.pad.picture())
    page.signing.model.photograph(paper)
    qtbot.waitUntil(lambda: form.signed.text() == "签名图像加密存在本机")
    assert form.pad.picture() is None and not page.signing.model.state.drawn
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == STANDING)
    [contract] = clinic.contracts.of(clinic.on_duty, who).history
    assert clinic.contracts.signature(contract).startswith(b"\xff\xd8")
    assert clinic.contracts.strokes(contract) == b"" and not page.signing.standing.hand.isVisible()


def test_without_a_team_the_page_says_where_one_is_made(qtbot, workplace, page, who, fingers):
    took(qtbot, workplace, page, who, FORM)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "团队" in page.signing.notice.text())


def test_a_team_is_formed_and_amended(qtbot, page, clinic, fingers):
    page.signing.listed.setFocus()
    fingers.press(Qt.Key.Key_Tab, CONTROL)
    part = page.teams
    qtbot.waitUntil(lambda: part.isVisible() and part.leader.count() > 1)
    qtbot.waitUntil(part.name.hasFocus)
    part.name.setText("第一团队")
    part.leader.show_code(clinic.on_duty.author.staff_id)
    part.villages.setText("西洋村、东坂村")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: part.notice.text() == "团队已保存。" and part.teams.rows.rowCount() == 1)
    part.name.setText("第二团队")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: [one.name for one in clinic.contracts.teams(clinic.on_duty)] == ["第二团队"])
    [kept] = clinic.contracts.teams(clinic.on_duty)
    assert kept.villages == ("西洋村", "东坂村")


def test_a_team_without_a_leader_is_refused_and_nothing_typed_is_lost(qtbot, page, clinic, fingers):
    page.signing.listed.setFocus()
    fingers.press(Qt.Key.Key_Tab, CONTROL)
    part = page.teams
    qtbot.waitUntil(lambda: part.isVisible() and part.leader.count() > 1)
    part.name.setText("第一团队")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "团队长" in part.notice.text())
    assert part.name.text() == "第一团队" and not clinic.contracts.teams(clinic.on_duty)


def test_who_does_not_want_one_is_asked_for_the_reason(qtbot, workplace, page, clinic, who, team, fingers):
    took(qtbot, workplace, page, who, FORM)
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "原因" in page.signing.notice.text())
    page.signing.form.note.setText("在外打工")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "不愿签约：在外打工" in page.signing.refused.text())
    assert clinic.contracts.of(clinic.on_duty, who).refused.reason == "在外打工"


def test_ended_it_can_be_signed_anew(qtbot, workplace, page, clinic, who, team, fingers):
    clinic.contracts.sign(clinic.on_duty, agreement(clinic, who, team))
    took(qtbot, workplace, page, who, STANDING)
    page.signing.standing.reason.show_code("request")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == FORM)
    assert clinic.contracts.of(clinic.on_duty, who).contract.ended.reason == "request"
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: len(clinic.contracts.of(clinic.on_duty, who).history) == 2)


def test_in_its_last_days_it_is_renewed_from_the_day_after(
    qtbot, workplace, page, clinic, who, team, fingers
):
    begun = clinic.contracts.today() - timedelta(days=350)
    old = clinic.contracts.sign(clinic.on_duty, agreement(clinic, who, team, signed_on=begun))
    page.signing.view.show_code("renewable")
    qtbot.waitUntil(lambda: page.signing.listed.rows.rowCount() == 1)
    page.signing.listed.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == STANDING)
    assert page.signing.standing.status.text() == "可续签"
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == FORM)
    assert page.signing.model.state.asked == FEE
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: len(clinic.contracts.of(clinic.on_duty, who).history) == 2)
    new, before = clinic.contracts.of(clinic.on_duty, who).history
    assert (new.replaces, before.id) == (old, old)
    assert new.valid_from == before.valid_to + timedelta(days=1)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == STANDING)
    qtbot.waitUntil(lambda: not page.signing.standing.renew.isEnabled())


def test_esc_of_a_renewal_goes_back_to_what_stands(qtbot, workplace, page, clinic, who, team, fingers):
    begun = clinic.contracts.today() - timedelta(days=350)
    clinic.contracts.sign(clinic.on_duty, agreement(clinic, who, team, signed_on=begun))
    took(qtbot, workplace, page, who, STANDING)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.signing.right.currentIndex() == FORM)
    page.signing.form.back.click()
    assert page.signing.right.currentIndex() == STANDING
    assert len(clinic.contracts.of(clinic.on_duty, who).history) == 1


def test_an_empty_page_says_what_to_do(page):
    assert page.signing.right.currentIndex() == NOBODY
    assert page.signing.listed.rows.rowCount() == 0
    assert page.signing.coverage.text().startswith("签约 0 人")


def test_enter_on_a_tick_leads_to_the_record(qtbot, workplace, page, clinic, who, team, fingers):
    clinic.contracts.sign(clinic.on_duty, agreement(clinic, who, team, packages=("elderly",)))
    day, sheet = clinic.contracts.today(), form("elderly_selfcare")
    context = Context(day=day, sex="2", birth_date=date(1950, 5, 1), carries=frozenset())
    done = clinic.forms.record(
        clinic.on_duty, "elderly_selfcare", filled(sheet, context) | {sheet.dated: day.isoformat()}, who
    )
    took(qtbot, workplace, page, who, STANDING)
    plan = page.signing.standing.plan
    qtbot.waitUntil(lambda: any(line.evidence for line in page.signing.model.state.plan))
    at = next(n for n, line in enumerate(page.signing.model.state.plan) if line.evidence)
    plan.choose(at)
    plan.setFocus()
    with qtbot.waitSignal(workplace.desk.record_wanted) as wanted:
        fingers.press(Qt.Key.Key_Return)
    assert wanted.args == [done]
