"""A new PC fills from ready-made parts, over a line that is cut, and ends as if it had pulled everything page by page."""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.cli import main as clinic_command
from clinic_app.domain.errors import Unavailable
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.journal.facts.residents import Card, CardLinked, Change, ResidentAmended, ResidentRegistered
from clinic_app.journal.feed import Page
from clinic_app.journal.refusal import NoSuchRoute
from clinic_app.journal.sealing import BadParcel, ForeignParcel
from clinic_app.journal.snapshot import BadSnapshot, Mark
from clinic_app.journal.snapshot_files import new_code
from clinic_app.journal.sticks import NoFolder
from clinic_app.store import local, search, snapshot
from clinic_app.store.absorb import absorb
from clinic_app.store.exchange import position
from clinic_app.store.freshness import synced_on
from clinic_app.store.journal import SELF, Author, Store, open_store
from clinic_app.store.rebuild import digests, rebuild
from clinic_app.store.setup import NewDevice, build, found
from clinic_app.store.tables import cursor, entry, feed_page
from clinic_app.store.verify import verify
from clinic_app.sync import enrolment
from clinic_app.sync import snapshot as filling
from clinic_app.sync.county import County
from clinic_app.sync.engine import sync_once
from clinic_app.sync.enrolment import county_of, enrol
from clinic_app.sync.errors import NoLine
from sync_server.cli import run as server_command
from sync_server.publish import snapshots
from sync_server.publish.facilities import NoFacility
from sync_server.store.tables import snapshot_part
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.faults.proxy import Proxy, cuts
from tests.server.county import OTHER, TOWNSHIP

PASSWORD = "correct horse"
PART = 10  # entries


class Empty:
    """New PCs of one clinic, as they are when they have just been enrolled."""

    def __init__(self, folder: Path, county: CountyAtWork) -> None:
        self.folder = folder
        self.county = county
        self.made: list[Store] = []

    def __call__(self) -> Store:
        device = NewDevice.make()
        code = self.county.code(TOWNSHIP)
        nobody: dict[str, object] = {"facility": "", "admin": "", "admin_key": ""}
        ca = enrolment._authority(self.county.url, code, None, None)
        key = enrolment.private_key(device.seed)
        answer = enrolment._apply(self.county.url, code, ca, key, nobody, None)

        def fill(store: Store) -> None:
            with store.changing() as connection:
                enrolment._keep(connection, self.county.url, ca, answer)
                enrolment.epochs.begin_epoch(connection, answer.epoch)

        folder = self.folder / f"pc{len(self.made)}"
        self.made.append(build(folder, device, answer.facility, answer.letter, (), fill))
        return self.made[-1]


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CountyAtWork]:
    """With a clinic that has people, amended and with cards."""
    monkeypatch.setattr(snapshots, "PART_ENTRIES", PART)
    monkeypatch.setattr(filling, "AT_ONCE", 1)
    with at_work(tmp_path) as county:
        store, holder, _ = found(
            tmp_path / "first",
            facility=TOWNSHIP,
            name="双洋镇卫生院",
            inst_lv="township",
            credit_code="",
            admin="P001",
            admin_name="王敏",
            roles=ALL_ROLES,
            password=PASSWORD,
        )
        enrol(store, holder, county.url, county.code(TOWNSHIP))
        people(store, Author.of(holder))
        round_of(store)
        store.close()
        yield county


@pytest.fixture
def empty(county: CountyAtWork, tmp_path: Path) -> Iterator[Empty]:
    make = Empty(tmp_path, county)
    yield make
    for store in make.made:
        store.close()


def people(store: Store, author: Author, count: int = 90) -> None:
    dice = random.Random(1)
    with store.writing(author) as work:
        made = [
            work.append(
                ResidentRegistered(name=f"陈{dice.choice('安宝春')}{number}", sex="1", salt="s"), SELF
            )
            for number in range(count)
        ]
        for one in dice.sample(made, 30):
            change = Change(value=f"林{dice.choice('江河海')}", replaces=one.id)
            work.append(ResidentAmended(changes={"name": change}, salt="s"), one.id)
        for one in dice.sample(made, 30):
            work.append(CardLinked(card=Card(kind="ssc3", number=str(dice.random())[2:11]), salt="s"), one.id)


