"""What the pages of 处方点评 say: sentences of errors, and the phrases in English."""

from typing import Final

REVIEW_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "review.bad_month": (
        "月份 {month} 不对，或还没有开始。请写成 2026-11。",
        "{month} is no month, or has not begun. Write 2026-11.",
    ),
    "review.bad_subject": ("没有“{subject}”这个专项。", "There is no special review “{subject}”."),
    "review.drawn_already": (
        "{facility} {month} 已经抽过，每月只抽一次，请直接点评。",
        "{facility} {month} was drawn before; a month is drawn once. Go on with that sample.",
    ),
    "review.nothing": (
        "{facility} {month} 没有这类处方，没有抽样。",
        "{facility} has no such prescription in {month}; nothing was drawn.",
    ),
    "review.answered_already": (
        "医师已经答复，点评不能再改；有申诉的，请在申诉中下结论。",
        "The prescriber has answered, so the judgement stays; conclude an appeal where there is one.",
    ),
    "review.no_appeal": (
        "这张处方没有待复核的申诉，可能同事刚刚办结了。",
        "No appeal is open for this prescription; a colleague may just have concluded it.",
    ),
    "review.bad_remark": (
        "意见最多 {most} 个字；结束申诉要写明意见。",
        "A remark has at most {most} characters; an appeal does not end without one.",
    ),
    "review.unknown_code": (
        "没有这样的点评代码：{codes}。代码从 1-1 到 3-4，见下面的代码表。",
        "There is no such code: {codes}. Codes go from 1-1 to 3-4, see the table below.",
    ),
    "review.no_prescription": (
        "没有找到这张处方，可能还没有到县里，或不在您的点评范围内。",
        "This prescription is not here: still on its way, or not one of yours to review.",
    ),
    "review.not_found": ("这张处方还没有点评。", "This prescription was not reviewed."),
    "rules.bad_pack": (
        "规则包有 {count} 处错误，没有发布。第一处在第 {line} 行 {key}。",
        "The rule pack has {count} faults and was not published; the first is line {line}, {key}.",
    ),
    "rules.version_known": (
        "版本“{version}”已经有了，请换一个版本名。",
        "Version “{version}” is there already; give another name.",
    ),
    "rules.from_before": (
        "生效日期 {day} 已经过去。已经签名的处方不再重判，请从今天或以后开始。",
        "{day} has passed: what was signed is not judged anew. Let it begin today or later.",
    ),
    "lesson.bad": (
        "微课不完整或太长（{key}）：编号、题目、内容必填，规则、成分、诊断至少写一种，问题要有 2 到 4 个答案。",
        "The lesson is not whole or too long ({key}): id, title and text, one rule, substance or diagnosis at least, "
        "and 2 to 4 answers to a question.",
    ),
    "lesson.not_found": ("没有微课“{lesson}”。", "There is no lesson “{lesson}”."),
}

