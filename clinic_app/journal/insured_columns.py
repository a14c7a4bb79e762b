"""参保: the columns of the insurance office's register, by the platform's names or in Chinese.

Money is fen under a platform name and yuan under a Chinese heading.  docs/insured.md holds the same table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clinic_app.journal.sheets import BadTable

NEEDED: Final = ("psn_no", "id_number", "insutype")
PLAIN: Final = (
    *NEEDED,
    "psn_insu_stas",
    "death_date",
    "maf_group",
    "contract_inst",
    "chronic",
    "acct_balance",
    "home",
    "village",
    "year",
    "used",
    "gc_last",
)
COUNTS: Final = ("ip_cnt",)  # accumulators that are no money
ACCUMULATORS: Final = {
    "dedc_11": "普通门诊已用起付线",
    "dedc_14": "慢特病已用起付线",
    "dedc_21": "住院已用起付线",
    "hifp_11": "普通门诊统筹已付",
    "hifp_14": "慢特病统筹已付",
    "hifp_21": "住院统筹已付",
    "gc_fund": "一般诊疗费基金已付",
    "ip_cnt": "本年住院次数",
    "cmi_base": "大病累计负担",
    "cmi_pay": "大病保险已付",
    "maf_base_op": "门诊救助累计基数",
    "maf_op": "门诊救助已付",
    "maf_base_ip": "住院救助累计基数",
    "maf_ip": "住院救助已付",
}
_NAMES: Final = {
    "人员编号": "psn_no",
    "身份证号": "id_number",
    "证件号码": "id_number",
    "险种": "insutype",
    "险种类型": "insutype",
    "参保状态": "psn_insu_stas",
    "死亡日期": "death_date",
    "救助对象": "maf_group",
    "救助类别": "maf_group",
    "签约机构": "contract_inst",
    "慢特病": "chronic",
    "账户余额": "acct_balance",
    "所属机构": "home",
    "归属机构": "home",
    "所在村": "village",
    "行政村": "village",
    "累计年度": "year",
    "上次一般诊疗费": "gc_last",
}
_IGNORED: Final = ("姓名", "name", "性别", "sex", "出生日期", "birth_date", "序号")
_DISEASE: Final = re.compile(r"(?:dise:|慢特病已付[：:]?)([A-Za-z0-9]{1,32})")
_CHINESE: Final = {title: key for key, title in ACCUMULATORS.items()}
TEMPLATE: Final = (
    "人员编号",
    "身份证号",
    "险种",
    "参保状态",
    "死亡日期",
    "救助对象",
    "签约机构",
    "所属机构",
    "所在村",
    "慢特病",
    "账户余额",
    "累计年度",
    *ACCUMULATORS.values(),
    "上次一般诊疗费",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: what it is called in the file, and what it is."""

    title: str
    name: str  # a platform name, an accumulator's key, or empty: not taken
    yuan: bool = False  # amounts are yuan with two decimals, not fen

    @property
    def is_accumulator(self) -> bool:
        return self.name in ACCUMULATORS or self.name.startswith("dise:")


def headings_of(row: Sequence[str]) -> list[Heading]:
    """The columns of a file.

    Raises:
        BadTable: a needed one is missing, or one stands there twice.
    """
    found = [heading_of(title.strip()) for title in row]
    names = [heading.name for heading in found if heading.name]
    for needed in NEEDED:
        if needed not in names:
            raise BadTable(why=needed)
    for name in names:
        if names.count(name) > 1:
            raise BadTable(why=f"{name} ×2")
    return found


def heading_of(title: str) -> Heading:
    disease = _DISEASE.fullmatch(title)
    if disease is not None:
        return Heading(title, f"dise:{disease[1].upper()}", not title.startswith("dise:"))
    if title in _CHINESE:
        key = _CHINESE[title]
        return Heading(title, key, key not in COUNTS)
    if title in PLAIN or title in ACCUMULATORS:
        return Heading(title, title)
    return Heading(title, _NAMES.get(title, ""), yuan=title == "账户余额")


def ignored(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Columns that nobody takes and that are none of those every register has."""
    return tuple(
        heading.title
        for heading in headings
        if heading.title and not heading.name and heading.title not in _IGNORED
    )
