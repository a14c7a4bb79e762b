"""The words of a settlement for people: refusals, warnings, and why each amount is what it is.

Chinese first, English second.  The receipt and the page print them; codes are
those of docs/settlement.md.
"""

from typing import Final, NamedTuple

from clinic_app.domain.money import yuan
from clinic_app.domain.policy.explain import percent
from clinic_app.domain.settlement.outcome import Reason


class Sentence(NamedTuple):
    zh: str
    en: str


ERRORS: Final[dict[str, Sentence]] = {
    "E_ID_CONFLICT": Sentence(
        "结算编号已被另一笔使用，请重新发起。", "The id belongs to another record; start anew."
    ),
    "E_PENDING": Sentence(
        "本机还有该参保人未上传的结算，请先同步再在线结算。",
        "Records of this person are not yet at the county; sync first.",
    ),
    "E_DATE": Sentence(
        "日期不对：开始日不能晚于结束日，结束日不能晚于结算日。",
        "The dates must be in order: begin, end, settlement.",
    ),
    "E_MED_TYPE": Sentence("不支持这种医疗类别。", "This type of visit is not supported."),
    "E_INST_LV": Sentence("机构级别不认识，请检查机构设置。", "The institution's level is unknown."),
    "E_UNKNOWN_PERSON": Sentence(
        "本机没有此人的参保信息：请联网查参保，或先按自费收费。",
        "Not known here: look the person up on line, or charge as self-pay.",
    ),
    "E_NO_POLICY": Sentence("就诊日没有生效的医保政策。", "No policy is in force on the day of the visit."),
    "E_INSUTYPE": Sentence("该险种不适用本政策。", "This policy does not cover the person's insurance."),
    "E_CERT_TYPE": Sentence(
        "本政策不接受这种就诊凭证，请换凭证。", "This credential is not accepted; use another."
    ),
    "E_AFTER_DEATH": Sentence(
        "就诊日在参保人死亡日期之后，请核实身份。", "The visit is after the person's death."
    ),
    "E_DUP_VISIT": Sentence(
        "这次就诊已经结算过；如需更正请先退费。", "The visit is settled already; refund it first."
    ),
    "E_OFFLINE_TYPE": Sentence(
        "离线时不能结算这类就诊，请联网结算或全额收费后报销。",
        "Not allowed offline: settle online or charge in full.",
    ),
    "E_OFFLINE_STALE": Sentence(
        "本机累计数据过旧，请同步后再结算，或全额收费后报销。",
        "The cache is too old: sync, or charge in full.",
    ),
    "E_OFFLINE_AMOUNT": Sentence(
        "基金支付超过离线限额，请联网结算或全额收费后报销。", "Above the offline limit: settle online."
    ),
    "E_NO_LINES": Sentence("账单没有收费项目。", "The bill has no lines."),
    "E_LINE_SN": Sentence("收费明细序号重复。", "A line number occurs twice."),
    "E_CNT": Sentence("数量必须大于零。", "A quantity must be above zero."),
    "E_PRICE": Sentence("单价不能为负。", "A price cannot be negative."),
    "E_MARKUP": Sentence(
        "药品零差率：售价必须等于进价。", "Zero markup: a drug sells at its purchase price."
    ),
    "E_GC_NOT_ALLOWED": Sentence(
        "本机构或住院不能收一般诊疗费。", "The consultation fee may not be charged here."
    ),
    "E_CHRONIC_UNKNOWN": Sentence("政策没有这个门诊慢特病病种。", "The policy has no such chronic disease."),
    "E_CHRONIC_NOT_REG": Sentence(
        "参保人没有该病种的有效备案。", "The person is not registered for this disease."
    ),
    "E_CHRONIC_LEVEL": Sentence("该病种不能在本级机构结算。", "This disease is not settled at this level."),
    "E_NO_DISEASE_RULE": Sentence(
        "没有适用的按病种付费标准，请改按项目。", "No package applies; settle by item."
    ),
    "E_NOT_FOUND": Sentence("找不到原结算。", "The settlement is not known."),
    "E_REFUND_CLIENT": Sentence(
        "原结算是另一台电脑做的，请到那台退费。", "Refund it on the PC that settled it."
    ),
    "E_ALREADY_REFUNDED": Sentence("这笔结算已经退过费。", "It is refunded already."),
    "E_REFUND_DATE": Sentence("退费日期不能早于结算日期。", "The refund cannot precede the settlement."),
    "E_REFUND_LINE": Sentence("退费项目不在原账单里。", "The line is not on the bill."),
    "E_REFUND_QTY": Sentence(
        "退费数量必须大于零且不超过剩余数量。", "The quantity is not above zero, or too large."
    ),
    "E_NOT_PENDING": Sentence("这笔结算不在待复核之列。", "The record is not waiting for the county."),
    "E_ORDER": Sentence("须先复核它的前一笔记录。", "The record before it must be adjudicated first."),
}

