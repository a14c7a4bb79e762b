"""Calls that book are sent here, and taken back (2601).

No answer is never an answer: what was sent and not concluded is unknown until 5203 or 2601 has said.
"""

from typing import Any, Final
from uuid import UUID

from clinic_app.domain.platform import message, nodes
from clinic_app.domain.platform.errors import NoAnswer, PlatformRefused
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.projections.queries import calls
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.services.platform.talk import Talk
from clinic_app.store.calls import CallLedger
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

SETTLE: Final = f"platform.{message.SETTLE}"
CANCEL: Final = f"platform.{message.CANCEL}"
REVERSE: Final = f"platform.{message.REVERSE}"


class Sending:
    def __init__(self, store: Store, talk: Talk, ledger: CallLedger) -> None:
        self._store = store
        self._talk = talk
        self._ledger = ledger

    def send(self, by: OnDuty, call: Call, content: message.Node) -> dict[str, Any]:
        """已发, then asked under the number that stands in the ledger.

        Raises:
            NoAnswer: unknown.
            PlatformRefused: it failed; that is concluded.
            ConcludedAlready
        """
        self._ledger.sent(by.author, call.id)
        infno = call.kind.rpartition(".")[2]
        try:
            area = str(call.request["insuplc"])
            return self._talk.say(by, infno, content, msgid=call.msgid, insuplc=area)
        except PlatformRefused as refused:
            why = str(refused.facts["why"])
            self._ledger.conclude(by.author, call.id, CallState.FAILED, "answer", {"why": why})
            raise

    def take_back(self, by: OnDuty, call: Call) -> bool:
        """冲正: whatever `call` did or will still do at the platform is undone.  False: not certain yet.

        Raises:
            NoPlatform
        """
        reversal = self._reversal_of(by, call)
        content = nodes.reverse(str(call.request["psn_no"]), call.msgid, call.kind.rpartition(".")[2])
        try:
            self.send(by, reversal, content)
        except (NoAnswer, PlatformRefused):
            return False
        with self._store.writing(by.author) as writing:
            self._ledger.conclude_in(writing, reversal.id, CallState.SUCCEEDED, "answer")
            self._ledger.conclude_in(writing, call.id, CallState.REVERSED, "reversal")
        return True

    def has_sent_reversal(self, call: Call) -> bool:
        """Whether a 2601 about it is on its way: it must not be booked any more."""
        return any(one.state is CallState.UNKNOWN for one in self._reversals(call))

    def known(self, call_id: UUID) -> Call:
        """A call as it stands now."""
        with self._store.reading() as connection:
            return calls.call_of(connection, call_id)

    def is_open(self, call_id: UUID | None) -> bool:
        """Whether what became of a call is not certain."""
        return call_id is not None and is_open(self.known(call_id))

    def _reversal_of(self, by: OnDuty, call: Call) -> Call:
        """The open 2601 about a call, under its own number again; else a new one."""
        standing = next((one for one in self._reversals(call) if is_open(one)), None)
        if standing is not None:
            return standing
        with self._store.writing(by.author) as writing:
            entry = writing.append(
                CallIntended(
                    kind=REVERSE,
                    msgid=self._talk.msgid_in(writing),
                    visit_id=call.visit_id,
                    about=call.id,
                    request={
                        "psn_no": call.request["psn_no"],
                        "omsgid": call.msgid,
                        "oinfno": call.kind.rpartition(".")[2],
                        "insuplc": call.request["insuplc"],
                    },
                ),
                call.resident_id,
            )
            return calls.call_of(writing.connection, entry.id)

    def _reversals(self, call: Call) -> list[Call]:
        assert call.visit_id is not None
        with self._store.reading() as connection:
            found = calls.calls_of_visit(connection, call.visit_id, REVERSE)
        return [one for one in found if one.about == call.id]


def is_open(call: Call) -> bool:
    """Whether what became of it is not certain."""
    return call.state in (CallState.INTENDED, CallState.UNKNOWN)
