"""The doctor's desk: chart, record, prescriptions."""

from clinic_app.ui.sentences import Text

DOCTOR: dict[str, Text] = {
    "templates.no_name": Text("请给模板起个名字。", "Give the template a name."),
    "templates.nothing": Text(
        "还没有写内容，没有什么可存成模板。", "Nothing is written yet that a template could keep."
    ),
    "templates.not_found": Text("这个模板已经删除了。", "This template was removed."),
    "outpatient_log.no_reason": Text("不是病例，请写明原因。", "Not a case: say why."),
    "outpatient_log.empty": Text("这段时间没有完成的就诊。", "No visit was finished in these days."),
    "outpatient_log.too_long": Text(
        "共 {count} 行，一次最多打印 {most} 行。请缩短日期，或导出表格。",
        "{count} rows; at most {most} are printed at once. Choose fewer days, or export a spreadsheet.",
    ),
    "outpatient_log.not_written": Text(
        "表格没有写成（{why}）。请换一个文件夹，或先关闭打开的同名文件。",
        "The spreadsheet was not written ({why}). Choose another folder, or close the file of that name.",
    ),
    "chart.no_reason": Text("请写明原因。", "Give the reason."),
    "measurements.nothing": Text("没有填写任何测量值。", "No value was entered."),
    "measurements.pressure_upside_down": Text(
        "收缩压应高于舒张压，请核对。", "The upper pressure must be above the lower one; check them."
    ),
    "measurements.bad": Text(
        "{name}应在 {low}–{high} {unit} 之间，请核对。",
        "{name} must lie between {low} and {high} {unit}; check it.",
    ),
    "outpatient.settled_already": Text(
        "{number} 号已收费，不能作废处方。请先到收费处退费。",
        "Number {number} is paid; have the money taken back before a prescription is cancelled.",
    ),
    "outpatient.cancelled_already": Text(
        "{number} 号的这张处方已作废。", "This prescription of number {number} is cancelled already."
    ),
    "outpatient.nothing_added": Text("请写明内容或原因。", "Write what is to be added, or the reason."),
    "outpatient.bad_rest": Text(
        "休息的末日应不早于首日，一张证明最多 {most} 天。",
        "The last day must not be before the first; one certificate gives at most {most} days.",
    ),
    "outpatient.case_unanswered": Text(
        "{disease}须在 {hours} 小时内报卡：请先答复是否报卡，再完成。",
        "{disease} has to be reported within {hours} hours: say first whether this is a case, then finish.",
    ),
    "outpatient.prescription_refused": Text(
        "处方还有 {count} 处没有处理（{rules}），请在审方栏里逐条处理后再完成。",
        "The prescription has {count} open points ({rules}); settle each of them in the review, then finish.",
    ),
}
