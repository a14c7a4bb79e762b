"""Between `settlement.made` and the settlement function: the same bill at the clinic and at the county."""

from collections.abc import Mapping
from uuid import UUID

from clinic_app.domain.settlement.accumulators import Effect, FeeDay
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import (
    Bill,
    BillLine,
    ChronicRegistration,
    Direction,
    PayWay,
    Person,
    Referral,
)
from clinic_app.domain.settlement.outcome import SettledLine, Settlement, Status
from clinic_app.domain.settlement.readjudicate import Adjudication, Verdict
from clinic_app.domain.settlement.refund import TakeBack
from clinic_app.journal.facts import settlement as facts
from clinic_app.journal.facts.county import Chronic, SettlementAdjudicated

SPLIT = (
    "det_item_fee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_amt",
    "preselfpay_amt",
    "inscp_scp_amt",
    "hosp_part_amt",
)


NOBODY = facts.PersonKnown()  # of a self-pay bill


def shown(amounts: Amounts) -> dict[str, int]:
    """Amounts as an entry holds them: zeros left out."""
    return {name: value for name, value in amounts.as_dict().items() if value}


def bill_of(made: facts.SettlementMade) -> Bill:
    """The bill that was settled."""
    referral = made.referral
    return Bill(
        mdtrt_id=str(made.visit_id),
        fixmedins_code=made.fixmedins_code,
        inst_lv=made.inst_lv,
        med_type=made.med_type,
        begndate=made.begndate,
        enddate=made.enddate,
        setl_date=made.setl_date,
        mdtrt_cert_type=made.mdtrt_cert_type,
        diag_code=made.diag_code or None,
        dise_codg=made.dise_codg or None,
        pay_way=PayWay(made.pay_way),
        emergency=made.emergency,
        referral=None
        if referral is None
        else Referral(
            type=Direction(referral.type),
            from_lv=referral.from_lv,
            registered=referral.registered,
            same_area=referral.same_area,
            date=referral.date,
        ),
        acct_request=made.acct_request,
        ewallet_request=made.ewallet_request,
        lines=tuple(
            BillLine(
                feedetl_sn=line.feedetl_sn,
                med_list_codg=line.med_list_codg,
                pric_e6=line.pric_e6,
                cnt_e4=line.cnt_e4,
                hosp_appr_flag=line.hosp_appr_flag,
                psn_request=line.psn_request,
                purc_pric_e6=line.purc_pric_e6,
            )
            for line in made.lines
        ),
    )


def settlement_of(made: facts.SettlementMade) -> Settlement:
    """What the clinic computed and printed."""
    return Settlement(
        status=Status(made.status),
        warnings=made.warnings,
        policy_version=made.policy_version or None,
        dedc_std=made.dedc_std,
        adm_seq=made.adm_seq,
        limited_by=made.limited_by or None,
        amounts=Amounts.of(made.amounts),
        lines=tuple(
            SettledLine(
                feedetl_sn=line.feedetl_sn,
                med_list_codg=line.med_list_codg,
                **{"det_item_fee_sumamt": 0, **line.split},
            )
            for line in made.lines
        ),
        effect=effect_of(made),
        gc_repeat=made.gc_repeat,
    )


def claimed(made: facts.SettlementMade) -> Settlement:
    """`settlement_of` without its lines: what the county compares with its own."""
    return Settlement(
        status=Status(made.status),
        policy_version=made.policy_version or None,
        amounts=Amounts.of(made.amounts),
    )


def effect_of(made: facts.SettlementMade) -> Effect:
    """What the settlement did to the clinic's accumulators."""
    fee_day = None if made.gc_last is None else FeeDay(made.fixmedins_code, made.gc_last_before, made.gc_last)
    return Effect(made.year, made.effect, fee_day)


def adjudication_of(judged: SettlementAdjudicated) -> Adjudication:
    """What the county found, with what a re-settlement inherits from it; its fee day stands in the tables."""
    return Adjudication(
        status=Verdict(judged.status),
        error=judged.error or None,
        cause=judged.cause or None,
        action=judged.action_due or None,
        fund_diff=judged.fund_diff,
        server=Amounts.of(judged.amounts),
        diff=judged.diff,
        effect=Effect(judged.year, judged.effect),
        policy_version=judged.policy_version or None,
        adm_seq=judged.adm_seq,
        gc_repeat=judged.gc_repeat,
    )


def taken_back(red: facts.SettlementReversed) -> tuple[TakeBack, ...] | None:
    """The lines of a partial refund; None: everything came back."""
    if not red.lines:
        return None
    return tuple(TakeBack(feedetl_sn=line.feedetl_sn, cnt_e4=line.cnt_e4) for line in red.lines)


