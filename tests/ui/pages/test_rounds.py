"""下乡包 used by its keys: a scanned sheet, blank by blank, saved, the next one; its paper photographed."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from clinic_app.services.households import House
from clinic_app.services.rounds import RoundService, Stop
from clinic_app.ui.pages.rounds.page import PACKING, TYPING
from clinic_app.ui.pages.rounds.typing_part import TypingPart
from tests.ui.pages.test_rounds_typing import PRINTED, VISIT

BEFORE = date(2026, 8, 20)
LAST = {**{key: value for key, value in PRINTED.items() if key not in ("record_no", "name", "doctor")}}
LAST |= {
    "date": BEFORE.isoformat(),
    "symptoms": ["1"],
    "sbp": 136,
    "dbp": 84,
    "weight": "63",
    "heart_rate": 70,
}
LAST |= {"salt": "2", "psych": "1", "obey": "1", "compliance": "1", "adverse": False, "mode": "1"}


@pytest.fixture
def rounds(day) -> RoundService:
    return day.clinic.rounds


def followed(day, person) -> None:
    """Has a health record, and was followed up in summer."""
    clinic, by = day.clinic, day.clinic.on_duty
    clinic.health_record.open(by, person, "350881100001")
    known = clinic.forms.start(by, "htn_followup", person, BEFORE).values
    clinic.forms.record(by, "htn_followup", {**known, **LAST}, person)


@pytest.fixture
def pack(day, rounds):
    """Three sheets for today of people who were followed up in summer."""
    by = day.clinic.on_duty
    people = [day.arrives(one).resident_id for one in day.adults[:3]]
    for one in people:
        followed(day, one)
    stops = [Stop(resident_id=one, form="htn_followup", reason="应随访 11-20") for one in people]
    return rounds.make(by, rounds.today(), stops)


def recorded(day, pack, place: int) -> list:
    return day.clinic.forms.of(pack.sheets[place].sheet.resident_id, "htn_followup")


@pytest.fixture
def page(pack, screen) -> TypingPart:
    screen.window.open_page("rounds")
    page = screen.window.page("rounds").typing
    screen.waits(lambda: page.sheets.rows.rowCount() == 3 and page.code.hasFocus())
    return page


def fill(screen, page, answers: dict[str, str]) -> None:
    """The answers of a visit as a hand types them, each after the one before was taken."""
    while (typing := page.view_model.state.typing).current is not None:
        at, text = typing.at, answers[typing.current.key]
        screen.type(text.rstrip())
        if text.endswith(" "):
            screen.press(Qt.Key.Key_Return)
        screen.waits(lambda at=at: page.view_model.state.typing.at != at and not page.answer.text())


def states(page) -> list[str]:
    model = page.sheets.rows
    return [model.index(at, model.columnCount() - 1).data() for at in range(model.rowCount())]


def test_a_sheet_is_scanned_typed_in_with_nineteen_keys_and_saved(day, pack, page, screen):
    sheet = pack.sheets[1].sheet
    screen.scan(sheet.code)
    screen.waits(lambda: page.answer.hasFocus())
    assert sheet.who in page._whose.text() and "症状" in page.question.text()
    before = screen.keys
    fill(screen, page, VISIT)
    assert "F8" in page.question.text()
    screen.press(Qt.Key.Key_F8)
    assert screen.keys - before == 19
    screen.waits(lambda: states(page) == ["待录", "已录", "待录"])
    kept = recorded(day, pack, 1)[0]
    said = [kept.values[key] for key in ("sbp", "weight", "class", "mode", "smoke_daily")]
    assert (said, kept.day, kept.origin) == ([138, "62.5", "1", "2", 10], pack.day, "round")
    assert "已录入" in page.notice.text() and page.code.hasFocus()


def test_what_one_sheet_of_a_person_measured_the_next_one_does_not_ask(day, rounds, screen):
    """Hypertension and diabetes: pressure and weight are typed once, the two sheets in 19 and 12 keys."""
    by, person = day.clinic.on_duty, day.arrives(day.adults[0]).resident_id
    followed(day, person)
    printed = {key: value for key, value in LAST.items() if key not in ("salt", "heart_rate")}
    begun = day.clinic.forms.start(by, "dm_followup", person, BEFORE).values
    first = {**begun, **printed, "dorsalis": "1", "fpg": "6.9", "staple": 300, "hypoglycemia": "1"}
    day.clinic.forms.record(by, "dm_followup", first, person)
    stops = [Stop(resident_id=person, form=form) for form in ("htn_followup", "dm_followup")]
    high, sweet = sorted(rounds.make(by, rounds.today(), stops).sheets, key=lambda one: one.sheet.form)[::-1]
    screen.window.open_page("rounds")
    page = screen.window.page("rounds").typing
    screen.waits(lambda: page.sheets.rows.rowCount() == 2 and page.code.hasFocus())
    of_diabetes = VISIT | {"dorsalis": "1", "fpg": "6.4 ", "hypoglycemia": "1"}
    spent = []
    for sheet, answers in ((high, VISIT), (sweet, of_diabetes)):
        screen.scan(sheet.sheet.code)
        screen.waits(page.answer.hasFocus)
        before = screen.keys
        fill(screen, page, answers)
        screen.press(Qt.Key.Key_F8)
        screen.waits(lambda: page.code.hasFocus() and "已录入" in page.notice.text())
        spent.append(screen.keys - before)
    assert spent == [19, 12]
    kept = day.clinic.forms.last(person, "dm_followup")
    told = [kept.values[key] for key in ("sbp", "dbp", "weight", "bmi", "fpg", "class")]
    assert (told, kept.day) == ([138, 86, "62.5", "23", "6.4", "1"], rounds.today())


def test_the_next_scan_opens_the_next_sheet_from_wherever_one_is(day, pack, page, screen):
    screen.window.open_page("courier")
    screen.scan(pack.sheets[2].sheet.code)
    screen.waits(lambda: page.isVisible() and page.answer.hasFocus())
    assert page.view_model.state.typing.taken == pack.sheets[2]


def test_a_scan_over_a_half_typed_sheet_fills_no_blank_and_throws_nothing_away(day, pack, page, screen):
    screen.scan(pack.sheets[0].sheet.code)
    screen.waits(page.answer.hasFocus)
    screen.type("1")
    screen.waits(lambda: page.view_model.state.typing.at > 0)
    typed = dict(page.view_model.state.typing.typed)
    screen.scan(pack.sheets[1].sheet.code)
    screen.waits(lambda: "还没有保存" in page.notice.text())
    assert page.view_model.state.typing.typed == typed
    assert page.view_model.state.typing.taken == pack.sheets[0] and page.answer.text() == ""


def test_a_wrong_code_says_so_and_the_list_opens_a_sheet_by_enter(day, pack, page, screen):
    screen.type("1234")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "不是表上的编码" in page.notice.text())
    screen.press(Qt.Key.Key_Down)
    screen.waits(page.sheets.hasFocus)
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.answer.hasFocus)
    assert page.view_model.state.typing.taken == pack.sheets[1]


def test_an_impossible_value_stays_in_the_box_with_its_reason(day, pack, page, screen):
    screen.scan(pack.sheets[0].sheet.code)
    screen.waits(page.answer.hasFocus)
    screen.type("1")
    screen.waits(lambda: "收缩压" in page.question.text())
    screen.type("14")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "60～280" in page.notice.text())
    assert page.answer.selectedText() == "14"
    screen.type("142")
    screen.waits(lambda: "舒张压" in page.question.text())
    assert page.notice.text() == ""


def test_a_critical_value_asks_for_a_second_look(day, pack, page, screen):
    screen.scan(pack.sheets[0].sheet.code)
    screen.waits(page.answer.hasFocus)
    fill(screen, page, VISIT | {"sbp": "192"})
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "危急值" in page.notice.text() and "192" in page.notice.text())
    assert len(recorded(day, pack, 0)) == 1
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: len(recorded(day, pack, 0)) == 2)


def test_what_is_missing_is_told_and_asked_for(day, pack, page, screen):
    screen.scan(pack.sheets[0].sheet.code)
    screen.waits(page.answer.hasFocus)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "必填" in page.notice.text())
    assert "症状" in page.question.text() and len(recorded(day, pack, 0)) == 1


def test_one_goes_back_with_the_arrow_and_mends(day, pack, page, screen):
    screen.scan(pack.sheets[0].sheet.code)
    screen.waits(page.answer.hasFocus)
    screen.type("1")
    screen.waits(lambda: "收缩压" in page.question.text())
    screen.press(Qt.Key.Key_Up)
    screen.waits(lambda: "症状" in page.question.text())
    screen.type("26")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "收缩压" in page.question.text())
    assert page.view_model.state.typing.values["symptoms"] == ["2", "6"]


def test_what_was_printed_is_shown_and_mended_with_f7(day, pack, page, screen):
    screen.scan(pack.sheets[0].sheet.code)
    screen.waits(page.answer.hasFocus)
    blanks = page.answers.rows.rowCount()
    screen.press(Qt.Key.Key_F7)
    screen.waits(lambda: page.answers.rows.rowCount() > blanks)
    said = [page.answers.rows.index(at, 1).data() for at in range(page.answers.rows.rowCount())]
    assert "10 支/天" in said
    screen.press(Qt.Key.Key_F7)
    screen.waits(lambda: page.answers.rows.rowCount() == blanks)


def test_esc_throws_away_only_when_pressed_twice(day, pack, page, screen):
    screen.scan(pack.sheets[0].sheet.code)
    screen.waits(page.answer.hasFocus)
    screen.type("1")
    screen.waits(lambda: page.view_model.state.typing.at > 0)
    screen.press(Qt.Key.Key_Escape)
    screen.waits(lambda: "再按一次 Esc" in page.notice.text())
    assert page.view_model.state.typing is not None
    screen.press(Qt.Key.Key_Escape)
    screen.waits(lambda: page.view_model.state.typing is None and page.code.hasFocus())


def test_the_paper_is_photographed_with_f9_and_made_small(day, rounds, pack, page, screen, tmp_path):
    photo = QImage(3000, 4000, QImage.Format.Format_RGB32)
    photo.fill(QColor("white"))
    path = tmp_path / "纸.jpg"
    photo.save(str(path))
    page._ask_picture = lambda _: path
    screen.scan(pack.sheets[0].sheet.code)
    screen.waits(page.answer.hasFocus)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "照片已加密保存" in page.notice.text())
    assert rounds.open(pack.sheets[0].sheet.code).pictures == 1
    page._ask_picture = lambda _: tmp_path / "no.jpg"
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "不是照片" in page.notice.text())


def test_the_pack_is_printed_again_with_f10(day, pack, page, screen):
    screen.press(Qt.Key.Key_F10)
    screen.waits(lambda: "已出纸" in page.notice.text())
    printed = list((day.clinic.store.folder / "print").glob("round-*.pdf"))
    assert len(printed) == 1 and printed[0].read_bytes().count(b"/Type /Page\n") == 4


def test_older_packs_are_a_key_away(day, rounds, pack, page, screen):
    day.clock.pass_minutes(24 * 60)
    later = rounds.make(
        day.clinic.on_duty,
        rounds.today(),
        [Stop(resident_id=pack.sheets[0].sheet.resident_id, form="dm_followup")],
    )
    screen.press(Qt.Key.Key_F5)
    screen.waits(lambda: page.sheets.rows.rowCount() == 1 and later.day.isoformat() in page._pack.text())
    page.sheets.setFocus()
    screen.press(Qt.Key.Key_Left)
    screen.waits(lambda: page.sheets.rows.rowCount() == 3)


def test_without_a_pack_the_page_says_where_one_is_made(day, screen):
    screen.window.open_page("rounds")
    page = screen.window.page("rounds").typing
    screen.waits(lambda: page.view_model.state.loaded)
    assert "打包" in page.sheets._empty.accessibleName() and not page.print.isEnabled()


@pytest.fixture
def due(day):
    """Two people taken into care months ago: their follow-ups are due, one in each group of the village."""
    clinic, by = day.clinic, day.clinic.on_duty
    people = [day.arrives(one).resident_id for one in day.adults[:2]]
    for group, one in zip("21", people, strict=True):
        clinic.health_record.open(by, one, "350881100001")
        house = House(village="东山村", village_code="350881100001", group=group, house="5")
        clinic.households.found(by, house, one)
        clinic.care.open(by, one, "htn", rounds_day(day) - timedelta(days=120))
    return people


def rounds_day(day) -> date:
    return day.clinic.rounds.today()


def test_what_is_due_is_packed_printed_and_waits_to_be_typed(day, due, screen):
    screen.window.open_page("rounds")
    whole = screen.window.page("rounds")
    screen.waits(whole.typing.code.hasFocus)
    screen.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    screen.waits(lambda: whole.tabs.currentIndex() == PACKING and len(whole.packing.model.state.rows) >= 2)
    rows = whole.packing.model.state.rows
    assert {"htn_followup"} <= {row.item.task.form for row in rows} and all(row.taken for row in rows)
    left_out = rows[0]
    screen.press(Qt.Key.Key_Space)
    screen.waits(lambda: not whole.packing.model.state.rows[0].taken)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: whole.tabs.currentIndex() == TYPING and "已出纸" in whole.typing.notice.text())
    (pack,) = day.clinic.rounds.packs()
    assert len(pack.sheets) == len(rows) - 1
    packed = {(one.sheet.resident_id, one.sheet.form) for one in pack.sheets}
    assert (left_out.item.resident_id, left_out.item.task.form) not in packed
    assert list((day.clinic.store.folder / "print").glob("round-*.pdf"))


def test_who_is_due_in_one_household_stands_together(day, due, screen):
    clinic, by = day.clinic, day.clinic.on_duty
    late, other = due
    guest = day.arrives(day.adults[2]).resident_id
    clinic.health_record.open(by, guest, "350881100001")
    home, _ = clinic.households.of(late)
    clinic.households.join(by, home.id, guest, "11")
    clinic.care.open(by, guest, "dm", rounds_day(day) - timedelta(days=15))
    screen.window.open_page("rounds")
    whole = screen.window.page("rounds")
    whole.tabs.setCurrentIndex(PACKING)
    screen.waits(lambda: guest in {row.item.resident_id for row in whole.packing.model.state.rows})
    people = list(dict.fromkeys(row.item.resident_id for row in whole.packing.model.state.rows))
    first = people.index(min((late, guest), key=people.index))
    assert set(people[first : first + 2]) == {late, guest} and other in people


def test_a_group_of_a_village_is_packed_alone(day, due, screen):
    screen.window.open_page("rounds")
    whole = screen.window.page("rounds")
    whole.tabs.setCurrentIndex(PACKING)
    screen.waits(lambda: whole.packing.where.count() == 4)
    whole.packing.where.setFocus()
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Down)
    screen.waits(lambda: {row.item.group for row in whole.packing.model.state.rows} == {"1"})
    assert {row.item.resident_id for row in whole.packing.model.state.rows} == {due[1]}
