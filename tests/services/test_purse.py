"""Paying from a purse: torn at every step it ends done or not done, and nothing is taken twice."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from clinic_app.devices import purse
from clinic_app.devices.cards import Connection
from clinic_app.devices.errors import CardDisturbed
from clinic_app.devices.purse_errors import (
    NoPsam,
    PurseAnotherCard,
    PurseDoubtful,
    PurseForged,
    PurseNoCard,
    PurseRefused,
    PurseShort,
    PurseUnknown,
)
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.purse import (
    PurseBadAmount,
    PurseDebitedAlready,
    PurseNoReference,
    PurseNotUnknown,
    PurseNotUnspent,
    PurseOpen,
)
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.projections.queries.calls import Call, CallState, call_of, calls_of_visit
from clinic_app.services.purse import PurseCard, PurseService
from clinic_app.store.calls import ConcludedAlready
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy
from tests.devices.virtual_purse import SERIAL, DirectTerminal, PsamChip, PurseChip

VISIT = uuid4()
COMMANDS = {"card": 5, "psam": 4}  # at least; T=0 fetches its answers apart


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("purse") / "data"
    made_template(folder)
    return folder


@pytest.fixture
def clinic(template: Path, tmp_path: Path) -> Iterator[Clinic]:
    opened = opened_copy(template, tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def card() -> PurseChip:
    return PurseChip()


@pytest.fixture
def psam() -> PsamChip:
    return PsamChip()


@pytest.fixture
def terminal(card: PurseChip, psam: PsamChip) -> DirectTerminal:
    return DirectTerminal.of(card, psam)


@pytest.fixture
def purses(clinic: Clinic, terminal: DirectTerminal) -> PurseService:
    return PurseService(clinic.store, terminal)


@pytest.fixture
def by(clinic: Clinic) -> OnDuty:
    return clinic.on_duty


def called(store: Store, visit_id=VISIT) -> list[Call]:
    with store.reading() as connection:
        return calls_of_visit(connection, visit_id)


def paid(store: Store) -> int:
    """Fen of the succeeded debits, by the clinic's own tables."""
    return sum(one.amount for one in called(store) if one.state is CallState.SUCCEEDED)


def torn_at_debit(purses: PurseService, by: OnDuty, terminal: DirectTerminal, *, after: bool) -> None:
    """A debit of 12.34 whose card is pulled before or after it took the money."""
    terminal.hand.count, terminal.hand.tear_at, terminal.hand.after = 0, 5, after
    with pytest.raises(PurseUnknown):
        purses.debit(by, 1234, VISIT)


def test_the_purse_in_the_reader_is_read(purses):
    assert purses.balance() == PurseCard(SERIAL.hex().upper(), 10_000)


def test_a_debit_takes_money_once_and_is_written_down_whole(purses, by, clinic, card):
    done = purses.debit(by, 1234, VISIT)
    assert (done.amount, done.balance_after, card.balance) == (1234, 8766, 8766)
    with clinic.store.reading() as connection:
        call = call_of(connection, done.call_id)
    assert (call.state, call.evidence) == (CallState.SUCCEEDED, "answer")
    wanted = {"serial", "counter", "amount", "terminal", "terminal_counter", "day", "time", "mac1", "balance"}
    assert wanted <= call.request.keys()
    assert (call.request["balance"], call.request["counter"]) == (10_000, 7)
    assert call.answer["psam"] == "9000" and len(str(call.answer["tac"])) == 8
    assert purses.unspent(VISIT) == (done.call_id, 1234)


def test_everything_is_on_disk_before_the_card_is_asked_for_money(clinic, by, card, psam):
    """At the moment of DEBIT the call stands there as unknown, with all that is needed to ask later."""
    seen: list[Call] = []

    class Watched(PurseChip):
        def _debit(self, apdu, session):
            seen.extend(called(clinic.store))
            return super()._debit(apdu, session)

    PurseService(clinic.store, DirectTerminal.of(Watched(), psam)).debit(by, 100, VISIT)
    assert [one.state for one in seen] == [CallState.UNKNOWN]
    assert seen[0].request["mac1"]


