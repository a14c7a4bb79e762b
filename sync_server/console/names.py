"""What codes are called on the console: (Chinese, English) by kind.

The amounts are those of docs/settlement.md, in the order in which a bill is read.
"""

from typing import Final

from sync_server.console.fund_names import FUND_NAMES
from sync_server.console.reading_texts import READING_ACTS, READING_NAMES
from sync_server.console.review_names import REVIEW_ACTS, REVIEW_NAMES
from sync_server.console.statement_names import STATEMENT_ACTS, STATEMENT_NAMES

_TYPES: Final = {
    "facility.founded": ("机构建立", "Facility founded"),
    "staff.certified": ("人员登记", "Staff certified"),
    "resident.registered": ("居民建档", "Resident registered"),
    "resident.amended": ("居民信息修改", "Resident amended"),
    "card.linked": ("关联卡片", "Card linked"),
    "chart.viewed": ("查看档案", "Chart viewed"),
    "template.saved": ("保存模板", "Template saved"),
    "template.removed": ("删除模板", "Template removed"),
    "day.timed": ("秒表日报", "Day's pace told"),
    "visit.registered": ("挂号", "Visit registered"),
    "visit.cancelled": ("退号", "Visit cancelled"),
    "visit.called": ("叫号", "Visit called"),
    "prescription.issued": ("开具处方", "Prescription issued"),
    "encounter.signed": ("就诊结束", "Encounter signed"),
    "prescription.cancelled": ("作废处方", "Prescription cancelled"),
    "encounter.addended": ("病历补记", "Record addended"),
    "sickness.certified": ("病假证明", "Sickness certified"),
    "infectious.answered": ("传染病提示答复", "Infectious disease answered"),
    "allergy.recorded": ("记录过敏", "Allergy recorded"),
    "allergy.cancelled": ("撤销过敏", "Allergy struck"),
    "condition.noted": ("记录慢病", "Condition noted"),
    "condition.closed": ("慢病结案", "Condition closed"),
    "measurement.taken": ("测量", "Measurement taken"),
    "skin.tested": ("皮试", "Skin tested"),
    "stock.received": ("药品入库", "Stock received"),
    "stock.moved": ("库存变动", "Stock moved"),
    "stock.transferred": ("药品调拨", "Stock transferred"),
    "batch.judged": ("批次处置", "Batch judged"),
    "temperature.logged": ("冷链测温", "Cold-chain temperature"),
    "stock.revalued": ("库存调价", "Stock revalued"),
    "stocktake.opened": ("开始盘点", "Stocktake opened"),
    "stocktake.counted": ("盘点录数", "Stocktake counted"),
    "stocktake.approved": ("盘点审批", "Stocktake approved"),
    "lot.recalled": ("批号召回", "Lot recalled"),
    "prices.ordered": ("药品调价令", "Prices ordered"),
    "sold_codes.published": ("发布已售追溯码", "Sold codes published"),
    "order.submitted": ("提交采购单", "Order submitted"),
    "order.cancelled": ("撤销采购单", "Order cancelled"),
    "order.accepted": ("接受采购单", "Order accepted"),
    "order.shipped": ("采购发货", "Order shipped"),
    "invoice.matched": ("发票核对", "Invoice matched"),
    "examination.ordered": ("检验检查申请", "Examination ordered"),
    "examination.cancelled": ("撤销检查申请", "Examination cancelled"),
    "specimen.collected": ("采样", "Specimen collected"),
    "examination.reported": ("检验检查报告", "Examination reported"),
    "critical.answered": ("危急值处置", "Critical value answered"),
    "examination.referred": ("送县里诊断", "Examination referred"),
    "examination.read": ("县级诊断", "Examination read"),
    "settlement.made": ("收费结算", "Settlement made"),
    "settlement.reversed": ("退费红冲", "Settlement reversed"),
    "policy.published": ("发布政策", "Policy published"),
    "catalog.published": ("发布目录", "Catalogue published"),
    "insured.stated": ("参保信息", "Insured stated"),
    "insured.asked": ("查参保", "Insured looked up"),
    "county.founded": ("县平台建立", "County founded"),
    "facility.registered": ("机构登记", "Facility registered"),
    "device.enrolled": ("设备登记", "Device enrolled"),
    "device.revoked": ("设备停用", "Device revoked"),
    "entry.quarantined": ("条目隔离", "Entry quarantined"),
    "entry.released": ("条目放行", "Entry released"),
    "settlement.adjudicated": ("县级复核", "Settlement adjudicated"),
    "insurance.chosen": ("险种选择", "Insurance chosen"),
    "bill.deferred": ("挂账", "Bill on account"),
    "difference.settled": ("差额结清", "Difference settled"),
    "call.intended": ("外部调用已拟", "Call intended"),
    "call.sent": ("外部调用已发", "Call sent"),
    "call.concluded": ("外部调用有结果", "Call concluded"),
    "closing.made": ("日结", "Daily closing"),
    "medicine.dispensed": ("发药", "Medicine dispensed"),
    "medicine.returned": ("退药", "Medicine returned"),
    "admission.registered": ("入院", "Admission"),
    "admission.charged": ("住院记账", "Admission charged"),
    "admission.discharged": ("出院", "Discharge"),
    "admission.moved": ("转床", "Moved to another bed"),
    "bed.placed": ("床位", "Bed"),
    "bed.readied": ("床位清洁", "Bed made ready"),
    "ward_order.signed": ("医嘱", "Ward orders"),
    "ward_order.stopped": ("停医嘱", "Ward orders stopped"),
    "ward_order.executed": ("医嘱执行", "Ward orders carried out"),
    "ward_dose.dispensed": ("病区摆药", "Ward doses dispensed"),
    "ward_dose.returned": ("病区退药", "Ward doses returned"),
    "ward_note.signed": ("病程记录", "Ward note"),
    "ward_note.addended": ("病程补记", "Addendum to a ward note"),
    "deposit.taken": ("收预交金", "Deposit taken"),
    "deposit.returned": ("退预交金", "Deposit returned"),
    "statement.issued": ("结算申报表", "Statement issued"),
    "statement.answered": ("申报表确认", "Statement answered"),
    "record.adjusted": ("县级调整", "Record adjusted"),
    "dispute.decided": ("争议裁定", "Dispute decided"),
    "statement.approved": ("申报表审核", "Statement approved"),
    "month.closed": ("月结", "Month closed"),
    "difference.decided": ("差额裁定", "Difference decided"),
    "records.deducted": ("扣款", "Records deducted"),
    "finding.decided": ("疑点处理", "Finding decided"),
    "payment_plan.published": ("支付方案", "Payment plan"),
    "payment_run.made": ("拨付单", "Payment run"),
    "payment_run.approved": ("拨付复核", "Payment approved"),
    "payment.noticed": ("拨付通知", "Payment notice"),
    "review.sampled": ("点评抽样", "Review sampled"),
    "prescription.reviewed": ("处方点评", "Prescription reviewed"),
    "review.answered": ("点评答复", "Review answered"),
    "review.concluded": ("点评申诉复核", "Appeal concluded"),
    "rules.published": ("发布规则包", "Rules published"),
    "lesson.published": ("发布微课", "Lesson published"),
    "lesson.read": ("读微课", "Lesson read"),
}

