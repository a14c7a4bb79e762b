"""What goes wrong when a new PC is filled."""

from clinic_app.ui.sentences import Text

SNAPSHOT: dict[str, Text] = {
    "snapshot.bad": Text(
        "收到的整套数据与县里签发的不符（{why}），没有当作完整数据使用；下次同步会逐页重新接收。",
        "What came is not what the county signed for ({why}); so it does not count. The next sync pulls page by page.",
    ),
    "snapshot.cut": Text(
        "整套数据没有传完，线路中断。下次同步接着传，已到的不会重传。",
        "The line broke before everything had come. The next sync goes on there; what is here is not sent again.",
    ),
    "snapshot.not_wanted": Text(
        "本机不需要整套数据：已有数据，或数据是另一时期的。请直接联网同步。",
        "This PC does not fill from a snapshot: it has its data, or the snapshot is of another epoch. Sync over the line.",
    ),
}
