"""County side (§9): the same function on the same bill with the county's truth, once for each record.

The original stays as it was printed; what differs is an adjustment record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clinic_app.domain.policy.model import OfflineRules, Policy, Version
from clinic_app.domain.settlement.accumulators import Effect, State
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import Bill, Circumstances, Inherited, Mode, Person, Taken
from clinic_app.domain.settlement.engine import settle
from clinic_app.domain.settlement.outcome import Settlement


class Verdict(StrEnum):
    AGREED = "agreed"
    ADJUSTED = "adjusted"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudication:
    """复核: what the county found.  Its `effect` moves the county's state, nothing else does."""

    status: Verdict
    error: str | None = None  # the check that voids it
    cause: str | None = None  # DUP | ELIG | POLICY | CATALOG | PERSON | ACCUM | REVERSAL
    action: str | None = None  # PAY_PERSON | RECLASS | FUND_ABSORB | COLLECT_PERSON | CLINIC_BEAR | …
    fund_diff: int = 0  # county minus client, fen
    server: Amounts
    diff: Mapping[str, int]  # county minus client, only what differs
    effect: Effect
    policy_version: str | None = None
    adm_seq: int | None = None
    gc_repeat: bool = False

    @property
    def voided(self) -> bool:
        return self.status is Verdict.VOIDED


def readjudicate(
    policy: Policy,
    person: Person,
    state: State,
    bill: Bill,
    client: Settlement,
    given: Circumstances,
    *,
    person_differs: bool = False,
) -> Adjudication:
    """The county's verdict on a provisional settlement.

    `person` and `state` are the county's; of `given` count `visit_is_live` (what the
    county holds), `overlay` and, for a re-settlement, `inherited`.
    """
    taken = Taken(acct_pay=client.amounts.acct_pay, ewallet_pay=client.amounts.ewallet_pay)
    counted = Circumstances(
        mode=Mode.ONLINE,
        visit_is_live=given.visit_is_live,
        overlay=given.overlay,
        inherited=given.inherited,
        taken=taken,
    )
    ours = settle(policy, person, state, bill, counted, explains=False)
    server = _void_amounts(client.amounts) if ours.rejected else ours.amounts
    diff = server.minus(client.amounts)
    if not diff and not ours.rejected:
        cause = action = None
    else:
        cause = _cause(ours, client, diff, person_differs)
        action = _action(cause, diff, _offline_rules(policy, bill, client, given.inherited))
    return Adjudication(
        status=Verdict.VOIDED if ours.rejected else Verdict.ADJUSTED if diff else Verdict.AGREED,
        error=ours.error,
        cause=cause,
        action=action,
        fund_diff=diff.get("fund_pay_sumamt", 0),
        server=server,
        diff=diff,
        effect=ours.effect or no_effect(bill),
        policy_version=ours.policy_version,
        adm_seq=ours.adm_seq,
        gc_repeat=ours.gc_repeat,
    )


def adjudicate_red(original: Adjudication) -> Adjudication:
    """A red takes back what the county had found of its original, adjustment included.

    The effect is the original's; the county's state moves by *minus* it.
    """
    diff = {name: -change for name, change in original.diff.items()}
    return Adjudication(
        status=Verdict.ADJUSTED if diff else Verdict.AGREED,
        cause="REVERSAL" if diff else None,
        action="REVERSE_ADJUST" if diff else None,
        fund_diff=-original.fund_diff,
        server=original.server.negated(),
        diff=diff,
        effect=original.effect,
    )


def adjudicated_online(settlement: Settlement, bill: Bill) -> Adjudication:
    """An online settlement was computed by the county: it agrees with itself."""
    return Adjudication(
        status=Verdict.AGREED,
        server=settlement.amounts,
        diff={},
        effect=settlement.effect or no_effect(bill),
        policy_version=settlement.policy_version,
        adm_seq=settlement.adm_seq,
        gc_repeat=settlement.gc_repeat,
    )


def inherited_from(client: Settlement, county: Adjudication | None) -> Inherited:
    """What a re-settlement takes over: as the county adjudicated it, else as the client had it."""
    if county is not None and not county.voided and county.policy_version is not None:
        return Inherited(
            policy_version=county.policy_version, adm_seq=county.adm_seq, gc_repeat=county.gc_repeat
        )
    return Inherited(
        policy_version=client.policy_version or "", adm_seq=client.adm_seq, gc_repeat=client.gc_repeat
    )


def no_effect(bill: Bill) -> Effect:
    return Effect(bill.enddate.year if bill.enddate is not None else 0, {})


def _void_amounts(client: Amounts) -> Amounts:
    """A void visit is own-pay in full; account and wallet stay as they were taken."""
    total = client.medfee_sumamt
    return Amounts(
        medfee_sumamt=total,
        fulamt_ownpay_amt=total,
        psn_part_amt=total,
        acct_pay=client.acct_pay,
        psn_cash_pay=total - client.acct_pay,
        ewallet_pay=client.ewallet_pay,
        cash_pay=total - client.acct_pay - client.ewallet_pay,
    )


def _cause(ours: Settlement, client: Settlement, diff: Mapping[str, int], person_differs: bool) -> str:
    if ours.rejected:
        return "DUP" if ours.error == "E_DUP_VISIT" else "ELIG"
    if ours.policy_version != client.policy_version:
        return "POLICY"
    parts = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt")
    if any(name in diff for name in parts) or diff.get("inscp_scp_amt", 0) != diff.get("gc_in_amt", 0):
        return "CATALOG"
    return "PERSON" if person_differs else "ACCUM"


def _action(cause: str, diff: Mapping[str, int], rules: OfflineRules | None) -> str:
    fund_diff = diff.get("fund_pay_sumamt", 0)
    if diff.get("hosp_part_amt", 0) > 0:
        return "CLINIC_BEAR"
    if fund_diff > 0:
        return "PAY_PERSON"
    if fund_diff == 0:
        return "RECLASS"
    if rules is not None and -fund_diff <= rules.adjust_tolerance_fen:
        return "FUND_ABSORB"
    if cause in ("POLICY", "CATALOG", "DUP") or rules is None:
        return "CLINIC_BEAR"
    bearer = rules.bearer_accum if cause == "ACCUM" else rules.bearer_elig
    return {"person": "COLLECT_PERSON", "clinic": "CLINIC_BEAR", "fund": "FUND_ABSORB"}[bearer]


def _offline_rules(
    policy: Policy, bill: Bill, client: Settlement, inherited: Inherited | None
) -> OfflineRules | None:
    """Tolerance and bearers of the county's version, of the client's if none covers the visit."""
    version: Version | None = None
    if inherited is not None:
        version = policy.version_named(inherited.policy_version)
    elif bill.enddate is not None:
        version = policy.version_on(bill.enddate)
    version = version or policy.version_named(client.policy_version or "")
    return version.offline if version is not None else None
