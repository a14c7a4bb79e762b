"""Sentences of the page of sync: what the county holds, what to do, and what came back."""

from dataclasses import dataclass
from typing import Final

from clinic_app.domain.time import beijing
from clinic_app.services.sync_state import LastRound, Returned, SyncOverview
from clinic_app.ui.format import since
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.shell_state import Line
from clinic_app.ui.shell_texts import LATE_S
from clinic_app.ui.texts import sentence_of
from clinic_app.ui.theme import Tone

RECORDS: Final = {
    "resident.registered": QT_TRANSLATE_NOOP("records", "建档"),
    "resident.amended": QT_TRANSLATE_NOOP("records", "改档案"),
    "card.linked": QT_TRANSLATE_NOOP("records", "关联卡"),
    "visit.registered": QT_TRANSLATE_NOOP("records", "挂号"),
    "visit.called": QT_TRANSLATE_NOOP("records", "叫号"),
    "visit.cancelled": QT_TRANSLATE_NOOP("records", "退号"),
    "encounter.signed": QT_TRANSLATE_NOOP("records", "门诊病历"),
    "prescription.issued": QT_TRANSLATE_NOOP("records", "处方"),
    "settlement.made": QT_TRANSLATE_NOOP("records", "收费结算"),
    "settlement.reversed": QT_TRANSLATE_NOOP("records", "退费"),
    "bill.deferred": QT_TRANSLATE_NOOP("records", "挂账"),
    "difference.settled": QT_TRANSLATE_NOOP("records", "结清差额"),
    "medicine.dispensed": QT_TRANSLATE_NOOP("records", "发药"),
    "medicine.returned": QT_TRANSLATE_NOOP("records", "退药"),
    "closing.made": QT_TRANSLATE_NOOP("records", "日结"),
    "admission.registered": QT_TRANSLATE_NOOP("records", "入院"),
    "admission.charged": QT_TRANSLATE_NOOP("records", "住院记账"),
    "admission.discharged": QT_TRANSLATE_NOOP("records", "出院"),
    "deposit.taken": QT_TRANSLATE_NOOP("records", "收预交金"),
    "deposit.returned": QT_TRANSLATE_NOOP("records", "退预交金"),
    "staff.certified": QT_TRANSLATE_NOOP("records", "人员登记"),
    "call.intended": QT_TRANSLATE_NOOP("records", "外部调用"),
    "call.sent": QT_TRANSLATE_NOOP("records", "外部调用"),
    "call.concluded": QT_TRANSLATE_NOOP("records", "外部调用"),
    "insurance.chosen": QT_TRANSLATE_NOOP("records", "险种选择"),
    "insured.asked": QT_TRANSLATE_NOOP("records", "查参保"),
    "chart.viewed": QT_TRANSLATE_NOOP("records", "查看病历"),
    "statement.answered": QT_TRANSLATE_NOOP("records", "申报答复"),
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
    "facility.founded": "facility",
    "staff.certified": "staff",
    "admission.registered": "inpatient",
    "admission.charged": "inpatient",
    "admission.discharged": "inpatient",
    "deposit.taken": "inpatient",
    "deposit.returned": "inpatient",
}
OTHERWISE: Final = "residents"

_TO_DO: Final = {
    "journal.unknown_author": QT_TRANSLATE_NOOP(
        "sync", "请管理员在“人员”页登记这个操作人，登记后县里自动放行。"
    ),
    "journal.bad_author_signature": QT_TRANSLATE_NOOP("sync", "请本人重新登录，把这一笔补做一遍。"),
    "journal.waits": QT_TRANSLATE_NOOP("sync", "先处理它所依据的那一条，这条会跟着放行。"),
    "settlement.no_policy": QT_TRANSLATE_NOOP("sync", "不用重收。县里发布政策后自动放行。"),
    "settlement.not_at_platform": QT_TRANSLATE_NOOP("sync", "不用重收。请与医保平台对账，再联系县里。"),
    "settlement.reversed_before": QT_TRANSLATE_NOOP("sync", "钱只退一次：请与县医保经办核对这张收据。"),
    "statement.answered_before": QT_TRANSLATE_NOOP("sync", "不用处理：以先作出的答复为准。"),
}


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
    """What is to be done about a record that came back."""
    known = _TO_DO.get(one.aside.reason)
    return translate("sync", known or QT_TRANSLATE_NOOP("sync", "不要重做。请联系县里处理，放行后自动计入。"))
