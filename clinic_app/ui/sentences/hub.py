"""What goes wrong between a PC and its clinic's hub."""

from clinic_app.ui.sentences import Text

HUB: dict[str, Text] = {
    "hub.bad_news": Text(
        "本院中心送来的数据不对（{why}），没有采用。本机照常工作、直接连县里；请告知管理员检查本院中心。",
        "What the clinic's hub sends is wrong ({why}) and was not used. This PC works on and syncs with the county "
        "itself; tell the administrator to look at the hub.",
    ),
}
