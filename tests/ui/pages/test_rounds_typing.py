"""回录: the blanks of a sheet in the order of the paper, and how many keys they cost."""

from datetime import date
from uuid import UUID

import pytest

from clinic_app.domain.forms import Context, form, missing, problems
from clinic_app.journal.facts.rounds import RoundSheet
from clinic_app.projections.queries.rounds import Taken
from clinic_app.ui import i18n
from clinic_app.ui.pages.rounds.answers import is_whole, value_of
from clinic_app.ui.pages.rounds.state import RoundsState, question
from clinic_app.ui.pages.rounds.typing import Typing, answered, begun, moved, shown_whole, stepped

DAY = date(2026, 11, 23)
WHO = Context(DAY, "1", date(1958, 3, 1), frozenset({"htn"}))
# What a follow-up takes over from the last one, as it stands printed on the sheet.
PRINTED = {
    "record_no": "35088110000100012",
    "name": "陈金水",
    "date": "2026-11-23",
    "mode": "2",
    "height": "165",
    "smoke_daily": 10,
    "drink_daily": "1",
    "exercise_times": 3,
    "exercise_minutes": 30,
    "doctor": "P001",
}
# The answers of one visit as they are typed; a blank at the end stands for Enter.
VISIT = {
    "symptoms": "1",
    "sbp": "138",
    "dbp": "86",
    "weight": "62.5 ",
    "heart_rate": "72",
    "salt": "1",
    "psych": "1",
    "obey": "1",
    "compliance": "1",
    "adverse": "1",
}
SECONDS_A_KEY = 1.0  # a village doctor with two fingers, eyes going to the paper and back
SECONDS_A_SHEET = 15.0  # the sheet is turned, its code is scanned, the screen is looked at once


def taken(values: dict[str, object] | None = None, key: str = "htn_followup") -> Taken:
    sheet = RoundSheet(
        code="1234567890123428",
        resident_id=UUID(int=1),
        form=key,
        version=1,
        values=PRINTED if values is None else values,
    )
    return Taken(pack_id=UUID(int=2), place=1, day=DAY, sheet=sheet, pictures=0)


def standing_at(key: str) -> Typing:
    typing = begun(taken(), form("htn_followup"), WHO)
    while typing.current is not None and typing.current.key != key:
        typing = stepped(typing, 1)
    return typing


def typed_in(typing: Typing, answers: dict[str, str]) -> tuple[Typing, int]:
    """The sheet after `answers`, key by key, and how many keys it took."""
    keys = 0
    while typing.current is not None:
        field, text = typing.current, ""
        for char in answers[typing.current.key]:
            keys += 1
            text += char
            if char == " " or is_whole(field, text):
                break
        assert text == answers[field.key], f"{field.key}: more keys than needed"
        typing = answered(typing, value_of(typing.form, field, text, WHO))
    return typing, keys


def test_only_the_blanks_are_asked_for_in_the_order_of_the_paper():
    typing = begun(taken(), form("htn_followup"), WHO)
    order = [key for key in form("htn_followup").fields if key in typing.rows]
    assert list(typing.rows) == order
    assert set(VISIT) <= set(typing.rows)
    assert not set(typing.rows) & (set(PRINTED) - {"date"})


def test_a_blood_pressure_visit_is_typed_in_with_nineteen_keys_and_twenty_of_them_in_twelve_minutes():
    typing, keys = typed_in(begun(taken(), form("htn_followup"), WHO), VISIT)
    assert missing(typing.form, typing.values, WHO) == ()
    assert problems(typing.form, typing.values, WHO) == ()
    assert keys == 18
    minutes = 20 * ((keys + 1) * SECONDS_A_KEY + SECONDS_A_SHEET) / 60  # and F8
    assert minutes < 12


def test_class_and_next_visit_follow_from_the_answers_and_change_with_them():
    typing, _ = typed_in(begun(taken(), form("htn_followup"), WHO), VISIT)
    assert (typing.values["class"], typing.values["next_visit_date"]) == ("1", "2027-02-23")
    worse, _ = typed_in(begun(taken(), form("htn_followup"), WHO), VISIT | {"sbp": "168"})
    assert (worse.values["class"], worse.values["next_visit_date"]) == ("2", "2026-12-07")


def test_an_answer_that_asks_for_more_brings_its_question_next():
    typing = begun(taken({}, "dm_followup"), form("dm_followup"), WHO)
    assert "dorsalis_side" not in typing.rows
    weak = answered(moved_to(typing, "dorsalis"), "2")
    assert weak.current is not None and weak.current.key == "dorsalis_side"


