"""The monitor on a real pcscd: cards come and go, hang and are torn, and the service dies."""

import threading
import time

import pytest
from smartcard import scard

from clinic_app.devices.errors import (
    CardHeld,
    CardMute,
    CardServiceRestarted,
    CardTornOut,
    CardUnreadable,
    OtherCard,
)
from clinic_app.devices.monitor import CardMonitor
from clinic_app.devices.pcsc import Context
from clinic_app.devices.reader import CardIn, CardOut, CardTrouble, ReadersChanged
from tests.devices.heard import Heard
from tests.devices.virtual_card import VirtualCard, bank_card, social_security_card

SLOT_0, SLOT_1 = "Virtual PCD 00 00", "Virtual PCD 00 01"
ALL_WELL = ReadersChanged("PC/SC", (SLOT_0, SLOT_1), None)


def test_cards_of_every_generation_come_and_go(monitor, pcscd, heard):
    assert heard.wait_for(ReadersChanged) == ALL_WELL
    for generation, slot in ((1, 0), (2, 1), (3, 0)):
        with VirtualCard(social_security_card(generation), pcscd.port(slot)):
            event = heard.wait_for(CardIn)
            assert (event.holder.kind, event.reader) == (f"ssc{generation}", (SLOT_0, SLOT_1)[slot])
            assert event.fresh and not event.holder.simulated
        assert heard.wait_for(CardOut).reader == event.reader


def test_a_rare_name_comes_through_a_t0_reader_whole(monitor, pcscd, heard):
    profile = social_security_card(2, name="欧阳𬭎")
    card = VirtualCard(profile.__class__(**{**profile.__dict__, "t0": True}), pcscd.port(0))
    with card:
        assert heard.wait_for(CardIn).holder.name == "欧阳𬭎"
    assert any(apdu[1] == 0xC0 for apdu in card.chip.asked)


def test_a_card_that_was_there_before_is_read_and_not_called_fresh(pcscd, heard):
    with VirtualCard(social_security_card(2), pcscd.port(0)):
        wait_until_seen(SLOT_0)
        monitor = CardMonitor()
        monitor.start(heard)
        try:
            assert heard.wait_for(CardIn).fresh is False
        finally:
            monitor.stop()


def test_another_card_in_the_first_slot_does_not_hide_the_right_one(monitor, pcscd, heard):
    with VirtualCard(bank_card(), pcscd.port(0)):
        trouble = heard.wait_for(CardTrouble)
        assert isinstance(trouble.error, OtherCard) and trouble.reader == SLOT_0
        assert trouble.error.facts["atr"] == bank_card().atr.hex().upper()
        with VirtualCard(social_security_card(2), pcscd.port(1)):
            assert heard.wait_for(CardIn).reader == SLOT_1
    assert {heard.wait_for(CardOut).reader, heard.wait_for(CardOut).reader} == {SLOT_0, SLOT_1}


@pytest.mark.parametrize("apdu", [1, 4])
def test_a_card_torn_out_while_read_is_told_and_the_next_is_read(monitor, pcscd, heard, apdu):
    VirtualCard(social_security_card(2), pcscd.port(0), tear_at=apdu).insert()
    assert isinstance(heard.wait_for(CardTrouble).error, CardTornOut)
    heard.wait_for(CardOut, reader=SLOT_0)
    with VirtualCard(social_security_card(2), pcscd.port(0)):
        heard.wait_for(CardIn, reader=SLOT_0)


def test_a_hanging_card_holds_up_neither_the_other_slot_nor_the_end(pcscd, heard):
    monitor = CardMonitor(limit=0.5)
    monitor.start(heard)
    with VirtualCard(social_security_card(2), pcscd.port(0), mute_at=3):
        assert isinstance(heard.wait_for(CardTrouble).error, CardMute)
        with VirtualCard(social_security_card(2), pcscd.port(1)):
            heard.wait_for(CardIn, reader=SLOT_1)
        begun = time.monotonic()
        monitor.stop()
        assert time.monotonic() - begun < 1.5
    assert "card monitor" not in {thread.name for thread in threading.enumerate()}


def test_stopping_in_the_middle_of_a_hanging_command_is_prompt_and_silent(pcscd, heard):
    monitor = CardMonitor(limit=30.0)
    monitor.start(heard)
    card = VirtualCard(social_security_card(2), pcscd.port(0), mute_at=1)
    with card:
        wait_for(lambda: monitor.reading)
        begun = time.monotonic()
        monitor.stop()
        assert time.monotonic() - begun < 1.0
    assert not [event for event in heard.all if isinstance(event, CardTrouble)]


def test_a_slow_card_is_read_all_the_same(monitor, pcscd, heard):
    with VirtualCard(social_security_card(2), pcscd.port(0), slow_ms=60):
        heard.wait_for(CardIn)


def test_a_card_changed_while_another_slot_is_read_is_not_missed(monitor, pcscd, heard):
    with VirtualCard(social_security_card(2, name="张三"), pcscd.port(1)):
        heard.wait_for(CardIn, reader=SLOT_1)
        slow = VirtualCard(social_security_card(2), pcscd.port(0), slow_ms=180).insert()
        wait_for(lambda: len(slow.chip.asked) > 0)
    with VirtualCard(social_security_card(2, name="李四"), pcscd.port(1)):
        wait_until_seen(SLOT_1)
        assert not [event for event in heard.all if isinstance(event, CardOut)], "the slow card was too fast"
        heard.wait_for(CardIn, reader=SLOT_0)
        heard.wait_for(CardOut, reader=SLOT_1)
        assert heard.wait_for(CardIn, reader=SLOT_1).holder.name == "李四"
    slow.remove()


