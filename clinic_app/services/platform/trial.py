"""预结算 with the platform: 9001 → 1101 → 2201 → 2203 → 2205 → 2204 → 2206.  Books no money and may be repeated."""

import contextlib

import sqlalchemy as sa

from clinic_app.domain.platform import answers, message, nodes
from clinic_app.domain.platform.errors import NotInsured, PlatformRefused
from clinic_app.domain.platform.nodes import Attended, Credential, Insured
from clinic_app.domain.platform.setlinfo import Split, must_be_total, split_of, with_purse
from clinic_app.domain.settlement.accumulators import Effect
from clinic_app.domain.settlement.bill import Person
from clinic_app.domain.settlement.outcome import SettledLine, Settlement, Status
from clinic_app.projections.queries import facility, insurance, outpatient, residents
from clinic_app.projections.queries.visit_bill import VisitBill
from clinic_app.services.platform.registering import Registering
from clinic_app.services.platform.talk import Talk
from clinic_app.services.platform.values import Trial
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


class Trials:
    """The steps up to 2206."""

    def __init__(self, store: Store, talk: Talk, registering: Registering) -> None:
        self._store = store
        self._talk = talk
        self._registering = registering

    def run(
        self,
        by: OnDuty,
        found: VisitBill,
        *,
        insutype: str = "",
        card_sn: str = "",
        purse_amount: int = 0,
    ) -> Trial:
        """2206 of a visit's bill.

        Raises:
            NoPlatform, NoAnswer, PlatformRefused, Unverified, WrongSum, TotalDiffers
            NotInsured, ChooseInsurance, OtherPerson
        """
        with self._store.reading() as connection:
            credential = self._credential(connection, found, card_sn)
            attended = _attended(connection, self._store.facility, found)
            known = insurance.insured_by_psn_no(connection, found.visit.psn_no)
        if not found.visit.psn_no:
            raise NotInsured(psn_no="")
        insured = self._insured(by, found, credential, insutype or (known.person.insutype if known else ""))
        mdtrt_id = self._registering.mdtrt_id(by, found.visit, insured, credential, attended)
        batch, lines = self._upload(by, found, insured, mdtrt_id, attended)
        total = nodes.bill_total(found.bill)
        asked = nodes.trial(self._talk.province, insured, credential, mdtrt_id, batch, found.bill, total)
        said = self._talk.say(by, message.TRIAL, asked, insuplc=insured.insuplc_admdvs)
        split = split_of(said, self._talk.province)
        must_be_total(total, split.amounts.medfee_sumamt)
        person = known.person if known else Person(psn_no=insured.psn_no, insutype=insured.insutype)
        return Trial(
            found=found,
            insured=insured,
            credential=credential,
            mdtrt_id=mdtrt_id,
            batch=batch,
            split=split,
            person=person,
            settlement=settlement_of(found, split, lines, purse_amount),
        )

    def _credential(self, connection: sa.Connection, found: VisitBill, card_sn: str) -> Credential:
        visit = found.visit
        who = residents.resident_of(connection, visit.resident_id)
        kind = self._talk.province.certificate(visit.mdtrt_cert_type)
        held = next((card.identifier for card in who.cards if card.number == visit.card_number), "")
        return Credential(
            mdtrt_cert_type=kind,
            mdtrt_cert_no=visit.card_number if kind == "03" and visit.card_number else who.id_number,
            card_sn=card_sn or held,
            certno=who.id_number,
            psn_name=who.name,
        )

    def _insured(self, by: OnDuty, found: VisitBill, credential: Credential, insutype: str) -> Insured:
        said = self._talk.say(by, message.PERSON, nodes.person(credential, found.visit.day))
        return answers.chosen(answers.person_of(said), found.visit.psn_no, insutype)

    def _upload(
        self, by: OnDuty, found: VisitBill, insured: Insured, mdtrt_id: str, attended: Attended
    ) -> tuple[str, tuple[SettledLine, ...]]:
        """2203, then 2205 before 2204, so that nothing is uploaded twice.  The batch's number and its lines."""
        say, area, psn_no = self._talk.say, insured.insuplc_admdvs, insured.psn_no
        say(by, message.VISIT, nodes.visited(mdtrt_id, psn_no, found.bill, attended), insuplc=area)
        with contextlib.suppress(PlatformRefused):  # there was nothing to clear
            say(by, message.CLEAR_FEES, nodes.clear_fees(mdtrt_id, psn_no), insuplc=area)
        msgid = self._talk.msgid()
        batch = msgid[12:]
        content = nodes.fees(mdtrt_id, psn_no, batch, found.bill, attended)
        lines = answers.lines_of(say(by, message.FEES, content, msgid=msgid, insuplc=area))
        must_be_total(nodes.bill_total(found.bill), sum(line.det_item_fee_sumamt for line in lines))
        return batch, lines


def _attended(connection: sa.Connection, here: str, found: VisitBill) -> Attended:
    visit = found.visit
    encounter = outpatient.encounter_of_visit(connection, visit.id)
    try:
        doctor = facility.member(connection, here, encounter.signed_by).name
    except facility.NoStaff:
        doctor = encounter.signed_by
    return Attended(
        ipt_otp_no=message.own_number(visit.id),
        day=visit.day,
        dept_name=visit.department,
        dr_code=encounter.signed_by,
        dr_name=doctor,
        complaint=encounter.complaint,
        diagnoses=found.diagnoses,
    )


def settlement_of(
    found: VisitBill, split: Split, lines: tuple[SettledLine, ...], purse_amount: int
) -> Settlement:
    """What the platform's split is as a settlement of ours; `purse_amount`: fen that the e-purse paid."""
    amounts = with_purse(split.amounts, purse_amount)
    med_type = found.bill.med_type
    moved = {
        f"dedc_{med_type}": amounts.act_pay_dedc,
        f"hifp_{med_type}": amounts.hifp_pay,
        "cmi_pay": amounts.hifmi_pay + amounts.hifob_pay,
    }
    return Settlement(
        status=Status.SETTLED,
        amounts=amounts,
        lines=lines,
        effect=Effect(found.visit.day.year, {key: fen for key, fen in moved.items() if fen}),
    )
