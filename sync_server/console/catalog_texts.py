"""Sentences of the page 目录."""

from typing import Final

CATALOG_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "catalog.nothing": (
        "没有可以发布的内容：和上一次发布的完全一样，或者一行也没有。",
        "There is nothing to publish: it says what was published before, or has no rows.",
    ),
    "catalog.version_known": (
        "版本“{version}”已经发布过，请换一个版本名。",
        "Version “{version}” was published before; give another name.",
    ),
    "catalog.effective_before": (
        "生效日期早于上一次发布的（{version}，{effective} 起），请改成同一天或以后。",
        "It would be in force before {version} (from {effective}), which it changes; choose that day or a later one.",
    ),
    "catalog.no_column": (
        "表头里没有找到：{columns}。请指定是哪一列。",
        "No heading was taken for: {columns}. Say which column it is.",
    ),
    "catalog.too_many_rows": (
        "超过 {limit} 行，不像是一个目录，没有读。",
        "More than {limit} rows: this is no catalogue, and was not read.",
    ),
    "sheet.bad_table": (
        "表格读不了：{why}。请另存为 .xlsx 或 .csv（UTF-8 或 GB18030）。",
        "The table cannot be read: {why}. Save it as .xlsx or .csv (UTF-8 or GB18030).",
    ),
    "catalog.bad_rows": (
        "有 {count} 行有误，没有发布。请改正后重新上传，或勾选“发布没有错误的行”。",
        "{count} rows are bad and nothing was published. Mend them, or tick that the good rows be published.",
    ),
}