AMOUNTS: Final = {
    "medfee_sumamt": ("医疗费总额", "Total charges"),
    "fulamt_ownpay_amt": ("全自费金额", "Fully own-pay"),
    "overlmt_selfpay": ("超限价自费", "Above limit price"),
    "preselfpay_amt": ("先行自付", "Self-pay first"),
    "inscp_scp_amt": ("符合政策范围金额", "In scope"),
    "gc_in_amt": ("其中：一般诊疗费", "of it: consultation fee"),
    "act_pay_dedc": ("实际支付起付线", "Deductible paid"),
    "pool_base_amt": ("起付线以上金额", "Above deductible"),
    "pool_raw_amt": ("按比例统筹金额", "Pooled by ratio"),
    "pool_cut_amt": ("超封顶线扣减", "Cut by caps"),
    "gc_fund_pay": ("一般诊疗费基金支付", "Consultation fee, fund"),
    "hifp_pay": ("统筹基金支付", "Pooling fund"),
    "cmi_in_amt": ("计入大病保险金额", "Counted by major disease"),
    "hifmi_pay": ("居民大病保险支付", "Major disease, residents"),
    "hifob_pay": ("职工大额医疗支付", "Major disease, employees"),
    "maf_base_amt": ("计入医疗救助金额", "Counted by assistance"),
    "maf_pay": ("医疗救助支付", "Medical assistance"),
    "fund_pay_sumamt": ("基金支付总额", "Fund total"),
    "hosp_part_amt": ("医院负担金额", "Borne by institution"),
    "psn_part_amt": ("个人负担总额", "Person's total"),
    "acct_pay": ("个人账户支付", "Personal account"),
    "psn_cash_pay": ("个人现金支出", "Cash and wallet"),
    "ewallet_pay": ("其中：电子钱包", "of it: e-wallet"),
    "cash_pay": ("其中：现金", "of it: cash"),
    "dise_surplus_amt": ("病种结余", "Per-disease surplus"),
}

