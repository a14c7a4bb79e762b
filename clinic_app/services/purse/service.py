"""电子钱包: what a card's purse holds, and paying from it at the desk.

A debit is written down before it is sent and after; one whose answer never came is asked about, never sent
again (docs/purse.md).
"""

import time
from collections.abc import Mapping
from contextlib import closing
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.devices import psam as psams
from clinic_app.devices import purse
from clinic_app.devices.cards import PAUSE, Connection
from clinic_app.devices.errors import CardDisturbed
from clinic_app.devices.psam import Psam
from clinic_app.devices.purse import Proof, Purchase
from clinic_app.devices.purse_errors import (
    NoPsam,
    PurseDoubtful,
    PurseForged,
    PurseRefused,
    PurseShort,
    PurseUnknown,
)
from clinic_app.devices.purse_recovery import gather, judge
from clinic_app.devices.purse_terminal import PurseCard, Terminal, at_the_psam, read_purse
from clinic_app.devices.purse_written import asked_of, message_id, proof_written, written
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.purse import (
    PurseBadAmount,
    PurseDebitedAlready,
    PurseNoReference,
    PurseNotUnknown,
    PurseNotUnspent,
    PurseOpen,
    PurseSettledAlready,
    about,
)
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.projections.queries.calls import Call, CallState, call_of, open_calls
from clinic_app.projections.queries.purse import (
    DEBIT,
    RETURN,
    is_handed_back,
    is_spent,
    unclear_debits,
    unspent_debits,
)
from clinic_app.projections.queries.settlement import live_settlement_of_visit
from clinic_app.services.purse.results import PurseDebit, Resolved, another, resolved, still_open
from clinic_app.store.calls import CallLedger, ConcludedAlready
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.rows import current_run

_PSAM_NO: Final = "9302"  # MAC2 is wrong


