"""A policy in plain Chinese: what it pays whom, for the people who decide on it."""

from collections.abc import Iterator, Sequence

from clinic_app.domain.money import yuan
from clinic_app.domain.policy.model import Benefit, Policy, Segment, Version
from clinic_app.domain.policy.words import (
    CERT_NAMES,
    GROUP_NAMES,
    INSUTYPE_NAMES,
    LEVEL_NAMES,
    MED_TYPE_NAMES,
    WHOLE_BP,
)

BEARER_NAMES = {"person": "向个人补收", "clinic": "由机构承担", "fund": "由基金承担"}
ACC_NAMES = {"op": "门诊", "ip": "住院"}


def explain(policy: Policy) -> str:
    """All versions, one after the other, a line for each rule."""
    insutypes = _names(policy.insutypes, INSUTYPE_NAMES)
    lines = [
        f"{policy.title}（{policy.policy_id}）",
        f"地区：{policy.region}；险种：{insutypes}；目录 {sum(map(len, policy.catalogue.values()))} 条。",
    ]
    for version in policy.versions:
        lines += ["", *_version(version)]
    return "\n".join(lines) + "\n"


def _version(version: Version) -> Iterator[str]:
    until = "长期有效" if version.effective_to is None else f"{version.effective_to} 起失效"
    yield f"【版本 {version.version_id}】自 {version.effective_from} 起，{until}（按就诊结束日或出院日）"
    general = version.general
    yield f"就诊凭证：{_names(general.settle_cert_types, CERT_NAMES)}。"
    if general.zero_markup_levels:
        yield f"药品零差率：{_levels(general.zero_markup_levels)}。"
    yield from _outpatient(version)
    yield from _chronic(version)
    yield from _inpatient(version)
    yield from _referral(version)
    yield from _extras(version)
    yield from _caps(version)
    yield from _cmi(version)
    yield from _maf(version)
    yield from _packages(version)
    yield from _paying(version)
    yield from _offline(version)


def _outpatient(version: Version) -> Iterator[str]:
    if not version.outpatient:
        yield "普通门诊：基金不支付。"
        return
    condition = "，仅限签约机构" if version.require_contract else ""
    for row in version.outpatient:
        yield f"普通门诊·{_levels([row.inst_lv])}{condition}：{_benefit(row.benefit)}。"
    for fee in version.gc:
        repeat = f"，{fee.repeat_days} 天内不得重复收" if fee.repeat_days > 0 else ""
        yield (
            f"一般诊疗费·{_levels([fee.inst_lv])}：标准 {yuan(fee.std_fen)} 元，"
            f"其中基金定额 {yuan(fee.fund_fen)} 元{repeat}。"
        )


def _chronic(version: Version) -> Iterator[str]:
    for row in version.chronic:
        yield (
            f"慢特病·{row.name}（{row.dise_codg}；{_levels(row.levels)}）：{_benefit(row.benefit)}，"
            f"年度限额 {yuan(row.annual_cap_fen)} 元。"
        )


def _inpatient(version: Version) -> Iterator[str]:
    for row in version.inpatient:
        minus = f"；未经转诊降 {_points(row.noref_minus_bp)}" if row.noref_minus_bp else ""
        yield f"住院·{_levels([row.inst_lv])}：{_benefit(row.benefit, admissions=True)}{minus}。"


def _referral(version: Version) -> Iterator[str]:
    rules = version.referral
    up = "只补两级起付线之差" if rules.up_mode == "difference" else "起付线照付"
    down = "免起付线" if rules.down_mode == "cancel" else "起付线照付"
    yield (
        f"转诊（{rules.valid_days} 天内有效，须备案且同一统筹区）："
        f"由{_levels(rules.up_from_levels)}上转，{up}；下转到{_levels(rules.down_to_levels)}，{down}。"
    )


def _extras(version: Version) -> Iterator[str]:
    plus = version.primary_plus
    if plus.plus_bp and plus.levels and plus.med_types:
        diseases = "（限常见病、多发病）" if plus.common_disease_only else ""
        yield (
            f"基层加点：{_levels(plus.levels)}的{_names(plus.med_types, MED_TYPE_NAMES)}"
            f"{diseases}提高 {_points(plus.plus_bp)}，最高 {percent(version.general.ratio_cap_bp)}。"
        )
    for row in version.major_disease:
        yield f"重大疾病 {row.dise_codg}·{_levels(row.levels)}：住院比例不低于 {percent(row.ratio_bp)}。"
    waiver = version.dedc_waive
    if waiver.groups and waiver.med_types:
        yield f"免起付线：{_names(waiver.groups, GROUP_NAMES)} 的{_names(waiver.med_types, MED_TYPE_NAMES)}。"


def _caps(version: Version) -> Iterator[str]:
    for cap in version.annual_caps:
        fee = "，含一般诊疗费" if cap.includes_gc else ""
        visits = _names(cap.med_types, MED_TYPE_NAMES)
        yield f"年度封顶 {cap.cap_id}：{visits}合计 {yuan(cap.cap_fen)} 元{fee}。"


