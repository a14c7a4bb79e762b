"""The day's work: residents, queue, doctor, cashier; and the command line."""

from clinic_app.ui.sentences import Text

WORK: dict[str, Text] = {
    "resident.not_found": Text(
        "没有找到这位居民，可能尚未同步到本机。",
        "This resident is not here; the record may still be on its way.",
    ),
    "resident.known_already": Text(
        "这个证件号码已经建档，没有重复建立。请直接使用已有的居民。",
        "Somebody with this identity number is registered already. Use that resident.",
    ),
    "resident.no_name": Text("请填写姓名。", "Enter the name."),
    "resident.no_temp_reason": Text(
        "没有证件号码时，请选择无证件的原因，系统会给一个临时身份。",
        "Without an identity number choose the reason; a temporary identity is given.",
    ),
    "resident.nothing_changed": Text("没有要修改的内容。", "Nothing was changed."),
    "registration.no_visit": Text(
        "没有找到这次挂号，可能尚未同步到本机。", "This visit is not here; it may still be on its way."
    ),
    "registration.waits_already": Text(
        "今天已经挂号，号码 {number}，不用重复挂号。",
        "Registered today already, number {number}.",
    ),
    "registration.too_late": Text(
        "{number} 号已就诊完毕或已退号，不能再改。", "Visit {number} is finished or cancelled already."
    ),
    "outpatient.no_encounter": Text(
        "医生还没有完成这次就诊，或病历尚未同步到本机。",
        "The doctor has not signed this visit, or the record is still on its way.",
    ),
    "outpatient.orders_missing": Text(
        "有一张处方尚未同步到本机，现在收费会少收。请等同步完成再收费。",
        "A prescription has not arrived yet; the bill would be too low. Wait for the sync.",
    ),
    "outpatient.not_with_doctor": Text(
        "{number} 号已签名、已结算或已退号，不能再写病历。",
        "Visit {number} is signed, settled or cancelled; its record is closed.",
    ),
    "outpatient.no_complaint": Text("请填写主诉。", "Enter the chief complaint."),
    "outpatient.no_diagnosis": Text("请至少填写一个诊断。", "Enter at least one diagnosis."),
    "outpatient.bad_quantity": Text(
        "{item} 的数量或单价不对，请核对。", "Quantity or price of {item} makes no sense; check it."
    ),
    "settlement.not_found": Text(
        "没有找到这笔结算，可能尚未同步到本机。", "This settlement is not here; it may still be on its way."
    ),
    "settlement.not_signed": Text(
        "{number} 号医生还没有签名，不能收费。", "The doctor has not signed visit {number} yet."
    ),
    "settlement.already": Text("{number} 号已经收费，没有重复收取。", "Visit {number} is charged already."),
    "settlement.nothing_to_charge": Text(
        "{number} 号没有收费项目。", "Visit {number} has nothing to charge."
    ),
    "settlement.not_enough": Text(
        "收到的现金不够，还没有结算。请核对应收和实收金额。",
        "Less cash than is due; nothing was settled. Check the amounts.",
    ),
    "settlement.due_changed": Text(
        "{number} 号的应收金额刚刚变了（有新的累计或目录到达），还没有收费。请看新的金额再收。",
        "What is due for visit {number} has just changed; nothing was charged. Look at the new amount.",
    ),
    "paperwork.nothing": Text("没有可以打印的单据。", "There is no such paper to print."),
    "settlement.reversed_already": Text(
        "收据 {number} 已经退过费，没有重复退费。", "Receipt {number} was taken back already."
    ),
    "settings.bad": Text(
        "设置文件 {file} 有误，先按默认设置运行：{problems}。请改正后重新打开。",
        "The settings in {file} are wrong, so the defaults are used: {problems}. Mend them and start again.",
    ),
    "backup.place_missing": Text(
        "备份没有做成：{place} 不在或不能写。请插好备份盘；一小时后会自动再试。",
        "No backup was made: {place} is not there or cannot be written. Plug it in; we try again in an hour.",
    ),
    "print.no_printer": Text(
        "找不到打印机 {printer}，单据已存成 PDF。请检查打印机或设置。",
        "There is no printer {printer}; the paper is kept as PDF. Check the printer or the settings.",
    ),
    "print.failed": Text(
        "单据没有生成（{why}），数据已保存。请检查磁盘空间和中文字体后重打。",
        "The paper was not made ({why}); what it shows is saved. Check disk and Chinese font, print again.",
    ),
    "cli.no_password": Text(
        "没有给出密码。请用 --password-file FILE 或环境变量 CLINIC_PASSWORD。",
        "No password was given. Use --password-file FILE or the variable CLINIC_PASSWORD.",
    ),
    "cli.who_acts": Text(
        "有几个人可以操作（{people}），请用 --staff 指明。",
        "Several people could act ({people}); name one with --staff.",
    ),
    "cli.unreadable": Text(
        "文件 {file} 读不了，请核对路径和编码（UTF-8）。",
        "{file} cannot be read; check path and encoding (UTF-8).",
    ),
    "cli.no_staff_named": Text(
        "备份里有几位管理员（{people}），请用 --staff 指明由谁打开。",
        "The backup has several administrators ({people}); name one with --staff.",
    ),
    "cli.bad_roles": Text("没有这样的岗位。可用的有：{roles}。", "No such role. There are: {roles}."),
    "day.in_real_use": Text(
        "这里已有真实的居民，不能在其中演示。请用新的数据文件夹（--data）。",
        "Real residents are registered here; a made-up day would mix with them. Use a new folder (--data).",
    ),
    "cli.missing": Text("还缺少：{options}。", "Still missing: {options}."),
}
