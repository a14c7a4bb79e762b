"""A shared line is never filled, and 500 clinics never come all at once.  Nothing here waits: clocks are moved by hand."""

import heapq
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_hex
from uuid import UUID

import pytest

from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.journal.refusal import Busy
from clinic_app.settings import BadSettings, ClinicSettings
from clinic_app.store import local
from clinic_app.store.journal import MACHINE, SELF
from clinic_app.sync.client import Line
from clinic_app.sync.engine import sync_once
from clinic_app.sync.enrolment import pace_of
from clinic_app.sync.errors import NoLine
from clinic_app.sync.pace import VILLAGE_KBIT, Bucket, Pace, kbit_for
from clinic_app.sync.schedule import (
    Do,
    LineNow,
    Rules,
    Situation,
    answered,
    begun,
    hung_up,
    next_step,
    no_line,
    patience,
    told_to_wait,
    went_through,
)
from sync_server.limits import Slots
from tests.sync.doings import registered
from tests.sync.fake_county import Cut, FakePeer
from tests.sync.line_server import answers, line_server

BODY = b"x" * 60_000
CLINICS = 500


class Hand:
    """A monotonic clock that moves when somebody sleeps on it, or when it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


# ---- the line


@pytest.mark.parametrize("up", [True, False], ids=["up", "down"])
def test_a_paced_line_carries_a_body_no_faster_than_its_share_either_way(up: bool) -> None:
    hand = Hand()
    pace = Pace(64, hand, hand.sleep)  # 8,000 bytes a second
    with line_server(answers(b"" if up else BODY)) as server:
        line = Line(server, pace=pace)
        answer = line.ask("POST", "/", BODY if up else b"")
        line.close()
    assert answer.status == 200 and len(answer.body) == (0 if up else len(BODY))
    assert 7.0 <= hand.now <= 7.6
    assert (line.traffic.up if up else line.traffic.down) > len(BODY)


def test_a_snapshot_comes_no_faster_either() -> None:
    hand = Hand()
    with line_server(answers(BODY)) as server:
        line = Line(server, pace=Pace(64, hand, hand.sleep))
        with line.opened("/", {}) as (_, pieces):
            assert sum(map(len, pieces)) == len(BODY)
        line.close()
    assert 7.0 <= hand.now <= 7.6


def test_two_who_use_one_line_share_it_and_silence_saves_up_little() -> None:
    hand = Hand()
    bucket = Bucket(1000, hand, hand.sleep)
    hand.now += 3600
    began = hand.now
    for _ in range(10):
        bucket.take(400)
        bucket.take(600)
    assert hand.now - began == pytest.approx(9.75)


@pytest.mark.parametrize(
    ("inst_lv", "chosen", "kbit"),
    [
        ("village", None, VILLAGE_KBIT),
        ("township", None, 0),
        ("", None, 0),
        ("village", 0, 0),
        ("township", 1000, 1000),
    ],
)
def test_a_village_leaves_room_unless_somebody_chose_otherwise(inst_lv, chosen, kbit) -> None:
    assert kbit_for(inst_lv, chosen) == kbit


def test_the_line_to_this_very_machine_has_no_limit(new_pc) -> None:
    store = new_pc()
    for server, kbit in (("http://127.0.0.1:8443", None), ("https://county.example:8443", 200)):
        with store.changing() as connection:
            local.write(connection, local.SERVER, server)
        pace = pace_of(store, 200)
        assert (pace and pace.kbit) == kbit
    assert pace_of(store, None) is None, "nobody knows yet what kind of facility this is"


def test_the_setting_is_read_and_too_little_is_a_mistake(tmp_path) -> None:
    file = tmp_path / "clinic.toml"
    for text, kbit in (("", None), ("line_kbit = 0", 0), ("line_kbit = 300", 300)):
        file.write_text(text, encoding="utf-8")
        assert ClinicSettings.load(file, {}).line_kbit == kbit
    file.write_text("line_kbit = 31", encoding="utf-8")
    with pytest.raises(BadSettings):
        ClinicSettings.load(file, {})


def test_on_a_slow_line_each_segment_after_the_first_ones_takes_about_two_seconds(new_pc, county) -> None:
    hand, took = Hand(), []
    bucket = Bucket(8000, hand, hand.sleep)

    class Slow(FakePeer):
        def push(self, segment):
            began = hand.now
            bucket.take(len(segment))
            took.append(hand.now - began)
            return super().push(segment)

    store = new_pc()
    with store.writing(MACHINE) as work:
        for number in range(600):
            fact = ResidentRegistered(name=f"某{number}", sex="1", salt=token_hex(200), source="typed")
            work.append(fact, SELF)
    sync_once(store, Slow(county, store), ticks=hand)
    assert len(took) > 6
    assert all(1.0 < seconds < 3.0 for seconds in took[2:-1]), took


def test_on_a_slow_line_pages_get_smaller_too(new_pc, county) -> None:
    hand, took = Hand(), []

    class Slow(FakePeer):
        def page(self, epoch, after, *, limit, wait=0):
            page = super().page(epoch, after, limit=limit)
            took.append(len(page.items) * 0.04)
            hand.now += took[-1]
            return page

    other, store = new_pc("a"), new_pc("b")
    registered(other, count=600)
    sync_once(other, FakePeer(county, other))
    sync_once(store, Slow(county, store), ticks=hand)
    assert took[0] == 8.0
    assert len(took) > 4 and all(seconds <= 2.0 for seconds in took[1:])


# ---- the order of work


def test_what_is_written_while_a_snapshot_comes_goes_up_before_its_next_part(new_pc, county) -> None:
    hand = Hand()
    other, store = new_pc("a"), new_pc("b")
    registered(other, count=30)
    sync_once(other, FakePeer(county, other))

    class Filling(FakePeer):
        parts = 0

        def snapshot(self, epoch, after):
            yield 30
            for _ in range(2):
                page = self.county.page(self.store.device, epoch, after, 10)
                after = page.upto
                self.parts += 1
                yield page
                hand.now += 5
                if self.parts == 1:
                    registered(self.store, "急")
            raise Cut(server="fake", why="cut")

    peer = Filling(county, store)
    with pytest.raises(NoLine):
        sync_once(store, peer, ticks=hand)
    assert peer.parts == 2
    assert len(county.log) == 31, (
        "the line went before the snapshot had ended, and it is at the county all the same"
    )


# ---- 500 clinics


@dataclass
class Town:
    """A county's PCs and its server, by hand.  What takes a place holds it for `hold` seconds."""

    rules: Rules
    slots: int
    hold: float
    began_ms: int
    clock: Hand = field(default_factory=Hand)
    up: bool = True
    requests: Counter[int] = field(default_factory=Counter)  # by second
    through: dict[int, float] = field(default_factory=dict)  # by PC, when it first got through
    tries: Counter[int] = field(default_factory=Counter)  # by PC
    answering: list[tuple[float, int, ExitStack]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pcs = [Situation(enrolled=True, line=LineNow.UP, round_at=0.0) for _ in range(CLINICS)]
        self.ids = [UUID(int=(number + 1) * 0x9E3779B97F4A7C15) for number in range(CLINICS)]
        self.gate = Slots(self.slots, self.clock)

    def wall(self) -> int:
        return self.began_ms + int(self.clock.now * 1000)

    def run(self, until: float) -> None:
        due = [(self.clock.now + number / CLINICS, number) for number in range(CLINICS)]
        heapq.heapify(due)
        while due[0][0] < until or self.answering:
            if self.answering and self.answering[0][0] <= due[0][0]:
                self.clock.now, number, place = heapq.heappop(self.answering)
                place.close()
                self.pcs[number] = went_through(self.pcs[number], self.clock.now)
                self.through.setdefault(number, self.clock.now)
                continue
            self.clock.now, number = heapq.heappop(due)
            heapq.heappush(due, (self.clock.now + self.step(number), number))
        self.clock.now = until

    def step(self, number: int) -> float:
        """Seconds until this PC looks again."""
        if any(waits == number for _, waits, _ in self.answering):
            return self.hold
        known, now = self.pcs[number], self.clock.now
        step = next_step(known, self.rules, self.ids[number], now, self.wall())
        if step.do is Do.NOTHING:
            return step.wait + 0.001
        self.requests[int(now)] += 1
        self.tries[number] += 1
        if step.do is Do.PROBE:
            self.pcs[number] = (
                answered(known, now) if self.up else no_line(known, self.rules, now, self.wall())
            )
        else:
            self.round(number, begun(known, now, self.wall()))
        return 0.05

    def round(self, number: int, known: Situation) -> None:
        now = self.clock.now
        if not self.up:
            self.pcs[number] = no_line(known, self.rules, now, self.wall())
            return
        self.pcs[number], place = known, ExitStack()
        try:
            place.enter_context(self.gate.one())
        except Busy as error:
            told = float(error.facts["retry_after"])
            self.pcs[number] = told_to_wait(known, self.rules, self.ids[number], now, self.wall(), told)
            return
        heapq.heappush(self.answering, (now + self.hold, number, place))

    def everybody(self, **news: object) -> None:
        self.pcs = [replace(known, **news) for known in self.pcs]  # type: ignore[arg-type]

    def hang_up(self) -> None:
        """The server dies: whoever listens knows at once."""
        self.up = False
        pairs = zip(self.pcs, self.ids, strict=True)
        self.pcs = [hung_up(known, self.rules, device, self.clock.now) for known, device in pairs]


def at(hour: int, minute: int = 0) -> int:
    return ms_of(datetime(2026, 11, 22, hour, minute, tzinfo=BEIJING))


def test_a_county_that_is_started_again_at_a_quarter_to_nine_is_not_overrun() -> None:
    town = Town(Rules(look=5.0), slots=32, hold=0.3, began_ms=at(20, 44))
    town.everybody(written_at=0.0, round_ms=at(20, 44))
    town.hang_up()
    town.run(60)
    assert town.through == {}
    town.up = True
    town.run(60 + 300)
    peak = max(count for second, count in town.requests.items() if second >= 60)
    assert peak <= 60, "of 500 that have something to bring"
    assert len(town.through) == CLINICS, "all are through within five minutes"


def test_a_short_hiccup_of_the_county_brings_them_back_spread_out_too() -> None:
    town = Town(Rules(look=5.0), slots=32, hold=0.3, began_ms=at(20, 44))
    town.everybody(written_at=0.0, round_ms=at(20, 44))
    town.hang_up()
    town.up = True
    town.run(90)
    assert max(town.requests.values()) <= 25
    assert len(town.through) == CLINICS


def test_who_is_turned_away_comes_back_when_there_is_room() -> None:
    town = Town(Rules(look=5.0), slots=4, hold=1.0, began_ms=at(12))
    town.everybody(asked=True, round_ms=at(12))
    town.run(600)
    assert town.requests[0] == CLINICS, "the button was pressed everywhere at once"
    assert max(count for second, count in town.requests.items() if second > 0) <= 16
    assert len(town.through) == CLINICS
    assert sum(town.tries.values()) < 3 * CLINICS, "places are given so that a second try mostly gets one"


def test_the_time_told_grows_with_the_queue_and_with_what_waits_to_be_judged() -> None:
    slots = Slots(2, Hand())
    with slots.one(), slots.one():
        told = [told_by(slots) for _ in range(200)]
        assert told == sorted(told) and told[0] <= 3 and told[-1] > 20
        slots.note_behind(30.0)
        assert told_by(slots) >= told[-1] + 30
        assert max(told_by(slots) for _ in range(20_000)) == 600
    with slots.one():
        pass


def told_by(slots: Slots) -> int:
    with pytest.raises(Busy) as refused, slots.one():
        pass
    return int(refused.value.facts["retry_after"])


def test_a_time_that_was_told_is_kept_with_a_share_of_its_own_on_top() -> None:
    waits = [patience(30.0, 1, UUID(int=number)) for number in range(CLINICS)]
    assert 30 <= min(waits) < 31 and 59 < max(waits) < 60
    assert patience(30.0, 1, UUID(int=1)) != patience(30.0, 2, UUID(int=1))


def test_the_evenings_rounds_are_spread_over_the_hour() -> None:
    town = Town(Rules(look=20.0, every=1e9), slots=32, hold=0.3, began_ms=at(19, 55))
    town.everybody(round_ms=at(19, 55))
    town.run(70 * 60)
    assert set(town.tries.values()) == {1} and len(town.through) == CLINICS
    minutes = Counter(int(moment // 60) - 5 for moment in town.through.values())
    assert set(minutes) <= set(range(61))
    assert max(minutes.values()) <= 22, "about eight a minute"
    quarters = Counter(min(minute // 15, 3) for minute in minutes.elements())
    assert min(quarters.values()) >= 95


def test_a_county_that_is_away_all_evening_is_asked_so_often_and_again_after_midnight() -> None:
    rules = Rules(look=60.0)
    town = Town(rules, slots=32, hold=0.3, began_ms=at(19, 59))
    town.up = False
    town.everybody(line=LineNow.UNKNOWN, round_ms=at(19, 59))
    town.run(60)
    by_day = town.tries.copy()
    town.run(4 * 3600)
    assert max((town.tries - by_day).values()) == rules.evening_tries
    tired = town.pcs[7]
    assert (
        next_step(replace(tired, asked=True), rules, town.ids[7], town.clock.now, town.wall()).do is Do.ROUND
    )
    town.up = True
    town.run(4 * 3600 + 1200)
    assert len(town.through) == CLINICS
    assert min(town.through.values()) >= 4 * 3600


def test_a_line_that_is_cut_again_and_again_but_brings_something_each_time_is_tried_on() -> None:
    rules, known = Rules(), Situation(enrolled=True)
    for number in range(100):
        known = no_line(begun(known, number, at(21)), rules, number, at(21), got=True)
    assert known.failures == 1
    assert next_step(known, rules, UUID(int=1), 100 + 13, at(21, 2)).do is Do.PROBE