def _cmi(version: Version) -> Iterator[str]:
    cmi = version.cmi
    if not cmi.enabled:
        yield "大病保险：没有。"
        return
    cap = "不封顶" if cmi.annual_cap_fen is None else f"年度封顶 {yuan(cmi.annual_cap_fen)} 元"
    yield (
        f"大病保险（{_names(cmi.med_types, MED_TYPE_NAMES)}的年度合规负担）："
        f"起付 {yuan(cmi.start_fen)} 元，{_segments(cmi.segments)}，{cap}。"
    )
    for relief in cmi.relief:
        yield (
            f"大病保险倾斜：{_names(relief.groups, GROUP_NAMES)} 起付 {yuan(relief.start_fen)} 元，"
            f"各段提高 {_points(relief.plus_bp)}。"
        )


def _maf(version: Version) -> Iterator[str]:
    if not version.maf.rules:
        return
    one_stop = _names(version.maf.one_stop_cert_types, CERT_NAMES) or "无，须事后申请"
    yield f"医疗救助一站式凭证：{one_stop}。"
    for rule in version.maf.rules:
        start = f"起付 {yuan(rule.start_fen)} 元，" if rule.start_fen else ""
        visits = _names(rule.med_types, MED_TYPE_NAMES)
        yield (
            f"医疗救助·{_names([rule.group], GROUP_NAMES)}（{visits}，按{ACC_NAMES[rule.acc]}累计）："
            f"{start}救助 {percent(rule.ratio_bp)}，年度限额 {yuan(rule.annual_cap_fen)} 元。"
        )


def _packages(version: Version) -> Iterator[str]:
    for row in version.disease_pay:
        yield (
            f"按病种·{row.name}（{row.dise_codg}；{_levels(row.levels)}）："
            f"标准 {yuan(row.std_fen)} 元，个人负担 {percent(row.psn_bp)}，超出由医院负担。"
        )


def _paying(version: Version) -> Iterator[str]:
    if version.acct.enabled:
        scope = "政策范围内的个人部分" if version.acct.scope == "inscp" else "全部个人部分"
        yield f"账户：可付{scope}。"
    else:
        yield "账户：不能使用。"
    if version.ewallet.enabled:
        limit = version.ewallet.txn_max_fen
        most = "" if limit is None else f"，每笔最多 {yuan(limit)} 元"
        yield f"电子钱包：凭{_names(version.ewallet.cert_types, CERT_NAMES)}可用{most}。"
    else:
        yield "电子钱包：不能使用。"


def _offline(version: Version) -> Iterator[str]:
    rules = version.offline
    yield (
        f"离线结算：{_names(rules.allow_med_types, MED_TYPE_NAMES) or '不允许'}；"
        f"数据不超过 {rules.max_age_days} 天；每次基金支付不超过 {yuan(rules.visit_fund_max_fen)} 元；"
        f"复核差额 {yuan(rules.adjust_tolerance_fen)} 元以内由基金承担，"
        f"因累计不同{BEARER_NAMES[rules.bearer_accum]}，因资格不同{BEARER_NAMES[rules.bearer_elig]}。"
    )


def _benefit(benefit: Benefit, admissions: bool = False) -> str:
    cap = "" if benefit.visit_cap_fen is None else f"，每次最多 {yuan(benefit.visit_cap_fen)} 元"
    return f"{_deductible(benefit, admissions)}，{_segments(benefit.segments)}{cap}"


def _deductible(benefit: Benefit, admissions: bool) -> str:
    if benefit.dedc_mode == "none":
        return "无起付线"
    when = "年度起付线" if benefit.dedc_mode == "year" else "每次起付线"
    amounts = benefit.dedc_fen if admissions else benefit.dedc_fen[:1]
    if len(amounts) == 1:
        return f"{when} {yuan(amounts[0])} 元"
    steps = [f"第{at}次 {yuan(amount)} 元" for at, amount in enumerate(amounts, start=1)]
    return f"{when} {'、'.join(steps)}（以后照此）"


def _segments(rows: Sequence[Segment]) -> str:
    if len(rows) == 1:
        return f"报销 {percent(rows[0].ratio_bp)}"
    parts = []
    for at, row in enumerate(rows):
        upper = rows[at + 1].from_fen if at + 1 < len(rows) else None
        span = f"{yuan(row.from_fen)} 元以上" if upper is None else f"{yuan(row.from_fen)}–{yuan(upper)} 元"
        parts.append(f"{span} {percent(row.ratio_bp)}")
    return "分段报销 " + "、".join(parts)


def _names(codes: Sequence[str], names: dict[str, str]) -> str:
    return "、".join(names.get(code, code) for code in codes)


def _levels(codes: Sequence[str]) -> str:
    return _names(codes, LEVEL_NAMES) or "（无）"


def percent(ratio_bp: int) -> str:
    """``6500 → "65%"``, ``1250 → "12.5%"``."""
    whole, rest = divmod(ratio_bp, WHOLE_BP // 100)
    return (f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)) + "%"


def _points(ratio_bp: int) -> str:
    return percent(ratio_bp).removesuffix("%") + " 个百分点"
