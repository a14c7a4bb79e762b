"""Sentences of the page of sync: what the county holds, what to do, and what came back."""

from dataclasses import dataclass
from typing import Final

from clinic_app.domain.settlement.sentences import ERRORS, refusal
from clinic_app.domain.time import beijing
from clinic_app.services.receipts import DayReceipt
from clinic_app.services.rehearsal import Rehearsal, Would, WouldReturn
from clinic_app.services.sync_state import LastRound, Returned, SyncOverview
from clinic_app.ui.format import since, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.shell_state import Line
from clinic_app.ui.shell_texts import LATE_S
from clinic_app.ui.texts import sentence_of
from clinic_app.ui.theme import Tone

RECORDS: Final = {
    "resident.registered": QT_TRANSLATE_NOOP("records", "建档"),
    "resident.amended": QT_TRANSLATE_NOOP("records", "改档案"),
    "card.linked": QT_TRANSLATE_NOOP("records", "关联卡"),
    "household.founded": QT_TRANSLATE_NOOP("records", "立户"),
    "household.amended": QT_TRANSLATE_NOOP("records", "改住户"),
    "household.joined": QT_TRANSLATE_NOOP("records", "入户"),
    "household.left": QT_TRANSLATE_NOOP("records", "离户"),
    "record.opened": QT_TRANSLATE_NOOP("records", "建健康档案"),
    "resident.moved": QT_TRANSLATE_NOOP("records", "迁移"),
    "resident.died": QT_TRANSLATE_NOOP("records", "死亡"),
    "resident.returned": QT_TRANSLATE_NOOP("records", "更正死亡或迁移"),
    "resident.merged": QT_TRANSLATE_NOOP("records", "合并档案"),
    "resident.split": QT_TRANSLATE_NOOP("records", "拆分档案"),
    "resident.distinguished": QT_TRANSLATE_NOOP("records", "不是同一人"),
    "care.opened": QT_TRANSLATE_NOOP("records", "纳入管理"),
    "care.closed": QT_TRANSLATE_NOOP("records", "结案"),
    "contact.missed": QT_TRANSLATE_NOOP("records", "未联系上"),
    "form.recorded": QT_TRANSLATE_NOOP("records", "公卫表单"),
    "form.withdrawn": QT_TRANSLATE_NOOP("records", "作废表单"),
    "round.packed": QT_TRANSLATE_NOOP("records", "下乡包"),
    "sheet.pictured": QT_TRANSLATE_NOOP("records", "表单照片"),
    "vaccination.given": QT_TRANSLATE_NOOP("records", "接种"),
    "vaccination.observed": QT_TRANSLATE_NOOP("records", "留观"),
    "vaccination.withdrawn": QT_TRANSLATE_NOOP("records", "撤销接种"),
    "vaccination.deferred": QT_TRANSLATE_NOOP("records", "暂缓接种"),
    "vaccination.numbered": QT_TRANSLATE_NOOP("records", "受种者编码"),
    "programme.enrolled": QT_TRANSLATE_NOOP("records", "项目登记"),
    "programme.withdrawn": QT_TRANSLATE_NOOP("records", "撤销项目登记"),
    "programme.done": QT_TRANSLATE_NOOP("records", "项目完成"),
    "programme.subsidised": QT_TRANSLATE_NOOP("records", "项目补助"),
    "programme.followed": QT_TRANSLATE_NOOP("records", "项目随访"),
    "team.formed": QT_TRANSLATE_NOOP("records", "组建签约团队"),
    "team.amended": QT_TRANSLATE_NOOP("records", "修改签约团队"),
    "contract.signed": QT_TRANSLATE_NOOP("records", "家庭医生签约"),
    "contract.renewed": QT_TRANSLATE_NOOP("records", "续签"),
    "contract.ended": QT_TRANSLATE_NOOP("records", "解约"),
    "contract.refused": QT_TRANSLATE_NOOP("records", "拒签"),
    "reading.received": QT_TRANSLATE_NOOP("records", "自测数据收到"),
    "reading.confirmed": QT_TRANSLATE_NOOP("records", "自测数据确认"),
    "reading.rejected": QT_TRANSLATE_NOOP("records", "自测数据作废"),
    "reading.answered": QT_TRANSLATE_NOOP("records", "自测危急值处置"),
    "visit.registered": QT_TRANSLATE_NOOP("records", "挂号"),
    "visit.called": QT_TRANSLATE_NOOP("records", "叫号"),
    "visit.cancelled": QT_TRANSLATE_NOOP("records", "退号"),
    "encounter.signed": QT_TRANSLATE_NOOP("records", "门诊病历"),
    "prescription.issued": QT_TRANSLATE_NOOP("records", "处方"),
    "prescription.cancelled": QT_TRANSLATE_NOOP("records", "作废处方"),
    "encounter.addended": QT_TRANSLATE_NOOP("records", "病历补记"),
    "sickness.certified": QT_TRANSLATE_NOOP("records", "病假证明"),
    "infectious.answered": QT_TRANSLATE_NOOP("records", "传染病答复"),
    "allergy.recorded": QT_TRANSLATE_NOOP("records", "过敏"),
    "allergy.cancelled": QT_TRANSLATE_NOOP("records", "撤销过敏"),
    "condition.noted": QT_TRANSLATE_NOOP("records", "慢病"),
    "condition.closed": QT_TRANSLATE_NOOP("records", "慢病结案"),
    "measurement.taken": QT_TRANSLATE_NOOP("records", "测量"),
    "skin.tested": QT_TRANSLATE_NOOP("records", "皮试"),
    "stock.received": QT_TRANSLATE_NOOP("records", "入库"),
    "stock.moved": QT_TRANSLATE_NOOP("records", "库存变动"),
    "stock.transferred": QT_TRANSLATE_NOOP("records", "调拨"),
    "transfer.cancelled": QT_TRANSLATE_NOOP("records", "撤销调拨"),
    "temperature.logged": QT_TRANSLATE_NOOP("records", "冷链测温"),
    "batch.judged": QT_TRANSLATE_NOOP("records", "批次处置"),
    "stock.revalued": QT_TRANSLATE_NOOP("records", "库存调价"),
    "stocktake.opened": QT_TRANSLATE_NOOP("records", "盘点"),
    "stocktake.counted": QT_TRANSLATE_NOOP("records", "盘点录数"),
    "stocktake.approved": QT_TRANSLATE_NOOP("records", "盘点审批"),
    "order.submitted": QT_TRANSLATE_NOOP("records", "采购单"),
    "order.cancelled": QT_TRANSLATE_NOOP("records", "撤销采购单"),
    "invoice.matched": QT_TRANSLATE_NOOP("records", "发票核对"),
    "examination.ordered": QT_TRANSLATE_NOOP("records", "检查申请"),
    "examination.cancelled": QT_TRANSLATE_NOOP("records", "撤销检查申请"),
    "specimen.collected": QT_TRANSLATE_NOOP("records", "采样"),
    "examination.reported": QT_TRANSLATE_NOOP("records", "检查报告"),
    "critical.answered": QT_TRANSLATE_NOOP("records", "危急值处置"),
    "examination.referred": QT_TRANSLATE_NOOP("records", "送县里诊断"),
    "settlement.made": QT_TRANSLATE_NOOP("records", "收费结算"),
    "settlement.reversed": QT_TRANSLATE_NOOP("records", "退费"),
    "bill.deferred": QT_TRANSLATE_NOOP("records", "挂账"),
    "difference.settled": QT_TRANSLATE_NOOP("records", "结清差额"),
    "medicine.dispensed": QT_TRANSLATE_NOOP("records", "发药"),
    "medicine.returned": QT_TRANSLATE_NOOP("records", "退药"),
    "cold_place.named": QT_TRANSLATE_NOOP("records", "冷链地点"),
    "empties.returned": QT_TRANSLATE_NOOP("records", "收回空安瓿"),
    "empties.destroyed": QT_TRANSLATE_NOOP("records", "销毁空安瓿"),
    "closing.made": QT_TRANSLATE_NOOP("records", "日结"),
    "admission.registered": QT_TRANSLATE_NOOP("records", "入院"),
    "admission.charged": QT_TRANSLATE_NOOP("records", "住院记账"),
    "admission.discharged": QT_TRANSLATE_NOOP("records", "出院"),
    "admission.moved": QT_TRANSLATE_NOOP("records", "转床"),
    "bed.placed": QT_TRANSLATE_NOOP("records", "床位"),
    "bed.readied": QT_TRANSLATE_NOOP("records", "床位清洁"),
    "ward_order.signed": QT_TRANSLATE_NOOP("records", "医嘱"),
    "ward_order.stopped": QT_TRANSLATE_NOOP("records", "停医嘱"),
    "ward_order.executed": QT_TRANSLATE_NOOP("records", "医嘱执行"),
    "ward_dose.dispensed": QT_TRANSLATE_NOOP("records", "病区摆药"),
    "ward_dose.returned": QT_TRANSLATE_NOOP("records", "病区退药"),
    "ward_note.signed": QT_TRANSLATE_NOOP("records", "病程记录"),
    "ward_note.addended": QT_TRANSLATE_NOOP("records", "病程补记"),
    "deposit.taken": QT_TRANSLATE_NOOP("records", "收预交金"),
    "deposit.returned": QT_TRANSLATE_NOOP("records", "退预交金"),
    "staff.certified": QT_TRANSLATE_NOOP("records", "人员登记"),
    "call.intended": QT_TRANSLATE_NOOP("records", "外部调用"),
    "call.sent": QT_TRANSLATE_NOOP("records", "外部调用"),
    "call.concluded": QT_TRANSLATE_NOOP("records", "外部调用"),
    "insurance.chosen": QT_TRANSLATE_NOOP("records", "险种选择"),
    "insured.asked": QT_TRANSLATE_NOOP("records", "查参保"),
    "chart.viewed": QT_TRANSLATE_NOOP("records", "查看病历"),
    "template.saved": QT_TRANSLATE_NOOP("records", "保存模板"),
    "template.removed": QT_TRANSLATE_NOOP("records", "删除模板"),
    "day.timed": QT_TRANSLATE_NOOP("records", "秒表日报"),
    "statement.answered": QT_TRANSLATE_NOOP("records", "申报答复"),
    "review.answered": QT_TRANSLATE_NOOP("records", "点评答复"),
    "lesson.read": QT_TRANSLATE_NOOP("records", "读微课"),
    "facility.founded": QT_TRANSLATE_NOOP("records", "建机构"),
}

