"""What the codes of 处方点评 are called: (Chinese, English) by kind."""

from typing import Final

from clinic_app.domain.prescribing.review import CODES, GROUPS
from clinic_app.domain.prescribing.special import MARKS, SUBJECTS

_FIGURES: Final = {
    "drugs_per_prescription": ("每张处方药品数", "Drugs a prescription"),
    "antibiotic_share": ("抗菌药物处方", "Antibiotics"),
    "combined_antibiotics_share": ("抗菌药物联用", "Combined antibiotics"),
    "injection_share": ("注射处方", "Injections"),
    "infusion_share": ("输液处方", "Infusions"),
    "essential_lines": ("基本药物（品种）", "Essential, by line"),
    "essential_amount": ("基本药物（金额）", "Essential, by amount"),
    "generic_share": ("通用名", "Generic names"),
    "amount_per_prescription": ("每张处方金额", "Amount"),
    "intervention_rate": ("干预率", "Interventions"),
    "override_rate": ("说明理由后开具", "Overrides"),
    "reasonable_rate": ("合理率", "Reasonable"),
    "irregular_rate": ("不规范率", "Irregular"),
    "unsuitable_rate": ("不适宜率", "Unsuitable"),
    "abnormal_rate": ("超常率", "Abnormal"),
}
_FORMULAS: Final = {
    "drugs_per_prescription": (
        "药品种数之和 / 处方数，不含中药饮片",
        "drug lines / prescriptions, without herbs",
    ),
    "antibiotic_share": (
        "用全身抗菌药物的处方 / 处方数",
        "prescriptions with a systemic antibiotic / prescriptions",
    ),
    "combined_antibiotics_share": (
        "用两种以上抗菌药物的处方 / 用抗菌药物的处方",
        "with two antibiotics or more / with one or more",
    ),
    "injection_share": ("有注射剂的处方 / 处方数", "prescriptions with an injection / prescriptions"),
    "infusion_share": ("有静脉输液的处方 / 处方数", "prescriptions with an infusion / prescriptions"),
    "essential_lines": ("基本药物品种数 / 药品品种数", "essential lines / drug lines"),
    "essential_amount": ("基本药物金额 / 药品金额", "amount of essential medicines / amount"),
    "generic_share": ("用通用名的品种 / 品种数", "lines with the generic name / lines"),
    "amount_per_prescription": ("药品金额（元） / 处方数", "amount in yuan / prescriptions"),
    "intervention_rate": (
        "审核后作废重开的处方 / 处方数",
        "prescriptions cancelled and written anew / prescriptions",
    ),
    "override_rate": (
        "写了理由的提示 / 要求理由的提示，以签名的处方为准",
        "reasons typed / hits that asked for one, of signed prescriptions",
    ),
    "reasonable_rate": ("合理的处方 / 点评的处方", "reasonable / reviewed"),
    "irregular_rate": ("有 1 类代码的处方 / 点评的处方", "with a code of group 1 / reviewed"),
    "unsuitable_rate": ("有 2 类代码的处方 / 点评的处方", "with a code of group 2 / reviewed"),
    "abnormal_rate": ("有 3 类代码的处方 / 点评的处方", "with a code of group 3 / reviewed"),
}

REVIEW_NAMES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "figure": _FIGURES,
    "formula": _FORMULAS,
    "subject": {key: (words.zh, words.en) for key, (words, _) in SUBJECTS.items()},
    "review_mark": {key: (words.zh, words.en) for key, words in MARKS.items()},
    "review_code": {key: (words.zh, words.en) for key, words in CODES.items()},
    "review_group": {key: (words.zh, words.en) for key, words in GROUPS.items()},
    "rx_kind": {
        "ordinary": ("普通", "ordinary"),
        "emergency": ("急诊", "emergency"),
        "paediatric": ("儿科", "paediatric"),
        "narcotic": ("麻、精一", "narcotic"),
        "psy2": ("精二", "psychotropic II"),
        "herbs": ("中药饮片", "decoction pieces"),
    },
    "sheet_head": {
        "who": ("机构或医师", "Institution or prescriber"),
        "all": ("处方总数", "Prescriptions"),
        "top": ("分子", "numerator"),
        "under": ("分母", "denominator"),
    },
}

REVIEW_ACTS: Final = {
    "sample_drawn": ("点评抽样", "sample drawn"),
    "prescription_reviewed": ("点评处方", "prescription reviewed"),
    "appeal_concluded": ("结束点评申诉", "appeal concluded"),
    "rules_published": ("发布规则包", "rules published"),
    "lesson_published": ("发布微课", "lesson published"),
    "lesson_withdrawn": ("撤下微课", "lesson withdrawn"),
}
