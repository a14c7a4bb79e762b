"""挂号凭条: the patient's own slip with the number to wait for; read back by the scanner."""

from typing import Final

from clinic_app.domain.time import beijing
from clinic_app.printing.documents import (
    Align,
    Barcode,
    Block,
    Document,
    Gap,
    Line,
    Pair,
    Paper,
    Rule,
    Size,
)
from clinic_app.projections.queries.registration import Visit

_PREFIX: Final = "XYT:"  # so the scanner tells our slips from everything else


def slip(
    visit: Visit, facility: str, doctor: str, ahead: int, paying: str, *, made_up: bool = False
) -> Document:
    """The slip of one visit; the same visit gives the same slip on every reprint.

    Args:
        doctor: the name of the doctor chosen, or empty.
        ahead: how many waited in the same department then.
        paying: who pays: 居民医保, 自费.
    """
    then = beijing(visit.registered_ms)
    where: list[Block] = [Pair("科室", visit.department, Size.LARGE, bold=True)]
    if doctor:
        where.append(Pair("医生", doctor))
    return Document(
        document_id=visit.id,
        made_at=visit.registered_ms,
        title=f"挂号凭条 {visit.number}",
        paper=Paper.SLIP,
        mark="演示" if made_up else "",
        blocks=(
            Line(facility, Size.BASE, bold=True, align=Align.CENTRE),
            Line("挂号凭条", Size.SMALL, align=Align.CENTRE),
            Gap(1.5),
            Line(visit.number, Size.HUGE, bold=True, align=Align.CENTRE),
            Gap(1.0),
            Pair("姓名", visit.name, Size.LARGE, bold=True),
            *where,
            Pair("费别", paying),
            Pair("前面等候", f"{ahead} 人"),
            Pair("时间", f"{then:%Y-%m-%d %H:%M}"),
            Gap(2.0),
            Barcode(f"{_PREFIX}{visit.id.hex}", 9.0),
            Rule(dashed=True),
            Line("请凭号到诊室外等候。就诊、取药、缴费请带好本凭条和社保卡。", Size.SMALL),
        ),
    )
