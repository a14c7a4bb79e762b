"""`card readers` and `card read` on a real pcscd: what comes out, and the exit codes."""

import argparse
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from smartcard import scard

from clinic_app.cli import card
from clinic_app.devices.pcsc import Context
from tests.devices.virtual_card import VirtualCard, bank_card, social_security_card
from tests.devices.virtual_id_reader import VirtualIdReader

ROOT = Path(__file__).parents[2]
SLOT_0, SLOT_1 = "Virtual PCD 00 00", "Virtual PCD 00 01"
PROGRAM = """
import argparse, sys
from clinic_app.cli import card
parser = argparse.ArgumentParser()
card.add_parser(parser.add_subparsers())
args = parser.parse_args()
sys.exit(args.run(args))
"""


@pytest.fixture
def run(capsys):
    """Run a command line; its exit code, JSON object and standard error."""

    def run(*words: str) -> tuple[int, dict[str, object], str]:
        parser = argparse.ArgumentParser()
        card.add_parser(parser.add_subparsers())
        args = parser.parse_args(["card", *words, "--json"])
        code = args.run(args)
        out, err = capsys.readouterr()
        return code, json.loads(out), err

    return run


def later(seconds: float, action) -> threading.Thread:
    """Somebody does `action` while the command waits."""
    thread = threading.Thread(target=lambda: (time.sleep(seconds), action()))
    thread.start()
    return thread


def test_readers_are_listed(run, pcscd):
    assert run("readers") == (0, {"readers": [SLOT_0, SLOT_1]}, "")


def test_a_card_put_in_while_we_wait_is_read(run, pcscd):
    virtual = VirtualCard(social_security_card(2, name="欧阳𬭎"), pcscd.port(0))
    hand = later(0.3, virtual.insert)
    code, said, err = run("read", "--timeout", "5")
    hand.join()
    virtual.remove()
    assert (code, err) == (0, "")
    assert said == {
        "kind": "ssc2",
        "card_identifier": "350881D15600000500BF7C7A48FB4966",
        "card_version": "2.00",
        "card_number": "X00000019",
        "issued_on": "2023-01-01",
        "valid_to": "2099-12-31",
        "id_number": "350881198102030015",
        "name": "欧阳𬭎",
        "sex": "1",
        "ethnic": "01",
        "birthplace": "350881",
        "birth_date": "1981-02-03",
        "warnings": [],
    }


def test_a_third_generation_card_is_read_as_far_as_it_goes(run, pcscd):
    with VirtualCard(social_security_card(3), pcscd.port(1)):
        code, said, _ = run("read", "--reader", "00 01", "--timeout", "5")
    assert (code, said["kind"], said["card_number"]) == (0, "ssc3", "X00000019")
    assert said["warnings"] == ["identity.protected"] and "name" not in said


def test_no_card_in_time(run, pcscd):
    begun = time.monotonic()
    code, said, err = run("read", "--timeout", "0.6")
    assert (code, said["error"]) == (12, "device.no_card")
    assert time.monotonic() - begun < 2.5
    assert "0.6" in err


def test_another_card_put_in_is_told_at_once(run, pcscd):
    virtual = VirtualCard(bank_card(), pcscd.port(0))
    hand = later(0.4, virtual.insert)
    begun = time.monotonic()
    code, said, err = run("read", "--timeout", "20")
    hand.join()
    virtual.remove()
    assert (code, said["error"], said["atr"]) == (13, "device.other_card", bank_card().atr.hex().upper())
    assert "SELECT SSSE" in err
    assert time.monotonic() - begun < 5


def test_another_card_that_lies_there_is_waited_past(run, pcscd):
    """A PSAM stays in its slot all day."""
    virtual = VirtualCard(social_security_card(2), pcscd.port(0))
    with VirtualCard(bank_card(), pcscd.port(1)):
        until_seen(SLOT_1)
        assert run("read", "--timeout", "0.6")[1]["error"] == "device.other_card"
        hand = later(0.4, virtual.insert)
        code, said, _ = run("read", "--timeout", "5")
        hand.join()
        virtual.remove()
        assert (code, said["kind"]) == (0, "ssc2")
        assert run("read", "--timeout", "5", "--reader", "00 01")[0] == 13


