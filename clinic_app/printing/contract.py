"""家庭医生签约服务协议书, A4: the two sides, what is promised, what it costs and who pays, the signatures."""

from dataclasses import dataclass
from datetime import date

from clinic_app.domain import strokes
from clinic_app.domain.age import written_age
from clinic_app.domain.contract_packages import Item, Package
from clinic_app.domain.contract_plan import items_of
from clinic_app.domain.contract_teams import Team, staff_kinds
from clinic_app.domain.contract_terms import Contract, Hospitals
from clinic_app.domain.money import yuan
from clinic_app.domain.time import begin_of
from clinic_app.printing.documents import (
    Align,
    Block,
    Document,
    Fields,
    Gap,
    Line,
    Paper,
    Picture,
    Rule,
    Size,
    Strokes,
    Table,
    TableColumn,
)

_TERMS = (
    "一、乙方自愿选择甲方团队提供家庭医生签约服务；甲方按本协议所列服务包和次数提供服务，如实记录，保守乙方隐私。",
    "二、乙方如实提供健康状况，按约定时间接受服务；身体不适时优先联系签约团队，需要时由团队帮助转诊。",
    "三、签约期内乙方可以要求解约或更换团队；死亡、迁出时协议自行终止。期满前 30 天可以续签。",
    "四、服务费由三方按上列金额分担，除此之外不另收签约服务费；医疗费用按医保规定结算。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A contract with what its paper says."""

    contract: Contract
    facility: str  # name
    name: str
    sex: str  # GB/T 2261.1 code
    birth_date: date | None
    id_number: str
    address: str
    phone: str
    team: Team | None  # None: it has not arrived
    packages: tuple[Package, ...]  # of the versions that were agreed
    signature: bytes  # picture; empty: drawn, or by hand on the paper
    strokes: bytes = b""  # domain/strokes.py
    made_up: bool = False


def agreement_sheet(agreed: Agreed) -> Document:
    """The agreement; a reprint is the same to the byte."""
    contract = agreed.contract
    return Document(
        document_id=contract.id,
        made_at=begin_of(contract.signed_on),
        title=f"家庭医生签约服务协议书 {contract.number}",
        paper=Paper.A4,
        mark="演示" if agreed.made_up else "",
        blocks=(
            Line(agreed.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line("家庭医生签约服务协议书", Size.TITLE, bold=True, align=Align.CENTRE),
            Line(f"协议编号：{contract.number}", Size.SMALL, align=Align.RIGHT),
            *_parties(agreed),
            Gap(2),
            *_promised(agreed),
            Gap(2),
            _money(contract),
            Gap(1),
            *(Line(words) for words in _TERMS),
        ),
        foot=_signatures(agreed),
    )


def _parties(agreed: Agreed) -> tuple[Block, ...]:
    contract, team = agreed.contract, agreed.team
    kinds = staff_kinds()
    members = () if team is None else team.members
    names = "、".join(
        f"{one.name or one.staff}（{kinds[one.kind].name_zh if one.kind in kinds else one.kind}）"
        for one in members
    )
    sex = {"1": "男", "2": "女"}.get(agreed.sex, "未知")
    age = written_age(agreed.birth_date, contract.signed_on) if agreed.birth_date else "不详"
    return (
        Line("甲方（签约团队）", bold=True),
        Fields((("团队", contract.team_name), ("团队长", contract.leader_name)), columns=2),
        Fields((("成员", names or "—"),), columns=1),
        Line("乙方（居民）", bold=True),
        Fields((("姓名", agreed.name), ("性别", sex), ("年龄", age))),
        Fields((("证件号码", agreed.id_number or "—"), ("电话", agreed.phone or "—")), columns=2),
        Fields((("住址", agreed.address or "—"),), columns=1),
        Fields(
            (
                ("期限", f"{contract.valid_from:%Y年%m月%d日} 至 {contract.valid_to:%Y年%m月%d日}"),
                ("签约日期", f"{contract.signed_on:%Y年%m月%d日}"),
            ),
            columns=2,
        ),
        *_hospitals(contract.hospitals),
    )


def _hospitals(hospitals: Hospitals) -> tuple[Block, ...]:
    """组合签约; nothing where there is none."""
    named = (("签约二级医院", hospitals.secondary), ("签约三级医院", hospitals.tertiary))
    lines = tuple((title, name) for title, name in named if name)
    return (Fields(lines, columns=2),) if lines else ()


def _promised(agreed: Agreed) -> tuple[Block, ...]:
    names = "、".join(f"{one.name_zh}（第 {one.version} 版）" for one in agreed.packages)
    kinds = staff_kinds()
    columns = (TableColumn("服务项目", 0.5), TableColumn("每年", 0.2), TableColumn("由谁做", 0.3))
    rows = tuple(
        (
            one.name_zh,
            _times(one),
            kinds[one.staff_kind].name_zh if one.staff_kind in kinds else one.staff_kind,
        )
        for one in items_of(agreed.packages)
    )
    return (Fields((("服务包", names or "—"),), columns=1), Table(columns, rows))


def _times(item: Item) -> str:
    return f"{item.times} 次" if item.every_days is None else f"每 {item.every_days} 天一次"


def _money(contract: Contract) -> Block:
    fee = contract.fee
    return Fields(
        (
            ("签约服务费（每人每年，元）", yuan(fee.total)),
            ("医保基金", yuan(fee.insurance)),
            ("公卫经费", yuan(fee.public_health)),
            ("个人", yuan(fee.resident)),
        ),
        columns=2,
    )


def _signatures(agreed: Agreed) -> tuple[Block, ...]:
    contract = agreed.contract
    who = f"乙方签字（代签人 {contract.representative}）：" if contract.representative else "乙方签字："
    return (
        Rule(),
        Strokes(strokes.read(agreed.strokes), 14.0, who)
        if agreed.strokes
        else Picture(agreed.signature, 14.0, who),
        Fields((("甲方代表签字", ""), ("日期", "")), columns=2),
        Gap(2),
        Line("本协议一式两份，甲乙双方各执一份。", Size.SMALL),
    )
