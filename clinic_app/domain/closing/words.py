"""What the figures of a closing are called, on paper and on the screen."""

from typing import Final

AMOUNTS: Final = {
    "medfee_sumamt": "医疗费总额",
    "hifp_pay": "统筹基金",
    "hifmi_pay": "大病保险",
    "hifob_pay": "大额补助",
    "maf_pay": "医疗救助",
    "fund_pay_sumamt": "基金支付合计",
    "hosp_part_amt": "机构负担",
    "psn_part_amt": "个人负担",
    "acct_pay": "个人账户",
    "psn_cash_pay": "个人现金支付",
    "ewallet_pay": "电子钱包",
    "cash_pay": "现金部分",
}
CATEGORIES: Final = {
    "drug": "药品",
    "registration": "挂号诊查",
    "laboratory": "检验",
    "imaging": "影像",
    "examination": "检查",
    "injection": "注射输液",
    "treatment": "治疗",
    "tcm": "中医",
    "nursing": "护理",
    "bed": "床位",
    "material": "材料",
    "vaccination": "接种",
    "contract": "签约服务",
    "other": "其他",
}
MEANS: Final = {
    "cash": "现金",
    "purse": "电子钱包",
    "wechat": "微信",
    "alipay": "支付宝",
    "bank": "银行卡",
    "deposit": "预交金",
    "prepaid": "挂账预收",
}
CLEARING: Final = {"11": "门诊", "14": "门诊慢特病", "21": "住院"}


def diff_word(fen: int) -> str:
    """长款 when the drawer holds more than it must, 短款 when less."""
    return "长款" if fen > 0 else "短款" if fen < 0 else "相符"
