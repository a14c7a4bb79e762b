"""One row of 处方和项目: a drug or a charge item, as it is typed and as it is signed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from clinic_app.domain.catalogs import Drug, Service
from clinic_app.domain.money import half_up
from clinic_app.domain.prescribing.quantity import packs_needed
from clinic_app.journal.facts.outpatient import DrugLine, ServiceLine
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.ui import catalogues
from clinic_app.ui.pages.outpatient.decoction import is_piece

DRUG, SERVICE = "drug", "service"
USUAL_DAYS: Final = 3
_E4: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One row of 处方和项目.  `count` is in selling units; None while it is not a number."""

    kind: str
    code: str
    name: str
    spec: str = ""
    dose: str = ""
    frequency: str = ""
    route: str = ""
    days: int | None = None
    count: int | None = 1
    unit: str = ""
    pric_e6: int = 0
    group: int = 0  # 组: rows of one infusion or injection share a number; 0: alone
    own: bool = False  # 自备药: free of charge
    note: str = ""

    @property
    def amount_fen(self) -> int:
        if self.own:
            return 0
        return half_up(self.pric_e6 * (self.count or 0) * _E4, 10**8)

    @property
    def sound(self) -> bool:
        """Whether quantity and, for a drug, days make sense."""
        return bool(self.count) and (self.kind == SERVICE or bool(self.days))

    def recounted(self) -> "OrderRow":
        """总量 from dose, rhythm and days."""
        drug = catalogues.current().drugs.of_code(self.code)
        if self.kind != DRUG or drug is None or not self.days:
            return self
        return replace(self, count=packs_needed(drug, self.dose, self.frequency, self.days))


def drug_row(drug: Drug, days: int = USUAL_DAYS) -> OrderRow:
    """A drug as usually given, its quantity computed."""
    pack = f"×{drug.pack_qty}{drug.unit}" if drug.pack_qty > 1 else ""
    return OrderRow(
        kind=DRUG,
        code=drug.code,
        name=drug.generic_name,
        spec=f"{drug.spec}{pack}",
        dose=drug.dose,
        frequency=drug.frequency,
        route=drug.route,
        days=days,
        unit=drug.pack_unit,
        pric_e6=drug.price_e6,
    ).recounted()


def service_row(service: Service) -> OrderRow:
    return OrderRow(
        kind=SERVICE, code=service.code, name=service.name, unit=service.unit, pric_e6=service.price_e6
    )


def row_of(code: str, days: int = USUAL_DAYS) -> OrderRow | None:
    """A row for a code of either catalogue; None: it cannot be chosen any more."""
    found = catalogues.current().chargeable(code)
    if found is None:
        return None
    return drug_row(found, days) if isinstance(found, Drug) else service_row(found)


def repeated(orders: Sequence[OrderLine]) -> tuple[OrderRow, ...]:
    """照抄: the drugs of an earlier encounter at today's prices; what the catalogue no longer has is left out,
    and so are decoction pieces, which have a sheet of their own.
    """
    found = []
    for line in orders:
        row = row_of(line.code) if line.kind == DRUG and not is_piece(line) else None
        if row is not None:
            found.append(
                replace(
                    row,
                    dose=line.dose,
                    frequency=line.frequency,
                    route=line.route,
                    days=line.days or USUAL_DAYS,
                    count=max(1, line.cnt_e4 // _E4),
                    group=line.group,
                    own=line.own,
                    note=line.note,
                )
            )
    return tuple(found)


def ordered(line: OrderLine) -> OrderRow:
    """A line of a signed record."""
    return OrderRow(
        kind=line.kind,
        code=line.code,
        name=line.name,
        spec=line.spec,
        dose=line.dose,
        frequency=line.frequency,
        route=line.route,
        days=line.days or None,
        count=line.cnt_e4 // _E4,
        unit=line.unit,
        pric_e6=line.pric_e6,
        group=line.group,
        own=line.own,
        note=line.note,
    )


def drug_line(row: OrderRow) -> DrugLine:
    return DrugLine(
        code=row.code,
        name=row.name,
        spec=row.spec,
        dose=row.dose,
        frequency=row.frequency,
        route=row.route,
        days=row.days or 0,
        cnt_e4=(row.count or 0) * _E4,
        unit=row.unit,
        pric_e6=row.pric_e6,
        group=row.group,
        own=row.own,
        note=row.note.strip(),
    )


def service_line(row: OrderRow) -> ServiceLine:
    return ServiceLine(
        code=row.code, name=row.name, cnt_e4=(row.count or 0) * _E4, unit=row.unit, pric_e6=row.pric_e6
    )


# 组.


def joined(rows: Sequence[OrderRow], at: int) -> tuple[OrderRow, ...]:
    """成组: the drug at `at` runs with the one above, in its rhythm; one that does already runs alone again."""
    found = list(rows)
    if not 0 < at < len(found) or {found[at].kind, found[at - 1].kind} != {DRUG}:
        return tuple(rows)
    row, above = found[at], found[at - 1]
    if row.group and row.group == above.group:
        found[at] = replace(row, group=0)
        below = [no for no in range(at + 1, len(found)) if found[no].group == row.group]
        number = _free(found)
        for no in below:
            found[no] = replace(found[no], group=number)
        return alone(found)
    number = above.group or _free(found)
    found[at - 1] = replace(above, group=number)
    found[at] = in_step(replace(row, group=number), above)
    return alone(found)


def in_step(row: OrderRow, leader: OrderRow) -> OrderRow:
    """With the frequency, route and days of another row of its group."""
    return replace(row, frequency=leader.frequency, route=leader.route, days=leader.days).recounted()


def alone(rows: Sequence[OrderRow]) -> tuple[OrderRow, ...]:
    """A group of one is none."""
    times = Counter(row.group for row in rows)
    return tuple(replace(row, group=0) if row.group and times[row.group] == 1 else row for row in rows)


def bracket(rows: Sequence[OrderRow], at: int) -> str:
    """┌ │ └ before the rows of one group."""
    group = rows[at].group
    first = at == 0 or rows[at - 1].group != group
    last = at == len(rows) - 1 or rows[at + 1].group != group
    if not group or (first and last):
        return ""
    return "┌" if first else "└" if last else "│"


def _free(rows: Sequence[OrderRow]) -> int:
    return max((row.group for row in rows), default=0) + 1


def with_rows(rows: Sequence[OrderRow], more: Sequence[OrderRow]) -> tuple[OrderRow, ...]:
    """More rows under those that are there; their groups stay their own."""
    before = max((row.group for row in rows), default=0)
    moved = (replace(row, group=row.group + before if row.group else 0) for row in more)
    return (*rows, *moved)
