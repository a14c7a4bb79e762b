"""What the fund's rules, evidence and decisions are called: (Chinese, English)."""

from typing import Final

from sync_server.reports.fund.findings import RULES
from sync_server.reports.fund.parameters import parameters

_EVIDENCE: Final = {
    "单据": ("单据", "records"),
    "服务日期": ("服务日期", "service day"),
    "按比例统筹合计": ("按比例统筹合计", "pooled by ratio"),
    "单次封顶": ("单次封顶", "cap of a visit"),
    "项目": ("项目", "item"),
    "次数": ("次数", "times"),
    "三十天内就诊": ("三十天内就诊", "visits in thirty days"),
    "就诊机构": ("就诊机构", "institutions"),
    "处方": ("处方", "prescriptions"),
    "药品": ("药品", "drug"),
    "上次日期和天数": ("上次日期和天数", "last day and days"),
    "本次日期": ("本次日期", "this day"),
    "重叠天数": ("重叠天数", "days of overlap"),
    "天数": ("天数", "days"),
    "机构": ("机构", "institutions"),
    "相隔分钟": ("相隔分钟", "minutes apart"),
    "死亡日期": ("死亡日期", "day of death"),
    "售价 / 进价（元）": ("售价 / 进价（元）", "price / purchase price (yuan)"),
    "人数": ("人数", "persons"),
    "分钟内": ("分钟内", "within minutes"),
    "住院": ("住院", "stay"),
    "门诊": ("门诊", "outpatient"),
    "床位费数量": ("床位费数量", "bed days charged"),
    "住院天数": ("住院天数", "days of stay"),
    "病种": ("病种", "disease"),
    "上次出院": ("上次出院", "last discharge"),
    "再次入院": ("再次入院", "admitted again"),
    "药费占比": ("药费占比", "drug share"),
    "笔数": ("笔数", "records"),
    "占比": ("占比", "share"),
    "医生": ("医生", "doctor"),
    "就诊数": ("就诊数", "visits"),
    "已审批": ("已审批", "approved"),
    "全县": ("全县", "county"),
    "设备": ("设备", "device"),
    "接近封顶的月数": ("接近封顶的月数", "months at the cap"),
    "固定日期": ("固定日期", "always on day"),
    "限制": ("限制", "limit"),
    "已收费数量": ("已收费数量", "units charged"),
    "进过的数量": ("进过的数量", "units ever there"),
    "本期收费（元）": ("本期收费（元）", "charged in the period (yuan)"),
}

FUND_NAMES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "rule": {rule: (parameters()[rule]["chinese"], parameters()[rule]["english"]) for rule in RULES},
    "rule_why": {rule: (parameters()[rule]["why"], parameters()[rule]["why_english"]) for rule in RULES},
    "evidence": _EVIDENCE,
    "decision": {
        "dismissed": ("不成立", "dismissed"),
        "explained": ("已说明", "explained"),
        "handed_over": ("移交", "handed over"),
        "deducted": ("扣款", "deducted"),
    },
    "indicator_group": {
        "money": ("基金收支", "Money"),
        "service": ("医疗服务", "Service"),
        "system": ("系统运行", "System"),
    },
}