# Where a record is worked on: type → page.
PAGES: Final = {
    "settlement.made": "settlement",
    "settlement.reversed": "settlement",
    "bill.deferred": "settlement",
    "difference.settled": "settlement",
    "medicine.dispensed": "pharmacy",
    "medicine.returned": "pharmacy",
    "cold_place.named": "stock",
    "empties.returned": "stock",
    "empties.destroyed": "stock",
    "prescription.cancelled": "outpatient",
    "encounter.addended": "outpatient",
    "sickness.certified": "outpatient",
    "allergy.recorded": "chart",
    "allergy.cancelled": "chart",
    "condition.noted": "chart",
    "condition.closed": "chart",
    "measurement.taken": "chart",
    "skin.tested": "chart",
    "examination.ordered": "outpatient",
    "examination.cancelled": "outpatient",
    "specimen.collected": "examinations",
    "examination.reported": "examinations",
    "critical.answered": "outpatient",
    "examination.referred": "examinations",
    "encounter.signed": "outpatient",
    "prescription.issued": "outpatient",
    "visit.registered": "registration",
    "visit.called": "registration",
    "visit.cancelled": "registration",
    "closing.made": "closing",
    "call.intended": "settlement",
    "call.sent": "settlement",
    "call.concluded": "settlement",
    "statement.answered": "statements",
    "review.answered": "review",
    "lesson.read": "review",
    "facility.founded": "facility",
    "staff.certified": "staff",
    "admission.registered": "inpatient",
    "admission.charged": "inpatient",
    "admission.discharged": "inpatient",
    "admission.moved": "ward",
    "bed.placed": "ward",
    "bed.readied": "ward",
    "ward_order.signed": "ward",
    "ward_order.stopped": "ward",
    "ward_order.executed": "ward",
    "ward_dose.dispensed": "ward",
    "ward_dose.returned": "ward",
    "ward_note.signed": "ward",
    "ward_note.addended": "ward",
    "deposit.taken": "inpatient",
    "deposit.returned": "inpatient",
}
OTHERWISE: Final = "residents"

