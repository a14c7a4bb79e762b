"""未知 becomes known: the platform is asked (5201, 5203), and what cannot be booked is taken back (2601).

Anybody may run it at any time, and again: a call that is certain is never touched.
"""

from clinic_app.domain.platform import answers, message, nodes
from clinic_app.domain.platform.errors import (
    NoAnswer,
    OnAccountAlready,
    PlatformRefused,
    Unverified,
    WrongSum,
)
from clinic_app.domain.platform.setlinfo import Split
from clinic_app.domain.settlement.refusals import ReversedAlready, SettledAlready
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.services.platform.booking import Booking
from clinic_app.services.platform.cancelling import Cancelling
from clinic_app.services.platform.registering import Registering
from clinic_app.services.platform.sending import CANCEL, REVERSE, SETTLE, Sending
from clinic_app.services.platform.talk import Talk
from clinic_app.services.platform.values import Became, Resolved
from clinic_app.services.platform.written import wanted_of
from clinic_app.store.calls import CallLedger, ConcludedAlready
from clinic_app.store.duty import OnDuty


class Resolving:
    def __init__(
        self,
        talk: Talk,
        ledger: CallLedger,
        registering: Registering,
        sending: Sending,
        booking: Booking,
        cancelling: Cancelling,
    ) -> None:
        self._talk = talk
        self._ledger = ledger
        self._registering = registering
        self._sending = sending
        self._booking = booking
        self._cancelling = cancelling

    def resolve(self, by: OnDuty, call: Call) -> Resolved:
        """One open call.

        Raises:
            NoPlatform
        """
        try:
            if call.kind == SETTLE:
                return self._settlement(by, call)
            if call.kind == CANCEL:
                return self._cancellation(by, call)
            if call.kind == REVERSE:
                return self._reversal(by, call)
            return self._registering.resolve(by, call)
        except ConcludedAlready:  # somebody else was faster
            return Resolved(call=call, became=Became.DROPPED)
        except (NoAnswer, PlatformRefused):
            return Resolved(call=call, became=Became.UNKNOWN)

    def _settlement(self, by: OnDuty, call: Call) -> Resolved:
        if call.state is CallState.INTENDED:
            return self._never_sent(by, call)
        if self._sending.has_sent_reversal(call):
            return self._take_back(by, call)
        try:
            booked = self._at_platform(by, call)
            if booked is None or booked.refunded or booked.figures() != wanted_of(call).figures:
                return self._take_back(by, call)
            settlement_id, made = self._booking.book(by, call, booked, "asked")
        except (Unverified, WrongSum, SettledAlready, OnAccountAlready):
            return self._take_back(by, call)
        return Resolved(call=call, became=Became.BOOKED, settlement_id=settlement_id, made=made)

    def _cancellation(self, by: OnDuty, call: Call) -> Resolved:
        if call.state is CallState.INTENDED:
            return self._never_sent(by, call)
        if self._sending.has_sent_reversal(call):
            return self._take_back(by, call)
        try:
            happened = self._cancelled(by, call)
        except (Unverified, WrongSum):
            return Resolved(call=call, became=Became.UNKNOWN)
        if not happened:
            return self._take_back(by, call)
        try:
            self._cancelling.book_red(by, call, "asked")
        except ReversedAlready:  # the red stands already
            self._ledger.conclude(by.author, call.id, CallState.SUCCEEDED, "asked")
        return Resolved(call=call, became=Became.BOOKED)

    def _reversal(self, by: OnDuty, call: Call) -> Resolved:
        """A 2601 follows the call that it is about; alone it was only intended, or its call is certain."""
        if call.state is CallState.INTENDED:
            return self._never_sent(by, call)
        if self._sending.is_open(call.about):
            return Resolved(call=call, became=Became.UNKNOWN)
        self._ledger.conclude(by.author, call.id, CallState.FAILED, "asked")
        return Resolved(call=call, became=Became.DROPPED)

    def _take_back(self, by: OnDuty, call: Call) -> Resolved:
        done = self._sending.take_back(by, call)
        return Resolved(call=call, became=Became.DROPPED if done else Became.UNKNOWN)

    def _never_sent(self, by: OnDuty, call: Call) -> Resolved:
        self._ledger.conclude(by.author, call.id, CallState.FAILED, "never_sent")
        return Resolved(call=call, became=Became.DROPPED)

    def _at_platform(self, by: OnDuty, call: Call) -> Split | None:
        """The settlement that a 2207 made, where it did."""
        found = [one for one in self._asked(by, call) if not one.refunded or one.medins_setl_id]
        named = [one for one in found if one.medins_setl_id == call.msgid]
        unnamed = [one for one in found if not one.medins_setl_id]
        return next(iter(named or unnamed), None)

    def _cancelled(self, by: OnDuty, call: Call) -> bool:
        found = self._asked(by, call)
        if any(one.medins_setl_id == call.msgid for one in found):
            return True
        return any(one.setl_id == call.request["setl_id"] and one.refunded for one in found)

    def _asked(self, by: OnDuty, call: Call) -> tuple[Split, ...]:
        content = nodes.ask_settlement(str(call.request["psn_no"]), str(call.request["mdtrt_id"]))
        said = self._talk.say(by, message.ASK_SETTLEMENT, content, insuplc=str(call.request["insuplc"]))
        return answers.settlements_of(said, self._talk.province)


def in_order(open_calls: list[Call]) -> list[Call]:
    """Settlements and cancellations before the 2601 about them, which end with them."""
    return sorted(open_calls, key=lambda call: (call.kind == REVERSE, call.intended_ms))
