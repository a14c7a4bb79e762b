"""Reading one `[[version]]` of a policy file, table by table."""

from datetime import date
from itertools import pairwise

from clinic_app.domain.policy import model
from clinic_app.domain.policy.table import Table
from clinic_app.domain.policy.words import (
    ACCT_SCOPES,
    BEARERS,
    DEDC_MODES,
    DOWN_MODES,
    MAF_ACCS,
    UP_MODES,
)


def version_of(table: Table) -> model.Version:
    # These three are figures of clearing and contracts; the settlement does not look at them.
    table.skip("funding", "budget", "contract")
    outpatient = table.table("outpatient")
    starts = table.day("effective_from")
    if not table.has("effective_from"):
        table.findings.problem(table.key("effective_from"), "缺少这个键")
    version = model.Version(
        version_id=table.text("version_id"),
        effective_from=starts or date.min,
        effective_to=table.day("effective_to"),
        general=_general(table.table("general")),
        require_contract=outpatient.flag("require_contract"),
        outpatient=tuple(_level(row, inpatient=False) for row in outpatient.tables("level")),
        chronic=_chronic(table),
        inpatient=tuple(_level(row, inpatient=True) for row in table.tables("inpatient")),
        referral=_referral(table.table("referral")),
        primary_plus=_primary_plus(table.table("primary_plus")),
        dedc_waive=_dedc_waive(table.table("dedc_waive")),
        major_disease=tuple(_major_disease(row) for row in table.tables("major_disease")),
        annual_caps=tuple(_annual_cap(row) for row in table.tables("annual_cap")),
        gc=tuple(_consultation_fee(row) for row in table.tables("gc")),
        cmi=_cmi(table.table("cmi")),
        maf=_maf(table.table("maf")),
        disease_pay=tuple(_disease_package(row) for row in table.tables("disease_pay")),
        acct=_acct(table.table("acct")),
        ewallet=_ewallet(table.table("ewallet")),
        offline=_offline(table.table("offline")),
    )
    outpatient.end()
    table.end()
    return version


def _general(table: Table) -> model.General:
    general = model.General(
        settle_cert_types=table.words("settle_cert_types"),
        ratio_cap_bp=table.ratio("ratio_cap_bp"),
        zero_markup_levels=table.levels("zero_markup_levels"),
    )
    table.end()
    return general


def _benefit(table: Table) -> model.Benefit:
    deductibles = table.integers("dedc_fen")
    if table.has("dedc_fen") and not deductibles:
        table.findings.problem(table.key("dedc_fen"), "起付线列表不能为空")
    if any(amount < 0 for amount in deductibles):
        table.findings.problem(table.key("dedc_fen"), "起付线不能为负")
    return model.Benefit(
        dedc_mode=table.word("dedc_mode", DEDC_MODES),
        dedc_fen=deductibles,
        segments=_segments(table, first_from=0),
        visit_cap_fen=table.optional_fen("visit_cap_fen"),
    )


def _segments(table: Table, first_from: int) -> tuple[model.Segment, ...]:
    segments = []
    for row in table.tables("segments"):
        segments.append(model.Segment(row.integer("from_fen"), row.ratio("ratio_bp")))
        row.end()
    key = table.key("segments")
    if not segments:
        table.findings.problem(key, "分段不能为空")
    elif segments[0].from_fen != first_from:
        table.findings.problem(key, f"第一段应从 {first_from} 开始（{segments[0].from_fen}）")
    for lower, upper in pairwise(segments):
        if upper.from_fen <= lower.from_fen:
            table.findings.problem(key, f"分段起点应逐段升高（{lower.from_fen} 之后是 {upper.from_fen}）")
    return tuple(segments)


def _level(table: Table, inpatient: bool) -> model.LevelBenefit:
    row = model.LevelBenefit(
        inst_lv=table.level("inst_lv"),
        benefit=_benefit(table),
        noref_minus_bp=table.ratio("noref_minus_bp") if inpatient else 0,
    )
    table.end()
    return row


def _chronic(version: Table) -> tuple[model.ChronicDisease, ...]:
    rows: list[model.ChronicDisease] = []
    for table in version.tables("chronic"):
        row = model.ChronicDisease(
            dise_codg=table.text("dise_codg"),
            name=table.text("name"),
            levels=table.levels("levels"),
            annual_cap_fen=table.fen("annual_cap_fen"),
            benefit=_benefit(table),
        )
        if any(row.dise_codg == earlier.dise_codg for earlier in rows):
            table.findings.problem(table.key("dise_codg"), f"病种 {row.dise_codg} 出现了两次")
        rows.append(row)
        table.end()
    return tuple(rows)