@pytest.mark.parametrize("t0", [False, True], ids=["T=1", "T=0"])
@pytest.mark.parametrize("which", ["card", "psam"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_torn_at_any_command_it_is_done_or_not_done_in_the_end(clinic, by, t0, which, after):
    """Each command of either card in turn; the virtual card's own log is the judge."""
    for step in range(1, 20):
        visit, card, psam = uuid4(), PurseChip(t0=t0), PsamChip(t0=t0)
        terminal = DirectTerminal.of(card, psam)
        purses = PurseService(clinic.store, terminal)
        slot = terminal.hand if which == "card" else terminal.second
        slot.tear_at, slot.after = step, after
        unknown = debited_until_torn(purses, by, visit)
        torn = slot.chip is None
        states = [one.state for one in called(clinic.store, visit)]
        assert unknown == (CallState.UNKNOWN in states) and (torn or not unknown)
        terminal.hand.lay(card)
        terminal.second.lay(psam)
        assert len(purses.resolve(by)) == unknown
        assert purses.resolve(by) == []
        done = [one.state for one in called(clinic.store, visit)] == [CallState.SUCCEEDED]
        assert done == (card.taken == 1234) == (card.balance == 8766)
        assert purses.unspent(visit) == ((called(clinic.store, visit)[0].id, 1234) if done else None)
        if not torn:
            break
    assert done and step > COMMANDS[which]


def debited_until_torn(purses: PurseService, by: OnDuty, visit: UUID) -> bool:
    """Whether the desk was told that it is unknown; any other error means that nothing was taken."""
    try:
        purses.debit(by, 1234, visit)
    except PurseUnknown:
        return True
    except ClinicError:
        pass
    return False


@pytest.mark.parametrize("counts_after", [True, False], ids=["N+1", "N"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_the_card_tells_by_either_counter(clinic, by, psam, counts_after, after):
    card = PurseChip(counts_after=counts_after)
    terminal = DirectTerminal.of(card, psam)
    purses = PurseService(clinic.store, terminal)
    other = uuid4()
    purses.debit(by, 500, other)  # its proof is the one that the card keeps when the next is torn before
    torn_at_debit(purses, by, terminal, after=after)
    terminal.hand.lay(card)
    [told] = purses.resolve(by)
    assert told.state is (CallState.SUCCEEDED if after else CallState.FAILED)
    assert card.balance == 9_500 - paid(clinic.store)


def test_without_a_proof_the_log_decides(purses, by, clinic, terminal, card):
    card.gives_proof = False
    torn_at_debit(purses, by, terminal, after=True)
    terminal.hand.lay(card)
    [told] = purses.resolve(by)
    assert (told.state, told.evidence) == (CallState.SUCCEEDED, "log")


def test_what_the_card_does_not_tell_stays_unknown(purses, by, terminal, card):
    card.gives_proof = card.shows_log = False
    torn_at_debit(purses, by, terminal, after=True)
    terminal.hand.lay(card)
    [told] = purses.resolve(by)
    assert told.state is CallState.UNKNOWN and isinstance(told.why, PurseDoubtful)


def test_the_issuer_has_the_last_word_once(purses, by, clinic, terminal):
    torn_at_debit(purses, by, terminal, after=True)
    [call] = called(clinic.store)
    with pytest.raises(PurseNoReference):
        purses.told_by_issuer(by, call.id, taken=True, reference=" ")
    told = purses.told_by_issuer(by, call.id, taken=True, reference="2026-0917/12")
    assert (told.state, told.evidence, told.visit_id) == (CallState.SUCCEEDED, "issuer", VISIT)
    assert purses.unspent(VISIT) == (call.id, 1234)
    with pytest.raises(PurseNotUnknown):
        purses.told_by_issuer(by, call.id, taken=False, reference="2026-0917/12")
    assert called(clinic.store)[0].answer == {"reference": "2026-0917/12"}


def test_a_word_that_comes_before_the_answer_and_says_otherwise_is_no_success(clinic, by, psam):
    class Overtaken(PurseChip):
        def _debit(self, apdu, session):
            [call] = called(clinic.store)
            PurseService(clinic.store, None).told_by_issuer(by, call.id, taken=False, reference="A-17")
            return super()._debit(apdu, session)

    with pytest.raises(PurseUnknown):
        PurseService(clinic.store, DirectTerminal.of(Overtaken(), psam)).debit(by, 1234, VISIT)


def test_another_card_tells_nothing(purses, by, terminal, card):
    torn_at_debit(purses, by, terminal, after=True)
    terminal.hand.lay(PurseChip(serial=SERIAL[:-1] + b"\x7b", counter=8, balance=8766))
    [told] = purses.resolve(by)
    assert told.state is CallState.UNKNOWN and isinstance(told.why, PurseAnotherCard)
    terminal.hand.lay(card)
    assert [one.state for one in purses.resolve(by)] == [CallState.SUCCEEDED]


def test_without_a_card_it_stays_unknown(purses, by, terminal):
    torn_at_debit(purses, by, terminal, after=False)
    [told] = purses.resolve(by)
    assert told.state is CallState.UNKNOWN and isinstance(told.why, PurseNoCard)


def test_an_unknown_debit_holds_up_its_card_and_its_visit_and_nobody_else(purses, by, terminal, card):
    torn_at_debit(purses, by, terminal, after=True)
    terminal.hand.lay(card)
    with pytest.raises(PurseOpen):
        purses.debit(by, 100, uuid4())
    another = PurseChip(serial=SERIAL[:-1] + b"\x7b")
    terminal.hand.lay(another)
    with pytest.raises(PurseOpen):
        purses.debit(by, 100, VISIT)
    assert purses.debit(by, 100, uuid4()).balance_after == 9_900


def test_a_psam_restarted_in_between_takes_nothing_back(purses, by, clinic, terminal, card, psam):
    torn_at_debit(purses, by, terminal, after=True)
    terminal.hand.lay(card)
    terminal.second.lay(psam)
    [told] = purses.resolve(by)
    assert told.state is CallState.SUCCEEDED
    [call] = called(clinic.store)
    assert call.answer["psam"] == "6901" and call.answer["tac"]


def test_a_psam_still_in_the_purchase_checks_the_proof(purses, by, clinic, terminal, card):
    torn_at_debit(purses, by, terminal, after=True)
    terminal.hand.lay(card)
    purses.resolve(by)
    assert called(clinic.store)[0].answer["psam"] == "9000"


def test_a_psam_that_has_signed_another_purchase_is_not_asked(purses, by, clinic, terminal, card, psam):
    """A wrong MAC2 counts against a PSAM until it locks itself."""
    torn_at_debit(purses, by, terminal, after=True)
    terminal.hand.lay(PurseChip(serial=SERIAL[:-1] + b"\x7b"))
    terminal.hand.tear_at, terminal.hand.after = 5, False
    with pytest.raises(PurseUnknown):
        purses.debit(by, 100, uuid4())
    terminal.hand.lay(card)
    before = len(psam.asked)
    assert CallState.SUCCEEDED in [one.state for one in purses.resolve(by)]
    assert len(psam.asked) == before
    assert called(clinic.store)[0].answer["psam"] == ""


def test_a_psam_torn_out_after_the_debit_takes_nothing_back(purses, by, terminal, clinic, card):
    terminal.second.tear_at = 4  # SELECT, number, sign, check
    assert purses.debit(by, 1234, VISIT).balance_after == card.balance == 8766
    assert called(clinic.store)[0].answer["psam"] == ""


class Disturbed(DirectTerminal):
    """Another program is at the card, so many times."""

    times = 1

    def card(self) -> Connection:
        if self.times:
            self.times -= 1
            raise CardDisturbed(reader="virtual")
        return super().card()


def test_a_card_that_is_disturbed_once_is_asked_again(clinic, by, card, psam, purses, terminal):
    torn_at_debit(purses, by, terminal, after=True)
    disturbed = Disturbed.of(card, psam)
    (told,) = PurseService(clinic.store, disturbed).resolve(by)
    assert (told.state, told.why, disturbed.times) == (CallState.SUCCEEDED, None, 0)


def test_a_card_that_stays_disturbed_leaves_it_open(clinic, by, card, psam, purses, terminal):
    torn_at_debit(purses, by, terminal, after=True)
    disturbed = Disturbed.of(card, psam)
    disturbed.times = 2
    (told,) = PurseService(clinic.store, disturbed).resolve(by)
    assert (told.state, told.why.code) == (CallState.UNKNOWN, CardDisturbed.code)


def test_a_card_without_the_key_pays_nothing(clinic, by, psam):
    purses = PurseService(clinic.store, DirectTerminal.of(PurseChip(false_mac2=True), psam))
    with pytest.raises(PurseForged):
        purses.debit(by, 1234, VISIT)
    assert paid(clinic.store) == 0 and purses.unspent(VISIT) is None


def test_a_refused_debit_is_known_at_once(clinic, by, psam):
    card = PurseChip(refuses={0x54: b"\x69\x85"})
    purses = PurseService(clinic.store, DirectTerminal.of(card, psam))
    with pytest.raises(PurseRefused):
        purses.debit(by, 1234, VISIT)
    assert [one.state for one in called(clinic.store)] == [CallState.FAILED]
    assert purses.resolve(by) == []


def test_an_undefined_answer_is_unknown_and_then_asked(clinic, by, psam):
    card = PurseChip(refuses={0x54: b"\x65\x81"})  # memory failure: who knows
    purses = PurseService(clinic.store, DirectTerminal.of(card, psam))
    with pytest.raises(PurseUnknown):
        purses.debit(by, 1234, VISIT)
    assert [one.state for one in purses.resolve(by)] == [CallState.FAILED]


@pytest.mark.parametrize("amount", [0, -1, purse.LARGEST + 1])
def test_an_amount_that_is_none_is_refused(purses, by, amount):
    with pytest.raises(PurseBadAmount):
        purses.debit(by, amount, VISIT)


def test_only_the_card_whose_balance_was_shown_pays(purses, by, terminal, card):
    shown = purses.balance().serial
    terminal.hand.lay(PurseChip(serial=SERIAL[:-1] + b"\x7b"))
    with pytest.raises(PurseAnotherCard):
        purses.debit(by, 1234, VISIT, serial=shown)
    terminal.hand.lay(card)
    assert purses.debit(by, 1234, VISIT, serial=shown).balance_after == 8766


def test_a_short_purse_keeps_what_it_has(purses, by, clinic, card):
    with pytest.raises(PurseShort):
        purses.debit(by, 10_001, VISIT)
    assert card.balance == 10_000 and called(clinic.store) == []


def test_without_a_psam_balances_are_read_and_nothing_is_debited(clinic, by, card):
    purses = PurseService(clinic.store, DirectTerminal.of(card, None))
    assert purses.balance().balance == 10_000
    with pytest.raises(NoPsam):
        purses.debit(by, 100, VISIT)
    with pytest.raises(NoPsam):
        PurseService(clinic.store, None).debit(by, 100, VISIT)


def test_who_takes_no_money_debits_nothing(purses, by, card):
    doctor = OnDuty(by.author, by.staff_id, by.name, frozenset({Role.DOCTOR}))
    for refused in (lambda: purses.debit(doctor, 100, VISIT), lambda: purses.resolve(doctor)):
        with pytest.raises(NotAllowed):
            refused()
    assert card.balance == 10_000


def test_a_visit_is_debited_once(purses, by, card):
    purses.debit(by, 1234, VISIT)
    with pytest.raises(PurseDebitedAlready):
        purses.debit(by, 1234, VISIT)
    assert card.balance == 8766


def test_unused_money_goes_back_in_cash_once(purses, by, clinic):
    done = purses.debit(by, 1234, VISIT)
    assert purses.hand_back(by, done.call_id) == 1234
    assert purses.unspent(VISIT) is None
    with pytest.raises(PurseNotUnspent):
        purses.hand_back(by, done.call_id)
    assert [(one.kind, one.amount) for one in called(clinic.store)] == [
        ("purse.debit", 1234),
        ("purse.return", 1234),
    ]
    assert purses.debit(by, 100, VISIT).amount == 100


def test_money_taken_for_no_visit_goes_back_too(purses, by):
    done = purses.debit(by, 1234)
    assert purses.hand_back(by, done.call_id) == 1234
    with pytest.raises(PurseNotUnspent):
        purses.hand_back(by, done.call_id)


def test_what_was_not_taken_is_not_handed_back(clinic, by, psam):
    purses = PurseService(clinic.store, DirectTerminal.of(PurseChip(refuses={0x54: b"\x69\x85"}), psam))
    with pytest.raises(PurseRefused):
        purses.debit(by, 1234, VISIT)
    with pytest.raises(PurseNotUnspent):
        purses.hand_back(by, called(clinic.store)[0].id)


def test_written_down_and_never_sent_is_not_done(clinic, by, terminal, card):
    """As after a crash between the two lines: nobody sent it, and once that is written nobody can."""

    class Crash(Exception): ...

    class Dying(PurseService):
        def __init__(self, store, terminal):
            super().__init__(store, terminal)
            self._ledger.sent = self._dies

        def _dies(self, *_):
            raise Crash

    with pytest.raises(Crash):
        Dying(clinic.store, terminal).debit(by, 1234, VISIT)
    terminal.hand.lay(None)  # no card is needed for this
    purses = PurseService(clinic.store, terminal)
    [told] = purses.resolve(by)
    assert (told.state, told.evidence, card.balance) == (CallState.FAILED, "never_sent", 10_000)


def test_a_window_that_resolves_stops_the_debit_of_another_before_it_is_sent(clinic, by, card, psam):
    """Both happen at once: the debit finds that it was declared never sent, and does not send."""
    purses = PurseService(clinic.store, DirectTerminal.of(card, psam))
    sent = purses._ledger.sent

    def resolved_first(author, call_id):
        PurseService(clinic.store, None).resolve(by)
        sent(author, call_id)

    purses._ledger.sent = resolved_first
    with pytest.raises(ConcludedAlready):
        purses.debit(by, 1234, VISIT)
    assert card.balance == 10_000 and paid(clinic.store) == 0
