"""`purse` on the command line, over a real pcscd: what comes out, and the exit codes."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic_app import cli
from clinic_app.cli.purse import EXITS
from clinic_app.devices.pcsc import Context
from clinic_app.ui.texts import TEXTS
from tests.clinics import ADMIN, PASSWORD, made_template
from tests.devices.pcscd import Pcscd
from tests.devices.virtual_card import VirtualCard, bank_card
from tests.devices.virtual_purse import SERIAL, PsamChip, PurseChip, PursePlace

SLOT_0, SLOT_1 = "Virtual PCD 00 00", "Virtual PCD 00 01"
Run = Callable[..., tuple[int, dict[str, object], str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("purse") / "data"
    made_template(folder)
    return folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `purse …`; its exit code, JSON object and standard error."""
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)

    def run(*words: str) -> tuple[int, dict[str, object], str]:
        code = cli.main(["--data", str(folder), "--staff", ADMIN, "purse", *words, "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out), err

    return run


@pytest.fixture
def psam(pcscd: Pcscd) -> Iterator[PsamChip]:
    """Lying in the second slot."""
    chip = PsamChip()
    with PursePlace(chip, pcscd.port(1)):
        until_seen(SLOT_1)
        yield chip


def test_a_balance_is_read_without_a_psam_and_without_a_clinic(pcscd, capsys):
    with PursePlace(PurseChip(balance=4321), pcscd.port(0)):
        until_seen(SLOT_0)
        assert cli.main(["purse", "balance", "--reader", "00 00", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"serial": SERIAL.hex().upper(), "balance": 4321}
        assert cli.main(["purse", "balance"]) == 0
    assert "余额 ¥43.21" in capsys.readouterr().out


def test_a_debit_takes_money_and_says_what_is_left(run, pcscd, psam):
    card = PurseChip()
    with PursePlace(card, pcscd.port(0)):
        until_seen(SLOT_0)
        code, said, err = run("debit", "--amount", "1234", "--reader", "00 00", "--psam-reader", "00 01")
    assert (code, err) == (0, "")
    assert (said["amount"], said["balance_after"], card.balance) == (1234, 8766, 8766)
    assert len(str(said["call_id"])) == 36


def test_a_torn_debit_is_unknown_until_it_is_resolved(run, pcscd, psam):
    card = PurseChip()
    with PursePlace(card, pcscd.port(0), tear_after=5):
        until_seen(SLOT_0)
        code, said, err = run("debit", "--amount", "1234")
    assert (code, said["error"], said["amount"]) == (31, "purse.unknown", 1234)
    assert "同一张卡" in err
    until_seen(SLOT_0, occupied=False)
    code, nobody, _ = run("resolve")
    assert (code, nobody["error"], nobody["open"]) == (12, "purse.no_card", 1)
    with PursePlace(card, pcscd.port(0)):
        until_seen(SLOT_0)
        assert run("debit", "--amount", "1")[:2] == (
            3,
            {"error": "purse.open", "call": said["call"], "amount": 1234, "yuan": "12.34"},
        )
        code, told, err = run("resolve")
    assert (code, err, told["open"]) == (0, "", 0)
    assert told["resolved"] == [
        {"call_id": said["call"], "amount": 1234, "state": "succeeded", "evidence": "proof"}
    ]
    assert run("resolve")[1] == {"resolved": [], "open": 0}
    assert card.balance == 8766


def test_the_issuers_word_ends_what_no_card_tells(run, pcscd, psam):
    with PursePlace(PurseChip(), pcscd.port(0), tear_at=5):
        until_seen(SLOT_0)
        call = run("debit", "--amount", "500")[1]["call"]
    until_seen(SLOT_0, occupied=False)
    words = ("resolve", "--call", call, "--issuer-says", "not_taken")
    with pytest.raises(SystemExit) as caught:
        run(*words)
    assert caught.value.code == 2
    code, told, _ = run(*words, "--reference", "A-17")
    assert (code, told["open"]) == (0, 0)
    assert told["resolved"][0] == {"call_id": call, "amount": 500, "state": "failed", "evidence": "issuer"}
    assert run(*words, "--reference", "A-17")[1]["error"] == "purse.not_unknown"


def test_each_fault_has_its_exit_code(run, pcscd):
    assert run("balance")[:2] == (12, {"error": "purse.no_card"})
    assert run("balance", "--reader", "Omnikey")[0] == 11
    with VirtualCard(bank_card(), pcscd.port(0)):
        until_seen(SLOT_0)
        code, said, _ = run("balance")
        assert (code, said["error"], said["sw"]) == (13, "purse.other_card", "6A82")
    until_seen(SLOT_0, occupied=False)
    with PursePlace(PurseChip(balance=99), pcscd.port(0)):
        until_seen(SLOT_0)
        assert run("debit", "--amount", "99")[:2] == (30, {"error": "purse.no_psam"})
        code, said, _ = run("debit", "--amount", "100")
        assert (code, said["error"], said["balance"]) == (3, "purse.short", 99)
    with PursePlace(PurseChip(), pcscd.port(0), tear_after=3):
        until_seen(SLOT_0)
        assert run("debit", "--amount", "1")[1]["error"] == "device.card_torn_out"


def test_without_a_service(run, pcscd):
    pcscd.stop()
    assert run("balance")[:2] == (10, {"error": "device.no_service"})


@pytest.mark.parametrize(
    "words", [["debit"], ["debit", "--amount", "0"], ["debit", "--amount", "1.5"], ["eat"]]
)
def test_wrong_use_is_refused(run, words):
    with pytest.raises(SystemExit) as caught:
        run(*words)
    assert caught.value.code == 2


def test_every_exit_code_has_a_sentence_and_stands_in_the_help(capsys):
    assert EXITS.keys() <= TEXTS.keys()
    with pytest.raises(SystemExit):
        cli.main(["purse", "debit", "--help"])
    told = capsys.readouterr().out
    assert all(str(code) in told for code in EXITS.values() if code >= 30 or code in {12, 13})


def until_seen(reader: str, *, occupied: bool = True) -> None:
    deadline = time.monotonic() + 30
    with Context() as context:
        while context.changes({reader: None}, 0)[reader].occupied is not occupied:
            assert time.monotonic() < deadline
            time.sleep(0.02)
