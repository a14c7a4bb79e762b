"""门诊: how much of a drug a prescription needs, and the measurements of an examination as one line."""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

from clinic_app.domain.catalogs import Drug, doses_in

MAX_DRUGS: Final = 5  # on one prescription, 处方管理办法 (2007) art. 6
USUAL_DAYS: Final = 7  # longer needs a reason, art. 19

_AMOUNT: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([^\d\s]*)")
_IN_MG: Final = {"μg": Decimal("0.001"), "ug": Decimal("0.001"), "mg": Decimal(1), "g": Decimal(1000)}
_IN_ML: Final = {"ml": Decimal(1), "l": Decimal(1000)}
_IN_U: Final = {"u": Decimal(1), "iu": Decimal(1), "万u": Decimal(10_000), "万iu": Decimal(10_000)}
_SCALES: Final = (_IN_MG, _IN_ML, _IN_U)
# One ampoule serves one injection; what is left in it is thrown away.
_OPENED_ONCE: Final = frozenset({"注射液", "粉针剂", "冻干粉针"})


def packs_needed(drug: Drug, dose: str, frequency: str, days: int) -> int:
    """总量 in selling units: doses of the days, in whole packs.

    What is injected rounds up each time.  A dose that does not say how much of a unit it is
    (适量, 1滴 of a bottle) and a rhythm without a number (必要时) need one pack.
    """
    doses = doses_in(frequency, days)
    each = units_per_dose(drug, dose)
    if doses is None or each is None:
        return 1
    if drug.form in _OPENED_ONCE and drug.unit == drug.pack_unit and not _holds_many(drug):
        each = each.to_integral_value(ROUND_CEILING)
    return max(1, int((each * doses / drug.pack_qty).to_integral_value(ROUND_CEILING)))


def units_per_dose(drug: Drug, dose: str) -> Decimal | None:
    """How many tablets, ampoules … one dose is; None when dose and strength cannot be compared.

    >>> from clinic_app.domain.catalogs import drugs
    >>> units_per_dose(drugs()[0], "0.5g")  # capsules of 0.25 g
    Decimal('2')
    """
    wanted = _amount(dose)
    if wanted is None:
        return None
    number, unit = wanted
    if unit == drug.unit or (unit, drug.unit) == ("g", "克"):
        return number
    for part in drug.spec.split(":"):
        held = _amount(part)
        scale = next((one for one in _SCALES if unit.lower() in one), None)
        if held is None or scale is None or held[1].lower() not in scale or not held[0]:
            continue
        return number * scale[unit.lower()] / (held[0] * scale[held[1].lower()])
    return None


def _holds_many(drug: Drug) -> bool:
    """A pen or vial of insulin serves many injections."""
    return drug.route == "ih" and "U" in drug.spec


def _amount(text: str) -> tuple[Decimal, str] | None:
    match = _AMOUNT.fullmatch(text.strip())
    return None if match is None else (Decimal(match[1]), match[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """T P R BP as measured; blank where nobody measured."""

    temperature: str = ""  # °C
    pulse: str = ""  # a minute
    breaths: str = ""  # a minute
    systolic: str = ""  # mmHg
    diastolic: str = ""  # mmHg

    def line(self) -> str:
        """T 36.8°C　P 78次/分　R 18次/分　BP 128/76mmHg, as it stands in the record."""
        pressure = f"{self.systolic}/{self.diastolic}" if self.systolic and self.diastolic else ""
        parts = (
            ("T", self.temperature, "°C"),
            ("P", self.pulse, "次/分"),
            ("R", self.breaths, "次/分"),
            ("BP", pressure, "mmHg"),
        )
        return "　".join(f"{name} {value}{unit}" for name, value, unit in parts if value)


def findings_of(vitals: Vitals, text: str) -> str:
    """体格检查: measurements first, then what was seen."""
    return "；".join(part for part in (vitals.line(), text.strip()) if part)
