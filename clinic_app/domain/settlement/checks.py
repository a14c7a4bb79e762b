"""The checks before any computation, in their order; the first that fails is the answer.

Checks 1 (the id) and 2 (pending records) are the ledger's, 9 comes in as
`visit_is_live`, 16 (the offline amount) follows the computation.
Source: docs/settlement.md §5.
"""

from datetime import date

from clinic_app.domain.policy.model import CatalogueRow, Policy, Version
from clinic_app.domain.policy.words import CHRONIC, INPATIENT, MED_TYPE_NAMES, RANK
from clinic_app.domain.settlement.bill import Bill, Circumstances, Mode, PayWay, Person
from clinic_app.domain.settlement.visit import Admitted


def admit(policy: Policy, person: Person, bill: Bill, given: Circumstances) -> Admitted | str:
    """What the computation needs of the policy, or the code of the first check that fails."""
    begndate, enddate, setl_date = bill.begndate, bill.enddate, bill.setl_date
    if begndate is None or enddate is None or setl_date is None:
        return "E_DATE"
    if not begndate <= enddate <= setl_date:
        return "E_DATE"
    if bill.med_type not in MED_TYPE_NAMES:
        return "E_MED_TYPE"
    if bill.inst_lv not in RANK:
        return "E_INST_LV"
    version = _version(policy, enddate, given)
    if version is None:
        return "E_NO_POLICY"
    error = (
        _person(policy, version, person, bill, enddate)
        or ("E_DUP_VISIT" if given.visit_is_live else None)
        or _offline(version, bill, setl_date, given)
        or _lines(bill)
    )
    if error:
        return error
    overlay, row_on = given.overlay, policy.row_on
    if overlay:
        rows = tuple(
            [overlay.get(line.med_list_codg) or row_on(line.med_list_codg, enddate) for line in bill.lines]
        )
    else:
        rows = tuple([row_on(line.med_list_codg, enddate) for line in bill.lines])
    admitted = Admitted(
        version=version,
        begndate=begndate,
        enddate=enddate,
        rows=rows,
        fee=version.fee_at(bill.inst_lv),
        chronic=version.chronic_for(bill.dise_codg) if bill.med_type == CHRONIC else None,
        package=version.package_for(bill.dise_codg, bill.inst_lv),
    )
    return _items(version, bill, rows) or _benefits(person, bill, admitted) or admitted


def exceeds_offline_limit(version: Version, given: Circumstances, fund_pay_sumamt: int) -> bool:
    """Check 16."""
    return limits_hold(given) and fund_pay_sumamt > version.offline.visit_fund_max_fen


def limits_hold(given: Circumstances) -> bool:
    """The offline limits bind a client's own settlement, not the rest of a partial refund."""
    return given.mode is Mode.OFFLINE and given.inherited is None


def _version(policy: Policy, enddate: date, given: Circumstances) -> Version | None:
    if given.inherited is not None:
        return policy.version_named(given.inherited.policy_version)
    if given.mode is Mode.OFFLINE and given.force_version is not None:
        return policy.version_named(given.force_version)
    return policy.version_on(enddate)


def _person(policy: Policy, version: Version, person: Person, bill: Bill, enddate: date) -> str | None:
    if person.insutype not in policy.insutypes:
        return "E_INSUTYPE"
    if bill.mdtrt_cert_type not in version.general.settle_cert_types:
        return "E_CERT_TYPE"
    if person.death_date is not None and enddate > person.death_date:
        return "E_AFTER_DEATH"
    return None


def _offline(version: Version, bill: Bill, setl_date: date, given: Circumstances) -> str | None:
    if not limits_hold(given):
        return None
    if bill.med_type not in version.offline.allow_med_types:
        return "E_OFFLINE_TYPE"
    if given.synced_on is not None and (setl_date - given.synced_on).days > version.offline.max_age_days:
        return "E_OFFLINE_STALE"
    return None


def _lines(bill: Bill) -> str | None:
    if not bill.lines:
        return "E_NO_LINES"
    if len({line.feedetl_sn for line in bill.lines}) != len(bill.lines):
        return "E_LINE_SN"
    if min([line.cnt_e4 for line in bill.lines]) <= 0:
        return "E_CNT"
    if min([line.pric_e6 for line in bill.lines]) < 0:
        return "E_PRICE"
    return None


def _items(version: Version, bill: Bill, rows: tuple[CatalogueRow | None, ...]) -> str | None:
    if bill.inst_lv in version.general.zero_markup_levels:
        for line, row in zip(bill.lines, rows, strict=True):
            bought_at = line.purc_pric_e6
            if row is not None and row.kind == "drug" and bought_at is not None and line.pric_e6 != bought_at:
                return "E_MARKUP"
    if any(row is not None and row.gc for row in rows) and (
        bill.med_type == INPATIENT or version.fee_at(bill.inst_lv) is None
    ):
        return "E_GC_NOT_ALLOWED"
    return None


def _benefits(person: Person, bill: Bill, admitted: Admitted) -> str | None:
    if bill.med_type == CHRONIC:
        if admitted.chronic is None:
            return "E_CHRONIC_UNKNOWN"
        if not person.is_registered(bill.dise_codg, admitted.enddate):
            return "E_CHRONIC_NOT_REG"
        if bill.inst_lv not in admitted.chronic.levels:
            return "E_CHRONIC_LEVEL"
    if bill.pay_way is PayWay.DISEASE and (bill.med_type != INPATIENT or admitted.package is None):
        return "E_NO_DISEASE_RULE"
    return None