def person_of(made: facts.SettlementMade) -> Person:
    """The insured person as the clinic knew it."""
    known = made.person
    return Person(
        psn_no=made.psn_no,
        insutype=made.insutype,
        psn_insu_stas=known.psn_insu_stas,
        death_date=known.death_date,
        maf_group=known.maf_group or None,
        contract_inst=known.contract_inst or None,
        chronic=tuple(
            ChronicRegistration(dise_codg=one.dise_codg, valid_from=one.valid_from, valid_to=one.valid_to)
            for one in known.chronic
        ),
    )


def person_known(person: Person) -> facts.PersonKnown:
    """The other way, for the entry."""
    return facts.PersonKnown(
        psn_insu_stas=person.psn_insu_stas,
        death_date=person.death_date,
        maf_group=person.maf_group or "",
        contract_inst=person.contract_inst or "",
        chronic=tuple(
            Chronic(dise_codg=one.dise_codg, valid_from=one.valid_from, valid_to=one.valid_to)
            for one in person.chronic
        ),
    )


def lines_of(
    bill: Bill, settled: Settlement, names: Mapping[str, tuple[str, str]]
) -> tuple[facts.BillLine, ...]:
    """The lines of an entry; `names` gives name and unit of each line number."""
    splits = {line.feedetl_sn: line for line in settled.lines}
    return tuple(
        facts.BillLine(
            feedetl_sn=line.feedetl_sn,
            med_list_codg=line.med_list_codg,
            name=names[line.feedetl_sn][0],
            unit=names[line.feedetl_sn][1],
            pric_e6=line.pric_e6,
            cnt_e4=line.cnt_e4,
            hosp_appr_flag=line.hosp_appr_flag,
            psn_request=line.psn_request,
            purc_pric_e6=line.purc_pric_e6,
            split={name: value for name in SPLIT if (value := getattr(splits[line.feedetl_sn], name))},
        )
        for line in bill.lines
    )


def settlement_made(
    bill: Bill,
    settled: Settlement,
    person: Person | None,
    *,
    visit_id: UUID,
    number: str,
    names: Mapping[str, tuple[str, str]],
    policy_id: str = "",
    received: int = 0,
    change: int = 0,
    tender: Mapping[str, int] | None = None,
    purse_call: UUID | None = None,
    resettles: UUID | None = None,
    setl_id: str = "",
    deferred: UUID | None = None,
) -> facts.SettlementMade:
    """The entry of a computed settlement; `person` None: self-pay.  `names` gives name and unit of each line number."""
    effect = settled.effect
    fee_day = effect.fee_day if effect else None
    referral = bill.referral
    assert bill.begndate and bill.enddate and bill.setl_date
    return facts.SettlementMade(
        visit_id=visit_id,
        number=number,
        setl_date=bill.setl_date,
        begndate=bill.begndate,
        enddate=bill.enddate,
        fixmedins_code=bill.fixmedins_code,
        inst_lv=bill.inst_lv,
        med_type=bill.med_type,
        insutype=person.insutype if person else "",
        psn_no=person.psn_no if person else "",
        mdtrt_cert_type=bill.mdtrt_cert_type,
        diag_code=bill.diag_code or "",
        dise_codg=bill.dise_codg or "",
        pay_way=str(bill.pay_way),
        emergency=bill.emergency,
        referral=None
        if referral is None
        else facts.Referred(
            type=str(referral.type),
            from_lv=referral.from_lv,
            registered=referral.registered,
            same_area=referral.same_area,
            date=referral.date,
        ),
        acct_request=bill.acct_request,
        ewallet_request=bill.ewallet_request,
        lines=lines_of(bill, settled, names),
        person=person_known(person) if person else NOBODY,
        status=str(settled.status),
        policy_id=policy_id,
        policy_version=settled.policy_version or "",
        warnings=settled.warnings,
        dedc_std=settled.dedc_std or 0,
        adm_seq=settled.adm_seq,
        limited_by=settled.limited_by or "",
        gc_repeat=settled.gc_repeat,
        amounts=shown(settled.amounts),
        year=effect.year if effect else 0,
        effect=dict(effect.deltas) if effect else {},
        gc_last=fee_day.day if fee_day else None,
        gc_last_before=fee_day.before if fee_day else None,
        received=received,
        change=change,
        tender=dict(tender or {}),
        purse_call=purse_call,
        resettles=resettles,
        setl_id=setl_id,
        deferred=deferred,
    )
