"""What brings made-up patients to the clinic, and what a doctor finds and orders."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
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
_MEASURED: Final = {
    ("sbp", "dbp"): re.compile(r"血压(\d+)/(\d+)"),
    ("pulse",): re.compile(r"心率(\d+)"),
    ("temp",): re.compile(r"体温(\d+\.?\d*)"),
    ("glucose_random",): re.compile(r"随机血糖(\d+\.?\d*)"),
    ("fpg_poc",): re.compile(r"空腹血糖(\d+\.?\d*)"),
}


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
    seen = random.choice(ailment.findings)
    fee = service_line(_services()[CONSULTATION if consultation else VISIT_FEE])
    return Findings(
        complaint=random.choice(ailment.complaints),
        findings=seen,
        advice=random.choice(ailment.advice),
        diagnoses=ailment.diagnoses,
        drugs=tuple(ailment.drugs[place] for place in taken),
        services=(fee, *tests[: 4 - wanted]),
        measured=measured_in(seen),
    )


def measured_in(findings: str) -> dict[str, int]:
    """The values that a sentence of findings names, in ten-thousandths by key.

    >>> measured_in("血压148/92mmHg，心率76次/分。")
    {'sbp': 1480000, 'dbp': 920000, 'pulse': 760000}
    """
    found: dict[str, int] = {}
    for keys, pattern in _MEASURED.items():
        match = pattern.search(findings)
        if match:
            found.update(zip(keys, (int(Decimal(one) * _E4) for one in match.groups()), strict=True))
    return found


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
