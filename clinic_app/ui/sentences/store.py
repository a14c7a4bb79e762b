"""The data folder, keys and backups."""

from clinic_app.ui.sentences import Text

STORE: dict[str, Text] = {
    "store.none": Text(
        "这里还没有建立诊所（{folder}）。请先做初始设置，或选择正确的数据文件夹。",
        "No clinic was set up in {folder}. Set one up first, or choose the right data folder.",
    ),
    "store.exists": Text(
        "文件夹里已经有一个诊所（{folder}），没有改动。请换一个空文件夹。",
        "{folder} holds a clinic already; nothing was changed. Choose an empty folder.",
    ),
    "store.not_ours": Text(
        "数据库打不开：不是本程序的文件，或密钥不符。文件没有改动，请从备份恢复或联系技术支持。",
        "The database does not open: another program's file, or another key. "
        "It was not changed; restore a backup or call for help.",
    ),
    "store.damaged": Text(
        "数据库文件已损坏。请停止使用，保留原文件，从最近的备份恢复；已上传的记录可从县里取回。",
        "The database file is damaged. Stop, keep the file, and restore the latest backup; "
        "what was uploaded comes back from the county.",
    ),
    "store.disk_full": Text(
        "磁盘已满，刚才的操作没有保存，其他数据没有改动。请清理磁盘后再做一次。",
        "The disk is full. What you just did was not saved, nothing else changed. Make room and do it again.",
    ),
    "store.busy": Text(
        "数据库正被另一个程序占用，刚才的操作没有保存。请稍等几秒再试。",
        "Another program holds the database; nothing was saved. Wait a few seconds and try again.",
    ),
    "store.newer": Text(
        "数据由更新版本的程序写成（{revision}）。请先升级本程序；数据没有改动。",
        "A later version of the program wrote this data ({revision}). Upgrade first; nothing was changed.",
    ),
    "store.bad_keys": Text(
        "密钥文件 {file} 已损坏。请用备份恢复，或用恢复码打开。",
        "The key file {file} is damaged. Restore a backup, or open with the recovery code.",
    ),
    "store.bad_backup": Text(
        "{file} 不是完整的备份文件，没有恢复任何内容。请换一个备份。",
        "{file} is no whole backup; nothing was restored. Try another one.",
    ),
    "staff.unknown": Text(
        "本机没有工号 {staff}。请核对工号，或请管理员先添加。",
        "Nobody with the id {staff} may open this PC. Check the id, or ask the administrator to add it.",
    ),
    "staff.wrong_password": Text(
        "密码不对（工号 {staff}）。请再试一次；忘记密码请找管理员重置。",
        "Wrong password for {staff}. Try again; if it is forgotten, the administrator can reset it.",
    ),
    "staff.weak_password": Text(
        "密码太短，至少要 {least} 个字符。",
        "The password is too short: at least {least} characters.",
    ),
    "staff.left": Text(
        "工号 {staff} 已离岗，不能登录。",
        "{staff} no longer works here and cannot sign in.",
    ),
    "staff.not_found": Text("没有工号为 {staff} 的人员。", "Nobody here has the id {staff}."),
    "staff.exists": Text(
        "工号 {staff} 已经有人使用，请换一个。", "The id {staff} is taken; choose another one."
    ),
    "staff.last_administrator": Text(
        "{staff} 是最后一位管理员，不能停用或取消管理员岗位。请先设另一位管理员。",
        "{staff} is the last administrator. Make somebody else one first.",
    ),
    "facility.enrolled_already": Text(
        "本机构已接入县平台，政策和参保信息由县里统一下发，不能在本机导入。",
        "This clinic is enrolled: policies and insured people come from the county, not from a file.",
    ),
}
