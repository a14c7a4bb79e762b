"""The words a policy may use.  Source: docs/settlement.md, national code sets."""

from typing import Final

# 机构级别, lowest first; the number is the rank that referrals compare.
RANK: Final[dict[str, int]] = {
    "village": 1,
    "township": 2,
    "community": 2,
    "county": 3,
    "city": 4,
    "province": 5,
}
LEVEL_NAMES: Final[dict[str, str]] = {
    "village": "村卫生室",
    "township": "乡镇卫生院",
    "community": "社区卫生服务机构",
    "county": "县级医院",
    "city": "市级医院",
    "province": "省级医院",
}

PRIMARY_CARE: Final = ("village", "township", "community")

OUTPATIENT: Final = "11"  # 普通门诊
CHRONIC: Final = "14"  # 门诊慢特病
INPATIENT: Final = "21"  # 住院
MED_TYPE_NAMES: Final[dict[str, str]] = {OUTPATIENT: "普通门诊", CHRONIC: "门诊慢特病", INPATIENT: "住院"}

INSUTYPE_NAMES: Final[dict[str, str]] = {"310": "职工医保", "380": "新农合", "390": "城乡居民医保"}
EMPLOYEES: Final = "310"
CERT_NAMES: Final[dict[str, str]] = {
    "01": "医保电子凭证",
    "02": "居民身份证",
    "03": "社会保障卡",
    "NH": "合作医疗证",
}

# 救助对象类别: a county may name others; these have a Chinese name here.
GROUP_NAMES: Final[dict[str, str]] = {
    "tekun": "特困人员",
    "dibao": "低保对象",
    "jiandang": "建档立卡对象",
    "youfu": "优抚对象",
}

CLASS_A: Final = "01"  # 甲类
CLASS_B: Final = "02"  # 乙类
CLASS_C: Final = "03"  # 丙类
CLASSES: Final = (CLASS_A, CLASS_B, CLASS_C)

KINDS: Final = ("drug", "service", "material")
DEDC_MODES: Final = ("none", "visit", "year")
UP_MODES: Final = ("difference", "full")
DOWN_MODES: Final = ("cancel", "full")
ACCT_SCOPES: Final = ("all", "inscp")
BEARERS: Final = ("person", "clinic", "fund")
MAF_ACCS: Final = ("op", "ip")

WHOLE_BP: Final = 10_000  # 100 %