def round_of(store: Store, peer: County | None = None) -> int:
    """A round; how many requests it took."""
    peer = peer or county_of(store)
    try:
        return sync_once(store, peer).requests
    finally:
        peer.close()


class NoSnapshot(County):
    """A line to a county that knows no snapshots."""

    def snapshot(self, epoch: UUID, after: int) -> Iterator[int | Page | Mark]:
        raise NoSuchRoute()


class Cutting(County):
    """A line that is cut after so many frames."""

    frames = 0
    seen = 0

    def snapshot(self, epoch: UUID, after: int) -> Iterator[int | Page | Mark]:
        for told in islice(super().snapshot(epoch, after), self.frames):
            self.seen += isinstance(told, Page)
            yield told
        raise NoLine(server="", why="cut")


def line_of(kind: type[County], store: Store) -> County:
    peer = county_of(store)
    peer.__class__ = kind
    return peer


def table(store: Store) -> dict[str, bytes]:
    with store.reading() as connection:
        return digests(connection)


def held(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        columns = [one for one in entry.c if one.name not in ("position", "incarnation_no")]
        return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(entry.c.feed_number))]


def now_of(store: Store) -> snapshot.Filling | None:
    with store.reading() as connection:
        return snapshot.filling(connection)


def test_a_filled_pc_is_the_same_as_one_that_pulled_page_by_page(empty: Empty) -> None:
    quick, slow = empty(), empty()
    requests = round_of(quick)
    by_page = line_of(NoSnapshot, slow)
    round_of(slow, by_page)
    round_of(quick)  # the other PC's enrolment
    assert held(quick) == held(slow)
    assert table(quick) == table(slow)
    assert rebuild(quick, check=True).different == ()
    assert verify(quick).page_entries == verify(slow).page_entries == len(held(quick))
    with quick.reading() as connection:
        assert len(search.find(connection, "陈宝", 100)) > 5
        parts = connection.scalar(sa.select(sa.func.count()).where(feed_page.c.item_count == PART))
    assert parts is not None and parts >= 14
    assert requests <= 5
    assert now_of(quick) is None


def test_twenty_cuts_lose_nothing_and_send_no_part_twice(empty: Empty) -> None:
    store, whole = empty(), empty()
    dice, came = random.Random(7), 0
    for _ in range(20):
        peer = line_of(Cutting, store)
        peer.frames = dice.choice((0, 1, 1, 2))
        with pytest.raises(NoLine):
            round_of(store, peer)
        came += peer.seen
        state = now_of(store)
        assert state is not None and state.done == came * PART
    assert 0 < came < 14
    round_of(store)
    round_of(whole)
    round_of(store)
    assert [row[1] for row in held(store)] == [row[1] for row in held(whole)]
    assert table(store) == table(whole)
    assert verify(store).page_entries == len(held(store))


def test_people_are_found_while_it_fills_and_it_says_that_it_is_filling(empty: Empty) -> None:
    store = empty()
    assert now_of(store) == snapshot.Filling(0, 0)
    peer = line_of(Cutting, store)
    peer.frames = 8
    with pytest.raises(NoLine):
        round_of(store, peer)
    state = now_of(store)
    assert state is not None and (state.done, state.of > 140) == (70, True)
    with store.reading() as connection:
        assert search.find(connection, "陈", 100) != []
        assert local.read(connection, local.LAST_PULL) is None
        stale = synced_on(connection)
    assert stale is not None and stale.year == 1  # nothing is settled offline on this


def test_a_process_killed_between_any_two_parts_goes_on_there(empty: Empty) -> None:
    store = empty()
    peer = line_of(Cutting, store)
    peer.frames = 5
    with pytest.raises(NoLine):
        round_of(store, peer)
    again = open_store(store.folder, store.data_key)
    peer = line_of(Cutting, again)
    peer.frames = 3
    with pytest.raises(NoLine):
        round_of(again, peer)
    state = now_of(again)
    again.close()
    assert state is not None and state.done == 60


