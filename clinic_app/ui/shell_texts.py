"""The shell's sentences: what the reader, the line and the unsent entries say about themselves."""

from typing import Final

from clinic_app.domain.roles import Role
from clinic_app.ui.format import since
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.shell_state import Line, Reader, SyncState
from clinic_app.ui.theme import Tone

_READER: Final = {
    Reader.READY: QT_TRANSLATE_NOOP("shell", "请插卡"),
    Reader.READING: QT_TRANSLATE_NOOP("shell", "正在读卡…"),
    Reader.CARD_IN: QT_TRANSLATE_NOOP("shell", "卡在位"),
    Reader.MISSING: QT_TRANSLATE_NOOP("shell", "无读卡器"),
    Reader.NO_SERVICE: QT_TRANSLATE_NOOP("shell", "读卡服务未启动"),
    Reader.FAULT: QT_TRANSLATE_NOOP("shell", "读卡器故障"),
    Reader.CARD_FAULT: QT_TRANSLATE_NOOP("shell", "卡读不出"),
}

_LINE: Final = {
    Line.UP: QT_TRANSLATE_NOOP("shell", "已连县里"),
    Line.BUSY: QT_TRANSLATE_NOOP("shell", "正在上传"),
    Line.DOWN: QT_TRANSLATE_NOOP("shell", "断网，照常工作"),
    Line.NOT_ENROLLED: QT_TRANSLATE_NOOP("shell", "未入网"),
    Line.REFUSED: QT_TRANSLATE_NOOP("shell", "县里拒收本机"),
}

_ROLE: Final = {
    Role.REGISTRAR: QT_TRANSLATE_NOOP("roles", "挂号员"),
    Role.DOCTOR: QT_TRANSLATE_NOOP("roles", "医师"),
    Role.VILLAGE_DOCTOR: QT_TRANSLATE_NOOP("roles", "村医"),
    Role.PHARMACIST: QT_TRANSLATE_NOOP("roles", "药剂员"),
    Role.NURSE: QT_TRANSLATE_NOOP("roles", "护士"),
    Role.TECHNICIAN: QT_TRANSLATE_NOOP("roles", "检验检查"),
    Role.CASHIER: QT_TRANSLATE_NOOP("roles", "收费员"),
    Role.PUBLIC_HEALTH: QT_TRANSLATE_NOOP("roles", "公卫"),
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("roles", "管理员"),
}

LATE_S: Final = 24 * 3600  # an entry unsent for a day asks for attention


def reader_text(kind: Reader) -> str:
    return translate("shell", _READER[kind])


def line_text(line: Line) -> str:
    return translate("shell", _LINE[line])


def roles_text(roles: frozenset[Role]) -> str:
    """The roles in their usual order: 医师、药剂员."""
    comma = translate("shell", "、")
    return comma.join(translate("roles", _ROLE[role]) for role in Role if role in roles)


def filling_text(state: SyncState) -> str:
    """That every list of this PC is still incomplete; empty once it is not."""
    if state.filling is None:
        return ""
    done, of = state.filling
    if of == 0:
        return translate("shell", "正在接收本机构的资料：可挂号、找人，列表还不完整")
    text = translate("shell", "正在接收本机构的资料 {n} %：可挂号、找人，列表还不完整")
    return text.format(n=min(done * 100 // of, 99))


def unsent_text(state: SyncState) -> tuple[str, Tone]:
    """What the county holds, without flattery; green only when that is everything."""
    if state.line is Line.NOT_ENROLLED:
        text = translate("shell", "本机 {n} 条，尚未入网：数据只在这台电脑上").format(n=state.unsent)
        return text, Tone.WARN
    if state.differs and state.unsent == 0:
        text = translate("shell", "县里 {day} 的合计与本机不同，记录都在：请看“同步”页")
        return text.format(day=state.differs), Tone.DANGER
    if state.unsent == 0:
        return translate("shell", "全部已安全送达县里（至 #{seq}）").format(seq=state.safe_seq), Tone.OK
    late = state.line is Line.REFUSED or state.oldest_s >= LATE_S
    if state.via_hub:
        text = translate("shell", "本院中心已收 {n} 条，待送县里 · 最早 {age} · 县里已确认到 #{seq}")
        said = text.format(n=state.unsent, age=since(state.oldest_s), seq=state.safe_seq)
        return said, Tone.DANGER if late else Tone.PLAIN
    text = translate("shell", "本机 {n} 条未上传 · 最早 {age} · 县里已确认到 #{seq}")
    said = text.format(n=state.unsent, age=since(state.oldest_s), seq=state.safe_seq)
    return said, Tone.DANGER if late else Tone.WARN if state.line is Line.DOWN else Tone.PLAIN
