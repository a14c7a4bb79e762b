"""What a stick brings to a county of either database, and what a hostile one cannot do."""

import os
from pathlib import Path

import pytest

from clinic_app.journal import courier, sticks
from clinic_app.journal.courier import Request, write_request
from clinic_app.journal.sealing import seal, sealing_public
from clinic_app.store import exchange
from clinic_app.store.journal import Store
from clinic_app.store.rows import own_runs
from sync_server.intake.courier import take_in
from tests.server.county import OTHER
from tests.sync.courier_world import CourierWorld
from tests.sync.doings import registered


def request_of(world: CourierWorld, store: Store) -> Request:
    """The request of a stick that was just written."""
    world.out(store)
    data = world.files("up")[0].read_bytes()
    return courier.read_request(data, world.county.seed, lambda _: store.public_key)


def test_two_clinics_sticks_come_in_and_are_answered(tmp_path: Path, url: str) -> None:
    world = CourierWorld(tmp_path, url)
    a, other = world.pc("a"), world.pc("o", OTHER)
    registered(a, count=30)
    registered(other, count=10)
    world.trip(a, other)
    world.trip(a)
    world.agree(a, other)
    world.close()


@pytest.fixture
def world(tmp_path: Path):
    made = CourierWorld(tmp_path)
    yield made
    made.close()


def test_whatever_bytes_lie_there_the_rest_is_taken_in(world) -> None:
    a = world.pc("a")
    registered(a, count=3)
    world.out(a)
    county = sealing_public(world.county.seed)
    rubbish = {
        "up-0.xyc": b"",
        "up-1.xyc": b"XYC1",
        "up-2.xyc": os.urandom(5000),
        "up-3.xyc": seal(b"", county),
        "up-4.xyc": seal(os.urandom(500), county),
        "up-5.xyc": seal(bytes(64) + b"\xc0", county),
    }
    for name, data in rubbish.items():
        (world.place / name).write_bytes(data)
    (world.place / "up-6.xyc").mkdir()
    (world.place / "holiday.jpg").write_bytes(b"\xff\xd8")
    intake, _ = world.at_county()
    assert intake.refused == dict.fromkeys(rubbish, "courier.bad_file")
    assert world.back(a).confirmed == 3
    assert (world.place / "holiday.jpg").exists()


def test_a_file_that_its_writer_takes_away_meanwhile_does_not_stop_the_others(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    for store in (a, b):
        registered(store, count=3)
        world.out(store)
    first, second = world.files("up")

    def wall() -> int:
        second.unlink(missing_ok=True)  # on a share: the other clinic writes its set anew
        return world.clock()

    intake = take_in(world.database, world.place, wall)
    assert intake.refused == {second.name: "courier.bad_file"}
    assert [brought.files for brought in intake.devices.values()] == [[first]]


def test_a_file_larger_than_any_honest_one_is_not_read(world) -> None:
    world.pc("a")
    world.place.mkdir()
    with (world.place / "up-0.xyc").open("wb") as file:
        file.truncate(sticks.MAX_FILE + 1)
    intake, _ = world.at_county()
    assert intake.refused == {"up-0.xyc": "journal.too_large"}


def test_a_device_cannot_bring_or_ask_for_another_s_journal(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    registered(a, "张三", 4)
    world.trip(a)
    registered(a, "李四", 2)
    with a.reading() as connection:
        run = own_runs(connection)[0]
    segment, _ = exchange.segment_after(a, run, run.safe_seq, 1 << 20)
    mine = request_of(world, b)
    wants = (courier.Tail(run.incarnation, 0),)
    forged = courier.Request(
        device=mine.device,
        made=mine.made,
        part=1,
        epoch=mine.epoch,
        cursor=mine.cursor,
        losses=0,
        sealing_key=mine.sealing_key,
        runs=mine.runs,
        wants=wants,
        segments=(segment,),
    )
    file = world.files("up")[0]
    file.write_bytes(write_request(forged, b.device_key.sign, sealing_public(world.county.seed)))
    intake, _ = world.at_county()
    assert intake.refused == {file.name: "journal.other_device"}
    assert intake.devices[b.device].entries == 0
    taken = world.back(b)
    assert taken.came_back == 0


def test_a_cursor_beyond_the_county_s_feed_gets_no_answer_but_its_entries_are_kept(world) -> None:
    a = world.pc("a")
    registered(a, count=2)
    with a.changing() as connection:
        exchange.set_cursor(connection, world.county.epoch, 10**9)
    world.out(a)
    intake, answered = world.at_county()
    assert intake.devices[a.device].entries == 2
    assert answered.refused == {a.device.hex: "feed.ahead"}
