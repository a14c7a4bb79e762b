"""What brings made-up patients to the clinic, and what a doctor finds and orders."""

import tomllib
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

from clinic_app.domain.catalogs import Drug, Service, diagnoses, drugs, services
from clinic_app.domain.resources import text
from clinic_app.journal.facts.outpatient import Diagnosis, DrugLine, ServiceLine
from clinic_app.services.outpatient import Findings

CONSULTATION: Final = "ZL0001"  # 一般诊疗费, where the policy pays one
VISIT_FEE: Final = "ZL1003"  # 普通门诊诊查费, where it does not
_MOST_DRUGS: Final = 4
_E4: Final = 10_000


@dataclass(frozen=True, slots=True)
class Ailment:
    """One row of resources/made_up/ailments.toml, its codes looked up."""

    weight: int
    youngest: int  # years
    oldest: int
    diagnoses: tuple[Diagnosis, ...]
    complaints: tuple[str, ...]
    findings: tuple[str, ...]
    advice: tuple[str, ...]
    drugs: tuple[DrugLine, ...]
    services: tuple[ServiceLine, ...]


def encounter(random: Random, age: int, consultation: bool) -> Findings:
    """What the doctor writes for a patient of `age` years: 2 to 5 charged lines.

    `consultation`: charge the 一般诊疗费 of the insurance instead of the plain visit fee.
    """
    fitting = [one for one in ailments() if one.youngest <= age <= one.oldest]
    ailment = random.choices(fitting, [one.weight for one in fitting])[0]
    wanted = random.randint(1, min(_MOST_DRUGS, len(ailment.drugs)))
    taken = sorted(random.sample(range(len(ailment.drugs)), wanted))
    tests = [line for line in ailment.services if random.random() < 0.4]
    fee = service_line(_services()[CONSULTATION if consultation else VISIT_FEE])
    return Findings(
        complaint=random.choice(ailment.complaints),
        findings=random.choice(ailment.findings),
        advice=random.choice(ailment.advice),
        diagnoses=ailment.diagnoses,
        drugs=tuple(ailment.drugs[place] for place in taken),
        services=(fee, *tests[: 4 - wanted]),
    )


@cache
def ailments() -> tuple[Ailment, ...]:
    return tuple(map(_ailment, tomllib.loads(text("made_up", "ailments.toml"))["ailment"]))


def _ailment(row: dict[str, Any]) -> Ailment:
    names = {one.code: one.name for one in diagnoses()}
    by_code = {one.code: one for one in drugs()}
    youngest, oldest = row["ages"]
    return Ailment(
        weight=row["weight"],
        youngest=youngest,
        oldest=oldest,
        diagnoses=tuple(Diagnosis(code, names[code]) for code in row["diagnoses"]),
        complaints=tuple(row["complaints"]),
        findings=tuple(row["findings"]),
        advice=tuple(row["advice"]),
        drugs=tuple(drug_line(by_code[one["code"]], one["days"], one["packs"]) for one in row["drugs"]),
        services=tuple(service_line(_services()[code]) for code in row["services"]),
    )


def drug_line(drug: Drug, days: int, packs: int) -> DrugLine:
    return DrugLine(
        code=drug.code,
        name=drug.generic_name,
        spec=f"{drug.spec}×{drug.pack_qty}{drug.unit}",
        dose=drug.dose,
        frequency=drug.frequency,
        route=drug.route,
        days=days,
        cnt_e4=packs * _E4,
        unit=drug.pack_unit,
        pric_e6=drug.price_e6,
    )


def service_line(service: Service) -> ServiceLine:
    return ServiceLine(
        code=service.code, name=service.name, cnt_e4=_E4, unit=service.unit, pric_e6=service.price_e6
    )


@cache
def _services() -> dict[str, Service]:
    return {one.code: one for one in services()}
