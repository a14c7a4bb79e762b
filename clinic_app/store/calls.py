"""外部调用的台账: nothing outside is asked before it is on disk that it will be.

intend → sent → (the call) → conclude.  A crash after `sent` leaves the call unknown; it is resolved by asking.
"""

from collections.abc import Mapping
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.journal.facts.calls import CallConcluded, CallIntended, CallSent
from clinic_app.projections.queries import calls
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.store.journal import Author, Store, Writing


class ConcludedAlready(RuleBroken):
    """What became of the call is known already."""

    code = "call.concluded_already"


class CallLedger:
    def __init__(self, store: Store) -> None:
        self._store = store

    def intend(self, author: Author, call: CallIntended, resident_id: UUID | None = None) -> UUID:
        """已拟, on disk.  Returns the call's id."""
        with self._store.writing(author) as writing:
            return writing.append(call, resident_id).id

    def sent(self, author: Author, call_id: UUID) -> None:
        """已发: written before the first byte goes out.

        Raises:
            NoCall, ConcludedAlready
        """
        with self._store.writing(author) as writing:
            known = self._open(writing, call_id)
            writing.append(CallSent(call_id=call_id), known.resident_id)

    def conclude(
        self,
        author: Author,
        call_id: UUID,
        state: CallState,
        evidence: str,
        answer: Mapping[str, str | int] | None = None,
    ) -> Call:
        """What is known for certain, on disk.

        Raises:
            NoCall, ConcludedAlready
        """
        with self._store.writing(author) as writing:
            return self.conclude_in(writing, call_id, state, evidence, answer)

    def conclude_in(
        self,
        writing: Writing,
        call_id: UUID,
        state: CallState,
        evidence: str,
        answer: Mapping[str, str | int] | None = None,
    ) -> Call:
        """The same inside a transaction that writes more: an outcome and the settlement that it makes.

        Raises:
            NoCall, ConcludedAlready
        """
        known = self._open(writing, call_id)
        fact = CallConcluded(call_id=call_id, state=state.value, evidence=evidence, answer=dict(answer or {}))
        writing.append(fact, known.resident_id)
        return calls.call_of(writing.connection, call_id)

    def open(self, kind: str = "") -> list[Call]:
        """Intended or unknown calls of this clinic, the oldest first; `kind` is a beginning."""
        with self._store.reading() as connection:
            return calls.open_calls(connection, self._store.facility, kind)

    def _open(self, writing: Writing, call_id: UUID) -> Call:
        known = calls.call_of(writing.connection, call_id)
        if known.state not in (CallState.INTENDED, CallState.UNKNOWN):
            raise ConcludedAlready(call=str(call_id))
        return known
