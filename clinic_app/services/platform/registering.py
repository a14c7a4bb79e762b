"""2201 and 2202: a visit is registered at the platform once, whatever happens to the answer."""

from uuid import UUID

from clinic_app.domain.platform import answers, message, nodes
from clinic_app.domain.platform.errors import NoAnswer, PlatformRefused
from clinic_app.domain.platform.nodes import Attended, Credential, Insured
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.projections.queries import calls
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.platform.talk import Talk
from clinic_app.services.platform.values import Became, Resolved
from clinic_app.store.calls import CallLedger
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

KIND = f"platform.{message.REGISTER}"
UNDO = f"platform.{message.UNREGISTER}"


class Registering:
    def __init__(self, store: Store, talk: Talk, ledger: CallLedger) -> None:
        self._store = store
        self._talk = talk
        self._ledger = ledger

    def mdtrt_id(
        self, by: OnDuty, visit: Visit, insured: Insured, credential: Credential, attended: Attended
    ) -> str:
        """就诊ID: the one that the platform has, else a new one.

        Raises:
            NoPlatform, NoAnswer, PlatformRefused, Unverified
        """
        for call in self._of_visit(visit):
            is_open = call.state in (CallState.INTENDED, CallState.UNKNOWN)
            if is_open and self.resolve(by, call).became is Became.UNKNOWN:
                raise NoAnswer(infno=call.kind.rpartition(".")[2])
        standing = self._standing(visit)
        if standing is not None and standing.request["insutype"] != insured.insutype:
            self._undo(by, standing)
            standing = None
        if standing is not None:
            return str(standing.answer["mdtrt_id"])
        return self._register(by, visit, insured, credential, attended)

    def resolve(self, by: OnDuty, call: Call) -> Resolved:
        """What became of a 2201 or 2202: the platform's list of visits says.

        Raises:
            NoPlatform
        """
        if call.state is CallState.INTENDED:
            return self._ended(by, call, CallState.FAILED, "never_sent", {})
        try:
            mdtrt_id = self._asked(by, str(call.request["psn_no"]), str(call.request["ipt_otp_no"]))
        except (NoAnswer, PlatformRefused):
            return Resolved(call=call, became=Became.UNKNOWN)
        happened = bool(mdtrt_id) is (call.kind == KIND)
        state = CallState.SUCCEEDED if happened else CallState.FAILED
        return self._ended(by, call, state, "asked", {"mdtrt_id": mdtrt_id} if mdtrt_id else {})

    def _register(
        self, by: OnDuty, visit: Visit, insured: Insured, credential: Credential, attended: Attended
    ) -> str:
        request: dict[str, str | int] = {
            "psn_no": insured.psn_no,
            "insutype": insured.insutype,
            "insuplc": insured.insuplc_admdvs,
            "ipt_otp_no": attended.ipt_otp_no,
        }
        call_id = self._intend(by, KIND, visit.id, visit.resident_id, request)
        before = self._tried_before(visit, call_id)
        if before and (there := self._asked(by, insured.psn_no, attended.ipt_otp_no)):
            self._ledger.conclude(by.author, call_id, CallState.SUCCEEDED, "asked", {"mdtrt_id": there})
            return there  # the earlier one arrived after all
        said = self._send(by, call_id, nodes.register(insured, credential, attended))
        mdtrt_id = answers.text_in(said, "data", "mdtrt_id")
        self._ledger.conclude(by.author, call_id, CallState.SUCCEEDED, "answer", {"mdtrt_id": mdtrt_id})
        return mdtrt_id

    def _undo(self, by: OnDuty, standing: Call) -> None:
        """2202, where another insurance is to pay."""
        mdtrt_id = str(standing.answer["mdtrt_id"])
        assert standing.visit_id is not None
        call_id = self._intend(
            by, UNDO, standing.visit_id, standing.resident_id, standing.request, standing.id
        )
        content = {
            "data": {
                "psn_no": standing.request["psn_no"],
                "mdtrt_id": mdtrt_id,
                "ipt_otp_no": standing.request["ipt_otp_no"],
            }
        }
        self._send(by, call_id, content)
        self._ledger.conclude(by.author, call_id, CallState.SUCCEEDED, "answer")

    def _intend(
        self,
        by: OnDuty,
        kind: str,
        visit_id: UUID,
        resident_id: UUID | None,
        request: dict[str, str | int],
        about: UUID | None = None,
    ) -> UUID:
        with self._store.writing(by.author) as writing:
            fact = CallIntended(
                kind=kind,
                msgid=self._talk.msgid_in(writing),
                visit_id=visit_id,
                about=about,
                request=request,
            )
            return writing.append(fact, resident_id).id

    def _send(self, by: OnDuty, call_id: UUID, content: message.Node) -> message.Node:
        self._ledger.sent(by.author, call_id)
        with self._store.reading() as connection:
            call = calls.call_of(connection, call_id)
        try:
            infno = call.kind.rpartition(".")[2]
            area = str(call.request["insuplc"])
            return self._talk.say(by, infno, content, msgid=call.msgid, insuplc=area)
        except PlatformRefused as refused:
            why = str(refused.facts["why"])
            self._ledger.conclude(by.author, call_id, CallState.FAILED, "answer", {"why": why})
            raise

    def _asked(self, by: OnDuty, psn_no: str, ipt_otp_no: str) -> str:
        said = self._talk.say(by, message.ASK_VISIT, nodes.ask_visit(psn_no, ipt_otp_no))
        return answers.registered_id(said, ipt_otp_no)

    def _of_visit(self, visit: Visit) -> list[Call]:
        with self._store.reading() as connection:
            both = calls.calls_of_visit(connection, visit.id, "platform.220")
        return [call for call in both if call.kind in (KIND, UNDO)]

    def _standing(self, visit: Visit) -> Call | None:
        """The registration that has not been taken back."""
        found = self._of_visit(visit)
        undone = {one.about for one in found if one.kind == UNDO and one.state is CallState.SUCCEEDED}
        standing = [one for one in found if one.kind == KIND and one.state is CallState.SUCCEEDED]
        return next((one for one in standing if one.id not in undone), None)

    def _tried_before(self, visit: Visit, but: UUID) -> bool:
        return any(
            one.kind == KIND and one.id != but and one.state is CallState.FAILED and one.evidence == "asked"
            for one in self._of_visit(visit)
        )

    def _ended(
        self, by: OnDuty, call: Call, state: CallState, evidence: str, answer: dict[str, str | int]
    ) -> Resolved:
        ended = self._ledger.conclude(by.author, call.id, state, evidence, answer)
        happened = state is CallState.SUCCEEDED
        return Resolved(call=ended, became=Became.BOOKED if happened else Became.DROPPED)