_STATES: Final = {
    "agreed": ("一致", "agreed"),
    "adjusted": ("已调整", "adjusted"),
    "voided": ("不予支付", "voided"),
    "rejected": ("未受理", "rejected"),
    "waiting": ("待复核", "waiting"),
    "own": ("自费", "self-pay"),
    "reversed": ("已红冲", "reversed"),
}

_CAUSES: Final = {
    "DUP": ("重复结算", "settled twice"),
    "ELIG": ("不符合待遇条件", "not eligible"),
    "POLICY": ("政策版本不同", "other policy version"),
    "CATALOG": ("目录不同", "catalogue differs"),
    "PERSON": ("参保信息不同", "person's data differ"),
    "ACCUM": ("年度累计不同", "yearly totals differ"),
    "REVERSAL": ("随原单冲回", "reversed with the original"),
}

_ACTIONS: Final = {
    "PAY_PERSON": ("补付个人", "pay the person"),
    "COLLECT_PERSON": ("向个人收回", "collect from the person"),
    "CLINIC_BEAR": ("机构承担", "the clinic bears it"),
    "FUND_ABSORB": ("基金消化", "the fund absorbs it"),
    "RECLASS": ("仅调整科目", "accounts only"),
    "REVERSE_ADJUST": ("冲回调整", "adjustment reversed"),
}

_WARNINGS: Final = {
    "W_NOT_INSURED": ("未参保或参保停止", "not insured"),
    "W_NO_BENEFIT_LEVEL": ("该级别机构无此待遇", "no benefit at this level"),
    "W_NOT_CONTRACTED": ("未签约", "not contracted"),
    "W_ITEM_UNKNOWN": ("有项目不在目录内", "item not in the catalogue"),
    "W_ITEM_NOT_APPROVED": ("限制用药未经审批", "restricted item not approved"),
    "W_REFERRAL_INVALID": ("转诊无效", "referral not valid"),
    "W_GC_REPEAT": ("一般诊疗费重复", "consultation fee repeated"),
    "W_GC_OVER_STD": ("一般诊疗费超标准", "consultation fee above standard"),
    "W_CAP_REACHED": ("达到封顶线", "cap reached"),
    "W_CMI_CAP": ("达到大病封顶线", "major-disease cap reached"),
    "W_MAF_CAP": ("达到救助封顶线", "assistance cap reached"),
    "W_MAF_NOT_ONE_STOP": ("救助未能一站式结算", "assistance not one-stop"),
    "W_ACCT_UNAVAILABLE": ("个人账户不可用", "account not available"),
    "W_EWALLET_UNAVAILABLE": ("电子钱包不可用", "e-wallet not available"),
}

_LEVELS: Final = {
    "village": ("村卫生室", "village clinic"),
    "township": ("乡镇卫生院", "township hospital"),
    "community": ("社区卫生服务机构", "community centre"),
    "county": ("县级医院", "county hospital"),
    "city": ("市级医院", "city hospital"),
    "province": ("省级医院", "provincial hospital"),
}

_STAFF: Final = {
    "registrar": ("挂号", "registrar"),
    "doctor": ("医师", "doctor"),
    "village_doctor": ("村医", "village doctor"),
    "pharmacist": ("药剂", "pharmacist"),
    "technician": ("检验检查", "technician"),
    "nurse": ("护士", "nurse"),
    "cashier": ("收费", "cashier"),
    "public_health": ("公卫", "public health"),
    "administrator": ("管理员", "administrator"),
}