class PurseService:
    def __init__(self, store: Store, terminal: Terminal | None) -> None:
        self._store = store
        self._terminal = terminal
        self._ledger = CallLedger(store)
        # The terminal and the counter of the purchase that the PSAM is in the middle of.
        self._signed_last: tuple[bytes, int] | None = None

    def balance(self) -> PurseCard:
        """The purse in the reader.

        Raises:
            PurseNoCard, PurseOtherCard, PurseRefused, PurseUnreadable, NoPsam: this PC has no terminal;
            NoReader, ReaderNotFound, CardTornOut, CardDisturbed, CardMute, CardHeld, CardServiceMissing, …
        """
        return read_purse(self._terminal_here())

    def debit(
        self,
        by: OnDuty,
        amount: int,
        visit_id: UUID | None = None,
        resident_id: UUID | None = None,
        *,
        serial: str = "",
    ) -> PurseDebit:
        """Take `amount` fen from the card in the reader, once; from that of `serial` where its balance was shown.

        Raises:
            PurseUnknown: it was sent, and nobody knows: lay the same card again and `resolve`.
            Everything else took nothing:
            NotAllowed, PurseBadAmount, PurseOpen, PurseDebitedAlready, PurseSettledAlready, PurseAnotherCard,
            PurseShort, NoPsam, PurseRefused, PurseForged, PurseUnreadable, ConcludedAlready, DiskFull, Busy,
            and what `balance` raises.
        """
        by.must("settlement")
        if not 0 < amount <= purse.LARGEST:
            raise PurseBadAmount(amount=amount)
        terminal = self._terminal_here()
        with closing(terminal.card()) as card:
            public = purse.public_data(card)
            if serial not in ("", public.number):
                raise another(serial, public.number)
            with self._store.reading() as connection:
                self._refuse_twice(connection, public.number, visit_id)
            held = purse.balance(card)
            if held < amount:
                raise PurseShort(balance=held, amount=amount)
            with at_the_psam(terminal) as psam:
                begun, purchase = psams.begin(card, psam, public, amount, beijing(self._store.wall()))
                self._signed_last = (purchase.terminal, purchase.terminal_counter)
                call = CallIntended(
                    kind=DEBIT,
                    msgid=message_id(purchase),
                    visit_id=visit_id,
                    amount=amount,
                    request=written(public, begun, purchase),
                )
                call_id = self._intend(by, call, public.number, resident_id)
                self._ledger.sent(by.author, call_id)
                self._take(by, call_id, card, psam, purchase)
        return PurseDebit(call_id, amount, begun.balance - amount)

    def resolve(self, by: OnDuty) -> list[Resolved]:
        """What became of every open debit, as far as the card in the reader tells.

        Raises:
            NotAllowed
        """
        by.must("settlement")
        open_ = self._ledger.open(DEBIT)
        never = [call for call in open_ if self._never_sent(call)]
        told = [self._conclude(by, call, CallState.FAILED, "never_sent", {}) for call in never]
        return told + self._ask_the_card(by, [call for call in open_ if call not in never])

    def told_by_issuer(self, by: OnDuty, call_id: UUID, *, taken: bool, reference: str) -> Resolved:
        """发卡方答复: ends an unknown debit whose card does not come back or does not tell.

        `reference` is the issuer's own number or word for it, as it will be asked for later.

        Raises:
            NotAllowed, NoCall, PurseNotUnknown, PurseNoReference
        """
        by.must("settlement")
        if not reference.strip():
            raise PurseNoReference()
        with self._store.writing(by.author) as writing:
            call = call_of(writing.connection, call_id)
            if call.kind != DEBIT or call.state is not CallState.UNKNOWN:
                raise PurseNotUnknown(call=str(call_id))
            state = CallState.SUCCEEDED if taken else CallState.FAILED
            answer = {"reference": reference.strip()}
            return resolved(self._ledger.conclude_in(writing, call_id, state, "issuer", answer))

    def unspent(self, visit_id: UUID) -> tuple[UUID, int] | None:
        """A debit of this visit that no settlement names yet: its id and fen."""
        with self._store.reading() as connection:
            found = unspent_debits(connection, visit_id)
        return (found[0].id, found[0].amount) if found else None

    def unclear(self, visit_id: UUID) -> tuple[UUID, int] | None:
        """A debit of this visit of which nobody knows yet whether it was made: its id and fen."""
        with self._store.reading() as connection:
            found = unclear_debits(connection, visit_id)
        return (found[0].id, found[0].amount) if found else None

    def hand_back(self, by: OnDuty, call_id: UUID) -> int:
        """退还现金: give the money of an unspent debit back in cash; a purse cannot be loaded here.  Returns the fen.

        Raises:
            NotAllowed, NoCall, PurseNotUnspent
        """
        by.must("settlement")
        with self._store.writing(by.author) as writing:
            debit = call_of(writing.connection, call_id)
            paid = debit.kind == DEBIT and debit.state is CallState.SUCCEEDED
            if not paid or is_spent(writing.connection, call_id) or is_handed_back(writing.connection, debit):
                raise PurseNotUnspent(call=str(call_id))
            fact = CallIntended(
                kind=RETURN, msgid=debit.msgid, visit_id=debit.visit_id, about=call_id, amount=debit.amount
            )
            returned = writing.append(fact, debit.resident_id).id
            self._ledger.conclude_in(writing, returned, CallState.SUCCEEDED, "cash")
        return debit.amount

    def _terminal_here(self) -> Terminal:
        if self._terminal is None:
            raise NoPsam()
        return self._terminal

    def _refuse_twice(self, connection: sa.Connection, serial: str, visit_id: UUID | None) -> None:
        for call in open_calls(connection, self._store.facility, DEBIT):
            if call.request.get("serial") == serial or (visit_id is not None and call.visit_id == visit_id):
                raise PurseOpen(**about(call.id, call.amount))
        if visit_id is None:
            return
        for call in unspent_debits(connection, visit_id):
            raise PurseDebitedAlready(**about(call.id, call.amount))
        if live_settlement_of_visit(connection, visit_id) is not None:
            raise PurseSettledAlready()

    def _intend(self, by: OnDuty, call: CallIntended, serial: str, resident_id: UUID | None) -> UUID:
        with self._store.writing(by.author) as writing:
            self._refuse_twice(writing.connection, serial, call.visit_id)
            return writing.append(call, resident_id).id

    def _take(self, by: OnDuty, call_id: UUID, card: Connection, psam: Psam, purchase: Purchase) -> None:
        """DEBIT.  From here on whatever is not certain is unknown."""
        unknown = PurseUnknown(**about(call_id, purchase.amount))
        try:
            proof = purse.debit(card, purchase)
        except PurseRefused as refused:
            self._write_down(by, call_id, CallState.FAILED, {"sw": str(refused.facts["sw"])}, unknown)
            raise
        except ClinicError as error:
            raise unknown from error
        said = self._psam_says(psam.connection, proof)
        answer = {**proof_written(proof), "psam": said}
        if said == _PSAM_NO:
            self._write_down(by, call_id, CallState.FAILED, answer, unknown)
            raise PurseForged(**about(call_id, purchase.amount))
        self._write_down(by, call_id, CallState.SUCCEEDED, answer, unknown)

    def _write_down(
        self,
        by: OnDuty,
        call_id: UUID,
        state: CallState,
        answer: Mapping[str, str | int],
        unknown: PurseUnknown,
    ) -> None:
        try:
            self._ledger.conclude(by.author, call_id, state, "answer", answer)
        except ConcludedAlready:  # another window wrote something down in the meantime
            with self._store.reading() as connection:
                if call_of(connection, call_id).state is not state:
                    raise unknown from None
        except ClinicError as error:
            raise unknown from error

    def _psam_says(self, psam: Connection, proof: Proof) -> str:
        """The PSAM's status word about MAC2.  A PSAM that is gone or restarted takes nothing back: TAC stands."""
        self._signed_last = None
        try:
            return f"{psams.check(psam, proof.mac2):04X}"
        except ClinicError:
            return ""

    def _never_sent(self, call: Call) -> bool:
        """Written down here and not sent: nobody else can have sent it, and we cannot any more once this is written."""
        if call.state is not CallState.INTENDED:
            return False
        entry = self._store.entry(call.id)
        with self._store.reading() as connection:
            # A disk restored from a backup may have lost the line that says "sent".
            return entry is not None and entry.incarnation == current_run(connection).incarnation

    def _ask_the_card(self, by: OnDuty, calls: list[Call]) -> list[Resolved]:
        """Once more where the card was disturbed: nothing of it changes the card."""
        told = self._ask_once(by, calls)
        disturbed = {one.call_id for one in told if isinstance(one.why, CardDisturbed)}
        if not disturbed:
            return told
        time.sleep(PAUSE)
        again = self._ask_once(by, [call for call in calls if call.id in disturbed])
        newer = {one.call_id: one for one in again}
        return [newer.get(one.call_id, one) for one in told]

    def _ask_once(self, by: OnDuty, calls: list[Call]) -> list[Resolved]:
        if not calls:
            return []
        try:
            with closing(self._terminal_here().card()) as card:
                serial = purse.public_data(card).number
                return [self._ask_about(by, call, card, serial) for call in calls]
        except ClinicError as error:
            return [still_open(call, error) for call in calls]

    def _ask_about(self, by: OnDuty, call: Call, card: Connection, serial: str) -> Resolved:
        wanted = str(call.request.get("serial", ""))
        if wanted != serial:
            return still_open(call, another(wanted, serial))
        asked = asked_of(call.request)
        try:
            verdict = judge(asked, gather(card, asked))
            if verdict.done is None:
                return still_open(call, PurseDoubtful(**about(call.id, call.amount)))
            answer = proof_written(verdict.proof)
            if verdict.proof is not None:
                answer["psam"] = self._psam_later(call, verdict.proof)
            state = CallState.SUCCEEDED if verdict.done else CallState.FAILED
            return self._conclude(by, call, state, verdict.evidence, answer)
        except ClinicError as error:
            return still_open(call, error)

    def _psam_later(self, call: Call, proof: Proof) -> str:
        """Only a PSAM that is still in the middle of this very purchase is asked; a wrong MAC2 would count against it."""
        signed = (bytes.fromhex(str(call.request["terminal"])), int(call.request["terminal_counter"]))
        if self._signed_last != signed:
            return ""
        try:
            with closing(self._terminal_here().psam_as_left()) as psam:
                return self._psam_says(psam, proof)
        except ClinicError:
            return ""

    def _conclude(
        self, by: OnDuty, call: Call, state: CallState, evidence: str, answer: Mapping[str, str | int]
    ) -> Resolved:
        try:
            known = self._ledger.conclude(by.author, call.id, state, evidence, answer)
        except ConcludedAlready:
            with self._store.reading() as connection:
                known = call_of(connection, call.id)
        return resolved(known)
