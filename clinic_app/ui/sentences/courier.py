"""What goes wrong when data is carried on a stick or over a share."""

from clinic_app.ui.sentences import Text

COURIER: dict[str, Text] = {
    "courier.no_folder": Text(
        "找不到“{folder}”。请确认U盘已插好或共享盘已连上，再选一次。",
        "“{folder}” is not there. See that the stick is in, or the share connected, and choose again.",
    ),
    "courier.full": Text(
        "“{folder}”已满，没有写进去。请腾出空间或换一个U盘再写；本机数据都还在。",
        "“{folder}” is full; nothing was written. Make room or take another stick. Nothing is lost here.",
    ),
    "courier.gone": Text(
        "“{folder}”读写中断，U盘可能被拔出。请插好后再做一次，不会重复；本机数据都还在。",
        "“{folder}” went away: the stick may have been pulled out. Put it in and do it again; nothing is doubled or lost.",
    ),
    "courier.read_only": Text(
        "“{folder}”不能写入。请打开U盘的写保护开关，或换一个文件夹。",
        "“{folder}” cannot be written. Open the stick's write protection, or choose another folder.",
    ),
    "courier.nothing": Text(
        "“{folder}”里没有县里写给本机的文件。请确认U盘已到县里读写过；别的电脑的文件本机打不开。",
        "There is nothing from the county for this PC in “{folder}”. See that the county has had the stick; files of other "
        "PCs do not open here.",
    ),
    "courier.bad_file": Text(
        "摆渡文件不完整或被改动过，没有读入。请重新写一次U盘；本机数据都还在。",
        "A file on the stick is cut off or was changed, and was not taken in. Write the stick anew. Nothing is lost here.",
    ),
    "courier.foreign": Text(
        "这个摆渡文件是写给别的电脑的，本机打不开，已跳过。",
        "This file is sealed for another PC and was passed over.",
    ),
    "courier.tail_missing": Text(
        "县里有本机没有的记录，U盘上没带全。请再写一次U盘送到县里，县里会带回来。",
        "The county holds entries of this PC that this disk lacks, and the stick did not bring them. Write the stick again "
        "and let the county have it: they come back with it.",
    ),
    "courier.no_key": Text(
        "本机还没有县里的加密公钥，不能写U盘。请先联网同步一次。",
        "The county's key has not reached this PC, so nothing can be sealed. Sync once over the line.",
    ),
}
