"""应做的服务: what is due when, and how it stands."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.public_health.due import tasks_of
from clinic_app.domain.public_health.tasks import Care, Done, Person, Reason, State, Task, rolled, state_of

D = date.fromisoformat
OPENED = D("2026-01-10")


def person(*done: Done, service: str = "htn", **values: Any) -> Person:
    usual: Mapping[str, Any] = {
        "birth_date": D("1985-05-01"),
        "known_since": D("2020-01-01"),
        "cares": (Care(service=service, since=OPENED),),
        "done": done,
    }
    return Person(**{**usual, **values})


def only(found: tuple[Task, ...], form: str) -> Task:
    (task,) = [task for task in found if task.form == form]
    return task


def followup(day: str, found: int, form: str = "htn_followup", **values: Any) -> Done:
    return Done(form, D(day), {"class": str(found), **values})


def test_the_first_follow_up_comes_with_the_service() -> None:
    task = only(tasks_of(person()), "htn_followup")
    assert (task.due_from, task.due_by, task.reason) == (OPENED, D("2026-01-24"), Reason.FIRST)


@pytest.mark.parametrize(
    ("found", "due_from", "due_by", "reason"),
    [
        (1, "2026-04-07", "2026-04-28", Reason.USUAL),
        (2, "2026-02-04", "2026-02-11", Reason.SOON),
        (4, "2026-02-04", "2026-02-11", Reason.SOON),
    ],
)
def test_the_class_says_when_the_next_one_is(found: int, due_from: str, due_by: str, reason: Reason) -> None:
    task = only(tasks_of(person(followup("2026-01-28", found))), "htn_followup")
    assert (task.due_from, task.due_by, task.reason) == (D(due_from), D(due_by), reason)


def test_what_was_agreed_counts_only_before_the_last_day() -> None:
    sooner = followup("2026-01-28", 1, next_visit_date="2026-03-01")
    later = followup("2026-01-28", 1, next_visit_date="2026-06-01")
    assert only(tasks_of(person(sooner)), "htn_followup").due_by == D("2026-03-01")
    assert only(tasks_of(person(later)), "htn_followup").due_by == D("2026-04-28")


def test_a_follow_up_before_the_service_was_opened_again_does_not_count() -> None:
    assert only(tasks_of(person(followup("2025-11-01", 1))), "htn_followup").reason is Reason.FIRST


def test_who_is_still_basically_stable_is_seen_in_a_month() -> None:
    done = [followup(day, 2, "psych_followup") for day in ("2026-01-12", "2026-01-26")]
    task = only(tasks_of(person(*done, service="psych")), "psych_followup")
    assert (task.due_by, task.reason) == (D("2026-02-26"), Reason.MONTH)


def test_tuberculosis_begins_at_home_and_goes_by_its_phase() -> None:
    begun = tasks_of(person(service="tb"))
    assert [(task.form, task.due_by) for task in begun] == [("tb_first", D("2026-01-13"))]
    first = Done("tb_first", D("2026-01-11"), {})
    assert only(tasks_of(person(first, service="tb")), "tb_followup").due_by == D("2026-01-21")
    later = Done("tb_followup", D("2026-03-20"), {"month": 3})
    assert only(tasks_of(person(first, later, service="tb")), "tb_followup").due_by == D("2026-04-19")
    ended = Done("tb_followup", D("2026-07-10"), {"month": 6, "stop_date": "2026-07-10"})
    assert tasks_of(person(first, later, ended, service="tb")) == ()


def test_of_copd_only_what_was_agreed_is_due() -> None:
    visit = Done("copd_followup", D("2026-02-01"), {})
    agreed = Done("copd_followup", D("2026-02-01"), {"next_visit_date": "2026-05-01"})
    assert tasks_of(person(visit, service="copd")) == ()
    assert only(tasks_of(person(agreed, service="copd")), "copd_followup").due_by == D("2026-05-01")


def test_one_health_check_a_year_for_two_diseases() -> None:
    cares = (Care(service="htn", since=OPENED), Care(service="dm", since=D("2026-02-01")))
    assert only(tasks_of(person(cares=cares)), "health_check").due_by == D("2026-12-31")
    done = Done("health_check", D("2026-06-01"))
    assert only(tasks_of(person(done, cares=cares)), "health_check").due_from == D("2027-01-01")


def test_the_elderly_with_a_disease_have_one_health_check_and_two_forms_more() -> None:
    found = tasks_of(person(birth_date=D("1950-12-31")))
    assert [task.form for task in found if task.reason is Reason.YEARLY] == [
        "elderly_selfcare",
        "tcm_elderly",
        "health_check",
    ]
    assert only(found, "health_check").service == "htn"


def test_a_year_that_went_by_is_over_and_this_one_owes_it_anew() -> None:
    task = only(tasks_of(person()), "health_check")
    assert rolled(task, D("2026-12-31")) == task
    now = rolled(task, D("2028-03-01"))
    assert (now.due_from, now.due_by) == (D("2028-01-01"), D("2028-12-31"))
    assert state_of(now, D("2028-03-01")) is State.DUE


def test_a_service_that_ended_asks_for_nothing() -> None:
    ended = Care(service="htn", since=OPENED, until=D("2026-03-01"), reason="refused")
    assert tasks_of(person(cares=(ended,))) == ()


def test_the_windows_of_a_pregnancy() -> None:
    first = Done("antenatal_first", D("2026-01-10"), {"lmp": "2025-11-15"})
    found = tasks_of(person(first, service="maternal"))
    assert [(task.step, task.due_from, task.due_by) for task in found] == [
        ("MID1", D("2026-03-07"), D("2026-04-10")),
        ("MID2", D("2026-04-11"), D("2026-05-08")),
        ("LATE1", D("2026-05-30"), D("2026-07-31")),
        ("LATE2", D("2026-08-01"), D("2026-08-28")),
        ("", D("2026-08-22"), D("2026-08-29")),  # nobody told a birth
    ]
    held = Done("antenatal_2_5", D("2026-04-10"), {})
    assert tasks_of(person(first, held, service="maternal"))[0].step == "MID2"


def test_after_the_birth_come_two_services() -> None:
    care = Care(service="maternal", since=OPENED, until=D("2026-08-20"), reason="delivered")
    found = tasks_of(person(cares=(care,)))
    assert [(task.form, task.due_by) for task in found] == [
        ("postpartum_visit", D("2026-08-27")),
        ("postpartum_42d", D("2026-10-15")),
    ]


def test_a_sheet_after_the_birth_tells_it_better_than_the_end_of_the_service() -> None:
    care = Care(service="maternal", since=OPENED, until=D("2026-08-25"), reason="delivered")
    visit = Done("postpartum_visit", D("2026-08-25"), {"birth_date": "2026-08-20", "class": "1"})
    assert [(task.form, task.due_from) for task in tasks_of(person(visit, cares=(care,)))] == [
        ("postpartum_42d", D("2026-10-01"))
    ]
    before = Care(service="maternal", since=D("2026-08-24"))
    assert [task.form for task in tasks_of(person(visit, cares=(before,)))] == ["postpartum_42d"]


def test_a_pregnancy_that_ended_otherwise_is_over() -> None:
    ended = Care(service="maternal", since=OPENED, until=D("2026-02-20"), reason="other")
    first = Done("antenatal_first", D("2026-01-10"), {"lmp": "2025-11-15", "assess": "2"})
    assert tasks_of(person(first, cares=(ended,))) == ()


def test_a_child_is_seen_thirteen_times_and_taught_six() -> None:
    newborn = person(birth_date=D("2026-01-31"), known_since=D("2026-01-31"), cares=())
    found = [task for task in tasks_of(newborn) if task.service == "child"]
    assert sum(task.form == "tcm_child" for task in found) == 6
    assert len(found) == 19
    assert state_of(found[0], D("2026-02-06")) is State.DUE
    assert state_of(found[0], D("2026-02-07")) is State.OVERDUE
    assert state_of(found[0], D("2026-02-28")) is State.MISSED
    seen = Done("child_check_1_8m", D("2026-03-02"), {"visit": "FM"})
    assert not [task for task in tasks_of(person(seen, **_as(newborn))) if task.step == "FM"]


def test_what_was_over_before_a_child_came_here_is_not_owed() -> None:
    found = tasks_of(person(birth_date=D("2020-01-31"), known_since=D("2025-01-31"), cares=()))
    assert [task.step for task in found if task.service == "child"] == ["Y5", "Y6"]
    grown = tasks_of(person(birth_date=D("2012-01-31"), cares=()))
    assert [task for task in grown if task.service == "child"] == []


def test_three_failed_contacts_are_a_loss_until_somebody_is_seen_again() -> None:
    missed = tuple(("htn", D(day)) for day in ("2026-02-01", "2026-02-02", "2026-02-03"))
    task = only(tasks_of(person(missed=missed)), "htn_followup")
    assert state_of(task, D("2026-02-03")) is State.LOST
    seen = only(tasks_of(person(followup("2026-02-10", 1), missed=missed)), "htn_followup")
    assert seen.failed == 0


def test_a_sheet_that_says_lost_is_no_follow_up() -> None:
    seen = followup("2026-01-12", 3, "psych_followup")
    gone = followup("2026-04-12", 3, "psych_followup", lost_reason="1")
    task = only(tasks_of(person(seen, gone, service="psych")), "psych_followup")
    assert (task.last, state_of(task, D("2026-04-12"))) == (D("2026-01-12"), State.LOST)
    again = followup("2026-05-20", 3, "psych_followup")
    assert only(tasks_of(person(seen, gone, again, service="psych")), "psych_followup").failed == 0


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-02-03", State.FUTURE),
        ("2026-02-04", State.DUE),
        ("2026-02-11", State.DUE),
        ("2026-02-12", State.OVERDUE),
    ],
)
def test_how_a_task_stands(today: str, expected: State) -> None:
    task = only(tasks_of(person(followup("2026-01-28", 2))), "htn_followup")
    assert state_of(task, D(today)) is expected


def test_the_yearly_services_begin_with_the_65th_birthday() -> None:
    done = (Done("health_check", D("2026-04-01")), Done("tcm_elderly", D("2025-04-01")))
    found = tasks_of(person(*done, birth_date=D("1961-03-05"), cares=()))
    assert [(task.form, task.due_from) for task in found] == [
        ("elderly_selfcare", D("2026-03-05")),
        ("tcm_elderly", D("2026-03-05")),
        ("health_check", D("2027-01-01")),
    ]
    assert tasks_of(person(birth_date=D("1990-03-05"), cares=())) == ()


def test_who_only_passes_through_owes_nothing_by_age() -> None:
    assert tasks_of(person(birth_date=D("1940-01-01"), cares=(), served=False)) == ()
    assert tasks_of(person(birth_date=D("2026-01-01"), cares=(), served=False)) == ()


@settings(max_examples=80)
@given(
    st.sampled_from(["htn", "dm", "psych", "tb", "copd", "maternal"]),
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "htn_followup",
                    "psych_followup",
                    "tb_first",
                    "tb_followup",
                    "antenatal_first",
                    "postpartum_visit",
                ]
            ),
            st.integers(0, 900),
            st.dictionaries(
                st.sampled_from(
                    [
                        "class",
                        "assess",
                        "month",
                        "lmp",
                        "edd",
                        "birth_date",
                        "next_visit_date",
                        "visit",
                        "stop_date",
                    ]
                ),
                st.sampled_from(["1", "2", "3", "", "x", "9999-12-31", "2026-05-05", 7, None, ["1"]]),
            ),
        ),
        max_size=6,
    ),
    st.integers(0, 900),
)
def test_whatever_was_written_tasks_end_after_they_begin(
    service: str, records: list[tuple[str, int, dict[str, Any]]], born: int
) -> None:
    done = tuple(Done(form, OPENED + timedelta(days=days), values) for form, days, values in records)
    birth = OPENED - timedelta(days=born)
    for task in tasks_of(person(*done, service=service, birth_date=birth, known_since=OPENED)):
        assert task.due_from <= task.due_by
        assert task.missed_from is None or task.missed_from > task.due_from


def _as(newborn: Person) -> dict[str, Any]:
    return {"birth_date": newborn.birth_date, "known_since": newborn.known_since, "cares": ()}
