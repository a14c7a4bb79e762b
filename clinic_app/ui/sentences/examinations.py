"""Orders of examinations, their reports, critical values."""

from clinic_app.ui.sentences import Text

EXAMINATIONS: dict[str, Text] = {
    "examination.not_found": Text(
        "没有找到这张申请单，可能尚未同步到本机。", "This order is not here; it may still be on its way."
    ),
    "examination.no_report": Text(
        "没有找到这份报告，可能尚未同步到本机。", "This report is not here; it may still be on its way."
    ),
    "results.no_folder": Text(
        "打不开仪器结果文件夹 {folder}：检查共享或连接，恢复后会自动读取。",
        "The instruments' folder {folder} cannot be opened: check the share; it is read again by itself.",
    ),
    "results.bad_message": Text(
        "这个文件不是 HL7 检验结果（{why}），请检查仪器的导出设置。",
        "This file is no HL7 result ({why}); check the instrument's export.",
    ),
    "results.bad_study": Text(
        "这个文件不是 DICOM 影像，或没有检查编号（{why}）。",
        "This file is no DICOM picture, or names no study ({why}).",
    ),
    "examination.nothing_ordered": Text("请先选择检查项目。", "Choose an examination first."),
    "examination.not_an_examination": Text(
        "“{name}”不是检验检查项目，请在处置里开。", "“{name}” is no examination; order it as a service."
    ),
    "examination.visit_settled": Text(
        "这次就诊已经收费或退号，不能再开检查。请重新挂号，或先退费。",
        "This visit is paid or cancelled; register a new one, or take the bill back first.",
    ),
    "examination.cancelled": Text("这张申请单已经撤销。", "This order was cancelled."),
    "examination.begun": Text(
        "已经采样、送诊或出报告，不能撤销。",
        "The specimen was taken, it was referred or reported: it cannot be cancelled.",
    ),
    "examination.paid": Text("已经收费，请先退费再撤销。", "It is paid for; take the money back first."),
    "examination.no_reason": Text("请写明原因。", "Say why."),
    "examination.empty_report": Text(
        "报告没有结果也没有结论，请填写。", "The report has neither a value nor a conclusion."
    ),
    "examination.implausible": Text(
        "{name} {value}：应在 {low}–{high} {unit} 之间，请核对。",
        "{name} {value}: it has to lie within {low}–{high} {unit}; check it.",
    ),
    "examination.reported": Text(
        "这张申请单已有报告，请用“更正”另出一份。", "There is a report already; correct it with a new one."
    ),
    "examination.replaced": Text(
        "要更正的报告已被更正过，或不属于这张申请单。",
        "The report to correct was corrected before, or is of another order.",
    ),
    "examination.nothing_done": Text("请写明通知了谁、做了什么处理。", "Say who was told and what was done."),
    "examination.not_critical": Text(
        "这份报告没有待处理的危急值。", "Nothing critical in this report waits for an answer."
    ),
}