# Reasons whose sentence already says what to do.
_SAID: Final = frozenset(
    {
        "journal.unknown_author",
        "journal.bad_author_signature",
        "settlement.no_policy",
        "settlement.not_at_platform",
        "settlement.reversed_before",
    }
)
_TO_DO: Final = {
    "journal.waits": QT_TRANSLATE_NOOP("sync", "先处理它所依据的那一条，这条会跟着放行。"),
    "statement.answered_before": QT_TRANSLATE_NOOP("sync", "不用处理：以先作出的答复为准。"),
}
_OTHERWISE_TO_DO: Final = QT_TRANSLATE_NOOP("sync", "不要重做。请联系县里处理，放行后自动计入。")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How things stand, and what to do."""

    headline: str
    advice: str
    tone: Tone


def verdict(seen: SyncOverview, line: Line | None) -> Verdict:
    """Green only where the county holds everything and both ends agree on each day."""
    if not seen.enrolled:
        return Verdict(
            translate("sync", "本机还没有入网：{n} 条只在这台电脑上").format(n=f"{seen.unsent:,}"),
            translate("sync", "请管理员在“机构”页用县里给的登记码入网。在那以前照常看病，记得每天备份。"),
            Tone.WARN,
        )
    if seen.differs:
        return Verdict(
            translate("sync", "{day} 这一天，县里的合计与本机不同").format(day=seen.differs),
            translate(
                "sync",
                "本机的记录都在，没有丢。请按 F5 再同步一次；"
                "还不同，就把下表标红的日子报给县里核对，不要重做。",
            ),
            Tone.DANGER,
        )
    if seen.unsent:
        return _unsent(seen, line)
    if seen.filling is not None:
        return Verdict(
            translate("sync", "新电脑正在接收数据：本机写的县里都收到了"),
            translate("sync", "可以挂号、找人。收完以前，历史记录和累计数不完整。"),
            Tone.WARN,
        )
    return Verdict(
        translate("sync", "全部安全：本机 {n} 条县里都收到了，每天的合计也一致").format(n=f"{seen.head:,}"),
        translate("sync", "不用做什么。这台电脑坏了，数据也能从县里取回。"),
        Tone.OK,
    )


def _unsent(seen: SyncOverview, line: Line | None) -> Verdict:
    late = seen.oldest_s >= LATE_S or line is Line.REFUSED
    words = translate("sync", "还有 {n} 条没有到县里，最早的是 {age}")
    parts = [words.format(n=f"{seen.unsent:,}", age=since(seen.oldest_s))]
    if seen.at_hub:
        parts.append(translate("sync", "其中本院中心已收 {n} 条").format(n=f"{seen.at_hub:,}"))
    if seen.carried:
        parts.append(translate("sync", "其中 {n} 条在U盘上").format(n=f"{seen.carried:,}"))
    return Verdict("；".join(parts), _to_send(seen, line), Tone.DANGER if late else Tone.WARN)


def _to_send(seen: SyncOverview, line: Line | None) -> str:
    if line is Line.BUSY:
        return translate("sync", "正在送出，不用等，照常工作。")
    if line is Line.REFUSED and seen.last is not None and seen.last.error:
        return sentence_of(seen.last.error, language())
    if seen.carried:
        return translate("sync", "U盘送到县里、拿回来按“从U盘读入”，县里的收据才算数。")
    if line is Line.DOWN:
        return translate("sync", "线路断了，照常工作：恢复后自动补送。断了几天，就用U盘摆渡。")
    return translate("sync", "会自动送出；现在就要送，按 F5。")


def last_text(last: LastRound | None) -> str:
    """What happened last."""
    if last is None:
        return translate("sync", "还没有与县里同步过。")
    at = f"{beijing(last.at_ms):%m-%d %H:%M}"
    if last.error:
        words = translate("sync", "上次同步 {at} 没有完成：{why}")
        return words.format(at=at, why=sentence_of(last.error, language()))
    words = translate("sync", "上次同步 {at} 成功：送出 {up} 条，收到 {down} 条，流量 {kb} KB，用时 {s} 秒")
    kb = -(-(last.bytes_up + last.bytes_down) // 1024)
    return words.format(
        at=at, up=f"{last.pushed:,}", down=f"{last.pulled:,}", kb=f"{kb:,}", s=f"{last.seconds:.1f}"
    )


def record_text(kind: str) -> str:
    """A record's kind in words."""
    return translate("records", RECORDS[kind]) if kind in RECORDS else kind


