"""下乡包: packing, scanning a sheet, the picture of the paper."""

from clinic_app.ui.sentences import Text

ROUNDS: dict[str, Text] = {
    "rounds.nothing": Text(
        "下乡包里还没有人，请先从工作清单选好要去看的人。",
        "The pack is empty. Choose from the work list whom to visit.",
    ),
    "rounds.too_many": Text(
        "一个下乡包最多 {most} 张表，现在有 {count} 张，请分成几个包。",
        "A pack holds {most} sheets at most, this would be {count}. Make several packs.",
    ),
    "rounds.bad_code": Text(
        "这不是表上的编码，或输错了一位。请重扫，或从列表里选这张表。",
        "This is no code of a sheet, or one digit is wrong. Scan again, or choose the sheet from the list.",
    ),
    "rounds.no_sheet": Text(
        "本机构没有这个编码的表，可能是别的机构打印的，或尚未同步到本机。",
        "No sheet of this facility has this code: another facility printed it, or it has not arrived yet.",
    ),
    "rounds.no_pack": Text(
        "找不到这个下乡包，可能尚未同步到本机。", "This pack is not here; it may not have arrived yet."
    ),
    "rounds.picture_too_large": Text(
        "照片太大（{size} KB，最多 {most} KB），请重拍或缩小后再存。",
        "The picture is too large ({size} KB of {most} KB at most). Take it again or make it smaller.",
    ),
    "formpapers.no_record": Text(
        "还没有填过这张表，或还没有同步到本机。", "No such record was made, or it has not arrived yet."
    ),
    "rounds.not_a_picture": Text(
        "这个文件不是照片（要 JPG 或 PNG）。请重新选择。",
        "This file is no picture (JPG or PNG). Choose another.",
    ),
}
