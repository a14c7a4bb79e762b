"""P10 and P11: how much at once, a day, and in all."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from clinic_app.domain.prescribing.case import Case, Ordered, called, hit
from clinic_app.domain.prescribing.draft import WHOLE_E4
from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.knowledge import Dose, Substance
from clinic_app.domain.prescribing.quantity import doses_a_day, units_needed, units_per_dose

_HUNDRED = Decimal(100)
_DAY_H = 24


@dataclass(frozen=True, slots=True)
class Given:
    """What one line brings of one substance, in the unit of its dose row."""

    one: Ordered
    substance: Substance
    single: Decimal
    daily: Decimal
    row: Dose
    max_single: Decimal | None
    max_daily: Decimal | None


def doses(case: Case) -> Iterator[Hit]:
    """P10 by substance: above the maximum of age, weight and route, or far below what is usual."""
    given = [dose for one in case.lines for dose in _given(case, one)]
    for dose in given:
        yield from _too_much(case, dose)
        yield from _too_long(dose)
        yield from _too_little(case, dose)
    elsewhere = [dose for one in case.beside for dose in _given(case, one)]
    yield from _together(case, given, elsewhere)
    for one in case.lines:
        yield from _without_row(case, one)


def quantities(case: Case) -> Iterator[Hit]:
    """P11: what is handed out is what the days need, rounded up to the smallest unit that is sold."""
    for one in case.lines:
        drug, needed = one.product.drug, _needed(case, one)
        if needed is None or one.line.own or one.line.cnt_e4 <= 0:
            continue
        sold = 1 if drug.splittable and _is_loose(one) else drug.pack_qty
        whole = (needed / sold).to_integral_value(ROUND_CEILING) * sold
        most, units = needed if one.product.is_herb else whole, units_of(one)  # herbs are weighed out
        if units < needed:
            yield hit(
                "P11.few", Severity.WARN, one, drug=one.name, given=_plain(units), needed=_plain(needed)
            )
        elif units > most:
            yield hit("P11.many", Severity.WARN, one, drug=one.name, given=_plain(units), needed=_plain(most))


def units_of(one: Ordered) -> Decimal:
    """The quantity of a line in min_units."""
    return Decimal(one.line.cnt_e4) * (1 if _is_loose(one) else one.product.drug.pack_qty) / WHOLE_E4


def _is_loose(one: Ordered) -> bool:
    """Sold by tablet or capsule; a line is by the pack unless it says so."""
    drug = one.product.drug
    return one.line.unit == drug.unit != drug.pack_unit


def _needed(case: Case, one: Ordered) -> Decimal | None:
    """Units for all days; of a herb, grams for all 剂; None where the dose says no number."""
    drug, line, decoction = one.product.drug, one.line, case.draft.decoction
    if not one.product.is_herb or decoction is None:
        units = units_needed(drug, line.dose, line.frequency, line.days)
        return None if units is None else Decimal(units)
    each = units_per_dose(drug, line.dose)
    return None if each is None else each * decoction.doses


def _given(case: Case, one: Ordered) -> Iterator[Given]:
    units = units_per_dose(one.product.drug, one.line.dose)
    if units is None:
        return
    weight = case.context.person.weight_g
    for part in one.product.ingredients:
        row = _row(case, part.substance, one.line.route)
        if row is None or part.amount is None or part.unit != row.unit:
            continue
        single = units * part.amount
        yield Given(
            one,
            part.substance,
            single,
            single * doses_a_day(one.line.frequency),
            row,
            _least(row.max_single, row.per_kg_single, weight),
            _least(row.max_daily, row.per_kg_daily, weight),
        )


def _row(case: Case, substance: Substance, route: str) -> Dose | None:
    """Of several that fit, the one that begins at the highest age."""
    fitting = [
        row
        for row in case.knowledge.doses.get(substance.code, ())
        if route in row.routes and row.is_for(case.context.person.birth, case.context.day)
    ]
    return max(fitting, key=lambda row: row.age_from_days, default=None)


def _least(most: Decimal | None, per_kg: Decimal | None, weight_g: int | None) -> Decimal | None:
    by_weight = None if per_kg is None or weight_g is None else per_kg * weight_g / 1000
    return min((one for one in (most, by_weight) if one is not None), default=None)


def _too_much(case: Case, dose: Given) -> Iterator[Hit]:
    for key, amount, most in (
        ("P10.single", dose.single, dose.max_single),
        ("P10.daily", dose.daily, dose.max_daily),
    ):
        severity = _severity(case, amount, most)
        if severity is not None and most is not None:
            yield hit(
                key,
                severity,
                dose.one,
                drug=dose.one.name,
                substance=called(dose.substance),
                given=_amount(amount, dose.row.unit),
                max=_amount(most, dose.row.unit),
                percent=int(amount * _HUNDRED / most),
            )
    if (dose.row.per_kg_single or dose.row.per_kg_daily) and case.context.person.weight_g is None:
        yield hit("P10.no_weight", Severity.REASON, dose.one, drug=dose.one.name)


def _severity(case: Case, amount: Decimal, most: Decimal | None) -> Severity | None:
    if not most or amount * _HUNDRED <= most * case.rules.dose_reason_percent:
        return None
    blocked = amount * _HUNDRED > most * case.rules.dose_block_percent
    return Severity.BLOCK if blocked else Severity.REASON


def _too_long(dose: Given) -> Iterator[Hit]:
    line, row = dose.one.line, dose.row
    if row.max_days is not None and line.days > row.max_days:
        yield hit("P10.days", Severity.REASON, dose.one, drug=dose.one.name, days=line.days, max=row.max_days)
    often = doses_a_day(line.frequency)
    if row.min_interval_h is not None and often > 1 and Decimal(_DAY_H) / often < row.min_interval_h:
        yield hit(
            "P10.interval",
            Severity.REASON,
            dose.one,
            drug=dose.one.name,
            hours=_plain(row.min_interval_h),
            often=often,
        )


def _too_little(case: Case, dose: Given) -> Iterator[Hit]:
    """A combination is not measured from below: its parts are meant to be small."""
    usual, unit = dose.row.usual_single, dose.row.unit
    if usual is None or len(dose.one.product.ingredients) > 1:
        return
    if dose.single * _HUNDRED < usual * case.rules.dose_low_percent:
        single, most = _amount(dose.single, unit), _amount(usual, unit)
        yield hit("P10.low", Severity.WARN, dose.one, drug=dose.one.name, single=single, usual=most)


def _together(case: Case, given: list[Given], elsewhere: list[Given]) -> Iterator[Hit]:
    """The same substance in several lines of a visit: their shares of the daily maximum add up."""
    by_substance: defaultdict[str, list[Given]] = defaultdict(list)
    for dose in (*given, *elsewhere):
        if dose.one.is_systemic and dose.max_daily:
            by_substance[dose.substance.code].append(dose)
    for same in by_substance.values():
        share = sum((dose.daily * _HUNDRED / dose.max_daily for dose in same if dose.max_daily), Decimal(0))
        severity = _severity(case, share, _HUNDRED)
        if len(same) > 1 and severity is not None:
            for dose in (one for one in same if one in given):
                yield hit(
                    "P10.together", severity, dose.one, substance=called(dose.substance), percent=int(share)
                )


def _without_row(case: Case, one: Ordered) -> Iterator[Hit]:
    """The table knows the substance and not this route, or not this age."""
    known = [
        rows for rows in (case.knowledge.doses.get(each.code) for each in one.product.substances) if rows
    ]
    by_route = [[row for row in rows if one.line.route in row.routes] for rows in known]
    if known and one.line.route and not any(by_route):
        yield hit("P10.route", Severity.REASON, one, drug=one.name)
    birth, day = case.context.person.birth, case.context.day
    for rows in filter(None, by_route):
        if not any(row.is_for(birth, day) for row in rows):
            substance = case.knowledge.substances[rows[0].substance]
            yield hit("P10.age", Severity.WARN, one, drug=one.name, substance=called(substance))


def _amount(value: Decimal, unit: str) -> str:
    return f"{_plain(value)}{unit}"


def _plain(value: Decimal) -> str:
    """Without an exponent or zeros that say nothing, at four decimals."""
    text = f"{value:.4f}"
    return text.rstrip("0").rstrip(".")
