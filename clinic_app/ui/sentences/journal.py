"""The journal, and what the county refuses or sets aside."""

from clinic_app.ui.sentences import Text

_HELP_ZH = "数据都在，没有丢失；请联系技术支持。"
_HELP_EN = "Nothing is lost; call for help."

JOURNAL: dict[str, Text] = {
    "journal.bad_fact": Text(
        "一条记录（{type}）的内容不完整：{why}。" + _HELP_ZH,
        "An entry ({type}) is incomplete: {why}. " + _HELP_EN,
    ),
    "journal.body_too_large": Text(
        "一条记录太大，没有保存。请减少附带的内容后再试。",
        "One entry is too large and was not saved. Make it smaller and try again.",
    ),
    "journal.broken_chain": Text(
        "日志在第 {seq} 条处与校验不符，可能被改动过。请停止使用并从备份恢复。",
        "The journal does not add up at entry {seq}; it may have been changed. Stop, and restore a backup.",
    ),
    "journal.bad_signature": Text(
        "签名不符（{what}），内容没有采用。" + _HELP_ZH,
        "A signature does not fit ({what}); it was not taken in. " + _HELP_EN,
    ),
    "journal.bad_segment": Text(
        "县里不认识本机发送的数据（{why}）。" + _HELP_ZH,
        "What was sent is no segment of a journal ({why}). " + _HELP_EN,
    ),
    "journal.bad_columns": Text(
        "收到的数据不完整，没有采用；下次联网会重新传送。",
        "What came is incomplete and was not taken in; the next sync sends it again.",
    ),
    "journal.bad_packing": Text(
        "收到的数据无法解压，没有采用；下次联网会重新传送。",
        "What came cannot be unpacked and was not taken in; the next sync sends it again.",
    ),
    "journal.bad_where": Text(
        "收到的位置信息无法识别，什么都没有改变；请再同步一次。" + _HELP_ZH,
        "The place that was named cannot be read; nothing was changed. Sync once more. " + _HELP_EN,
    ),
    "journal.bad_page": Text(
        "县里下发的一页数据不完整（{why}），没有采用；下次联网会重新传送。",
        "A page from the county is incomplete ({why}) and was not taken in; the next sync sends it again.",
    ),
    "journal.too_large": Text(
        "数据超过允许的大小（{limit} 字节），没有采用。" + _HELP_ZH,
        "More data than allowed ({limit} bytes); it was not taken in. " + _HELP_EN,
    ),
    "journal.gap": Text(
        "县里缺少本机第 {wanted} 条以后的记录，将从那里补传。",
        "The county lacks entries from {wanted} on; they are sent again from there.",
    ),
    "journal.fork": Text(
        "本机数据与县里在第 {seq} 条处不一致（可能恢复过旧硬盘），将另起新日志，两边的记录都保留。",
        "This PC and the county differ at entry {seq} (a restored old disk?). "
        "A new run is started; both sides keep everything.",
    ),
    "journal.two_branches": Text(
        "另一台电脑正在使用本机的身份（硬盘可能被复制过）。请向县里申请新的登记码重新接入；数据都在。",
        "Another PC uses this one's identity (a copied disk?). Ask the county for a new code; nothing is lost.",
    ),
    "journal.other_device": Text(
        "发送的记录属于另一台设备，县里没有接收。" + _HELP_ZH,
        "The entries belong to another device; the county did not take them. " + _HELP_EN,
    ),
    "journal.county_only": Text("这种记录只有县里可以写。", "Only the county writes entries of this kind."),
    "journal.unknown_author": Text(
        "县里不认识这条记录的操作人。请管理员确认该人员已登记，登记后自动重新认定。",
        "The county does not know who wrote this. Let the administrator certify the person.",
    ),
    "journal.bad_author_signature": Text(
        "操作人的签名不符，县里暂不采信这条记录。请本人重新登录后补做。",
        "The author's signature does not fit; the county sets this aside. The person should do it again.",
    ),
    "journal.bad_form": Text(
        "表单 {form} 的填写不合定义（{count} 处，第一处 {field}），请更正后重新保存。",
        "The form {form} breaks its definition in {count} places, first at {field}: correct it.",
    ),
    "journal.wrong_facility": Text(
        "记录不属于本机构，县里暂不采信。", "The entry belongs to another facility; the county sets it aside."
    ),
    "journal.id_conflict": Text(
        "同一编号有两条不同的记录，县里只采信先到的一条。",
        "Two different entries carry one id; the county counts the first.",
    ),
    "journal.waits": Text(
        "所依据的记录被搁置，这条记录等待处理。", "What this depends on was set aside; it waits with it."
    ),
    "journal.unprocessable": Text(
        "县里暂时无法处理这条记录，已搁置等待人工处理。",
        "The county cannot process this entry now; it waits for a person to look at it.",
    ),
    "settlement.no_policy": Text(
        "县里还没有发布该险种的政策，这笔结算已搁置，政策发布后由县里放行。",
        "The county has published no policy for this insurance yet; the settlement waits until it is released.",
    ),
    "settlement.reversed_before": Text(
        "这笔结算在县里已经红冲过，重复的退费已搁置。请与县医保经办核对。",
        "The settlement has been reversed at the county already; the second reversal is set aside. "
        "Ask the county's office.",
    ),
    "sheet.bad_table": Text(
        "表格读不了：{why}。请另存为 .xlsx 或 .csv（UTF-8 或 GB18030）再导入。",
        "The table cannot be read: {why}. Save it as .xlsx or .csv (UTF-8 or GB18030).",
    ),
    "server.not_enrolled": Text(
        "县里没有登记这台设备。请用县里给的登记码接入。",
        "The county does not know this device. Enrol it with a code from the county.",
    ),
    "server.revoked": Text(
        "县里已停用这台设备，数据留在本机。请联系县里管理人员。",
        "The county has revoked this device; its data stays here. Call the county.",
    ),
    "server.no_token": Text(
        "与县里的会话已过期，将自动重新连接。", "The session with the county ended; it is renewed by itself."
    ),
    "server.bad_signature": Text(
        "县里不承认本机的签名。" + _HELP_ZH, "The county does not accept this PC's signature. " + _HELP_EN
    ),
    "server.replayed": Text(
        "县里收到重复的请求，将自动重试。", "The county saw this request before; it is tried again by itself."
    ),
    "server.clock": Text(
        "本机时钟与县里相差太多。请核对电脑的日期和时间后再联网。",
        "This PC's clock is too far from the county's. Set date and time, then try again.",
    ),
    "server.bad_request": Text(
        "县里看不懂这个请求。" + _HELP_ZH, "The county does not understand the request. " + _HELP_EN
    ),
    "server.no_such_route": Text(
        "县里的程序版本较旧，没有这项功能。", "The county's program is older and cannot do this."
    ),
    "server.too_many": Text(
        "请求太频繁，稍后自动再试。", "Too many requests; it is tried again in a while by itself."
    ),
    "server.busy": Text("县里正忙，稍后自动再试。", "The county is busy; it is tried again by itself."),
    "server.slow": Text(
        "上传太慢被中断，将用更小的批次自动再试。",
        "The upload was too slow; smaller parts are tried by itself.",
    ),
    "feed.epoch": Text(
        "县里的数据库从备份恢复过，将重新核对并补传。",
        "The county's database was restored from a backup; everything is offered again.",
    ),
    "feed.ahead": Text(
        "本机的位置超过县里现有的数据，将从头核对。",
        "This PC is ahead of what the county has; it starts over.",
    ),
    "enrolment.bad_code": Text(
        "登记码不对。请核对每一位，或向县里要一个新的。",
        "The code is not right. Check each character, or ask the county for a new one.",
    ),
    "enrolment.used": Text(
        "登记码已被另一台电脑用过（也可能是由本机硬盘复制的电脑）。请向县里要一个新的登记码，每台电脑一个。",
        "Another PC used the code (perhaps one made from this disk). Ask the county for a new code, one for each PC.",
    ),
    "enrolment.key_taken": Text(
        "本机硬盘复制出的另一台电脑已用同一身份登记。请用新的登记码再登记一次，本机会换用自己的身份。",
        "A PC made from this disk is enrolled under the same identity. Enrol with a new code: this PC takes its own.",
    ),
    "enrolment.expired": Text(
        "登记码已过期（24 小时有效）。请向县里要一个新的。",
        "The code has expired after 24 hours. Ask the county for a new one.",
    ),
    "enrolment.other_facility": Text(
        "登记码属于另一个机构。请核对机构编码。",
        "The code is for another facility. Check the facility's code.",
    ),
    "enrolment.bad_proof": Text(
        "设备没能证明自己的身份，没有接入。请再试一次。",
        "The device could not prove itself and was not enrolled. Try again.",
    ),
    "enrolment.needs_administrator": Text(
        "机构的第一台设备要由管理员接入。请用管理员工号再试。",
        "A clinic's first device is enrolled by its administrator. Try again as the administrator.",
    ),
}
