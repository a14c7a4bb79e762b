"""What the pages of 目录 say: sentences of errors, and the phrases in English."""

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

CATALOG_ENGLISH: Final[dict[str, str]] = {
    "今天使用的目录": "In force today",
    "种类": "Kind",
    "生效日期": "In force from",
    "行数": "Rows",
    "随程序附带，仅供参考": "shipped with the program, illustrative",
    "上传新的目录": "A new catalogue",
    "上传整份目录（.xlsx 或 .csv）。先看预览：哪一列是什么、哪些行有误；发布时只下发变化的行，不再出现的编码停用。": (
        "Upload the whole catalogue (.xlsx or .csv). The preview shows which column is which and what is wrong; only "
        "rows that changed are sent, and codes that are not there any more are withdrawn."
    ),
    "目录文件": "Catalogue file",
    "预览": "Preview",
    "发布过的目录": "Published",
    "发布时间": "Published at",
    "发布人": "By",
    "还没有发布过目录。": "No catalogue was published.",
    "{kind}：预览": "{kind}: preview",
    "{good} 行可以发布，{bad} 行有误": "{good} rows can be published, {bad} are bad",
    "哪一列是什么": "Which column is which",
    "重新预览": "Preview again",
    "前几行": "The first rows",
    "有误的格子": "Bad cells",
    "行号": "Row",
    "列": "Column",
    "值": "Value",
    "怎么办": "What to do",
    "发布": "Publish",
    "版本（可不填）": "Version (may be empty)",
    "发布没有错误的行": "Publish the good rows",
    "发布给所有机构": "Publish to every clinic",
}