def test_an_unreadable_card_is_tried_three_times_and_told(monitor, pcscd, heard):
    card = VirtualCard(social_security_card(2).with_record(0x08, None), pcscd.port(0))
    with card:
        error = heard.wait_for(CardTrouble).error
        assert isinstance(error, CardUnreadable) and error.facts["field"] == "id_number"
        assert sum(apdu[1:3] == b"\xa4\x04" for apdu in card.chip.asked) == 3


def test_a_card_that_another_program_holds_is_read_when_it_lets_go(monitor, pcscd, heard):
    with Context() as other, VirtualCard(bank_card(), pcscd.port(1)):
        heard.wait_for(CardTrouble, reader=SLOT_1)
        with VirtualCard(social_security_card(2), pcscd.port(0)):
            heard.wait_for(CardIn, reader=SLOT_0)
            held = hold(other, SLOT_0)
            monitor.reconnect()
            assert isinstance(heard.wait_for(CardTrouble, reader=SLOT_0).error, CardHeld)
            scard.SCardDisconnect(held, scard.SCARD_LEAVE_CARD)
            heard.wait_for(CardIn, reader=SLOT_0)


def test_a_monitor_that_was_stopped_can_be_started_again(monitor, pcscd, heard):
    assert heard.wait_for(ReadersChanged) == ALL_WELL
    with VirtualCard(social_security_card(2), pcscd.port(0)):
        heard.wait_for(CardIn)
        monitor.stop()
        monitor.start(heard)
        assert heard.wait_for(ReadersChanged) == ALL_WELL
        heard.wait_for(CardIn)


def test_only_the_readers_asked_for_are_watched(pcscd, heard):
    monitor = CardMonitor(only="00 01")
    monitor.start(heard)
    try:
        assert heard.wait_for(ReadersChanged).names == (SLOT_1,)
    finally:
        monitor.stop()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_the_monitor_survives_the_end_of_the_service_and_reads_on(monitor, pcscd, heard, end):
    heard.wait_for(ReadersChanged, problem=None)
    with VirtualCard(social_security_card(2), pcscd.port(0)):
        heard.wait_for(CardIn)
        getattr(pcscd, end)()
        heard.wait_for(CardOut, reader=SLOT_0)
        assert heard.wait_for(ReadersChanged).problem in {"device.service_restarted", "device.no_service"}
    pcscd.start()
    assert heard.wait_for(ReadersChanged, problem=None) == ALL_WELL
    with VirtualCard(social_security_card(2), pcscd.port(0)):
        heard.wait_for(CardIn)


def test_a_service_that_dies_in_the_middle_of_a_reading_is_named(monitor, pcscd, heard):
    card = VirtualCard(social_security_card(2), pcscd.port(0), slow_ms=150).insert()
    wait_for(lambda: len(card.chip.asked) > 2)
    pcscd.kill()
    assert isinstance(heard.wait_for(CardTrouble).error, CardServiceRestarted)
    heard.wait_for(CardOut)
    card.remove()


def test_readers_come_and_go(monitor, pcscd, heard):
    assert heard.wait_for(ReadersChanged) == ALL_WELL
    pcscd.ensure(0)
    assert heard.wait_for(ReadersChanged, problem="device.no_reader").names == ()
    pcscd.ensure(2)
    assert len(heard.wait_for(ReadersChanged, problem=None).names) == 4


def test_a_pc_without_the_service_is_told_so_and_recovers(pcscd, heard):
    pcscd.stop()
    monitor = CardMonitor()
    monitor.start(heard)
    try:
        assert heard.wait_for(ReadersChanged) == ReadersChanged("PC/SC", (), "device.no_service")
        pcscd.start()
        assert heard.wait_for(ReadersChanged) == ALL_WELL
    finally:
        monitor.stop()


def test_a_reading_leaves_the_card_as_other_programs_have_it(monitor, pcscd, heard: Heard):
    """SCARD_LEAVE_CARD: a connection of another program survives ours."""
    with VirtualCard(social_security_card(2), pcscd.port(0)), Context() as other:
        heard.wait_for(CardIn)
        hresult, card, _ = scard.SCardConnect(
            other.handle, SLOT_0, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_ANY
        )
        assert hresult == 0
        monitor.reconnect()
        heard.wait_for(CardIn)
        hresult, answer = scard.SCardTransmit(card, scard.SCARD_PCI_T0, [0x00, 0xB2, 0x01, 0x2C, 0x00])
        assert (hresult, answer[-2:]) == (0, [0x90, 0x00])
        scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)


def hold(context: Context, reader: str) -> int:
    hresult, card, _ = scard.SCardConnect(
        context.handle, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_ANY
    )
    assert hresult == 0
    return card


def wait_for(condition, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition never came"
        time.sleep(0.01)


def wait_until_seen(reader: str) -> None:
    with Context() as context:
        wait_for(lambda: context.changes({reader: None}, 0)[reader].occupied)