REVIEW_ENGLISH: Final[dict[str, str]] = {
    "抽样": "Sample",
    "申诉": "Appeals",
    "指标": "Figures",
    "规则包": "Rules",
    "微课": "Lessons",
    "抽一个月的处方": "Draw a month's prescriptions",
    "随机抽取，种子和总数记入县账，任何时候都能重抽出同样的一份。每月每家机构每个专项抽一次；月底以后再抽，才抽得全。": (
        "Drawn at random; seed and population are kept, so that the same can be drawn again. Once a month for each "
        "institution and subject; a month is whole only when it has ended."
    ),
    "专项": "Subject",
    "全部处方": "all prescriptions",
    "处方总数": "Prescriptions",
    "抽取": "Drawn",
    "事后复核": "After-review",
    "已点评": "Reviewed",
    "种子": "Seed",
    "还没有抽过样。": "No sample was drawn yet.",
    "{count} 张中抽取 {drawn} 张，事后复核 {added} 张": "{drawn} of {count} drawn, {added} for after-review",
    "开始点评": "Begin",
    "处方": "Prescription",
    "医师": "Prescriber",
    "诊断": "Diagnosis",
    "点评": "Review",
    "未点评": "to do",
    "合理": "reasonable",
    "回到清单": "Back to the list",
    "第 {at} 张，共 {count} 张": "{at} of {count}",
    "患者": "Patient",
    "发药": "Handed out by",
    "主诉": "Complaint",
    "规则版本": "Rules",
    "药品": "Medicine",
    "规格": "Strength",
    "一次": "Dose",
    "频次": "Frequency",
    "途径": "Route",
    "天数": "Days",
    "备注": "Note",
    "自备": "own",
    "医师申诉：{text}": "The prescriber appeals: {text}",
    "医师已接受。": "The prescriber accepts.",
    "复核结论：{codes} {remark}": "Concluded: {codes} {remark}",
    "代码（如 1-3 2-5，空着就是合理；程序找到的已填好，由您决定）": (
        "Codes (1-3 2-5; none: reasonable. What the program found is filled in, you decide)"
    ),
    "意见（发给医师）": "Remark (goes to the prescriber)",
    "结束申诉": "End the appeal",
    "保存，下一张（回车）": "Save, next (Enter)",
    "规则怎么说": "What the rules say",
    "程序建议": "Proposed",
    "没有提示。": "Nothing.",
    "医师写的理由：{text}": "Reason given: {text}",
    "代码表": "Codes",
    "结论": "Conclusion",
    "待复核": "open",
    "没有申诉。": "No appeals.",
    "这个月没有处方。": "No prescriptions in this month.",
    "怎么算的": "How they are computed",
    "每格第二行是上个月。黄色：平均超过 3 种药、抗菌药物超过 20%、合理率不足 95%。中药饮片不计入药品种数和基本药物。": (
        "The second line of each cell is the month before. Yellow: more than 3 drugs, more than 20 % antibiotics, less "
        "than 95 % reasonable. Decoction pieces are left out of drugs a prescription and of essential medicines."
    ),
    "今天的规则：{version}": "In force: {version}",
    "已发布，随同步下发到各机构。": "Published; it reaches the clinics by sync.",
    "规则包有误，没有发布": "The pack has faults and was not published",
    "{version} 会改变": "{version} would change",
    "现在": "Now",
    "以后": "Then",
    "新的规则包": "A new rule pack",
    "TOML：写版本 version、日期 dated 和要改的项目，其余不变。先预览，再发布；从生效日起开方时使用，离线也一样。": (
        "TOML: version, dated, and the keys that change; the others stay. Preview, then publish; it is used for "
        "prescriptions from its day on, without a line too."
    ),
    "内容": "Text",
    "或选一个文件": "Or choose a file",
    "说明": "About",
    "发布过的规则包": "Published",
    "在用": "in force",
    "还没有发布过规则包，用程序自带的规则。": "None was published; the program's own rules stand.",
    "题目": "Title",
    "在哪里出现": "Speaks at",
    "读过": "Read by",
    "撤下": "Withdraw",
    "还没有微课。": "There are no lessons yet.",
    "新的微课": "A new lesson",
    "几句话，在规则提示的当时出现。同一个编号再发布，就替换原来的。规则、成分、诊断用空格隔开，至少写一种。": (
        "A few sentences that appear where a rule speaks. Published again under the same id it replaces the older. "
        "Rules, substances and diagnoses with blanks between, one at least."
    ),
    "规则（如 P08）": "Rules (P08)",
    "成分（如 amoxicillin）": "Substances (amoxicillin)",
    "诊断（如 J06）": "Diagnoses (J06)",
    "问题（可不填）": "Question (may be empty)",
    "答案，一行一个": "Answers, one a line",
    "第几个对": "Which is right",
    "点评范围": "Reviews",
    "点评：全县": "reviews: county",
}
