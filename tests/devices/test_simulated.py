"""The simulated reader: made-up cards, always marked as such."""

import pytest

from clinic_app.devices.holder import CardHolder
from clinic_app.devices.reader import CardIn, CardOut, ReadersChanged
from clinic_app.devices.simulated import SimulatedReader
from tests.devices.virtual_card import id_number

MADE_UP = CardHolder(kind="ssc2", name="张三", id_number=id_number())


@pytest.fixture
def reader(heard):
    reader = SimulatedReader()
    reader.start(heard)
    yield reader
    reader.stop()


def test_a_simulated_card_comes_and_goes_like_a_real_one_and_is_marked(reader, heard):
    assert heard.wait_for(ReadersChanged).names == (reader.name,)
    reader.insert(MADE_UP)
    event = heard.wait_for(CardIn)
    assert event.holder.name == "张三"
    assert event.holder.simulated and event.holder.as_json()["simulated"] is True
    reader.remove()
    assert heard.wait_for(CardOut).reader == reader.name


def test_a_second_card_pushes_the_first_one_out(reader, heard):
    reader.insert(MADE_UP)
    reader.insert(MADE_UP)
    assert [type(event) for event in heard.all] == [ReadersChanged, CardIn, CardOut, CardIn]


def test_an_empty_reader_has_nothing_to_remove_and_a_stopped_one_is_silent(reader, heard):
    reader.remove()
    reader.stop()
    reader.insert(MADE_UP)
    assert [type(event) for event in heard.all] == [ReadersChanged]
