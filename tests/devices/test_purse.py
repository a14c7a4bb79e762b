"""The purse protocol byte by byte, against published and own vectors (PBOC EP)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.devices import psam as psams
from clinic_app.devices import purse
from clinic_app.devices.errors import CardDisturbed, CardTornOut
from clinic_app.devices.psam import check_command, open_psam, sign, sign_command
from clinic_app.devices.purse import Begun, LogRecord, Proof, PublicData, Purchase
from clinic_app.devices.purse_errors import (
    NoPsam,
    PurseOtherCard,
    PurseRefused,
    PurseShort,
    PurseUnreadable,
)
from tests.devices.purse_keys import diversified, mac, session_key, tac_key
from tests.devices.virtual_card import Chip, DirectConnection, bank_card
from tests.devices.virtual_purse import (
    GMPK,
    GTK,
    ISSUER,
    SERIAL,
    TERMINAL,
    DirectTerminal,
    PsamChip,
    PurseChip,
)

DAY, TIME = bytes.fromhex("20260915"), bytes.fromhex("093000")
RANDOM = bytes.fromhex("A1B2C3D4")
PUBLIC = PublicData(ISSUER, SERIAL)
BEGUN = Begun(balance=10_000, counter=7, overdraft=0, key_version=1, algorithm=0, random=RANDOM)
PURCHASE = Purchase(1234, TERMINAL, 0x2A, DAY, TIME, bytes.fromhex("F1B787F5"))


class Scripted:
    """A card that gives these answers, one after another."""

    reader, atr = "scripted", b""

    def __init__(self, *answers: str) -> None:
        self.answers = [bytes.fromhex(answer) for answer in answers]
        self.asked: list[bytes] = []

    def transmit(self, command: bytes) -> bytes:
        self.asked.append(command)
        return self.answers.pop(0)

    def close(self) -> None: ...


def lain(chip: PurseChip):
    return DirectTerminal.of(chip, None).card()


def test_the_published_vectors():
    key = bytes.fromhex("11223344556677888877665544332211")
    sespk = session_key(key, bytes.fromhex("1122334400000001"))
    assert sespk.hex().upper() == "003238ABC57659DD"
    assert mac(sespk, bytes.fromhex("000010000600112233445520120229135100")).hex().upper() == "F15CAB75"
    assert mac(sespk, bytes.fromhex("00001000")).hex().upper() == "56988A13"
    seslk = session_key(key, bytes.fromhex("1122334400008000"))
    assert seslk.hex().upper() == "9B1D924E05595603"
    assert mac(seslk, bytes.fromhex("000000000000100001001122334455")).hex().upper() == "2988AE5A"
    assert mac(seslk, bytes.fromhex("000010000100112233445520111221214822")).hex().upper() == "3A845BF0"


def test_the_keys_of_the_virtual_pair():
    issuer_key = diversified(GMPK, ISSUER)
    assert issuer_key.hex().upper() == "793E276C445B81AECB12EF1A074D3FB5"
    assert diversified(issuer_key, SERIAL[-8:]).hex().upper() == "A51C132DC8F71A97DD8B8163B834FFFA"
    dtk = diversified(diversified(GTK, ISSUER), SERIAL[-8:])
    assert tac_key(dtk).hex().upper() == "A285FBB93463EB32"


def test_the_commands_of_a_purchase():
    assert purse.SELECT.hex().upper() == "00A4040009A00000000386980701"
    assert purse.initialise_command(1234, TERMINAL).hex().upper() == "805001020B01000004D21122334455660F"
    assert (
        sign_command(BEGUN, PUBLIC, 1234, DAY, TIME, issuer=True).hex().upper()
        == "8070000024A1B2C3D40007000004D2062026091509300001006399000000BF7C7A639900000000000108"
    )
    assert purse.debit_command(PURCHASE).hex().upper() == "805401000F0000002A20260915093000F1B787F508"
    assert check_command(bytes.fromhex("2DF1B2B7")).hex().upper() == "80720000042DF1B2B7"
    assert purse.proof_command(8).hex().upper() == "805A000602000808"
    assert purse.log_command(1).hex().upper() == "00B201C417"


def test_the_answers_of_a_purchase():
    assert purse.begun(bytes.fromhex("0000271000070000000100A1B2C3D4")) == BEGUN
    card = Scripted("757E5CF52DF1B2B79000")
    assert purse.debit(card, PURCHASE) == Proof(tac=bytes.fromhex("757E5CF5"), mac2=bytes.fromhex("2DF1B2B7"))
    record = bytes.fromhex("0007000000000004D20611223344556620260915093000")
    assert purse.log_record(record) == LogRecord(7, 1234, 0x06, TERMINAL, DAY, TIME)


@pytest.mark.parametrize("t0", [False, True], ids=["T=1", "T=0"])
def test_card_and_psam_agree_with_the_vectors(t0):
    card, second = PurseChip(random=RANDOM, t0=t0), PsamChip(t0=t0)
    terminal = DirectTerminal.of(card, second)
    connection, psam = terminal.card(), terminal.psam()
    assert purse.public_data(connection) == PUBLIC
    assert psam.terminal == TERMINAL
    begun = purse.initialise(connection, 1234, psam.terminal)
    signature = sign(psam, begun, PUBLIC, 1234, DAY, TIME)
    assert (signature.terminal_counter, signature.mac1.hex().upper()) == (0x2A, "F1B787F5")
    proof = purse.debit(connection, PURCHASE)
    assert (proof.tac.hex().upper(), proof.mac2.hex().upper()) == ("757E5CF5", "2DF1B2B7")
    assert psams.check(psam.connection, proof.mac2) == 0x9000
    assert purse.balance(connection) == 10_000 - 1234
    assert purse.proof(connection, 8) == proof
    assert purse.proof(connection, 7) is None
    assert purse.log(connection) == (LogRecord(7, 1234, 0x06, TERMINAL, DAY, TIME),)


@pytest.mark.parametrize("knows_issuer", [False, True])
@pytest.mark.parametrize("in_master", [False, True])
def test_every_make_of_psam_signs(knows_issuer, in_master):
    psam = DirectTerminal.of(None, PsamChip(knows_issuer=knows_issuer, number_in_master=in_master)).psam()
    assert psam.terminal == TERMINAL
    assert sign(psam, BEGUN, PUBLIC, 1234, DAY, TIME).mac1.hex().upper() == "F1B787F5"


def test_a_card_of_another_kind_is_no_purse_and_no_psam():
    with pytest.raises(PurseOtherCard) as caught:
        purse.select(DirectConnection(Chip(bank_card())))
    assert caught.value.facts["sw"] == "6A82"
    with pytest.raises(NoPsam):
        open_psam(DirectConnection(Chip(bank_card())))


def test_a_locked_purse_is_refused_and_not_called_another_card():
    with pytest.raises(PurseRefused):
        purse.select(Scripted("9303"))


def test_a_purse_that_holds_less_says_so():
    with pytest.raises(PurseShort) as caught:
        purse.initialise(lain(PurseChip(balance=99)), 100, TERMINAL)
    assert caught.value.facts["balance"] == 99


def test_an_answer_cut_short_is_not_believed():
    with pytest.raises(PurseUnreadable):
        purse.balance(Scripted("0027109000"))


@pytest.mark.parametrize("sw", sorted(purse.REFUSALS))
def test_a_defined_refusal_took_nothing(sw):
    with pytest.raises(PurseRefused):
        purse.debit(Scripted(f"{sw:04X}"), PURCHASE)


@given(sw=st.integers(0x6000, 0x9FFF).filter(lambda sw: sw not in purse.REFUSALS))
def test_any_other_answer_without_proof_is_no_refusal(sw):
    """Whatever comes, a debit goes out once, and only the defined words say that nothing was taken."""
    card = Scripted(f"{sw:04X}", *["6985"] * 4)
    with pytest.raises((PurseUnreadable, CardDisturbed)):
        purse.debit(card, PURCHASE)
    assert card.asked.count(purse.debit_command(PURCHASE)) == 1


def test_a_refused_fetch_is_no_refused_debit():
    """61 08 says that the money is gone; that GET RESPONSE fails then does not bring it back."""
    with pytest.raises(CardDisturbed):
        purse.debit(Scripted("6108", "6985"), PURCHASE)


def test_a_torn_debit_is_no_refusal():
    with pytest.raises(CardTornOut):
        purse.debit(Scripted(""), PURCHASE)


def test_a_wrong_length_never_sends_a_debit_again():
    card = Scripted("6C08", "757E5CF52DF1B2B79000")
    with pytest.raises(PurseUnreadable):
        purse.debit(card, PURCHASE)
    assert len(card.asked) == 1


@given(data=st.binary(max_size=30))
def test_no_log_record_is_made_of_noise(data):
    record = purse.log_record(data)
    if record is not None:
        assert len(data) >= 23 and record.day.hex().isdecimal()


def test_a_log_that_is_not_shown_is_not_empty():
    assert purse.log(lain(PurseChip(shows_log=False))) is None
    assert purse.log(Scripted("FF" * 23 + "9000")) == ()
    assert purse.log(Scripted("AB" * 23 + "9000")) is None
