"""目录: why rows of a sheet cannot be published."""

from typing import Final

# reason: (Chinese, what to do, English)
WHY: Final[dict[str, tuple[str, str, str]]] = {
    "empty": ("必填的格子是空的", "补上后重新上传", "a needed cell is empty"),
    "too_long": (
        "超过 200 个字符，或有不可见字符",
        "核对是否选错了列",
        "longer than 200 characters, or unprintable",
    ),
    "not_code": ("不是编码", "编码只有字母、数字和 . + * _ -，最多 64 个", "no code"),
    "doubled": ("编码和前面的一行重复", "留一行，或改正编码", "the code stands in an earlier row too"),
    "not_whole": ("不是正整数", "填大于零的整数", "no whole number above zero"),
    "not_micro": (
        "不是整数",
        "price_e6 以百万分之一元为单位；以元为单位请把表头写成“单价”",
        "no whole number of micro-yuan",
    ),
    "not_yuan": ("不是金额", "填以元为单位、最多六位小数的非负数", "no amount in yuan"),
    "not_grams": ("不是克数", "填以克为单位、最多三位小数的数，如 1.5", "no number of grams"),
    "not_yes_no": ("不是“是”或“否”", "填 是、否（或 1、0）", "neither yes nor no"),
    "not_class": ("不是甲、乙、丙类", "填 甲、乙、丙（或 01、02、03）", "no class 01, 02, 03"),
    "unknown_drug": (
        "目录里没有这个药品编码",
        "核对编码，或先在“目录”里发布这个药品",
        "no catalogue has this drug",
    ),
    "no_price": ("价格是零", "填大于零的采购价", "the price is nothing"),
    "unknown_word": ("代码表里没有这个词", "填代码表里的代码或名称", "no word of the code table"),
}