def _referral(table: Table) -> model.ReferralRules:
    rules = model.ReferralRules(
        up_mode=table.word("up_mode", UP_MODES),
        down_mode=table.word("down_mode", DOWN_MODES),
        up_from_levels=table.levels("up_from_levels"),
        down_to_levels=table.levels("down_to_levels"),
        valid_days=table.integer("valid_days"),
    )
    table.end()
    return rules


def _primary_plus(table: Table) -> model.PrimaryPlus:
    plus = model.PrimaryPlus(
        plus_bp=table.ratio("plus_bp"),
        levels=table.levels("levels"),
        med_types=table.words("med_types"),
        common_disease_only=table.flag("common_disease_only"),
        diag_prefixes=table.words("diag_prefixes"),
    )
    table.end()
    return plus


def _dedc_waive(table: Table) -> model.DeductibleWaiver:
    waiver = model.DeductibleWaiver(groups=table.words("groups"), med_types=table.words("med_types"))
    table.end()
    return waiver


def _major_disease(table: Table) -> model.MajorDisease:
    table.skip("name")
    row = model.MajorDisease(
        dise_codg=table.text("dise_codg"), levels=table.levels("levels"), ratio_bp=table.ratio("ratio_bp")
    )
    table.end()
    return row


def _annual_cap(table: Table) -> model.AnnualCap:
    row = model.AnnualCap(
        cap_id=table.text("cap_id"),
        med_types=table.words("med_types"),
        includes_gc=table.flag("includes_gc"),
        cap_fen=table.fen("cap_fen"),
    )
    table.end()
    return row


def _consultation_fee(table: Table) -> model.ConsultationFee:
    row = model.ConsultationFee(
        inst_lv=table.level("inst_lv"),
        std_fen=table.fen("std_fen"),
        fund_fen=table.fen("fund_fen"),
        repeat_days=table.integer("repeat_days"),
    )
    table.end()
    return row


def _cmi(table: Table) -> model.Cmi:
    if not table.flag("enabled"):
        table.skip_all()
        return model.Cmi(enabled=False)
    start = table.fen("start_fen")
    segments = _segments(table, first_from=start)
    relief = tuple(_relief(row, segments) for row in table.tables("relief"))
    cmi = model.Cmi(
        enabled=True,
        med_types=table.words("med_types"),
        start_fen=start,
        annual_cap_fen=table.optional_fen("annual_cap_fen"),
        segments=segments,
        relief=relief,
    )
    table.end()
    return cmi


def _relief(table: Table, segments: tuple[model.Segment, ...]) -> model.CmiRelief:
    relief = model.CmiRelief(
        groups=table.words("groups"), start_fen=table.fen("start_fen"), plus_bp=table.ratio("plus_bp")
    )
    if len(segments) > 1 and relief.start_fen >= segments[1].from_fen:
        table.findings.problem(
            table.key("start_fen"), f"倾斜起付线应低于第二段起点 {segments[1].from_fen}（{relief.start_fen}）"
        )
    table.end()
    return relief


def _maf(table: Table) -> model.Maf:
    maf = model.Maf(
        one_stop_cert_types=table.words("one_stop_cert_types"),
        rules=tuple(_maf_rule(row) for row in table.tables("rule")),
    )
    table.end()
    return maf


def _maf_rule(table: Table) -> model.MafRule:
    rule = model.MafRule(
        group=table.text("group"),
        med_types=table.words("med_types"),
        acc=table.word("acc", MAF_ACCS),
        start_fen=table.fen("start_fen"),
        ratio_bp=table.ratio("ratio_bp"),
        annual_cap_fen=table.fen("annual_cap_fen"),
    )
    table.end()
    return rule


def _disease_package(table: Table) -> model.DiseasePackage:
    row = model.DiseasePackage(
        dise_codg=table.text("dise_codg"),
        name=table.text("name"),
        levels=table.levels("levels"),
        std_fen=table.fen("std_fen"),
        psn_bp=table.ratio("psn_bp"),
    )
    table.end()
    return row


def _acct(table: Table) -> model.AccountRules:
    rules = model.AccountRules(enabled=table.flag("enabled"), scope=table.word("scope", ACCT_SCOPES))
    table.end()
    return rules


def _ewallet(table: Table) -> model.EwalletRules:
    rules = model.EwalletRules(
        enabled=table.flag("enabled"),
        cert_types=table.words("cert_types"),
        txn_max_fen=table.optional_fen("txn_max_fen"),
    )
    table.end()
    return rules


def _offline(table: Table) -> model.OfflineRules:
    rules = model.OfflineRules(
        allow_med_types=table.words("allow_med_types"),
        max_age_days=table.integer("max_age_days"),
        visit_fund_max_fen=table.fen("visit_fund_max_fen"),
        adjust_tolerance_fen=table.fen("adjust_tolerance_fen"),
        bearer_accum=table.word("bearer_accum", BEARERS),
        bearer_elig=table.word("bearer_elig", BEARERS),
    )
    table.end()
    return rules
