"""What goes wrong between a clinic and its county."""

from clinic_app.ui.sentences import Text

SYNC: dict[str, Text] = {
    "sync.no_line": Text(
        "连不上县里的服务器（{server}）。可照常工作，恢复后会自动补传；长时间不通请检查网线或上网卡。",
        "The county's server cannot be reached ({server}). Work on as usual: everything is sent when the line is "
        "back; if it stays away, check the cable or the modem.",
    ),
    "sync.server_busy": Text(
        "县里的服务器正忙，{retry_after} 秒后会自动再试。可照常工作。",
        "The county's server is busy; we try again in {retry_after} s. Work on as usual.",
    ),
    "sync.bad_answer": Text(
        "{server} 的应答不是县服务器的应答（{why}）。请检查服务器地址，或是否需要先登录上网；本机数据都还在。",
        "What {server} answers is no county's answer ({why}). Check the address, or whether the network asks you to "
        "sign in first. Nothing is lost here.",
    ),
    "sync.untrusted": Text(
        "{server} 的证书不是县里签发的，可能有人冒充，未发送任何数据。请告知县里的管理员；并请检查本机日期。",
        "The certificate of {server} is not the county's: somebody else may be answering, so nothing was sent. Tell the "
        "county's administrator, and check this PC's date.",
    ),
    "sync.not_encrypted": Text(
        "地址 {server} 没有加密。请使用 https 地址。",
        "The address {server} is not encrypted. Use an https address.",
    ),
    "sync.bad_address": Text(
        "“{server}”不是服务器地址。请照县里给的地址填写，如 https://county.example:8443。",
        "“{server}” is no server's address. Type it as the county gave it, like https://county.example:8443.",
    ),
    "sync.refused": Text(
        "县里没有接受（{reason}）。本机数据都还在；请把此代码告诉县里的管理员。",
        "The county refuses ({reason}). Nothing is lost here; pass this code on to the county's administrator.",
    ),
    "sync.not_enrolled": Text(
        "本机还没有在县里登记。请向县里要登记码，再用“登记”功能登记。",
        "This PC is not enrolled with a county. Ask the county for a code, then enrol.",
    ),
    "sync.enrolled": Text(
        "本机已在县里登记，不需要再登记。",
        "This PC is enrolled already; there is nothing to do.",
    ),
    "sync.wrong_authority": Text(
        "{server} 的证书与登记码不符，可能有人冒充，或登记码录错。请向县里核对登记码和地址。",
        "The authority of {server} is not the one that the code names: somebody else may be answering, or the code is "
        "mistyped. Compare code and address with the county.",
    ),
    "sync.mistyped_code": Text(
        "登记码不完整或有错。请照县里给的重新录入（两段，中间一横）。",
        "The enrolment code is incomplete or mistyped. Type it again as the county gave it, both parts and the dash.",
    ),
    "sync.contradiction": Text(
        "县里的日志前后不一致（第 {seq} 条），可能恢复过备份而没有登记。本机数据都还在；请告知县里的管理员。",
        "The county's journal contradicts itself (entry {seq}): it may have been restored without being marked so. "
        "Nothing is lost here; tell the county's administrator.",
    ),
    "cli.no_code": Text(
        "加入已有的诊所需要 --server 和 --code：县里的地址和一次性登记码。",
        "Joining a clinic needs --server and --code: the county's address and a one-time code.",
    ),
    "sync.bad_tail": Text(
        "县里存的本机记录与本机接不上（第 {seq} 条）。本机数据都还在；请告知县里的管理员。",
        "What the county holds of this PC does not continue what is here (entry {seq}). Nothing is lost; tell the "
        "county's administrator.",
    ),
}
