"""`close-day` as others run it: what it shows, closes and refuses."""

from datetime import timedelta

import pytest

from clinic_app.domain.time import beijing_day, wall_clock
from tests.e2e.test_commands import as_json, folder, password, run

__all__ = ["folder", "password", "run"]  # fixtures

TODAY = beijing_day(wall_clock())


@pytest.fixture
def played(run, folder):
    """Yesterday was worked and closed; today nothing has happened yet."""
    yesterday = TODAY - timedelta(days=1)
    code, out, err = run("--data", folder, "day", "--patients", 4, "--seed", 1, "--date", yesterday, "--json")
    assert code == 0, err
    return as_json(out)


def test_it_shows_then_closes_once_and_refuses_what_is_not_explained(run, folder, played):
    code, out, _ = run("--data", folder, "close-day", "--float", 20000, "--json")
    shown = as_json(out)
    assert (code, shown["cash_expected"], shown["closed"], shown["breaches"]) == (0, 20000, False, [])
    code, _, err = run("--data", folder, "close-day", "--counted", 19999, "--float", 20000)
    assert (code, "closing.cash_differs" in err) == (3, True)
    assert run("--data", folder, "close-day", "--counted", -1)[0] == 2
    code, out, _ = run(
        "--data", folder, "close-day", "--counted", 19999, "--float", 20000, "--note", "找零", "--json"
    )
    made = as_json(out)
    assert (code, made["cash_diff"], made["biz_date"]) == (0, -1, TODAY.isoformat())
    code, _, err = run("--data", folder, "close-day", "--counted", 0)
    assert (code, "closing.already" in err) == (3, True)


def test_the_facility_sums_the_day_that_was_played(run, folder, played):
    assert played["closing"]
    code, out, _ = run("--data", folder, "close-day", "--facility", "--json")
    made = as_json(out)
    assert (code, made["n_setl"], made["level"]) == (0, played["settlements"], "facility")
    code, _, err = run("--data", folder, "close-day", "--facility")
    assert (code, "closing.nothing_to_sum" in err) == (3, True)
