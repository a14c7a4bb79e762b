"""The second-generation ID card over a serial line (a pseudo terminal)."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from clinic_app.devices.errors import IdCardRefused, IdPortMissing, IdReaderGarbled, IdReaderSilent
from clinic_app.devices.idcard import FIND, IdCardPort, IdCardReader, frame, read_id_card
from clinic_app.devices.reader import CardIn, CardTrouble, ReadersChanged
from tests.devices.virtual_id_reader import READ, SELECT, VirtualIdReader, card_text

TODAY = date(2026, 9, 15)


@pytest.fixture
def id_reader() -> Iterator[VirtualIdReader]:
    with VirtualIdReader() as reader:
        yield reader


@pytest.fixture
def line(id_reader: VirtualIdReader) -> Iterator[IdCardPort]:
    with IdCardPort(id_reader.port, limit=0.3) as line:
        yield line


def test_the_frame_is_the_published_one():
    assert frame(FIND) == bytes.fromhex("AAAAAA96690003200122")


def test_a_card_gives_all_of_its_text(line):
    assert read_id_card(line, TODAY).as_json() == {
        "kind": "idcard",
        "valid_to": "2040-01-01",
        "id_number": "350881198102030023",
        "name": "欧阳𬭎",
        "sex": "2",
        "ethnic": "22",
        "birth_date": "1981-02-03",
        "address": "福建省龙岩市漳平市虚构镇样本村1号",
        "authority": "漳平市公安局",
        "valid_from": "2020-01-01",
        "warnings": [],
    }


def test_no_card_is_none(line, id_reader):
    id_reader.text = None
    assert read_id_card(line, TODAY) is None


def test_a_card_without_an_end_has_no_last_day(line, id_reader):
    id_reader.text = card_text(valid_to="长期")
    holder = read_id_card(line, TODAY)
    assert (holder.valid_to, holder.warnings) == (None, ())


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"sex": "1"}, "sex.differs"),
        ({"birth": "19810204"}, "birth_date.differs"),
        ({"birth": "19810231"}, "birth_date.unreadable"),
        ({"number": "350881198102030024"}, "id_number.check"),
        ({"valid_to": "20260914"}, "card.expired"),
        ({"name": ""}, "name.unreadable"),
    ],
)
def test_what_does_not_fit_is_a_warning(line, id_reader, changes, warning):
    id_reader.text = card_text(**changes)
    assert read_id_card(line, TODAY).warnings == (warning,)


def test_a_bad_check_sum_is_never_a_person(line, id_reader):
    id_reader.bad_sum = True
    with pytest.raises(IdReaderGarbled):
        read_id_card(line, TODAY)
    id_reader.bad_sum = False
    assert read_id_card(line, TODAY).name == "欧阳𬭎"


def test_an_answer_cut_short_is_a_silent_reader(line, id_reader):
    id_reader.cut = 300
    with pytest.raises(IdReaderSilent):
        read_id_card(line, TODAY)


def test_a_text_shorter_than_a_card_is_garbled(line, id_reader):
    id_reader.text = card_text()[:128]
    with pytest.raises(IdReaderGarbled):
        read_id_card(line, TODAY)


def test_a_reader_without_power_is_silent(line, id_reader):
    id_reader.silent = True
    with pytest.raises(IdReaderSilent):
        read_id_card(line, TODAY)


@pytest.mark.parametrize(("command", "status", "step"), [(SELECT, 0x81, "select"), (READ, 0x41, "read")])
def test_a_card_taken_away_too_early_is_told_with_the_step(line, id_reader, command, status, step):
    id_reader.statuses[command] = status
    with pytest.raises(IdCardRefused) as caught:
        read_id_card(line, TODAY)
    assert caught.value.facts["step"] == step


def test_a_port_that_is_not_there_is_named():
    with pytest.raises(IdPortMissing) as caught:
        IdCardPort("/dev/ttyNOT_THERE")
    assert caught.value.facts == {"port": "/dev/ttyNOT_THERE"}


def test_the_reader_tells_a_card_once_and_again_when_it_comes_again(id_reader, heard):
    id_reader.text = None
    reader = IdCardReader(id_reader.port, lambda: TODAY, limit=0.3, pause=0.02)
    reader.start(heard)
    try:
        assert heard.wait_for(ReadersChanged).problem is None
        id_reader.text = card_text()
        heard.wait_for(CardIn)
        reads = id_reader.asked.count(READ)
        _wait(lambda: id_reader.asked.count(READ) >= reads + 3)
        id_reader.text = None
        finds = id_reader.asked.count(FIND)
        _wait(lambda: id_reader.asked.count(FIND) >= finds + 3)
        assert len([event for event in heard.all if isinstance(event, CardIn)]) == 1
        id_reader.text = card_text()
        heard.wait_for(CardIn)
    finally:
        reader.stop()


def test_the_reader_tells_trouble_and_goes_on(id_reader, heard):
    id_reader.bad_sum = True
    reader = IdCardReader(id_reader.port, lambda: TODAY, limit=0.2, pause=0.02)
    reader.start(heard)
    try:
        assert isinstance(heard.wait_for(CardTrouble).error, IdReaderGarbled)
        id_reader.bad_sum = False
        heard.wait_for(CardIn)
        id_reader.silent = True
        heard.wait_for(ReadersChanged, problem="device.id_reader_silent")
        id_reader.silent = False
        heard.wait_for(ReadersChanged, problem=None)
    finally:
        reader.stop()


def test_a_cable_pulled_out_is_told(heard):
    with VirtualIdReader() as id_reader:
        reader = IdCardReader(id_reader.port, lambda: TODAY, limit=0.3, pause=0.02)
        reader.start(heard)
        heard.wait_for(CardIn)
        id_reader.unplug()
        heard.wait_for(ReadersChanged, problem="device.id_port_missing")
        reader.stop()


def test_a_silent_reader_does_not_hold_up_the_end(id_reader, heard):
    id_reader.silent = True
    reader = IdCardReader(id_reader.port, lambda: TODAY, limit=20.0, pause=0.02)
    reader.start(heard)
    _wait(lambda: FIND in id_reader.asked)
    begun = time.monotonic()
    reader.stop()
    assert time.monotonic() - begun < 10.0  # half of the reader's own limit
    assert heard.all == []


def _wait(condition, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition never came"
        time.sleep(0.01)
