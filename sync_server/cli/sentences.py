"""What a refusal of the county's commands says: what happened, and what to do next.

The console's own sentences stand in console/texts.py; here is what only the command line meets.
"""

import os
from typing import Final

from clinic_app.domain.errors import ClinicError
from sync_server.console.texts import ERRORS, error_text

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "catalog.bad": (
        "目录文件第 {line} 行不对：第一行要有 code,name，编码不能重复。请改正后再发布。",
        "Line {line} of the catalogue is wrong: the first row names code,name and no code comes twice.",
    ),
    "facility.bad": (
        "机构登记不完整或有误（{field}）。请核对编码、名称、级别和上级机构。",
        "The facility cannot be registered like this ({field}). Check code, name, level and parent.",
    ),
    "identity.bad_number": ("身份证号不对（{why}）。", "The ID number is wrong ({why})."),
    "policy.bad": (
        "政策文件有 {count} 处问题，没有发布：{problems}。请改正后再发布。",
        "The policy has {count} problems and was not published: {problems}.",
    ),
    "policy.bad_month": ("月份 {month} 不对，请写成 2026-11 的样子。", "{month} is no month; write YYYY-MM."),
    "policy.overlap": (
        "险种 {insutype} 已有生效政策 {policy_id}；一个县每个险种只能有一个。请用同一 policy_id 发布新版本。",
        "{policy_id} is live for insurance type {insutype}; a county has one. Publish under the same policy_id.",
    ),
    "publish.too_large": (
        "文件太大，一条记录放不下，没有发布。请拆分。",
        "The file is larger than one entry may be and was not published. Split it.",
    ),
    "server.bad_database_url": (
        "数据库地址不认识。请用 sqlite:///文件 或 postgresql+psycopg://用户:密码@主机/库。",
        "Unknown database address. Use sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME.",
    ),
    "server.founded_before": (
        "这个数据库里已经建立了县平台，没有改动。",
        "This database holds a county already; nothing was changed.",
    ),
    "journal.not_verified": (
        "核对未通过（{why}）。请停止对账，保留数据库，从备份核实被改动的记录。",
        "The check failed ({why}). Stop, keep the database, and compare with a backup.",
    ),
    "server.no_database": (
        "连不上数据库（{why}）。请确认数据库已启动、地址正确，再试一次。",
        "The database cannot be reached ({why}). See that it runs and the address is right, then try again.",
    ),
    "server.not_founded": (
        "数据库里还没有县平台，请先运行 init。",
        "There is no county in this database yet; run init first.",
    ),
    "sheet.bad_table": (
        "表格读不了：{why}。请另存为 .xlsx 或 .csv（UTF-8 或 GB18030）。",
        "The table cannot be read: {why}. Save it as .xlsx or .csv (UTF-8 or GB18030).",
    ),
    "tls.bad_authority": (
        "县平台的证书文件读不了（{why}）。请从备份恢复。",
        "The county's certificate authority cannot be read ({why}). Restore it from a backup.",
    ),
    "tls.bad_host_name": (
        "主机名 {host} 不能用于证书。请用域名或 IP 地址。",
        "No certificate can be made out to {host}. Use a DNS name or an IP address.",
    ),
}


def told(error: ClinicError) -> str:
    """The sentence for people and the code for programs."""
    language = "en" if os.environ.get("LANG", "").startswith("en") else "zh"
    if error.code in ERRORS or error.code not in SENTENCES:
        return f"{error_text(error, language)}  [{error.code}]"
    chinese, english = SENTENCES[error.code]
    facts = {name: str(value) for name, value in error.facts.items()}
    words = (english if language == "en" else chinese).format_map(_Facts(facts))
    return f"{words}  [{error.code}]"


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "—"
