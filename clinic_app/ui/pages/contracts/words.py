"""Words of the page 签约."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from clinic_app.domain.codes import codes
from clinic_app.domain.contract_packages import Package, fee_of
from clinic_app.domain.contract_plan import LineStatus, PlanLine, items_of
from clinic_app.domain.contract_teams import Team, staff_kinds
from clinic_app.domain.contract_terms import PAPER, Contract, EndReason
from clinic_app.domain.contracts import ContractStatus, Fee
from clinic_app.domain.rates import percent_text
from clinic_app.services.contracts.lists import Coverage, Housemate
from clinic_app.ui import format
from clinic_app.ui.form_names import form_title
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.theme import Tone

STATUS: Final = {
    ContractStatus.NOT_STARTED: QT_TRANSLATE_NOOP("contracts", "未开始"),
    ContractStatus.ACTIVE: QT_TRANSLATE_NOOP("contracts", "签约中"),
    ContractStatus.RENEWABLE: QT_TRANSLATE_NOOP("contracts", "可续签"),
    ContractStatus.EXPIRED: QT_TRANSLATE_NOOP("contracts", "已到期"),
}
REASONS: Final = {
    EndReason.REQUEST: QT_TRANSLATE_NOOP("contracts", "本人要求"),
    EndReason.TEAM_CHANGE: QT_TRANSLATE_NOOP("contracts", "换团队"),
    EndReason.MOVED: QT_TRANSLATE_NOOP("contracts", "迁出"),
    EndReason.DIED: QT_TRANSLATE_NOOP("contracts", "死亡"),
    EndReason.REFUSED_RENEWAL: QT_TRANSLATE_NOOP("contracts", "到期不续"),
}
LINE: Final = {
    LineStatus.DONE: (QT_TRANSLATE_NOOP("contracts", "✓ 已做"), Tone.OK),
    LineStatus.DUE: (QT_TRANSLATE_NOOP("contracts", "该做了"), Tone.WARN),
    LineStatus.MISSED: (QT_TRANSLATE_NOOP("contracts", "过期没做"), Tone.DANGER),
    LineStatus.FUTURE: (QT_TRANSLATE_NOOP("contracts", "还没到"), Tone.PLAIN),
    LineStatus.VOID: (QT_TRANSLATE_NOOP("contracts", "不再需要"), Tone.PLAIN),
}
_FACTS: Final = {
    "encounter.signed": QT_TRANSLATE_NOOP("contracts", "门诊病历"),
    "vaccination.given": QT_TRANSLATE_NOOP("contracts", "接种"),
    "prescription.issued": QT_TRANSLATE_NOOP("contracts", "处方"),
}


def said(words: str) -> str:
    return translate("contracts", words)


def status_text(contract: Contract, status: ContractStatus) -> str:
    """In words, with why it ended."""
    if contract.ended is not None and status is ContractStatus.EXPIRED:
        return said(QT_TRANSLATE_NOOP("contracts", "已结束（{why}）")).format(
            why=reason_text(contract.ended.reason)
        )
    return said(STATUS[status])


def status_tone(status: ContractStatus) -> Tone:
    return {ContractStatus.ACTIVE: Tone.OK, ContractStatus.RENEWABLE: Tone.WARN}.get(status, Tone.PLAIN)


def reason_text(reason: str) -> str:
    """One of a later version stays as it is."""
    return said(REASONS[EndReason(reason)]) if reason in set(EndReason) else reason


def line_text(line: PlanLine) -> str:
    return said(LINE[line.status][0])


def line_tone(line: PlanLine) -> Tone:
    return LINE[line.status][1]


def item_text(line: PlanLine) -> str:
    return line.item.name_en if language() == "en" else line.item.name_zh


def window_text(line: PlanLine) -> str:
    return (
        f"{line.first:%Y-%m-%d} – {line.last:%m-%d}"
        if line.first.year == line.last.year
        else (f"{line.first:%Y-%m-%d} – {line.last:%Y-%m-%d}")
    )


def evidence_text(line: PlanLine) -> str:
    """The record that did it."""
    if line.evidence is None:
        return ""
    kind = line.evidence.kind
    name = said(_FACTS[kind]) if kind in _FACTS else form_title(kind)
    return f"{line.evidence.day:%Y-%m-%d} {name}"


def package_text(package: Package) -> str:
    return package.name_en if language() == "en" else package.name_zh


def groups_text(groups: Iterable[str]) -> str:
    known = codes("contract_group")
    names = (known[one] for one in groups if one in known)
    return "、".join(one.name_en if language() == "en" else one.name_zh for one in names)


def kind_text(kind: str) -> str:
    found = staff_kinds().get(kind)
    return kind if found is None else found.name_en if language() == "en" else found.name_zh


def team_text(team: Team) -> str:
    return f"{team.name}　{team.leader_name}"


def housemate_text(one: Housemate, today: date) -> str:
    """Name, age, and what would be signed or what holds."""
    age = format.age(one.birth_date, today) if one.birth_date else ""
    if one.contract is not None:
        told = said(QT_TRANSLATE_NOOP("contracts", "已签 {team}，到 {day}")).format(
            team=one.contract.team_name, day=one.contract.last_day
        )
    else:
        told = "、".join(package_text(package) for package in one.packages)
        told += f"  {format.money(fee_of(items_of(one.packages)).total)}"
    return "  ".join(filter(None, (one.name, age, told)))


def fee_text(fee: Fee) -> str:
    """Parts and sum."""
    return said(
        QT_TRANSLATE_NOOP(
            "contracts", "每年 {total} 元 = 医保基金 {insurance} + 公卫经费 {public} + 个人 {resident}"
        )
    ).format(
        total=format.money(fee.total),
        insurance=format.money(fee.insurance),
        public=format.money(fee.public_health),
        resident=format.money(fee.resident),
    )


def signature_text(signature: str) -> str:
    if signature == PAPER:
        return said(QT_TRANSLATE_NOOP("contracts", "纸质签字"))
    return said(QT_TRANSLATE_NOOP("contracts", "签名图像"))


def coverage_text(found: Coverage) -> str:
    """The rate with its formula, against the goal."""
    if found.residents is None:
        return said(
            QT_TRANSLATE_NOOP(
                "contracts", "签约 {n} 人，其中重点人群 {key} 人；县里还没有下达常住人口数，算不出签约率"
            )
        ).format(n=found.contracted, key=found.key_contracted)
    rate = "–" if found.percent is None else percent_text(found.percent)
    words = said(
        QT_TRANSLATE_NOOP("contracts", "签约率 = {n} ÷ 常住 {people} = {rate}%，其中重点人群 {key} 人")
    ).format(n=found.contracted, people=found.residents, rate=rate, key=found.key_contracted)
    if found.target is None:
        return words
    goal = said(QT_TRANSLATE_NOOP("contracts", "；目标 {goal}%，{met}")).format(
        goal=percent_text(found.target),
        met=said(
            QT_TRANSLATE_NOOP("contracts", "已达到")
            if found.met
            else QT_TRANSLATE_NOOP("contracts", "还没有达到")
        ),
    )
    return words + goal
