"""What reconciliation and statements call their codes: (Chinese, English) by kind; a part of names.py."""

from typing import Final

_MATCHES: Final = {
    "MATCHED": ("一致", "matched"),
    "MATCHED_ADJUSTED": ("调整后一致", "matched after adjustment"),
    "AMOUNT_DIFFERS": ("金额不一致", "amounts differ"),
    "CLINIC_ONLY": ("只有机构有", "clinic only"),
    "COUNTY_ONLY": ("只有县里有", "county only"),
    "dispute": ("争议未裁定", "dispute undecided"),
}

_REMEDIES: Final = {
    "push": ("请机构这台电脑联网同步", "That PC of the clinic has to sync"),
    "release": ("核实后放行，或请机构重新录入", "Release it when it is right, or have it entered anew"),
    "adjust": ("查清是哪一边的金额错了，做县级调整", "Find out whose figures are wrong and adjust"),
    "fetch": ("请机构联网取回本机日志（恢复或换过硬盘）", "The clinic fetches its own journal back"),
    "raise": ("同步解决不了，报技术支持", "No sync mends it: raise it with support"),
}

_STATUSES: Final = {
    "draft": ("草稿", "draft"),
    "sent": ("待机构确认", "sent"),
    "confirmed": ("机构已确认", "confirmed"),
    "disputed": ("有争议", "disputed"),
    "approved": ("已审核", "approved"),
    "paid": ("已拨付", "paid"),
}

_KINDS: Final = {
    "settle": ("结算", "settlement"),
    "red": ("红冲", "red"),
    "adjust": ("差额裁定", "adjustment"),
    "deduct": ("扣款", "deduction"),
}

_CLR_TYPES: Final = {
    "11": ("门诊", "outpatient"),
    "14": ("门诊慢特病", "chronic"),
    "21": ("住院", "inpatient"),
}

_SUMS: Final = {
    "medfee_sumamt": ("医疗费总额", "Total charges"),
    "inscp_scp_amt": ("符合政策范围金额", "In scope"),
    "fund_pay_sumamt": ("机构计算基金支付", "Fund, as the clinic computed"),
    "fund_due": ("基金应付", "Due from the fund"),
    "hifp_due": ("其中：统筹基金", "of it: pooling fund"),
    "hifmi_due": ("其中：居民大病保险", "of it: major disease, residents"),
    "hifob_due": ("其中：职工大额医疗", "of it: major disease, employees"),
    "maf_due": ("其中：医疗救助", "of it: medical assistance"),
    "acct_pay": ("个人账户支付", "Personal account"),
    "psn_part_amt": ("个人负担总额", "Person's total"),
    "hosp_part_amt": ("医院负担金额", "Borne by institution"),
    "person_due": ("应向个人收取", "To collect from persons"),
    "clinic_loss": ("机构承担", "Clinic's loss"),
    "absorbed": ("基金另行承担", "Absorbed by the fund"),
    "dise_surplus_amt": ("病种结余", "Per-disease surplus"),
    "deducted": ("扣款", "Deducted"),
}

_SIDES: Final = {
    "clinic": ("机构的金额错了，以县里为准", "The clinic's figures are wrong; the county's stand"),
    "county": ("县里的金额错了，以机构为准", "The county's figures are wrong; the clinic's stand"),
}

_BEARERS: Final = {
    "clinic": ("由机构承担", "The clinic bears it"),
    "fund": ("由基金承担", "The fund bears it"),
}

_SHEET: Final = {
    "statement": ("申报表", "Statement"),
    "details": ("明细", "Details"),
    "facility": ("机构", "Institution"),
    "month": ("月份", "Month"),
    "insutype": ("险种", "Insurance type"),
    "clr_type": ("清算类别", "Clearing type"),
    "refd_setl_flag": ("退费标志", "Refund flag"),
    "period": ("起止日期", "Period"),
    "fixmedins_setl_cnt": ("笔数", "Records"),
    "stmt_id": ("申报表编号", "Statement id"),
    "sum": ("项目（元）", "Sum (yuan)"),
    "issued": ("申报", "Issued"),
    "effective": ("不含争议", "Without disputed"),
    "record": ("结算编号", "Record"),
    "kind": ("类型", "Kind"),
    "number": ("收据号", "Receipt"),
    "psn_no": ("人员编号", "Person"),
    "mdtrt_id": ("就诊编号", "Visit"),
    "med_type": ("医疗类别", "Medical type"),
    "enddate": ("服务结束日期", "Service ended"),
    "setl_date": ("结算日期", "Settled on"),
    "county_medfee_sumamt": ("县级复核总额", "Total, county"),
    "county_fund_pay_sumamt": ("县级复核基金支付", "Fund, county"),
    "action": ("处理", "Action"),
    "dispute": ("争议原因", "Dispute"),
    **{f"kind.{name}": words for name, words in _KINDS.items()},
}

STATEMENT_NAMES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "match": _MATCHES,
    "remedy": _REMEDIES,
    "status": _STATUSES,
    "record_kind": _KINDS,
    "clr_type": _CLR_TYPES,
    "sum": _SUMS,
    "side": _SIDES,
    "bearer": _BEARERS,
    "sheet": _SHEET,
}

STATEMENT_ACTS: Final = {
    "month_closed": ("月结", "month closed"),
    "statement_approved": ("审核申报表", "statement approved"),
    "dispute_decided": ("裁定争议", "dispute decided"),
    "difference_decided": ("裁定差额", "difference decided"),
    "record_adjusted": ("县级调整", "record adjusted"),
    "record_raised": ("上报", "record raised"),
}