_ROLES: Final = {
    "officer": ("经办", "officer"),
    "auditor": ("稽核", "auditor"),
    "administrator": ("管理员", "administrator"),
    "reviewer": ("点评", "reviewer"),
    "distributor": ("配送", "distributor"),
    "reader": ("阅片", "reader"),
}

_ACTS: Final = {
    "login": ("登录", "signed in"),
    "login_refused": ("登录被拒", "login refused"),
    "logout": ("退出", "signed out"),
    "password_changed": ("修改密码", "password changed"),
    "user_added": ("新增用户", "user added"),
    "user_changed": ("修改用户", "user changed"),
    "password_reset": ("重设密码", "password reset"),
    "code_made": ("生成登记码", "device code made"),
    "device_revoked": ("停用设备", "device revoked"),
    "permits_changed": ("更改机构许可", "facility permits changed"),
    "entry_released": ("放行条目", "entry released"),
    "alarm_acknowledged": ("确认告警", "alarm acknowledged"),
    "identity_shown": ("查看身份信息", "identity shown"),
    **STATEMENT_ACTS,
    "finding_decided": ("处理疑点", "finding decided"),
    "records_deducted": ("扣款", "records deducted"),
    "payment_made": ("拨付制单", "payment run made"),
    "payment_approved": ("拨付复核", "payment run approved"),
    "catalog_published": ("发布目录", "catalogue published"),
    "order_accepted": ("接单", "order accepted"),
    "order_shipped": ("发货", "order shipped"),
    "prices_published": ("发布价格", "prices published"),
    "lot_recalled": ("召回批次", "lot recalled"),
    **REVIEW_ACTS,
    **READING_ACTS,
}

_MARKS: Final = {
    "true": ("核对无误", "verified"),
    "false": ("核对不符", "does not verify"),
    "not_due": ("不需要", "not due"),
    "unknown": ("无法核对", "cannot be checked"),
    "whole": ("县平台日志，整链用 journal verify 核对", "the county's own: see journal verify"),
}

_CATALOGS: Final = {
    "drugs": ("药品", "Medicines"),
    "diagnoses": ("疾病诊断", "Diagnoses"),
    "services": ("诊疗项目", "Charge items"),
    "herbs": ("中药饮片", "Decoction pieces"),
    "tcm_diagnoses": ("中医病名", "Diseases of Chinese medicine"),
    "tcm_syndromes": ("中医证候", "Patterns of Chinese medicine"),
}

_INSURANCE: Final = {
    "310": ("职工医保", "employees"),
    "380": ("新农合", "rural scheme"),
    "390": ("居民医保", "residents"),
}

_TIMED: Final = {
    "visit": ("接诊", "Visit"),
    "charge": ("收费", "Charge"),
    "followup": ("随访", "Follow-up"),
}

_ORDER_STAGES: Final = {
    "submitted": ("待接单", "submitted"),
    "cancelled": ("已撤单", "cancelled"),
    "accepted": ("待发货", "accepted"),
    "shipped": ("已发货", "shipped"),
    "part": ("部分到货", "received in part"),
    "received": ("已到货", "received"),
    "matched": ("已对票", "matched"),
    "paid": ("已付款", "paid"),
}

_ORDER_REASONS: Final = {
    "normal": ("常规", "normal"),
    "urgent": ("急需", "urgent"),
    "rescue": ("抢救", "rescue"),
}

_PERMITS: Final = {
    "iv_antibiotics": ("静脉输注抗菌药物", "antibiotics by vein"),
    "narcotics": ("麻醉药品和第一类精神药品", "narcotics and class 1 psychotropics"),
}

NAMES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "type": _TYPES,
    "amount": AMOUNTS,
    "state": _STATES,
    "cause": _CAUSES,
    "action": _ACTIONS,
    "warning": _WARNINGS,
    "level": _LEVELS,
    "permit": _PERMITS,
    "timed": _TIMED,
    "staff": _STAFF,
    "role": _ROLES,
    "act": _ACTS,
    "mark": _MARKS,
    "insurance": _INSURANCE,
    "catalog": _CATALOGS,
    "order_stage": _ORDER_STAGES,
    "order_reason": _ORDER_REASONS,
    **FUND_NAMES,
    **STATEMENT_NAMES,
    **REVIEW_NAMES,
    **READING_NAMES,
}
