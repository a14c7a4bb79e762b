"""Early warning, referral, contracts and periods, where the case files say nothing."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from clinic_app.domain import contracts, referral
from clinic_app.domain.infectious import NotOnList, disease_on
from clinic_app.domain.progress import ten_days
from clinic_app.domain.public_health import children, maternity
from clinic_app.domain.public_health.norms import NEWEST
from clinic_app.domain.rates import fixed
from clinic_app.domain.warning import ears, moving_percentile, parameters


def test_three_deviations_exactly_are_no_alert() -> None:
    # mean 3, squares 6 * 1 = 6, n - 1 = 6: the deviation is 1, the statistic 3.
    found = ears([2, 4, 2, 4, 2, 4, 3, 6], parameters(NEWEST))
    assert found.c1.value == 3
    assert not found.c1.alert
    assert ears([2, 4, 2, 4, 2, 4, 3, 7], parameters(NEWEST)).c1.alert


@pytest.mark.parametrize(("days", "known"), [(7, 0), (8, 1), (9, 1), (10, 2), (11, 2), (12, 3)])
def test_a_short_series_has_no_value(days: int, known: int) -> None:
    found = ears([1] * days, parameters(NEWEST))
    assert sum(one.value is not None for one in (found.c1, found.c2, found.c3)) == known


def test_the_greatest_percentile_is_the_greatest_count() -> None:
    assert moving_percentile([3, 1, 2], 3, Fraction(1)).value == 3
    assert moving_percentile([], 3, Fraction(1, 2)).value is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 20000), "0.0001"), (Fraction(-1, 20000), "-0.0001"), (Fraction(-1, 30000), "0.0000")],
)
def test_half_is_rounded_away_from_zero(value: Fraction, text: str) -> None:
    assert fixed(value, 4) == text


def test_an_emergency_is_approved_when_it_is_sent() -> None:
    assert referral.state_after("draft", "submit", "SENDER", severity=3) == "approved"
    assert referral.state_after("draft", "submit", "SENDER", severity=2) == "requested"
    with pytest.raises(referral.NotNow):
        referral.state_after("closed", "submit", "SENDER")


def test_only_what_waits_for_an_answer_lapses() -> None:
    sent = datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert referral.lapses_at("requested", sent, 2) == sent + timedelta(hours=24)
    assert referral.lapses_at("accepted", sent, 2) is None


def test_a_disease_has_to_be_on_the_list_of_its_day() -> None:
    with pytest.raises(NotOnList) as refused:
        disease_on("H7N9", date(2025, 9, 1))
    assert "NOVELFLU" in str(refused.value.facts["known"]).split()


def test_nobody_lives_there_and_no_target_is_met() -> None:
    assert contracts.is_target_met(0, 0, 30) is None
    assert contracts.status(date(2026, 1, 2), date(2027, 1, 1), date(2026, 1, 1)) == "NOT_STARTED"


def test_a_period_is_due_two_days_after_its_end() -> None:
    assert ten_days(date(2024, 2, 29)).due_by == date(2024, 3, 2)


def test_a_discharge_later_than_birth_moves_the_newborn_visit_alone() -> None:
    born, home = date(2026, 3, 1), date(2026, 3, 20)
    first, second, *_ = children.standings(born, (), date(2026, 3, 26), home)
    assert (first.due_date, first.state) == (home, "DUE")
    assert second.due_date == date(2026, 3, 29)
    assert children.standing("NB", born, (), date(2026, 3, 29), home).state == "MISSED"


@pytest.mark.parametrize("day", [date(2025, 5, 31), date(2026, 4, 6)])
def test_a_day_outside_of_a_pregnancy_is_refused(day: date) -> None:
    with pytest.raises(maternity.BadLastPeriod):
        maternity.gestation(date(2025, 6, 1), day)
    assert maternity.gestation(date(2025, 6, 1), date(2026, 4, 5)).weeks == 44
