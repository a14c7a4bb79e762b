"""告警: what each alarm says, and the next step; docs/operations.md has the long form."""

from typing import Final

from sync_server.console import texts
from sync_server.reports.alarms import Alarm, Kind

# (what it is, what to do), Chinese then English.
ALARMS: Final[dict[Kind, tuple[tuple[str, str], tuple[str, str]]]] = {
    Kind.BEHIND: (
        ("后台处理停滞，最早的已等 {amount}", "看服务日志；重启服务，数据不会丢。"),
        (
            "work behind the answer stands still for {amount}",
            "Read the server's log; restart it, nothing is lost.",
        ),
    ),
    Kind.DISK: (
        ("磁盘快满，只剩 {amount}", "今天腾出空间；磁盘满了诊所就传不上来。"),
        ("the disk is nearly full: {amount} left", "Make room today; with a full disk clinics cannot push."),
    ),
    Kind.CERTIFICATE: (
        ("服务器证书还有 {amount}到期", "重启服务就会换新证书；再看这里是否消失。"),
        ("the server's certificate ends in {amount}", "Restart the server: it makes a new one."),
    ),
    Kind.BRANCHES: (
        (
            "日志有分支（{amount} 个）：恢复过旧硬盘，或硬盘被复制",
            "问诊所：恢复旧盘不用处理；若两台电脑同用一块盘的数据，让后一台重新入网。",
        ),
        (
            "the journal has branches ({amount}): an old disk was put back, or a disk was cloned",
            "Ask the clinic: after a restore nothing is to do; a cloned PC has to enrol anew.",
        ),
    ),
    Kind.HELD: (
        ("有 {amount} 条待处理超过一天", "到“待处理”页逐条放行，或请机构补做。"),
        (
            "{amount} entries are set aside for over a day",
            "Release them on their page, or let the clinic redo them.",
        ),
    ),
    Kind.SILENT: (
        ("{amount}没有联系", "打电话问：停诊、断网还是关机；断网几天就用 U 盘摆渡。"),
        ("no contact for {amount}", "Call the clinic; if its line is down for days, carry by stick."),
    ),
    Kind.CLOCK: (
        ("电脑时钟{amount}", "请诊所打开系统的自动对时；反复出错换主板电池。"),
        ("its clock is {amount}", "Have automatic time switched on; else the board's battery is dead."),
    ),
}


def alarm_words(alarm: Alarm, language: str) -> tuple[str, str]:
    """What happened, its amount filled in, and what to do."""
    what, todo = ALARMS[alarm.kind][language == "en"]
    return what.format(amount=_amount(alarm, language)), todo


def _amount(alarm: Alarm, language: str) -> str:
    if alarm.kind in (Kind.HELD, Kind.BRANCHES):
        return f"{alarm.amount:,}"
    if alarm.kind is Kind.DISK:
        return f"{alarm.amount / (1 << 30):.1f} GB"
    length = texts.span(abs(alarm.amount), language)
    if alarm.kind is not Kind.CLOCK:
        return length
    return texts.said("快 {amount}" if alarm.amount > 0 else "慢 {amount}", language, amount=length)