WARNINGS: Final[dict[str, Sentence]] = {
    "W_NOT_INSURED": Sentence(
        "参保状态不正常，基金不支付。", "Not insured at present: the fund pays nothing."
    ),
    "W_NO_BENEFIT_LEVEL": Sentence("本级机构没有这类待遇，基金不支付。", "No benefit at this level."),
    "W_NOT_CONTRACTED": Sentence(
        "不是签约机构，门诊统筹不支付。", "Not the contracted institution: no pooling."
    ),
    "W_ITEM_UNKNOWN": Sentence("有项目不在目录内，按全自费。", "An item is not in the catalogue: own-pay."),
    "W_ITEM_NOT_APPROVED": Sentence(
        "限制使用项目未经审批，按全自费。", "A restricted item lacks approval: own-pay."
    ),
    "W_REFERRAL_INVALID": Sentence("转诊无效，按未转诊计算。", "The referral does not count."),
    "W_GC_REPEAT": Sentence("一般诊疗费在规定天数内重复，不得收取。", "The consultation fee is a repeat."),
    "W_GC_OVER_STD": Sentence(
        "一般诊疗费超过标准，超出部分不得收取。", "The consultation fee is above the standard."
    ),
    "W_CAP_REACHED": Sentence(
        "已到封顶线，超出部分由个人负担。", "A cap is reached; the person pays the rest."
    ),
    "W_CMI_CAP": Sentence(
        "大病保险已到年度封顶线。", "The yearly cap of major-disease insurance is reached."
    ),
    "W_MAF_CAP": Sentence("医疗救助已到年度封顶线。", "The yearly cap of medical assistance is reached."),
    "W_MAF_NOT_ONE_STOP": Sentence(
        "该凭证不能一站式救助，请事后申请。", "No one-stop assistance: claim later."
    ),
    "W_ACCT_UNAVAILABLE": Sentence("不能使用账户支付。", "The account cannot be used."),
    "W_EWALLET_UNAVAILABLE": Sentence("不能使用电子钱包支付。", "The e-wallet cannot be used."),
}

REASONS: Final[dict[str, Sentence]] = {
    "line.own_pay": Sentence("丙类、目录外或未审批项目全自费 {amount} 元", "own-pay items {amount}"),
    "line.over_limit": Sentence("超过限价的部分自费 {amount} 元", "above the limit price {amount}"),
    "line.self_pay_first": Sentence("乙类先行自付 {amount} 元", "class B self-pay-first {amount}"),
    "package.standard": Sentence("按病种“{name}”，标准 {std_fen} 元", "package {name}, standard {std_fen}"),
    "package.excess": Sentence(
        "超过病种标准 {amount} 元由医院负担", "above the package {amount}: the institution"
    ),
    "package.share": Sentence("{base} 元中个人负担 {psn_bp}", "of {base} the person pays {psn_bp}"),
    "gc.standard": Sentence(
        "一般诊疗费认可 {amount} 元（标准 {std_fen} 元）", "fee recognised {amount} of {std_fen}"
    ),
    "gc.fund": Sentence(
        "一般诊疗费由基金支付 {paid} 元（定额 {fund_fen} 元）", "fund part of the fee {paid}"
    ),
    "gc.repeat": Sentence("重复的一般诊疗费 {amount} 元由医院负担", "repeated fee {amount}: the institution"),
    "gc.over_standard": Sentence(
        "超标准的一般诊疗费 {amount} 元由医院负担", "fee above standard {amount}: the institution"
    ),
    "deductible.visit": Sentence("起付线 {dedc_std} 元", "deductible {dedc_std}"),
    "deductible.year": Sentence(
        "年度起付线还剩 {dedc_std} 元（已用 {consumed} 元）",
        "yearly deductible left {dedc_std}, used {consumed}",
    ),
    "deductible.difference": Sentence("上转补差，起付线 {dedc_std} 元", "up-referral, difference {dedc_std}"),
    "deductible.cancelled": Sentence("下转，免起付线", "down-referral, no deductible"),
    "deductible.waived": Sentence("救助对象免起付线", "deductible waived for this group"),
    "pool.segment": Sentence("{part} 元按 {ratio_bp} 报销", "{part} at {ratio_bp}"),
    "pool.cap": Sentence("封顶（{cap}）：只剩 {room} 元，应付 {raw} 元", "cap {cap}: {room} left of {raw}"),
    "cmi.burden": Sentence(
        "大病保险：年度负担由 {before} 元到 {after} 元，起付 {start_fen} 元，支付 {paid} 元",
        "major disease: burden {before} to {after}, start {start_fen}, pays {paid}",
    ),
    "maf.ratio": Sentence(
        "医疗救助：{eligible} 元按 {ratio_bp}，支付 {paid} 元", "assistance: {eligible} at {ratio_bp}"
    ),
}


def refusal(code: str, language: str = "zh") -> str:
    """What a check's code means, and what to do."""
    return _in(ERRORS[code], language)


def warning(code: str, language: str = "zh") -> str:
    return _in(WARNINGS[code], language)


def why(reason: Reason, language: str = "zh") -> str:
    """The reason for one amount, numbers filled in: money in yuan, ratios in percent."""
    numbers = {name: _shown(name, value) for name, value in reason.numbers}
    return _in(REASONS[reason.rule], language).format(**numbers)


def _shown(name: str, value: int | str) -> str:
    if isinstance(value, str):
        return value
    return percent(value) if name.endswith("_bp") else yuan(value)


def _in(sentence: Sentence, language: str) -> str:
    return sentence.en if language == "en" else sentence.zh