def test_a_card_torn_out(run, pcscd):
    virtual = VirtualCard(social_security_card(2), pcscd.port(0), tear_at=5)
    hand = later(0.3, virtual.insert)
    code, said, _ = run("read", "--timeout", "5")
    hand.join()
    assert (code, said["error"], said["reader"]) == (14, "device.card_torn_out", SLOT_0)


def test_a_card_without_id_number_is_unreadable(run, pcscd):
    with VirtualCard(social_security_card(1).with_record(0x08, None), pcscd.port(0)):
        code, said, _ = run("read", "--timeout", "5")
    assert (code, said["error"], said["field"]) == (16, "device.card_unreadable", "id_number")


def test_a_card_held_by_another_program(run, pcscd):
    with VirtualCard(social_security_card(2), pcscd.port(0)), Context() as other:
        until_seen(SLOT_0)
        hresult, held, _ = scard.SCardConnect(
            other.handle, SLOT_0, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_ANY
        )
        assert hresult == 0
        code, said, _ = run("read", "--timeout", "0.6")
        scard.SCardDisconnect(held, scard.SCARD_LEAVE_CARD)
    assert (code, said["error"]) == (17, "device.card_held")


def test_no_service(run, pcscd):
    pcscd.stop()
    assert run("readers")[:2] == (10, {"error": "device.no_service", "readers": []})
    code, said, err = run("read", "--timeout", "5")
    assert (code, said) == (10, {"error": "device.no_service"})
    assert "pcscd" in err


def test_no_reader(run, pcscd):
    pcscd.ensure(0)
    assert run("readers")[:2] == (11, {"error": "device.no_reader", "readers": []})
    assert run("read", "--timeout", "5")[:2] == (11, {"error": "device.no_reader"})


def test_no_reader_of_that_name(run, pcscd):
    assert run("read", "--reader", "Omnikey", "--timeout", "5")[:2] == (
        11,
        {"error": "device.reader_not_found", "wanted": "Omnikey"},
    )


def test_a_hanging_card_hangs_neither_the_command_nor_its_end(pcscd):
    with VirtualCard(social_security_card(2), pcscd.port(0), mute_at=2):
        until_seen(SLOT_0)
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "card", "read", "--timeout", "0.5", "--json"],
            capture_output=True,
            cwd=ROOT,
            timeout=60,
            check=False,
        )
    assert (done.returncode, json.loads(done.stdout)["error"]) == (15, "device.card_mute")


def test_without_json_people_can_read_it(pcscd, capsys):
    parser = argparse.ArgumentParser()
    card.add_parser(parser.add_subparsers())
    with VirtualCard(social_security_card(2, sex="2", number="350881198102030015"), pcscd.port(0)):
        args = parser.parse_args(["card", "read", "--timeout", "5"])
        assert args.run(args) == 0
    out = capsys.readouterr().out
    assert "姓名：张三" in out and "注意：性别与身份证号不一致，请核对" in out


def test_an_id_card_is_read_on_a_serial_port(run):
    with VirtualIdReader() as reader:
        code, said, _ = run("read", "--id-port", reader.port, "--timeout", "2")
        assert (code, said["kind"], said["name"]) == (0, "idcard", "欧阳𬭎")
        reader.text = None
        assert run("read", "--id-port", reader.port, "--timeout", "0.3")[0] == 12


@pytest.mark.parametrize("words", [["read", "--timeout", "soon"], ["read", "--timeout", "-1"], ["eat"], []])
def test_wrong_use_is_refused(run, words):
    with pytest.raises(SystemExit) as caught:
        run(*words)
    assert caught.value.code == 2


def test_every_exit_code_is_in_the_help(capsys):
    parser = argparse.ArgumentParser()
    card.add_parser(parser.add_subparsers())
    with pytest.raises(SystemExit):
        parser.parse_args(["card", "read", "--help"])
    told = capsys.readouterr().out
    assert all(str(code) in told for code in set(card.EXITS.values()) - {23, 24})
    assert "22-25" in told


def until_seen(reader: str) -> None:
    deadline = time.monotonic() + 30
    with Context() as context:
        while not context.changes({reader: None}, 0)[reader].occupied:
            assert time.monotonic() < deadline
            time.sleep(0.02)
