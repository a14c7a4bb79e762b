"""Sync by stick: what is promised by the line is promised by files."""

import errno
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clinic_app.domain.time import beijing_day
from clinic_app.journal import courier
from clinic_app.journal.facts.county import DeviceRevoked
from clinic_app.journal.sealing import BadParcel, key_stated_by, seal, sealing_public, stated_key, unseal
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.journal.sticks import NoFolder, ReadOnly, StickFull, StickGone
from clinic_app.store import epochs, exchange, local
from clinic_app.store.exchange import unsent
from clinic_app.store.freshness import synced_on
from clinic_app.sync import courier_out
from clinic_app.sync.courier_in import NothingForUs
from clinic_app.sync.errors import NoCourierKey, Unenrolled
from sync_server.intake.pen import held_pen
from sync_server.publish import courier as answers
from sync_server.store.queries.journals import kept_bytes
from tests.server.county import OTHER
from tests.sync.courier_world import CourierWorld
from tests.sync.doings import registered
from tests.sync.fake_county import disk_copy, ids, new_store

DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CourierWorld]:
    made = CourierWorld(tmp_path)
    yield made
    made.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of entries makes several files."""
    monkeypatch.setattr(courier, "FILE_BYTES", 900)
    monkeypatch.setattr(courier_out, "SEGMENT_BYTES", 250)
    monkeypatch.setattr(answers, "PAGE", 2)


def waiting(store) -> int:
    with store.reading() as connection:
        return unsent(connection).count


def test_one_trip_brings_everything_to_the_county_and_the_receipts_home(world) -> None:
    a = world.pc("a")
    registered(a, count=30)
    written = world.out(a)
    assert (written.files, written.entries, written.left) == (1, 30, 0)
    assert waiting(a) == 30, "writing proves nothing"
    intake, answered = world.at_county()
    assert (intake.refused, intake.devices[a.device].entries, answered.devices) == ({}, 30, 1)
    taken = world.back(a)
    assert (taken.confirmed, taken.waiting, taken.again) == (30, 0, False)
    assert taken.pulled > 0, "the county's own entries"
    assert (world.files("up"), world.files("down")) == ([], []), "what was used is taken away"
    world.agree(a)


def test_a_colleagues_entries_come_with_the_stick(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    registered(a, count=5)
    registered(b, count=7)
    world.trip(a, b)
    assert set(ids(a)) == set(ids(b))
    world.agree(a, b)


def test_two_clinics_share_a_stick_and_neither_reads_the_other(world) -> None:
    a, other = world.pc("a"), world.pc("o", OTHER)
    registered(a, "双洋人", 4)
    registered(other, "新桥人", 4)
    world.out(a)
    world.out(other)
    intake, answered = world.at_county()
    assert (len(intake.devices), answered.devices) == (2, 2)
    mine = world.back(a)
    assert (mine.files, mine.confirmed, mine.refused) == (1, 4, [])
    assert len(world.files("down")) == 1, "the other's is left for it"
    assert world.back(other).confirmed == 4
    world.agree(a, other)


def test_a_found_stick_tells_nobody_s_name(world) -> None:
    a = world.pc("a")
    registered(a, "赵钱孙", 3)
    world.out(a)
    on_stick = b"".join(one.read_bytes() for one in world.files("up"))
    names = " ".join(one.name for one in world.files("up"))
    assert "赵钱孙".encode() not in on_stick and a.facility.encode() not in on_stick
    assert a.facility not in names
    with pytest.raises(BadParcel):
        unseal(on_stick[:20] + bytes(len(on_stick) - 20), world.county.seed)


@pytest.mark.usefixtures("small")
def test_a_changed_or_cut_file_is_named_and_the_rest_goes_on(world) -> None:
    a = world.pc("a")
    registered(a, count=12)
    world.out(a)
    first, second, *_ = world.files("up")
    data = bytearray(second.read_bytes())
    data[len(data) // 2] ^= 1
    second.write_bytes(data)
    intake, _ = world.at_county()
    assert intake.refused[second.name] == "courier.bad_file"
    assert intake.devices[a.device].entries > 0 and waiting(a) == 12
    assert not first.exists(), "what was taken in whole is taken away"
    down = world.files("down")[0]
    down.write_bytes(down.read_bytes()[:-1])
    taken = world.back(a)
    assert taken.refused == [(down.name, "courier.bad_file")] and down.exists()
    world.trip(a)
    world.agree(a)


def test_a_file_that_another_device_signed_is_not_taken_for_ours(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    world.out(a)
    file = world.files("up")[0]
    request = courier.read_request(file.read_bytes(), world.county.seed, lambda _: a.public_key)
    forged = courier.write_request(request, b.device_key.sign, sealing_public(world.county.seed))
    file.write_bytes(forged)
    intake, answered = world.at_county()
    assert (intake.refused, answered.devices) == ({file.name: "courier.bad_file"}, 0)


def test_an_answer_that_the_county_did_not_sign_makes_nothing_green(world) -> None:
    a = world.pc("a")
    registered(a, count=3)
    world.out(a)
    world.at_county()
    file = world.files("down")[0]
    with a.reading() as connection:
        seed = local.read(connection, local.DEVICE_SEED)
    answer = courier.read_answer(file.read_bytes(), seed, world.county.public_key)
    forged = courier.write_answer(answer, private_key(bytes(32)).sign, sealing_public(seed))
    file.write_bytes(forged)
    assert world.back(a).refused == [(file.name, "courier.bad_file")]
    assert waiting(a) == 3


def test_somebody_elses_stick_says_so(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    world.out(a)
    world.at_county()
    with pytest.raises(NothingForUs):
        world.back(b)
    world.place.joinpath("up-letter.xyc").write_bytes(seal(b"hello", sealing_public(bytes(32))))
    intake, _ = world.at_county()
    assert intake.refused == {"up-letter.xyc": "courier.foreign"}


@pytest.mark.usefixtures("small")
def test_a_stick_pulled_out_while_writing_holds_whole_files_and_can_be_written_again(world) -> None:
    a = world.pc("a")
    registered(a, count=12)

    def pulled(done) -> None:
        if done.files == 2:
            shutil.move(world.stick, world.folder / "in the pocket")

    with pytest.raises(StickGone):
        courier_out.write(a, world.stick, pulled)
    shutil.move(world.folder / "in the pocket", world.stick)
    assert len(world.files("up")) == 2
    intake, _ = world.at_county()
    assert intake.refused == {} and 0 < intake.devices[a.device].entries < 12
    world.back(a)
    world.trip(a)
    world.agree(a)


@pytest.mark.usefixtures("small")
def test_a_full_stick_carries_what_fits_and_says_what_is_left(world, monkeypatch) -> None:
    a = world.pc("a")
    registered(a, count=12)
    whole = world.out(a)
    room = [3]

    def fsync(handle: int, really=os.fsync) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    done = world.out(a)
    assert 0 < done.files < whole.files and done.left == 12 - done.entries > 0
    assert len(world.files("up")) == done.files and not list(world.place.glob("*.part"))
    room[0] = 0
    with pytest.raises(StickFull):
        world.out(a)
    monkeypatch.undo()
    world.trip(a)
    world.agree(a)


def test_a_folder_that_is_not_there_or_cannot_be_written_is_named(world) -> None:
    a = world.pc("a")
    with pytest.raises(NoFolder):
        courier_out.write(a, world.folder / "nowhere")
    with pytest.raises(NothingForUs):
        world.back(a)
    file = world.folder / "a file"
    file.write_text("no folder")
    with pytest.raises(NoFolder):
        courier_out.write(a, file)


@pytest.mark.parametrize(
    ("number", "error"), [(errno.EROFS, ReadOnly), (errno.EIO, StickGone), (errno.ENOSPC, StickFull)]
)
def test_what_the_stick_says_becomes_a_sentence(world, monkeypatch, number, error) -> None:
    a = world.pc("a")

    def fsync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(error):
        world.out(a)
    assert list(world.place.iterdir()) == []


def test_a_pc_without_a_county_or_its_key_says_what_it_needs(world) -> None:
    alone = new_store(world.folder / "alone", world.clock)
    with pytest.raises(Unenrolled):
        courier_out.write(alone, world.stick)
    alone.close()
    a = world.pc("a")
    with a.changing() as connection:
        local.forget(connection, local.COURIER_KEY)
    with pytest.raises(NoCourierKey):
        world.out(a)


def test_the_county_s_key_is_its_own_word(world) -> None:
    seed = world.county.seed
    stated = stated_key(seed)
    assert key_stated_by(world.county.public_key, stated) == sealing_public(seed)
    with pytest.raises(BadParcel):
        key_stated_by(world.county.public_key, stated_key(bytes(32)))
    with pytest.raises(BadParcel):
        key_stated_by(public_bytes(private_key(bytes(32))), stated)


@pytest.mark.usefixtures("small")
def test_files_in_any_order_twice_and_over_two_sticks_come_to_the_same(world) -> None:
    a = world.pc("a")
    registered(a, count=15)
    world.out(a)
    files = world.files("up")
    assert len(files) > 3
    for number, file in enumerate(reversed(files)):
        shutil.copy(file, world.place / f"up-{number:02d}.xyc")
    second = world.kept_aside("second")
    intake, _ = world.at_county()
    assert (intake.refused, intake.devices[a.device].entries) == ({}, 15)
    intake, _ = world.at_county(second)
    assert (intake.refused, intake.devices[a.device].entries) == ({}, 0)
    world.back(a, second)
    world.back(a)
    world.agree(a)


@pytest.mark.usefixtures("small")
def test_a_lost_file_leaves_a_gap_that_is_named_until_the_next_stick(world) -> None:
    a = world.pc("a")
    registered(a, count=15)
    world.out(a)
    world.files("up")[1].unlink()
    intake, _ = world.at_county()
    assert set(intake.refused.values()) == {"journal.gap"}
    taken = world.back(a)
    assert 0 < taken.confirmed < 15 and taken.waiting == 15 - taken.confirmed
    world.trip(a)
    world.agree(a)


@pytest.mark.usefixtures("small")
def test_a_missing_answer_file_waits_for_the_stick_that_has_it(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    registered(b, count=9)
    world.trip(b)
    world.out(a)
    world.at_county()
    whole = world.kept_aside("whole")
    world.files("down")[0].unlink()
    taken = world.back(a)
    assert taken.again and world.files("down"), "what cannot be used yet stays"
    assert not world.back(a, whole).again
    world.agree(a)


@pytest.mark.usefixtures("small")
def test_a_feed_too_long_for_one_stick_goes_on_with_the_next(world, monkeypatch) -> None:
    a, b = world.pc("a"), world.pc("b")
    registered(b, count=9)
    world.trip(b)
    monkeypatch.setattr(answers, "MOST_FILES", 1)
    world.out(a)
    world.at_county()
    assert world.back(a).again
    monkeypatch.undo()
    world.out(a)
    world.at_county()
    assert not world.back(a).again
    world.trip(b)
    assert set(ids(a)) == set(ids(b))


def test_an_old_answer_takes_nothing_back(world) -> None:
    a = world.pc("a")
    registered(a, count=3)
    world.out(a)
    world.at_county()
    old = world.kept_aside("old")
    world.back(a)
    registered(a, count=4)
    world.trip(a)
    assert waiting(a) == 0
    taken = world.back(a, old)
    assert (taken.waiting, taken.pulled, taken.again) == (0, 0, False)
    world.agree(a)


def test_what_the_county_wrote_before_it_lost_something_makes_nothing_green(world) -> None:
    a = world.pc("a")
    registered(a, count=5)
    world.out(a)
    world.at_county()
    old = world.kept_aside("old")
    world.back(a)
    with a.reading() as connection:
        run = exchange.own_runs(connection)[0]
    exchange.mark_lost(a, run, 2)
    assert waiting(a) == 3
    taken = world.back(a, old)
    assert (waiting(a), taken.again) == (3, True)


def test_an_old_pages_age_is_the_age_of_what_is_known(world) -> None:
    a = world.pc("a")
    world.out(a)
    world.at_county()
    written_on = beijing_day(world.clock.now)
    world.clock.now += 5 * DAY_MS
    world.back(a)
    with a.reading() as connection:
        assert synced_on(connection) == written_on


def test_a_disk_put_back_gets_its_own_back_by_stick(world) -> None:
    a = world.pc("a")
    registered(a, count=3)
    world.trip(a)
    image = disk_copy(a, world.folder / "image")
    world.stores.append(image)
    registered(a, count=4)
    world.trip(a)
    registered(image, "重做", 2)
    world.out(image)
    intake, _ = world.at_county()
    assert set(intake.refused.values()) == {"journal.fork"}
    taken = world.back(image)
    assert (taken.came_back, taken.moved) == (4, 2)
    world.trip(image)
    world.agree(image)
    assert set(ids(a)) <= set(ids(image))


def test_a_revoked_pc_gets_no_answer_and_what_it_brought_is_kept(world) -> None:
    a = world.pc("a")
    registered(a, count=2)
    world.out(a)
    with held_pen(world.database) as pen:
        pen.append(DeviceRevoked(device=a.device, reason="lost"))
    intake, answered = world.at_county()
    assert set(intake.refused.values()) == {"server.revoked"}
    assert answered.refused == {a.device.hex: "server.revoked"} and world.files("down") == []
    with world.database.reading() as connection:
        assert kept_bytes(connection, a.device) > 0


def test_a_pc_that_the_county_does_not_know_is_named(world) -> None:
    stranger = new_store(world.folder / "stranger", world.clock)
    world.stores.append(stranger)
    with stranger.changing() as connection:
        local.write(connection, local.COURIER_KEY, sealing_public(world.county.seed))
        epochs.begin_epoch(connection, world.county.epoch)
    world.out(stranger)
    intake, answered = world.at_county()
    assert (set(intake.refused.values()), answered.devices) == ({"server.not_enrolled"}, 0)


def test_a_later_answer_needs_no_new_stick_from_the_clinic(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    world.trip(a)
    registered(b, count=6)
    world.trip(b)
    _, answered = world.at_county(all_devices=True)
    assert answered.devices == 2
    world.back(a)
    assert set(ids(a)) == set(ids(b))


def test_two_pcs_write_to_one_share_at_once(world) -> None:
    a, b = world.pc("a"), world.pc("b")
    registered(a, count=40)
    registered(b, count=40)
    with ThreadPoolExecutor(2) as pool:
        assert [done.entries for done in pool.map(world.out, (a, b))] == [40, 40]
    world.at_county()
    with ThreadPoolExecutor(2) as pool:
        assert [taken.confirmed for taken in pool.map(world.back, (a, b))] == [40, 40]
    world.agree(a, b)
