"""One row of 处方和项目: a drug or a charge item, as it is typed and as it is signed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from clinic_app.domain.catalogs import Drug, Service
from clinic_app.domain.money import half_up
from clinic_app.domain.prescribing.quantity import packs_needed
from clinic_app.journal.facts.outpatient import DrugLine, ServiceLine
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.ui import catalogues

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

    @property
    def amount_fen(self) -> int:
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
    """照抄: the drugs of an earlier encounter at today's prices; what the catalogue no longer has is left out."""
    found = []
    for line in orders:
        row = row_of(line.code) if line.kind == DRUG else None
        if row is not None:
            found.append(
                replace(
                    row,
                    dose=line.dose,
                    frequency=line.frequency,
                    route=line.route,
                    days=line.days or USUAL_DAYS,
                    count=max(1, line.cnt_e4 // _E4),
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
    )


def service_line(row: OrderRow) -> ServiceLine:
    return ServiceLine(
        code=row.code, name=row.name, cnt_e4=(row.count or 0) * _E4, unit=row.unit, pric_e6=row.pric_e6
    )
