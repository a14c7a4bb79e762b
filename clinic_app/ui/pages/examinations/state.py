"""What the page 检验检查 shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from clinic_app.domain.examinations.items import Band, LabItem, lab_items
from clinic_app.journal.facts.examinations import ResultLine
from clinic_app.projections.queries.examinations import Examination, Report, Reported, Stage
from clinic_app.services.examinations import items_on
from clinic_app.services.results import Incoming
from clinic_app.ui.theme import Tone


class Part(IntEnum):
    """The tabs of the list."""

    TO_COLLECT = 0  # 待采样
    TO_REPORT = 1  # 待报告
    REPORTED = 2  # 已报告


STAGES = {
    Part.TO_COLLECT: Stage.ORDERED,
    Part.TO_REPORT: Stage.COLLECTED,
    Part.REPORTED: Stage.REPORTED,
}


@dataclass(frozen=True, slots=True)
class GridRow:
    """One item of a laboratory order, with what was typed and what it comes to."""

    item: LabItem
    band: Band
    text: str = ""
    line: ResultLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationsState:
    """All that the page shows.  A new state replaces the old one."""

    orders: tuple[Examination, ...] = ()
    part: Part = Part.TO_COLLECT
    category: str = ""  # empty: all
    order: Examination | None = None  # the one that is open
    reports: tuple[Report, ...] = ()  # of the open one, the newest first
    names: Mapping[str, str] = field(default_factory=dict)  # of staff, by id
    values: Mapping[str, str] = field(default_factory=dict)  # typed, by item
    lines: Mapping[str, ResultLine] = field(default_factory=dict)  # what they come to
    correcting: Report | None = None  # a new report that stands for this one
    critical: tuple[Reported, ...] = ()
    overdue: bool = False  # one of them has waited too long
    incoming: tuple[Incoming, ...] = ()  # what instruments left in the folder
    away: str = ""  # why the folder cannot be looked into
    source: Incoming | None = None  # the file that filled the open order's grid
    left_out: tuple[str, ...] = ()  # what of it the grid has no place for
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    def of_part(self, part: Part) -> tuple[Examination, ...]:
        """The orders of a tab, of the category that is chosen."""
        return tuple(
            one for one in self.orders if one.stage is STAGES[part] and self.category in ("", one.category)
        )

    @property
    def shown(self) -> tuple[Examination, ...]:
        return self.of_part(self.part)

    @property
    def unmatched(self) -> tuple[Incoming, ...]:
        """Files whose number is nobody's here."""
        return tuple(one for one in self.incoming if one.order is None)

    @property
    def writing(self) -> bool:
        """Whether a report is being typed."""
        return self.order is not None and (
            self.order.stage in (Stage.ORDERED, Stage.COLLECTED) or self.correcting is not None
        )

    @property
    def report(self) -> Report | None:
        """The report that stands."""
        return next((one for one in self.reports if not one.replaced), None)

    def grid(self, age: int | None) -> tuple[GridRow, ...]:
        """The items of the open order, in the order of its services."""
        if self.order is None:
            return ()
        found = lab_items()
        sex = self.order.sex
        return tuple(
            GridRow(found[key], found[key].band(sex, age), self.values.get(key, ""), self.lines.get(key))
            for key in items_on(self.order)
        )
