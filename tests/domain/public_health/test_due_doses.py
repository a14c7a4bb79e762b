"""预防接种 on the work list: the line of a child stands exactly while the schedule owes it something."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.age import add_months, add_years
from clinic_app.domain.immunization.due import Status, all_due
from clinic_app.domain.immunization.schedule import vaccines
from clinic_app.domain.immunization.series import Child, Given
from clinic_app.domain.public_health.due import tasks_of
from clinic_app.domain.public_health.due_doses import Owed, owed_in
from clinic_app.domain.public_health.tasks import Person, State, Task, state_of

BORN = date(2024, 2, 29)
NOW = (Status.DUE, Status.OVERDUE)
FULL = (
    ("HepB", 0), ("BCG", 0), ("HepB", 1), ("IPV", 2), ("DTaP", 2), ("IPV", 3), ("bOPV", 4), ("DTaP", 4),
    ("HepB", 6), ("DTaP", 6), ("MPSV-A", 6), ("MMR", 8), ("JE-L", 8), ("MPSV-A", 9),
)  # fmt: skip


def child(*doses: Given, **details: object) -> Person:
    known = {"birth_date": BORN, "sex": "2", "known_since": BORN, **details}
    return Person(doses=doses, **known)  # type: ignore[arg-type]


def lines(person: Person) -> list[Task]:
    return [one for one in tasks_of(person) if one.service == "vaccination"]


def told(task: Task, day: date) -> set[tuple[str, int]]:
    return {(one.series, one.number) for one in owed_in(task, day)}


def on(months: int) -> date:
    return add_months(BORN, months)


def had(*without: str) -> tuple[Given, ...]:
    return tuple(Given(vaccine, on(months)) for vaccine, months in FULL if vaccine not in without)


def test_a_child_with_everything_waits_for_the_next_dose() -> None:
    (line,) = lines(child(*had()))
    assert (line.due_from, line.due_by) == (on(18), on(24) - timedelta(days=1))
    assert told(line, on(18)) == {("DTP", 4), ("MMR", 2), ("HEPA", 1)}
    assert state_of(line, on(17)) is State.FUTURE
    assert state_of(line, on(24)) is State.OVERDUE


def test_one_line_grows_by_what_comes_while_nobody_comes() -> None:
    (line,) = lines(child(*had()))
    assert told(line, on(24)) == {("DTP", 4), ("MMR", 2), ("HEPA", 1), ("JE", 2)}
    assert ("POLIO", 4) in told(line, on(48))
    assert line.missed_from == add_years(BORN, 18)


def test_a_dose_put_off_leaves_the_line_until_its_day() -> None:
    off = {"DTP": on(20), "MMR": on(20), "HEPA": on(20)}
    (line,) = lines(child(*had(), put_off=off))
    assert line.due_from == on(20)
    (line,) = lines(child(*had(), put_off={"MMR": on(20)}))
    assert told(line, on(18)) == {("DTP", 4), ("HEPA", 1)} and ("MMR", 2) in told(line, on(20))


def test_what_cannot_be_given_any_more_is_missed_and_owed_no_longer() -> None:
    """BCG ends with the fourth birthday; the child is then asked for what comes at four, which is not late."""
    later = (
        Given("DTaP", on(18)), Given("MMR", on(18)), Given("HepA-L", on(18)), Given("JE-L", on(24)),
        Given("MPSV-AC", on(36)),
    )  # fmt: skip
    bcg, polio = lines(child(*had("BCG"), *later))
    assert told(bcg, on(40)) == {("BCG", 1)} and bcg.missed_from == on(48)
    assert told(polio, on(48)) == {("POLIO", 4)} and polio.due_from == on(48)
    assert state_of(bcg, on(48)) is State.MISSED and state_of(polio, on(48)) is State.DUE


def test_a_grown_up_owes_nothing_and_somebody_passing_through_neither() -> None:
    assert lines(child(known_since=add_years(BORN, 18))) == []
    assert lines(child(served=False)) == []
    assert lines(child(Given("HepB", BORN), served=False)) != []
    assert lines(child(birth_date=None)) == []


def test_a_dose_is_written_and_read_back() -> None:
    one = Owed("HepB", 3, date(2024, 2, 29), date(2042, 2, 28))
    assert Owed.read(str(one)) == one


VACCINES = st.sampled_from(sorted(vaccines()))
DAYS = st.integers(0, 6800).map(lambda days: BORN + timedelta(days=days))


@settings(max_examples=150, deadline=None)
@given(
    born=st.integers(-5000, 900).map(lambda days: BORN + timedelta(days=days)),
    sex=st.sampled_from("12"),
    known=st.integers(0, 5000),
    told_doses=st.lists(st.tuples(VACCINES, st.integers(0, 3000)), max_size=14),
    put_off=st.dictionaries(st.sampled_from(["HepB", "MMR", "MEN", "DTP", "BCG"]), DAYS, max_size=3),
    after=st.lists(st.integers(1, 5000), min_size=1, max_size=12),
)
def test_the_line_says_of_every_day_what_the_schedule_says(
    born: date,
    sex: str,
    known: int,
    told_doses: list[tuple[str, int]],
    put_off: dict[str, date],
    after: list[int],
) -> None:
    doses = tuple(
        sorted(
            (Given(name, born + timedelta(days=days)) for name, days in told_doses), key=lambda one: one.on
        )
    )
    since = born + timedelta(days=known)
    found = lines(child(*doses, birth_date=born, sex=sex, known_since=since, put_off=put_off))
    start = max(since, doses[-1].on + timedelta(days=1)) if doses else since
    for days in after:
        day = start + timedelta(days=days)
        owed = {
            (one.series, one.dose_no): one
            for one in all_due(Child(born, sex), doses, day)
            if one.status in NOW and day >= put_off.get(one.series, date.min)
        }
        now = [one for one in found if state_of(one, day) in (State.DUE, State.OVERDUE)]
        assert len(now) == (1 if owed else 0)
        for line in now:
            assert told(line, day) == set(owed)
            if any(one.status is Status.OVERDUE for one in owed.values()):
                assert state_of(line, day) is State.OVERDUE
