"""When to sync, decided without waiting for anything."""

from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

import pytest

from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.sync.schedule import (
    Do,
    LineNow,
    Next,
    Rules,
    Situation,
    evening_due,
    evening_of,
    next_step,
    pause,
)

PC = UUID(int=7)
RULES = Rules()
NOON = ms_of(datetime(2026, 11, 22, 12, tzinfo=BEIJING))
MIDNIGHT = ms_of(datetime(2026, 11, 22, 23, 59, tzinfo=BEIJING))
NOW = 10_000.0
QUIET = Situation(
    enrolled=True, line=LineNow.UP, tried_at=NOW - 60, round_at=NOW - 60, round_ms=NOON - 60_000
)


@pytest.mark.parametrize(
    ("known", "due"),
    [
        pytest.param(QUIET, Do.NOTHING, id="nothing is due"),
        pytest.param(replace(QUIET, enrolled=False, asked=True), Do.NOTHING, id="not enrolled"),
        pytest.param(replace(QUIET, asked=True), Do.ROUND, id="somebody asked"),
        pytest.param(replace(QUIET, written_at=NOW - 2), Do.ROUND, id="something was written"),
        pytest.param(replace(QUIET, written_at=NOW - 1), Do.NOTHING, id="more may follow"),
        pytest.param(
            replace(QUIET, written_at=NOW - 2, at_hub=True), Do.NOTHING, id="the hub holds it and sends it on"
        ),
        pytest.param(
            replace(QUIET, written_at=NOW - 21, at_hub=True), Do.ROUND, id="the hub did not send it on"
        ),
        pytest.param(replace(QUIET, line=LineNow.UNKNOWN), Do.ROUND, id="just started"),
        pytest.param(replace(QUIET, round_at=NOW - 3601), Do.ROUND, id="an hour without a round"),
        pytest.param(
            replace(QUIET, line=LineNow.DOWN, failures=1, tried_at=NOW - 5), Do.NOTHING, id="too soon"
        ),
        pytest.param(replace(QUIET, line=LineNow.DOWN, failures=1, tried_at=NOW - 13), Do.PROBE, id="probe"),
        pytest.param(
            replace(QUIET, line=LineNow.DOWN, failures=6, tried_at=NOW - 100), Do.NOTHING, id="down for long"
        ),
        pytest.param(
            replace(QUIET, line=LineNow.DOWN, failures=99, tried_at=NOW - 751), Do.PROBE, id="down for a day"
        ),
        pytest.param(
            replace(QUIET, line=LineNow.DOWN, written_at=NOW - 9, failures=1, tried_at=NOW - 5),
            Do.NOTHING,
            id="written while the line is down",
        ),
        pytest.param(replace(QUIET, line=LineNow.DOWN, asked=True), Do.ROUND, id="asked while it is down"),
        pytest.param(replace(QUIET, refused=True, written_at=0.0), Do.NOTHING, id="the county refuses"),
        pytest.param(replace(QUIET, refused=True, asked=True), Do.ROUND, id="refused, but somebody asked"),
        pytest.param(
            replace(QUIET, not_before=NOW + 30, written_at=0.0), Do.NOTHING, id="the county is busy"
        ),
    ],
)
def test_what_is_due(known, due) -> None:
    assert next_step(known, RULES, PC, NOW, NOON).do is due


def test_it_looks_again_soon_enough() -> None:
    assert next_step(QUIET, RULES, PC, NOW, NOON) == Next(Do.NOTHING, RULES.look)
    written = replace(QUIET, written_at=NOW - 1)
    assert next_step(written, RULES, PC, NOW, NOON).wait == pytest.approx(0.5)


def test_every_evening_once_whatever_the_line_does() -> None:
    down = replace(QUIET, line=LineNow.DOWN, failures=9, tried_at=NOW - 1)
    assert next_step(down, RULES, PC, NOW, MIDNIGHT).do is Do.ROUND
    tried = replace(down, round_ms=MIDNIGHT)
    assert next_step(tried, RULES, PC, NOW, MIDNIGHT + 60_000).do is Do.NOTHING


def test_a_pc_that_was_off_in_the_evening_makes_up_for_it_in_the_morning() -> None:
    before = ms_of(datetime(2026, 11, 21, 17, tzinfo=BEIJING))
    morning = ms_of(datetime(2026, 11, 22, 8, tzinfo=BEIJING))
    assert evening_due(before, RULES, PC, morning)
    assert not evening_due(morning, RULES, PC, morning + 1)


def test_a_clock_put_back_from_the_future_does_not_stop_the_evenings() -> None:
    assert evening_due(NOON + 400 * 86_400_000, RULES, PC, NOON)


def test_the_evening_is_spread_over_the_pcs_and_stays_where_it_is() -> None:
    rules = Rules(hour=time(20, 30), hour_spread=1800)
    middle = ms_of(datetime(2026, 11, 22, 20, 30, tzinfo=BEIJING))
    moments = {(evening_of(NOON, rules, UUID(int=n)) - middle) / 60_000 for n in range(500)}
    assert -30 <= min(moments) < -25 and 25 < max(moments) <= 30
    assert evening_of(NOON, rules, PC) == evening_of(MIDNIGHT, rules, PC)
    quarters = [sum(1 for m in moments if low <= m < low + 15) for low in (-30, -15, 0, 15)]
    assert min(quarters) > 80, "no quarter of an hour has them all"


def test_pauses_grow_to_a_bound_and_differ_between_pcs() -> None:
    pauses = [pause(failures, RULES, PC) for failures in range(1, 40)]
    assert 7.5 <= pauses[0] <= 12.5
    assert max(pauses) <= 750
    assert len({pause(3, RULES, UUID(int=n)) for n in range(50)}) == 50
