"""What a refusal of the county's commands says: what happened, and what to do next.

The console's own sentences stand in console/texts.py; here is what only the command line meets.
"""

import os
from typing import Final

from clinic_app.domain.errors import ClinicError
from sync_server.console.texts import ERRORS, error_text

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "analysis.bad_person_key": (
        "人员密钥太短（{bytes} 字节，至少 {wanted}）。请用全市统一、随机生成的密钥文件。",
        "The key for persons is too short ({bytes} bytes, at least {wanted}). Use one random key for the city.",
    ),
    "analysis.export_runs": (
        "{county} 的导出正在进行，请等它完成。",
        "An export of {county} is running; wait for it to end.",
    ),
    "analysis.file_missing": (
        "分析文件 {path} 缺失或不完整。请把该县目录和清单一起删除，重新导出。",
        "{path} is missing or not whole. Remove the county's files with its manifest and export again.",
    ),
    "analysis.no_spark": (
        "Spark 服务 {address} 没有应答。请确认 Spark Connect 已启动、地址正确。",
        "Spark does not answer at {address}. See that a Spark Connect server runs there.",
    ),
    "analysis.not_installed": (
        "缺少分析组件，请先安装：pip install xiangyitong[{extra}]。",
        "The libraries are missing: pip install xiangyitong[{extra}].",
    ),
    "analysis.nothing_exported": (
        "{folder} 里没有导出的数据，请先运行 export parquet。",
        "Nothing was exported to {folder}; run export parquet first.",
    ),
    "analysis.other_export": (
        "{county} 在这个目录里的导出与本次不同（{what}），不能混在一起。请换一个空目录。",
        "The files of {county} in this folder were made otherwise ({what}) and must not be mixed. Use an empty one.",
    ),
    "analysis.unknown_figure": (
        "没有名为 {name} 的指标；不带名称运行 analyse 可列出全部。",
        "There is no figure {name}; analyse without a name lists them.",
    ),
    "courier.full": (
        "“{folder}”已满，没有写进去。请腾出空间或换一个U盘再做一次，收到的都还在。",
        "“{folder}” is full; nothing was written. Make room or take another stick; what was taken in stays.",
    ),
    "courier.gone": (
        "“{folder}”读写中断，U盘可能被拔出。请插好后再做一次，不会重复。",
        "“{folder}” went away: the stick may have been pulled out. Put it in and do it again; nothing is doubled.",
    ),
    "courier.no_folder": (
        "找不到“{folder}”。请确认U盘已插好或共享盘已连上。",
        "“{folder}” is not there. See that the stick is in, or the share connected.",
    ),
    "courier.read_only": (
        "“{folder}”不能写入。请打开U盘的写保护开关，或换一个文件夹。",
        "“{folder}” cannot be written. Open the stick's write protection, or choose another folder.",
    ),
    "facility.bad": (
        "机构登记不完整或有误（{field}）。请核对编码、名称、级别和上级机构。",
        "The facility cannot be registered like this ({field}). Check code, name, level and parent.",
    ),
    "hub.no_county": (
        "连不上县平台（{server}）。本院中心照常收本院电脑的数据，线路恢复后自动转送。",
        "The county cannot be reached ({server}). The hub goes on taking in its clinic's work and relays it later.",
    ),
    "hub.not_a_county": (
        "{server} 不是登记码所指的县平台（{why}），没有发送任何数据。请核对地址和登记码。",
        "{server} is not the county that the code names ({why}); nothing was sent. Check the address and the code.",
    ),
    "hub.refused": (
        "县平台不接受（{reason}）。请告知县里的管理员。",
        "The county refuses ({reason}). Tell the county's administrator.",
    ),
    "hub.not_set_up": (
        "数据库里还没有本院中心，请先运行 hub init。",
        "There is no hub in this database yet; run hub init first.",
    ),
    "hub.no_key": (
        "打不开本院中心的数据库：密钥文件 {file} 不在、坏了或不是它的。找回密钥文件；找不回就把 hub.db 移走，"
        "用新登记码重新 hub init：各电脑和县里都有数据，不会丢。",
        "The hub's database does not open: its key file {file} is missing, damaged or another's. Put it back; else move "
        "hub.db away and run hub init with a new code: the PCs and the county hold everything.",
    ),
    "hub.set_up_before": (
        "这个数据库里已经建立了本院中心或县平台，没有改动。",
        "This database holds a hub or a county already; nothing was changed.",
    ),
    "hub.bad_code": (
        "登记码不对，请照县里给的再输一次。",
        "This is no enrolment code; type it again as the county gave it.",
    ),
    "hub.bad_upstream": (
        "“{server}”不是县平台的地址。请写 https://主机:端口。",
        "“{server}” is no county's address. Write https://HOST:PORT.",
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