def test_one_steps_back_and_mends_and_goes_on_where_blanks_are_left():
    typing = begun(taken(), form("htn_followup"), WHO)
    first = typing.current
    typing = answered(typing, ["1"])
    back = stepped(typing, -1)
    assert back.current == first
    assert answered(back, ["2"]).values["symptoms"] == ["2"]
    assert answered(back, ["2"]).current == typing.current


def test_what_was_printed_can_be_mended_where_the_paper_was():
    whole = shown_whole(begun(taken(), form("htn_followup"), WHO))
    assert "smoke_daily" in whole.rows
    smoking = moved_to(whole, "smoke_daily")
    assert answered(smoking, 5).values["smoke_daily"] == 5
    assert "smoke_daily" not in shown_whole(whole).rows


def moved_to(typing: Typing, key: str) -> Typing:
    return stepped(typing, typing.rows.index(key) - typing.at)


def test_a_visit_on_another_day_moves_the_next_one_with_it():
    whole = shown_whole(begun(taken(), form("htn_followup"), WHO))
    earlier = answered(moved_to(whole, "date"), "2026-11-20")
    done, _ = typed_in(moved(shown_whole(earlier), 0), VISIT)
    assert (done.values["date"], done.values["next_visit_date"]) == ("2026-11-20", "2027-02-20")


def test_a_row_left_out_is_come_back_to():
    typing = stepped(begun(taken(), form("htn_followup"), WHO), 1)
    assert moved(typing, 0).at == 0


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        pytest.param("symptoms", "26", ["2", "6"], id="several digits are several choices"),
        pytest.param("symptoms", "2、6", ["2", "6"], id="or with a comma between"),
        pytest.param("adverse", "2", True, id="two is yes, as printed"),
        pytest.param("weight", "６２。５", "62.5", id="full width and Chinese stops"),
        pytest.param("next_visit_date", "12-7", "2026-12-07", id="a day without its year"),
        pytest.param("sbp", "abc", "abc", id="what cannot be read stays as typed"),
        pytest.param("aux", "", None, id="nothing is nothing"),
    ],
)
def test_what_is_typed_becomes_a_value(key, text, value):
    one = form("htn_followup")
    assert value_of(one, one.fields[key], text, WHO) == value


def test_thirty_three_digits_are_thirty_three_answers():
    one = form("tcm_elderly")
    typed = value_of(one, one.fields["answers"], "12345" * 6 + "123", WHO)
    assert len(typed) == 33 and typed[4] == {"score": 5}


def test_rows_of_a_list_have_a_semicolon_between():
    one = form("htn_followup")
    typed = value_of(one, one.fields["drugs"], "硝苯地平 2 10mg；缬沙坦 1 80mg", WHO)
    assert [row["name"] for row in typed] == ["硝苯地平", "缬沙坦"]


@pytest.mark.parametrize(
    ("key", "text", "whole"),
    [
        ("psych", "1", True),
        ("sbp", "14", False),
        ("sbp", "148", True),
        ("dbp", "86", True),
        ("dbp", "10", False),
        ("sbp", "900", False),
        ("weight", "62", False),
        ("symptoms", "1", True),
        ("symptoms", "2", False),
        ("adverse", "2", True),
        ("aux", "x", False),
    ],
)
def test_no_enter_is_needed_where_nothing_can_follow(key, text, whole):
    assert is_whole(form("htn_followup").fields[key], text) is whole


def test_a_choice_without_a_number_is_typed_by_its_place():
    one = form("child_check_1_8m")
    visit = one.fields["visit"]
    assert value_of(one, visit, "3", WHO) == "M6"
    assert is_whole(visit, "3") and not is_whole(visit, "9")
    assert "3 6月龄" in question(visit)


def test_a_sheet_is_asked_in_the_language_of_the_program(qapp):
    """The codes stay those of the paper."""
    fields = form("htn_followup").fields
    typing = answered(begun(taken(), form("htn_followup"), WHO), ["1"])
    state = RoundsState(typing=typing)
    assert question(fields["sbp"]) == "收缩压（mmHg）" and state.answers[0].said == "无症状"
    i18n.install(qapp, "en")
    try:
        assert question(fields["sbp"]) == "Systolic（mmHg）"
        assert question(fields["salt"]).startswith("Salt　1 ")
        assert (state.answers[0].name, state.answers[0].said) == ("Symptoms", "No symptom")
    finally:
        i18n.install(qapp, "zh")