def reason_text(one: Returned) -> str:
    return sentence_of(one.aside.reason, language())


def to_do_text(one: Returned) -> str:
    """What is to be done about a record that came back, as far as its reason does not say it."""
    if one.aside.reason in _SAID:
        return ""
    return translate("sync", _TO_DO.get(one.aside.reason, _OTHERWISE_TO_DO))


WOULD: Final = {
    Would.ADJUST: (QT_TRANSLATE_NOOP("rehearsal", "金额会改"), Tone.WARN),
    Would.VOID: (QT_TRANSLATE_NOOP("rehearsal", "医保不付"), Tone.DANGER),
    Would.SET_ASIDE: (QT_TRANSLATE_NOOP("rehearsal", "会退回"), Tone.DANGER),
    Would.WAIT: (QT_TRANSLATE_NOOP("rehearsal", "会等待"), Tone.INFO),
}


def rehearsed(found: Rehearsal) -> tuple[str, Tone]:
    """What a rehearsal came to, in one sentence, and how good that is."""
    n, bad = f"{found.entries:,}", f"{found.entries - found.accepted:,}"
    if not found.by_county:
        words = translate("rehearsal", "只在本机检查了 {n} 条，{bad} 条会被退回。县里没有答复：{why}")
        return words.format(n=n, bad=bad, why=sentence_of(found.why_not, language())), Tone.WARN
    if found.entries == 0:
        return translate("rehearsal", "没有待送的记录，不用演练。"), Tone.OK
    if found.fine:
        return translate("rehearsal", "演练了 {n} 条，县里都会照原样收下。").format(n=n), Tone.OK
    said = translate("rehearsal", "演练了 {n} 条，{bad} 条不会照原样收下，请在下面逐条看。").format(
        n=n, bad=bad
    )
    if found.fund_diff:
        said += translate("rehearsal", "基金合计差 {amount}。").format(amount=yen(found.fund_diff))
    if found.left:
        said += translate("rehearsal", "还有 {n} 条太新，没有演练。").format(n=f"{found.left:,}")
    return said, Tone.WARN if found.accepted < found.entries else Tone.INFO


