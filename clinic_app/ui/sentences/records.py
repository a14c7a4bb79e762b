"""Health records, households, and entries of the register that are one person."""

from clinic_app.ui.sentences import Text

RECORDS: dict[str, Text] = {
    "record.opened_already": Text(
        "这位居民已有健康档案，编号 {number}。", "This person has a health record already, number {number}."
    ),
    "record.number_taken": Text(
        "档案编号 {number} 已经给过别人，不能再用。请核对纸质编号，或留空由系统编号。",
        "Number {number} was given to somebody else and is never used twice. Check it, or leave it empty.",
    ),
    "record.not_opened": Text("这位居民还没有健康档案。", "This person has no health record yet."),
    "record.not_doubled": Text(
        "档案编号 {number} 没有重号，不用改号。", "Number {number} is nobody else's; it stays."
    ),
    "record.numbers_used_up": Text(
        "本机在这个村的档案号已经用完，请在另一台电脑上建档。",
        "This PC has given out all its numbers of this village. Open the record on another PC.",
    ),
    "record.bad_village_code": Text(
        "村（居）委会代码应为 12 位：县 6 位、乡镇 3 位、村 3 位（居委会 001–099，村委会 101–199）。",
        "The village code has 12 digits: county 6, township 3, village 3 (committees 001–099, villages 101–199).",
    ),
    "record.bad_day": Text(
        "日期不能晚于今天，也不能早于出生日期。", "The day is after today, or before the person was born."
    ),
    "record.ended_already": Text(
        "这位居民的档案已经终止，不用再登记。登记有误请先更正。",
        "This record has ended already. If that was told in error, correct it first.",
    ),
    "record.not_gone": Text("这位居民就在本地，没有迁出或失访。", "This person is here and was never gone."),
    "record.no_correction": Text(
        "请选择要更正的死亡或迁移，并写明原因；更正过的不用再更正。",
        "Choose the death or move to correct and give the reason; it is corrected once.",
    ),
    "merge.not_found": Text(
        "没有找到这次合并，可能尚未同步到本机。", "This merge is not here; it may still be on its way."
    ),
    "merge.same_person": Text("这两份档案已经是同一个人，不用再合并。", "These two are one person already."),
    "merge.no_reason": Text("请写明拆分的原因。", "Give the reason for taking the records apart."),
    "merge.split_already": Text("这次合并已经拆分过了。", "These records were taken apart before."),
    "readings.bad_reading": Text(
        "这条自测数据没有收下（{why}）：{item} {value} {unit}。请核对设备编号、时间、项目、单位和数值。",
        "This reading was refused ({why}): {item} {value} {unit}. Check device, time, item, unit and value.",
    ),
    "readings.bad_file": Text(
        "这个文件不是自测设备的数据（{why}）。", "This is no file of a self-service device ({why})."
    ),
    "readings.no_reading": Text(
        "没有找到这条自测数据，可能尚未同步到本机。", "This reading is not here; it may still be on its way."
    ),
    "readings.reviewed": Text("这条自测数据已经审核过了。", "This reading was reviewed before."),
    "readings.off_the_scale": Text(
        "这个值超出设备的量程，不能作为数值入档。请当面复测，再把这一条作废。",
        "This value is off the device's scale and no number to be filed. Measure again, then reject it.",
    ),
    "readings.no_reason": Text("请写明作废的原因。", "Give the reason for rejecting it."),
    "readings.not_alarming": Text(
        "这条自测数据没有报警，或已有人处置。", "This reading rings no alarm, or somebody has answered it."
    ),
    "readings.nothing_done": Text("请写明通知了谁、怎么处理。", "Say who was told and what was done."),
    "programme.unknown": Text(
        "没有这个项目（{programme} {item}）。", "There is no such project ({programme} {item})."
    ),
    "programme.no_case": Text(
        "没有找到这次项目登记，可能尚未同步到本机。", "This case is not here; it may still be on its way."
    ),
    "programme.not_eligible": Text(
        "不符合项目条件，没有登记（{reasons}）。", "Not eligible, so nothing was enrolled ({reasons})."
    ),
    "programme.withdrawn_case": Text("这次登记已经撤销。", "This case was withdrawn."),
    "programme.not_done": Text(
        "项目还没有完成，先登记结果，再发补助或随访。", "It is not done yet: record the result first."
    ),
    "programme.bad_result": Text(
        "请填写日期、结果和机构；日期在登记之后、今天以前。",
        "Enter day, result and institution; the day lies between enrolment and today.",
    ),
    "programme.bad_amount": Text(
        "补助金额不对：按这一例的结果还可以发 {most} 元以内，收回不超过已发的。",
        "The amount is wrong: at most {most} yuan more with this result, and no more is taken back than was paid.",
    ),
    "programme.not_written": Text(
        "表格没有写成（{why}）：请换一个位置，或先关掉打开着的文件。",
        "The spreadsheet was not written ({why}): choose another place, or close the file.",
    ),
    "programme.no_reason": Text("请写明原因。", "Give the reason."),
    "programme.still_paid": Text(
        "这一例已经发了补助，先收回再撤销登记。", "Money was paid for this case: take it back first."
    ),
    "household.not_found": Text(
        "没有找到这一户，可能尚未同步到本机。", "This household is not here; it may still be on its way."
    ),
    "household.no_village": Text("请填写村（居）委会名称。", "Enter the village or residents' committee."),
    "household.two_heads": Text(
        "这一户已有户主，请先把原户主改为其他关系。",
        "The household has a head. Give the present head another relation first.",
    ),
    "household.bad_relation": Text(
        "与户主关系“{relation}”不在代码表中。", "Relation {relation} is in no table."
    ),
    "household.not_member": Text("这位居民不在这一户。", "This person does not live in this household."),
}
