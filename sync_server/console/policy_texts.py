"""The phrases of the policies' pages in English."""

from typing import Final

POLICY_ENGLISH: Final[dict[str, str]] = {
    "现行政策": "Policies in force",
    "还没有发布政策。": "No policy is published.",
    "政策": "Policy",
    "版本": "Version",
    "起": "From",
    "止（不含）": "Until (excluded)",
    "长期": "open",
    "政策测算": "What if",
    "候选政策文件": "Candidate policy file",
    "按哪个月的单据": "Bills of the month",
    "测算": "Compute",
    "用当月复核过的每一张真实单据，按复核的先后，从月初的累计算起，在两个政策下各算一遍；不改动任何数据。": (
        "Every bill that was adjudicated in the month, in that order and from the totals at the month's start, "
        "computed under both policies; nothing is changed."
    ),
    "文件有 {count} 处问题，没有测算": "The file has {count} problems; nothing was computed",
    "第 {line} 行": "line {line}",
    "{month} 的测算": "What if: {month}",
    "现在": "now",
    "换成": "candidate",
    "少付的人": "pay less",
    "多付的人": "pay more",
    "基金增减": "Fund, change",
    "{count} 笔的日期不在政策有效期内，按最近的版本测算。": (
        "{count} bills are of days that the policy does not cover: its nearest version was taken."
    ),
    "{count} 笔没有比较：未参保、没有政策或重复结算。": (
        "{count} bills were left out: not insured, no policy, or charged twice."
    ),
    "各机构的基金支付：现在（深）与换成以后（黄），元": "Fund by facility: now (dark) and candidate (yellow), yuan",
    "基金（现在）": "Fund, now",
    "基金（换成）": "Fund, candidate",
    "个人（现在）": "Person, now",
    "个人（换成）": "Person, candidate",
    "差额最大的十笔": "The ten largest differences",
    "服务结束日": "End of service",
    "这个月没有可以测算的单据。": "No bill of this month can be computed.",
}
