"""医疗费用结算单: every statutory amount of a settlement, each with the rule that made it.

All of it follows from the entry: a reprint years later says the same, whatever the policy says by then.
"""

from collections.abc import Mapping
from typing import Final

from clinic_app.domain.capital_amount import capital_amount
from clinic_app.domain.closing.words import MEANS
from clinic_app.domain.money import half_up, yuan
from clinic_app.domain.policy.words import MED_TYPE_NAMES
from clinic_app.domain.settlement.sentences import WARNINGS
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.printing.documents import (
    Block,
    Document,
    Fields,
    Gap,
    Line,
    Pair,
    Paper,
    Rule,
    Size,
    Table,
    TableColumn,
)
from clinic_app.printing.receipt import Charged, head, quantity, self_paid, self_pay_class, unit_price

_LINES: Final = (
    TableColumn("项目", 30),
    TableColumn("单价", 12, number=True),
    TableColumn("数量", 12, number=True),
    TableColumn("金额", 13, number=True),
    TableColumn("类别", 8),
    TableColumn("先付/自费", 12, number=True),
    TableColumn("政策范围内", 13, number=True),
)
_AMOUNTS: Final = (
    TableColumn("结算项目", 26),
    TableColumn("金额（元）", 16, number=True),
    TableColumn("依据", 58),
)
_RULES: Final = (
    ("medfee_sumamt", "医疗费总额", "各项目金额之和"),
    ("fulamt_ownpay_amt", "全自费金额", "丙类、目录外或限制使用未审批的项目"),
    ("overlmt_selfpay", "超限价自费", "单价高于限价的部分"),
    ("preselfpay_amt", "先行自付金额", "乙类项目按比例由个人先付"),
    ("hosp_part_amt", "医疗机构负担", "不得向患者收取的部分，由本机构承担"),
    ("inscp_scp_amt", "符合政策范围金额", "总额 − 全自费 − 超限价 − 先行自付 − 机构负担"),
    ("gc_in_amt", "其中一般诊疗费", "按标准认可的一般诊疗费"),
    ("act_pay_dedc", "实际支付起付线", "{dedc}"),
    ("pool_base_amt", "进入统筹的金额", "政策范围内 − 一般诊疗费 − 起付线"),
    ("pool_raw_amt", "按比例应付", "进入统筹的金额按报销比例计算，平均 {ratio}"),
    ("pool_cut_amt", "超封顶部分", "达到封顶线，超出部分由个人负担"),
    ("hifp_pay", "基本医保统筹基金支付", "一般诊疗费基金支付 {gc} + 按比例应付 − 超封顶"),
    ("hifmi_pay", "居民大病保险支付", "年度合规负担超过大病起付线的部分"),
    ("hifob_pay", "职工大额补助支付", "年度合规负担超过起付线的部分"),
    ("maf_pay", "医疗救助支付", "救助对象的政策范围内余额按比例救助"),
    ("fund_pay_sumamt", "基金支付合计", "统筹 + 大病（大额） + 救助"),
    ("psn_part_amt", "个人负担合计", "总额 − 基金支付合计 − 医疗机构负担"),
    ("acct_pay", "个人账户支付", "个人负担中由账户支付"),
    ("psn_cash_pay", "个人现金支付", "个人负担 − 个人账户（含电子钱包）{means}"),
)
_ALWAYS: Final = frozenset(
    {"medfee_sumamt", "inscp_scp_amt", "fund_pay_sumamt", "psn_part_amt", "psn_cash_pay"}
)


def settlement_sheet(charged: Charged) -> Document:
    """The sheet; a reprint is the same to the byte."""
    made = charged.made
    total = made.amounts.get("medfee_sumamt", 0)
    return Document(
        document_id=charged.settlement_id,
        made_at=charged.made_ms,
        title=f"医疗费用结算单 {made.number}",
        paper=Paper.A4,
        corner="暂估" if made.status == "provisional" else "",
        mark="演示" if charged.made_up else "",
        blocks=(
            *head(charged, "医疗费用结算单", made.number),
            *_facts(charged),
            Table(_LINES, tuple(_line(made, at) for at in range(len(made.lines)))),
            Rule(),
            Pair(f"合计（大写）{capital_amount(total)}", f"¥{yuan(total)}", Size.LARGE, bold=True),
            Gap(3),
            Table(_AMOUNTS, tuple(rules_of(made))),
            *_warnings(made),
        ),
        foot=(
            Line("患者（家属）签字：＿＿＿＿＿＿＿＿　　医保经办：＿＿＿＿＿＿＿＿", Size.SMALL),
            Rule(),
            Pair(f"收费员：{charged.cashier}", f"{beijing(charged.made_ms):%Y-%m-%d %H:%M:%S}", Size.SMALL),
        ),
    )


def rules_of(made: SettlementMade) -> list[tuple[str, str, str]]:
    """Title, yuan and rule of every amount that is not zero, and of those that always stand there."""
    if not made.insutype:
        total = yuan(made.amounts.get("medfee_sumamt", 0))
        return [
            ("医疗费总额", total, "各项目金额之和"),
            ("个人负担合计", total, f"自费：医保不参与{_paid_with(made.tender)}"),
        ]
    amounts = made.amounts
    base = amounts.get("pool_base_amt", 0)
    bp = half_up(amounts.get("pool_raw_amt", 0) * 10_000, base) if base else 0
    words = {
        "dedc": f"起付标准 {yuan(made.dedc_std)}，本次实际消耗",
        "ratio": f"{bp // 100}.{bp % 100:02d}%",
        "gc": yuan(amounts.get("gc_fund_pay", 0)),
        "means": _paid_with(made.tender),
    }
    return [
        (title, yuan(amounts.get(name, 0)), rule.format(**words))
        for name, title, rule in _RULES
        if amounts.get(name, 0) or name in _ALWAYS
    ]


def _paid_with(tender: Mapping[str, int]) -> str:
    if not tender:
        return ""
    return "：" + "、".join(f"{MEANS.get(means, means)} {yuan(fen)}" for means, fen in tender.items())


def _facts(charged: Charged) -> tuple[Block, ...]:
    made = charged.made
    return (
        Fields(
            (
                ("医疗类别", MED_TYPE_NAMES.get(made.med_type, made.med_type)),
                ("政策版本", made.policy_version or "—"),
            ),
            columns=2,
        ),
        Line(f"结算ID　{made.setl_id or charged.settlement_id.hex}", Size.SMALL),
    )


def _line(made: SettlementMade, at: int) -> tuple[str, ...]:
    line = made.lines[at]
    return (
        line.name,
        unit_price(line.pric_e6),
        f"{quantity(line.cnt_e4)} {line.unit}".strip(),
        yuan(line.split.get("det_item_fee_sumamt", 0)),
        self_pay_class(line.split) if made.insutype else "",
        yuan(self_paid(line.split)),
        yuan(line.split.get("inscp_scp_amt", 0)),
    )


def _warnings(made: SettlementMade) -> tuple[Block, ...]:
    return tuple(Line(f"＊ {WARNINGS[code].zh}", Size.SMALL) for code in made.warnings if code in WARNINGS)
