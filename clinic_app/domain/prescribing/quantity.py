"""总量: how much of a drug a rhythm of doses needs, and how doses and strengths compare."""

import re
from decimal import ROUND_CEILING, Decimal
from typing import Final

from clinic_app.domain.catalogs import Drug, doses_in

_AMOUNT: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([^\d\s]*)")
_IN_MG: Final = {"μg": Decimal("0.001"), "ug": Decimal("0.001"), "mg": Decimal(1), "g": Decimal(1000)}
_IN_ML: Final = {"ml": Decimal(1), "l": Decimal(1000)}
_IN_U: Final = {"u": Decimal(1), "iu": Decimal(1), "万u": Decimal(10_000), "万iu": Decimal(10_000)}
_SCALES: Final = {"mg": _IN_MG, "ml": _IN_ML, "IU": _IN_U}
# One ampoule serves one injection; what is left in it is thrown away.
_OPENED_ONCE: Final = frozenset({"注射液", "粉针剂", "冻干粉针"})


def packs_needed(drug: Drug, dose: str, frequency: str, days: int) -> int:
    """总量 in selling units: doses of the days, in whole packs.

    A dose that does not say how much of a unit it is (适量, 1滴 of a bottle) and a rhythm without a number
    (必要时) need one pack.
    """
    units = units_needed(drug, dose, frequency, days)
    return 1 if units is None else max(1, -(-units // drug.pack_qty))


def units_needed(drug: Drug, dose: str, frequency: str, days: int) -> int | None:
    """As `packs_needed`, in tablets, ampoules …; None where dose or rhythm says no number.

    What is injected rounds up each time.
    """
    doses = doses_in(frequency, days)
    each = units_per_dose(drug, dose)
    if doses is None or each is None:
        return None
    if drug.form in _OPENED_ONCE and drug.unit == drug.pack_unit and not _holds_many(drug):
        each = each.to_integral_value(ROUND_CEILING)
    return int((each * doses).to_integral_value(ROUND_CEILING))


def units_per_dose(drug: Drug, dose: str) -> Decimal | None:
    """How many tablets, ampoules … one dose is; None when dose and strength cannot be compared.

    >>> from clinic_app.domain.catalogs import drugs
    >>> units_per_dose(drugs()[0], "0.5g")  # capsules of 0.25 g
    Decimal('2')
    """
    wanted = _split(dose)
    if wanted is None:
        return None
    number, unit = wanted
    if unit == drug.unit or (unit, drug.unit) == ("g", "克"):
        return number
    amount = measured(dose)
    if amount is None:
        return None
    for part in drug.spec.split(":"):
        held = measured(part)
        if held is not None and held[1] == amount[1] and held[0]:
            return amount[0] / held[0]
    return None


def volume_ml(drug: Drug, dose: str) -> Decimal | None:
    """The volume of one dose of a liquid; None for what is no liquid."""
    amount = measured(dose)
    if amount is not None and amount[1] == "ml":
        return amount[0]
    each = units_per_dose(drug, dose)
    held = next((one for one in map(measured, drug.spec.split(":")) if one and one[1] == "ml"), None)
    return None if each is None or held is None else each * held[0]


def measured(text: str) -> tuple[Decimal, str] | None:
    """An amount in mg, ml or IU.

    >>> measured("0.25g"), measured("80万U"), measured("1片")
    ((Decimal('250.00'), 'mg'), (Decimal('800000'), 'IU'), None)
    """
    found = _split(text)
    if found is None:
        return None
    for unit, scale in _SCALES.items():
        if found[1].lower() in scale:
            return found[0] * scale[found[1].lower()], unit
    return None


def doses_a_day(frequency: str) -> int:
    """Doses on one day of those that have any; what is taken once or when needed counts once."""
    return doses_in(frequency, 1) or 1


def _holds_many(drug: Drug) -> bool:
    """A pen or vial of insulin serves many injections."""
    return drug.route == "ih" and "U" in drug.spec


def _split(text: str) -> tuple[Decimal, str] | None:
    match = _AMOUNT.fullmatch(text.strip())
    return None if match is None else (Decimal(match[1]), match[2])