def would_text(one: WouldReturn) -> str:
    return translate("rehearsal", WOULD[one.would][0])


def would_tone(one: WouldReturn) -> Tone:
    return WOULD[one.would][1]


def because_text(one: WouldReturn) -> str:
    """Why the county would not take it just as it is."""
    if one.would is Would.ADJUST:
        words = translate("rehearsal", "县里按自己的登记和政策算，基金差 {amount}")
        return words.format(amount=yen(one.fund_diff))
    if one.code in ERRORS:
        return refusal(one.code, language())
    return sentence_of(one.code, language())


def receipt_words(told: DayReceipt) -> tuple[str, Tone]:
    """县级回执 of a day in two sentences; green only where everything is proved."""
    day = f"{told.day:%m-%d}"
    if told.waiting:
        words = translate("receipt", "{day} 的县级回执：还有 {n} 条没有到县里，到了以后这里说明。")
        return words.format(day=day, n=f"{told.waiting:,}"), Tone.WARN
    words = translate("receipt", "{day} 的县级回执：县里收到 {n} 条，{amount}，{agrees}。{verdicts}。")
    said, tone = _agreement(told)
    return (
        words.format(
            day=day, n=f"{told.entries:,}", amount=yen(told.fen), agrees=said, verdicts=_verdicts(told)
        ),
        tone,
    )


def _agreement(told: DayReceipt) -> tuple[str, Tone]:
    if told.agrees is None:
        return translate("receipt", "合计县里还没有告诉"), Tone.INFO
    if not told.agrees:
        return translate("receipt", "合计与本机不同，请报县里核对"), Tone.DANGER
    return translate("receipt", "合计与本机一致"), Tone.OK if told.proved else Tone.INFO


def _verdicts(told: DayReceipt) -> str:
    """复核一致 38、调整 1（基金 ¥1.20）、退回 1, without what there is none of."""
    said = told.verdicts
    counts = (
        (translate("receipt", "复核一致 {n}"), said.unchanged, 0),
        (translate("receipt", "调整 {n}"), said.adjusted, said.fund_diff),
        (translate("receipt", "作废 {n}"), said.voided, said.voided_diff),
        (translate("receipt", "退回 {n}"), told.set_aside, 0),
        (translate("receipt", "等待复核 {n}"), said.pending, 0),
    )
    fund = translate("receipt", "（基金 {amount}）")
    parts = [
        words.format(n=n) + (fund.format(amount=yen(fen)) if fen else "") for words, n, fen in counts if n
    ]
    return translate("receipt", "、").join(parts) or translate("receipt", "没有要复核的结算")
