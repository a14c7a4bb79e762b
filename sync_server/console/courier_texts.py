"""What the page of 摆渡 says: sentences of errors and of refused files, and the phrases in English."""

from typing import Final

# Why a file was not taken in, or a PC not answered, and what to do.
COURIER_REASONS: Final[dict[str, tuple[str, str]]] = {
    "courier.bad_file": (
        "不是完整的摆渡文件，或被改动过。请让诊所重新写一次U盘；诊所的数据都还在。",
        "No whole courier file, or changed. Have the clinic write its stick anew; nothing is lost there.",
    ),
    "courier.foreign": (
        "不是写给本县的文件：可能是县里写给诊所的答复（down-…），或别县的U盘。",
        "Not sealed for this county: perhaps an answer to a clinic (down-…), or another county's stick.",
    ),
    "journal.too_large": (
        "比任何摆渡文件都大，没有读。请核对选的是不是 xyt-courier 里的文件。",
        "Larger than any courier file, and not read. See that it is one from the folder xyt-courier.",
    ),
    "server.not_enrolled": (
        "这台电脑没有登记在本县（可能登记后县里的数据恢复过）。请给它一个新的登记码。",
        "The PC is not enrolled here (perhaps the county was put back since). Give it a new code.",
    ),
    "server.revoked": (
        "这台电脑已停用，文件留存备查，不入账。",
        "The PC was taken out of use: its file is kept for inspection and does not count.",
    ),
    "journal.other_device": (
        "文件里夹着另一台电脑的记录，那部分没有读入。请核查这台电脑。",
        "It carries another PC's journal, and that was not taken in. Look at this PC.",
    ),
    "journal.gap": (
        "缺前面的文件，已等着；请把U盘上的文件一起上传。全在这里了，就让诊所再写一次U盘。",
        "Files before it are missing: upload all of the stick's at once. If this is all, have the stick written again.",
    ),
    "journal.fork": (
        "与县里已有的不一致（硬盘恢复过旧数据）。答复里会带回缺的记录，诊所读入后再写一次U盘。",
        "It differs from what is here (a disk put back). The answer brings what it lacks; then it writes the stick again.",
    ),
    "journal.two_branches": (
        "另一台电脑正用同一身份（硬盘被复制过）。请给这台一个新的登记码，联网登记。",
        "Another PC uses the same identity (a copied disk). Give this one a new code; it enrols over the line.",
    ),
    "feed.ahead": (
        "它读过的位置超过县里现有的，县里的数据可能恢复过而没有标记。请维护人员执行 restore-mark。",
        "It has seen more than the county holds: perhaps put back without being marked. Have restore-mark run.",
    ),
    "courier.full": (
        "服务器的临时目录满了，这台没有答复。请腾出空间后再下载。",
        "No room on the server for this one's answer. Make room, then download again.",
    ),
    "courier.not_up": (
        "不是摆渡文件（.xyc），没有读。",
        "No courier file (.xyc), and not read.",
    ),
    "courier.too_many": (
        "一次最多 {most} 个文件，这个没有读。请分几次上传。",
        "At most {most} files at once: this one was not read. Upload in several parts.",
    ),
}

COURIER_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "console.no_scratch": (
        "服务器的临时目录满了或不能写，没有做完。请通知维护人员，然后再做一次，不会重复。",
        "The server's folder for temporary files is full or cannot be written. Have it mended, then do it again; "
        "nothing is doubled.",
    ),
    **{code: COURIER_REASONS[code] for code in ("server.revoked", "server.not_enrolled", "feed.ahead")},
}
OTHER_REASON: Final = ("没有读入，请联系技术支持。", "Not taken in. Ask for technical help.")

COURIER_ENGLISH: Final[dict[str, str]] = {
    "读入U盘上的文件": "Take in a stick's files",
    "选U盘 xyt-courier 文件夹里所有 up- 开头的文件（一次最多 {megabytes} MB）。重复上传没有关系，不会重复入账。": (
        "Choose all files that begin with up- in the stick's folder xyt-courier (at most {megabytes} MB at once). "
        "Uploading again does no harm: nothing counts twice."
    ),
    "摆渡文件": "Courier files",
    "读入": "Take in",
    "读到了什么": "What was taken in",
    "新条目": "New entries",
    "{count} 个文件": "{count} files",
    "没有新的：这些条目县里都已收存（旧文件，或已联网上传）。": (
        "Nothing new: the county holds all of it (old files, or sent by the line)."
    ),
    "没有读入的": "Not taken in",
    "文件": "File",
    "为什么，怎么办": "Why, and what to do",
    "下载答复": "Download the answer",
    "下载后解压到U盘，把 xyt-courier 文件夹放在最外层，送回诊所按“从U盘读入”。": (
        "Unpack it onto the stick, with the folder xyt-courier at its top, and carry it back to the clinic."
    ),
    "用过U盘的电脑": "PCs that came by stick",
    "县里读入": "Taken in",
    "电脑写出": "Written",
    "已读到县里第几条": "Has read to number",
    "还没有电脑用U盘送过数据。没有网络的诊所在“摆渡”页写U盘，送到县里在这里读入。": (
        "No PC has come by stick yet. A clinic without a line writes a stick on its page Courier and brings it here."
    ),
    "只列最近的 {count} 台。": "The newest {count} only.",
}


def reason_of(code: str, language: str) -> str:
    """Why a file was not taken in, and what to do."""
    return COURIER_REASONS.get(code, OTHER_REASON)[language == "en"]
