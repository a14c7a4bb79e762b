"""病假证明, A5 wide: who was seen, for what, and how long to rest."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clinic_app.domain.age import written_age
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.outpatient import SicknessCertified
from clinic_app.printing.documents import Align, Document, Fields, Gap, Line, Pair, Paper, Rule, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """A certificate with what its head and foot say."""

    certificate_id: UUID
    made_ms: int  # UTC
    fact: SicknessCertified
    facility: str
    visit_number: str
    day: date  # of the visit
    department: str
    name: str
    sex: str  # GB/T 2261.1 code
    birth_date: date | None
    doctor: str
    made_up: bool = False


def certificate_sheet(certified: Certified) -> Document:
    """The sheet; a reprint is the same to the byte."""
    fact, then = certified.fact, beijing(certified.made_ms)
    sex = {"1": "男", "2": "女"}.get(certified.sex, "未知")
    age = written_age(certified.birth_date, certified.day) if certified.birth_date else "不详"
    days = (fact.to_day - fact.from_day).days + 1
    rest = f"建议休息 {days} 天（{fact.from_day:%Y年%m月%d日} 至 {fact.to_day:%Y年%m月%d日}）。"
    return Document(
        document_id=certified.certificate_id,
        made_at=certified.made_ms,
        title=f"病假证明 {certified.visit_number}",
        paper=Paper.A5_WIDE,
        mark="演示" if certified.made_up else "",
        blocks=(
            Line(certified.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line("疾 病 证 明 书", Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(3),
            Fields((("姓名", certified.name), ("性别", sex), ("年龄", age))),
            Fields(
                (
                    ("科别", certified.department),
                    ("门诊号", certified.visit_number),
                    ("就诊日期", f"{certified.day:%Y年%m月%d日}"),
                )
            ),
            Fields((("诊断", fact.diagnosis),), columns=1),
            Gap(3),
            Line(f"处理意见：{rest}{fact.advice}", Size.LARGE),
        ),
        foot=(
            Rule(),
            Fields((("医师", certified.doctor), ("开具日期", f"{then:%Y年%m月%d日}")), columns=2),
            Gap(1),
            Pair("加盖医疗机构证明专用章后有效，涂改无效。", f"{then:%Y-%m-%d %H:%M}", Size.SMALL),
            Line(f"医师电子签名已入日志，凭号核验：{certified.certificate_id}", Size.SMALL),
        ),
    )
