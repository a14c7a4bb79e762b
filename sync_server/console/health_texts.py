"""What the pages of 公卫指标 say: names of codes, sentences of errors, and the phrases in English."""

from typing import Final

HEALTH_NAMES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "population": {
        "permanent": ("常住居民", "Permanent residents"),
        "age65": ("65岁及以上", "65 and over"),
        "live_births": ("活产数", "Live births"),
        "child_0_6": ("0～6岁儿童", "Children 0-6"),
        "child_0_36m": ("0～36月儿童", "Children 0-36 months"),
        "key_groups": ("签约重点人群", "Key groups"),
    },
    "missing": {
        "population": ("还没有下达这一年的人口数", "this year's population is not stated"),
        "contracts": ("签约协议还没有在这里登记", "contracts are not recorded here yet"),
        "elsewhere": ("居民在医院的就诊这里不知道", "visits at hospitals are not known here"),
    },
}

HEALTH_ACTS: Final = {
    "population_stated": ("下达年度人口数", "population stated"),
    "target_stated": ("下达考核目标", "target stated"),
}

HEALTH_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "indicators.unknown": ("没有指标 {indicator}。", "There is no indicator {indicator}."),
    "population.bad": (
        "人口数不对（{year} 年 {kind} {number}），没有保存。",
        "A population that cannot be ({year} {kind} {number}); nothing was saved.",
    ),
    "target.bad": (
        "目标应在 0 到 100 之间（{year} 年 {percent}），没有保存。",
        "A target is between 0 and 100 ({year} {percent}); nothing was saved.",
    ),
    "console.bad_number": (
        "“{text}”不是数字；人口数写整数，目标写百分数，最多两位小数。",
        "“{text}” is no number; write whole persons, and a percentage with at most two decimals.",
    ),
}

HEALTH_ENGLISH: Final[dict[str, str]] = {
    "年度": "Year",
    "人口数与目标": "Populations and targets",
    "指标": "Indicator",
    "分子 ÷ 分母": "Numerator ÷ denominator",
    "率": "Rate",
    "目标": "Target",
    "还差": "Short of",
    "算法": "Formula",
    "达标": "met",
    "没有数据": "no figure",
    "没有机构，先在“机构”里登记。": "There is no institution; register one under “Facilities”.",
    "含所辖村；到今天为止": "with its villages; up to today",
    "含所辖村": "with their villages",
    "重新计算": "Count anew",
    "合计隔一段时间自动重算；要最新的按“重新计算”，每个乡镇约 2 秒。": (
        "Totals are counted anew by themselves now and then; “Count anew” does it at once, about two seconds a township."
    ),
    "按村": "By village",
    "村": "Village",
    "未登记村": "no village",
    "还没有登记的居民。": "No resident is registered.",
    "已计入": "Counted",
    "未计入": "Not counted",
    "还没有人计入。": "Nobody counts yet.",
    "都计入了。": "Everybody counts.",
    "分母是下达的人口数，没有名单。": "The denominator is the stated population, without names.",
    "最多列出 {most} 人。": "At most {most} people are listed.",
    "全部机构合计": "All facilities together",
    "按机构": "By facility",
    "机构和村": "Facility and village",
    "合计是各乡镇数字之和；一个乡镇没有人口数，合计就没有率。": (
        "The total is the sum of the townships; where one has no population stated, there is no rate."
    ),
    "回到指标": "Back to the indicators",
    "{year} 年人口数": "Populations of {year}",
    "卫生院一行是全镇合计；空着的，按各村相加。": (
        "The township's line is the whole township; where it is empty its villages are added up."
    ),
    "{year} 年考核目标（%），全县一致": "Targets of {year} (%), the same for the whole county",
    "已保存，随同步下发。": "Saved; it goes out with the next sync.",
    "出生日期": "Born",
    "乡镇和机构": "Township and facility",
    "有效签约 ÷ 常住居民": "In force ÷ residents",
    "签约率": "Coverage",
    "重点人群签约": "Key groups contracted",
    "履约": "Fulfilled",
    "待续签": "To renew",
    "全部乡镇": "All townships",
    "签约率＝有效签约÷常住居民；履约＝到今天应做的项目中按时做了的；待续签＝30 天内到期、还没有续签也没有说不续的。": (
        "Coverage = contracts in force ÷ permanent residents; fulfilled = services due by today that were done in time; "
        "to renew = within 30 days of the last day, neither renewed nor refused."
    ),
    "全县目标 {goal}": "Target of the county {goal}",
    "还没有下达 {year} 年的签约率目标": "No coverage target of {year} was stated",
}