def test_what_is_written_here_or_came_by_the_feed_meanwhile_is_no_conflict(empty: Empty) -> None:
    store, other = empty(), empty()
    peer = line_of(Cutting, store)
    peer.frames = 4
    with pytest.raises(NoLine):
        round_of(store, peer)
    with store.writing(Author("P001")) as work:
        work.append(ResidentRegistered(name="新来的", sex="2", salt="s"), SELF)
    with store.reading() as connection:
        at = position(connection)
    assert at is not None
    line = county_of(store)
    assert absorb(store, line.page(*at, limit=PART + 5)).moved  # more than the next part
    line.close()
    round_of(store)
    round_of(other)
    round_of(store)
    round_of(other)
    assert table(store)["resident"] == table(other)["resident"]
    assert verify(store).entries == 1


def test_a_snapshot_that_is_not_what_the_county_signed_for_is_never_complete(empty: Empty) -> None:
    store, whole = empty(), empty()

    class Short(County):
        """Leaves out the last part."""

        def snapshot(self, epoch: UUID, after: int) -> Iterator[int | Page | Mark]:
            told = list(super().snapshot(epoch, after))
            yield from (*told[:-2], told[-1])

    with pytest.raises(BadSnapshot):
        round_of(store, line_of(Short, store))
    with store.reading() as connection:
        assert connection.execute(sa.select(cursor.c.position)).scalar_one() == 0
        assert snapshot.wanted(connection, store.facility) is None
    assert now_of(store) is not None
    round_of(store)  # page by page
    round_of(whole)
    round_of(store)
    assert now_of(store) is None
    assert table(store) == table(whole)
    assert verify(store).page_entries == len(held(store))


def test_parts_out_of_order_or_of_elsewhere_are_refused(empty: Empty) -> None:
    store = empty()
    peer = county_of(store)
    with store.reading() as connection:
        taken = snapshot.wanted(connection, store.facility)
    assert taken is not None
    told = list(peer.snapshot(taken.epoch, 0))
    peer.close()
    parts = [one for one in told if isinstance(one, Page)]
    for wrong in ([parts[1]], [parts[0], parts[2]], [replace(parts[0], more=False)]):
        with pytest.raises(BadSnapshot):
            snapshot.take_parts(store, taken, wrong)
    with pytest.raises(BadSnapshot):
        filling.fill(store, lambda *_: [told[0], parts[1]])
    round_of(store)  # page by page: a county that errs once does not stop this PC
    assert now_of(store) is None
    store = empty()
    elsewhere = replace(told[-1], facility="350881002")

    def source(epoch: UUID, after: int) -> Iterable[int | Page | Mark]:
        return [*told[:-1], elsewhere]

    with pytest.raises(BadSnapshot):
        filling.fill(store, source)


def written(county: CountyAtWork, folder: Path) -> str:
    """The clinic's snapshot on a stick; the code that opens it."""
    folder.mkdir()
    return snapshots.write_to(county.database(), TOWNSHIP, folder).code


def test_a_stick_fills_a_new_pc_as_the_line_does(county: CountyAtWork, empty: Empty, tmp_path: Path) -> None:
    store, other = empty(), empty()
    stick = tmp_path / "stick"
    code = written(county, stick)
    entries = filling.fill_from(store, stick, code.lower().replace("-", " "))
    assert entries > 140
    assert now_of(store) is not None  # what came since is still to come
    assert len(held(store)) == entries
    round_of(store)
    round_of(other)
    round_of(store)
    assert table(store) == table(other)
    assert now_of(store) is None
    with pytest.raises(filling.NotWanted):
        filling.fill_from(store, stick, code)


