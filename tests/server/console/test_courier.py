"""摆渡 at the county: a stick's files are uploaded in a real browser, and the answer is carried back."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clinic_app.domain.time import wall_clock
from clinic_app.journal import sticks
from clinic_app.journal.courier import read_request, write_request
from clinic_app.journal.sealing import seal, sealing_public
from clinic_app.journal.signing import private_key
from clinic_app.store.exchange import unsent
from clinic_app.store.journal import Store
from clinic_app.store.setup import NewDevice, build
from clinic_app.sync import courier_in, courier_out
from clinic_app.sync.courier_in import Taken
from sync_server.publish.facilities import revoke_device
from sync_server.store.county import County, county_of
from tests.server.console.conftest import sign_in
from tests.server.console.world import World
from tests.sync.courier_world import enrol_by_hand
from tests.sync.doings import registered
from tests.sync.fake_county import disk_copy


@pytest.fixture
def office(tab: Page, console: str) -> Page:
    """A browser in which an officer is signed in, on the page 摆渡."""
    sign_in(tab, console, "chen")
    tab.goto(f"{console}courier")
    return tab


@pytest.fixture
def pc(world: World, tmp_path: Path) -> Iterator[Store]:
    """A PC of the made-up county that has no line, and its stick."""
    facility = next(iter(world.clinics))
    store = build(tmp_path / "pc", NewDevice.make(), facility, "Z", (), lambda _: None, wall_clock)
    enrol_by_hand(world.database, store)
    (tmp_path / "stick").mkdir()
    yield store
    store.close()


def county_in(world: World) -> County:
    with world.database.reading() as connection:
        return county_of(connection)


def on_stick(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "stick" / sticks.FOLDER).glob("up-*"))


def written(store: Store, tmp_path: Path, count: int) -> list[Path]:
    registered(store, count=count)
    courier_out.write(store, tmp_path / "stick")
    return on_stick(tmp_path)


def upload(office: Page, files: list[Path]) -> None:
    office.get_by_label("摆渡文件").set_input_files(files)
    office.get_by_role("button", name="读入").click()


def brought_back(office: Page, store: Store, tmp_path: Path, which: int = 0) -> Taken:
    """The answer is downloaded, unpacked onto the stick, and read at the clinic."""
    with office.expect_download() as waiting:
        office.get_by_role("button", name="下载答复").nth(which).click()
    with zipfile.ZipFile(waiting.value.path()) as box:
        box.extractall(tmp_path / "stick")
    return courier_in.take(store, tmp_path / "stick")


def refusals(office: Page) -> dict[str, str]:
    """Each file that was not taken in, with its code."""
    rows = office.locator("section", has=office.get_by_role("heading", name="没有读入的")).locator("tbody tr")
    return {row.locator("td").first.inner_text(): row.locator("span.id").inner_text() for row in rows.all()}


def test_a_stick_goes_to_the_county_by_the_browser_and_back(
    office: Page, pc: Store, world: World, tmp_path: Path
) -> None:
    expect(office.get_by_text("还没有电脑用U盘送过数据")).to_be_visible()
    files = written(pc, tmp_path, 30)
    upload(office, files)
    row = office.locator("tbody tr").first
    expect(row).to_contain_text(pc.device.hex[:8])
    expect(row).to_contain_text("30")
    taken = brought_back(office, pc, tmp_path)
    assert (taken.confirmed, taken.waiting) == (30, 0)
    assert taken.pulled > 0
    with pc.reading() as connection:
        assert unsent(connection).count == 0
    upload(office, files)  # the same old stick
    expect(office.get_by_text("没有新的：这些条目县里都已收存")).to_be_visible()
    with world.database.reading() as connection:
        acts = connection.exec_driver_sql(
            "select action, object from console_audit order by no desc limit 3"
        ).all()
    assert {tuple(act) for act in acts} == {("stick_taken", pc.device.hex), ("stick_answered", pc.device.hex)}


def test_who_came_before_is_answered_again(office: Page, pc: Store, console: str, tmp_path: Path) -> None:
    upload(office, written(pc, tmp_path, 3))
    expect(office.get_by_role("heading", name="读到了什么")).to_be_visible()
    office.goto(f"{console}courier")
    assert brought_back(office, pc, tmp_path).confirmed == 3


def test_a_disk_put_back_gets_its_tail_with_the_answer(
    office: Page, pc: Store, world: World, tmp_path: Path
) -> None:
    """What the upload found to differ is known when the answer is asked for."""
    registered(pc, count=2)
    old = disk_copy(pc, tmp_path / "old")
    upload(office, written(pc, tmp_path, 4))
    brought_back(office, pc, tmp_path)
    upload(office, written(old, tmp_path, 9))
    assert "journal.fork" in refusals(office).values()
    taken = brought_back(office, old, tmp_path)
    assert (taken.came_back, taken.moved) == (4, 9)
    old.close()


def test_every_bad_file_is_named_with_what_to_do_and_the_good_one_is_taken(
    office: Page, pc: Store, world: World, tmp_path: Path
) -> None:
    (good,) = written(pc, tmp_path, 3)
    county = sealing_public(county_in(world).seed)
    data = good.read_bytes()
    stranger = private_key(os.urandom(32))
    request = read_request(data, county_in(world).seed, lambda _: pc.public_key)
    bad = {
        "up-empty.xyc": b"",
        "up-cut.xyc": data[: len(data) // 2],
        "up-changed.xyc": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        "up-rubbish.xyc": os.urandom(5000),
        "up-sealed-rubbish.xyc": seal(os.urandom(500), county),
        "up-other-county.xyc": seal(b"x" * 100, sealing_public(os.urandom(32))),
        "up-forged.xyc": write_request(request, stranger.sign, county),
        "down-answer.xyc": data,
        "holiday.jpg": b"\xff\xd8",
        "<img src=x onerror=alert(1)>.xyc": b"",
    }
    (tmp_path / "bad").mkdir()
    for name, content in bad.items():
        (tmp_path / "bad" / name).write_bytes(content)
    upload(office, [*(tmp_path / "bad").iterdir(), good])
    told = refusals(office)
    assert told == {
        "up-empty.xyc": "courier.bad_file",
        "up-cut.xyc": "courier.bad_file",
        "up-changed.xyc": "courier.bad_file",
        "up-rubbish.xyc": "courier.bad_file",
        "up-sealed-rubbish.xyc": "courier.bad_file",
        "up-other-county.xyc": "courier.foreign",
        "up-forged.xyc": "courier.bad_file",
        "down-answer.xyc": "courier.foreign",
        "holiday.jpg": "courier.not_up",
        "<img src=x onerror=alert(1)>.xyc": "courier.not_up",
    }
    assert brought_back(office, pc, tmp_path).confirmed == 3


def test_more_than_fits_is_refused_in_words(office: Page, tmp_path: Path) -> None:
    with (tmp_path / "up-0.xyc").open("wb") as file:
        file.truncate(sticks.MAX_FILE * 2)
    upload(office, [tmp_path / "up-0.xyc"])
    expect(office.get_by_text("超过 25 MB，没有读入")).to_be_visible()
    with (tmp_path / "up-0.xyc").open("wb") as file:
        file.truncate(sticks.MAX_FILE + 1)
    office.go_back()
    upload(office, [tmp_path / "up-0.xyc"])
    assert refusals(office) == {"up-0.xyc": "journal.too_large"}


def test_a_device_taken_out_of_use_gets_no_answer(
    office: Page, pc: Store, world: World, tmp_path: Path
) -> None:
    files = written(pc, tmp_path, 2)
    revoke_device(world.database, pc.device, "stolen")
    upload(office, files)
    assert set(refusals(office).values()) == {"server.revoked"}
    office.get_by_role("button", name="下载答复").first.click()
    expect(office.get_by_text("这台电脑已停用")).to_be_visible()


def test_an_auditor_reads_and_brings_nothing(tab: Page, console: str) -> None:
    sign_in(tab, console, "lin")
    tab.goto(f"{console}courier")
    expect(tab.get_by_role("heading", name="用过U盘的电脑")).to_be_visible()
    expect(tab.get_by_role("button", name="读入")).to_have_count(0)
    answer = tab.request.post(f"{console}courier/answer", form={"device": "0" * 32})
    assert (answer.status, "您的权限不能做这项操作" in answer.text()) == (403, True)


def test_a_server_without_room_says_so(
    office: Page, pc: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = written(pc, tmp_path, 2)

    def full(*_: object) -> None:
        raise sticks.StickFull(folder="/tmp")

    with monkeypatch.context() as once:
        once.setattr(sticks, "put", full)
        upload(office, files)
    expect(office.get_by_text("服务器的临时目录满了或不能写")).to_be_visible()
    office.go_back()
    upload(office, files)
    assert brought_back(office, pc, tmp_path).confirmed == 2
