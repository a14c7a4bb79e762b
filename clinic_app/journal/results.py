"""检验结果: from values as they were typed to the lines that a report is signed with."""

from collections.abc import Mapping, Sequence

from clinic_app.domain.examinations.items import CRITICAL, judge, lab_items
from clinic_app.journal.facts.examinations import ResultLine


def judged(values: Mapping[str, str], sex: str, age: int | None) -> tuple[ResultLine, ...]:
    """Values by item, each with the range of the person and its flag; empty ones are left out.

    Args:
        age: full years, None where nobody knows.

    Raises:
        ImplausibleResult
    """
    items = lab_items()
    return tuple(_line(items[key].key, text, sex, age) for key, text in values.items() if text.strip())


def critical_of(lines: Sequence[ResultLine]) -> str:
    """The items whose values the doctor has to hear at once, with their values."""
    return "、".join(
        f"{line.name} {line.value} {line.unit}".rstrip() for line in lines if line.flag in CRITICAL
    )


def _line(key: str, text: str, sex: str, age: int | None) -> ResultLine:
    item = lab_items()[key]
    found = judge(item, text, sex, age)
    return ResultLine(
        item=key,
        name=item.name,
        value=found.value,
        unit=item.unit,
        low=found.band.low if item.decimals is not None else "",
        high=found.band.high if item.decimals is not None else item.normal[0] if item.normal else "",
        flag=found.flag,
    )