def test_a_stick_pulled_out_half_way_is_gone_on_with(
    county: CountyAtWork, empty: Empty, tmp_path: Path
) -> None:
    store = empty()
    stick = tmp_path / "stick"
    code = written(county, stick)
    peer = line_of(Cutting, store)
    peer.frames = 6
    with pytest.raises(NoLine):
        round_of(store, peer)
    assert filling.fill_from(store, stick, code) == len(held(store)) - 50


def test_what_is_on_a_stick_is_sealed_and_nothing_of_a_wrong_one_is_taken_in(
    county: CountyAtWork, empty: Empty, tmp_path: Path
) -> None:
    store = empty()
    stick = tmp_path / "stick"
    code = written(county, stick)
    place = stick / f"xyt-snapshot-{TOWNSHIP}"
    files = sorted(place.iterdir())
    assert len(files) > 14
    assert not any("陈".encode() in file.read_bytes() for file in files)
    with pytest.raises(ForeignParcel):
        filling.fill_from(store, stick, new_code())
    whole = files[3].read_bytes()
    files[3].write_bytes(files[4].read_bytes())
    with pytest.raises(BadSnapshot):
        filling.fill_from(store, stick, code)
    files[3].write_bytes(whole[:-1] + bytes((whole[-1] ^ 1,)))
    with pytest.raises(BadParcel):
        filling.fill_from(store, stick, code)
    files[3].unlink()
    with pytest.raises(BadParcel):
        filling.fill_from(store, stick, code)
    assert held(store) == []
    with pytest.raises(NoFolder):
        filling.fill_from(store, tmp_path / "nowhere", code)


def test_another_clinics_stick_is_refused_before_anything_is_taken_in(
    county: CountyAtWork, empty: Empty, tmp_path: Path
) -> None:
    store = empty()
    stick = tmp_path / "stick"
    stick.mkdir()
    code = snapshots.write_to(county.database(), OTHER, stick).code
    (stick / f"xyt-snapshot-{OTHER}").rename(stick / f"xyt-snapshot-{TOWNSHIP}")
    with pytest.raises(BadSnapshot):
        filling.fill_from(store, stick, code)
    assert held(store) == []
    with pytest.raises(NoFacility):
        snapshots.write_to(county.database(), "nobody", stick)


def test_the_commands_write_and_take_a_stick(
    county: CountyAtWork, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    at = ("--database", county.database_url)
    assert server_command(["snapshot", "write", TOWNSHIP, str(stick), *at, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["entries"] == told["parts"] * PART
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)
    data = ("--data", str(tmp_path / "first"))
    taking = ["snapshot", "take", str(stick), "--code", told["code"], "--json", *data]
    assert clinic_command(taking) == 3  # that PC has its data
    assert "snapshot.not_wanted" in capsys.readouterr().err
    assert clinic_command(["status", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)["snapshot"] is None


def through(store: Store, url: str) -> None:
    with store.changing() as connection:
        local.write(connection, local.SERVER, url)


def test_twenty_cuts_at_any_byte_resend_at_most_one_part_each(county: CountyAtWork, empty: Empty) -> None:
    store, whole = empty(), empty()
    port = int(county.url.rpartition(":")[2])
    with Proxy(port) as line:
        through(whole, line.url)
        round_of(whole)
        uncut = line.down
    largest = max(len(data) for data in parts_kept(county))
    failed = 0
    with Proxy(port, cuts(5, 20, 300, largest + 500, down=True)) as line:
        through(store, line.url)
        for _ in range(60):
            try:
                round_of(store)
            except Unavailable:
                failed += 1
            else:
                break
        assert line.strikes >= 8  # a cut beyond the end of its connection does not come
        assert failed > 0
        overhead = 700  # a token, headers and the first frame of each try
        assert line.down <= uncut + 20 * (largest + overhead)
    for one in (whole, store):
        through(one, county.url)
        round_of(one)
    assert table(store) == table(whole)
    assert verify(store).page_entries == len(held(store)) == len({row[1] for row in held(store)})


def parts_kept(county: CountyAtWork) -> list[bytes]:
    with county.database().reading() as connection:
        return [bytes(data) for data in connection.scalars(sa.select(snapshot_part.c.data))]
