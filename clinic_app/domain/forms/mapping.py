"""一次录入，处处生成: what a visit, the last vaccination or a contract tells the forms, by form_sources.csv
(docs/enter_once.md).

What was measured goes to every field that observes the same quantity in the same unit, without a line in the table.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from types import MappingProxyType
from typing import Any, Final

from clinic_app.domain.codes import rows
from clinic_app.domain.forms.definition import Field, Form, Kind
from clinic_app.domain.forms.numbers import plain
from clinic_app.domain.infectious import notifiable
from clinic_app.domain.measurements import measures

HUT: Final = "hut"  # origin of what a self-service device measured, with the time: hut 08:10
_E4: Final = Decimal(10_000)
PRESSURES: Final = frozenset({"sbp", "dbp"})


@dataclass(frozen=True, slots=True)
class TakenDrug:
    """A medicine as the visit prescribes it."""

    name: str
    dose: str = ""  # with its unit
    times: int | None = None  # a day


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDose:
    """A vaccination as it was booked; codes as in the form `vaccination`."""

    vaccine: str
    number: int
    on: date
    batch: str = ""
    maker: str = ""
    site: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedContract:
    """签约协议 as the form `contract` writes it; empty: nothing of it was agreed."""

    number: str
    household: str  # id
    team: str  # id
    leader: str  # staff id
    grid_worker: str  # staff id, or the name
    groups: list[str]  # codes/contract_group.csv
    packages: list[dict[str, Any]]
    signed_on: str  # YYYY-MM-DD, as the next
    valid_to: str
    years: int
    fee_insurance: str  # yuan, as the next two
    fee_public: str
    fee_resident: str
    in_pool: bool  # 计入门诊统筹签约
    secondary_hospital: str  # name, as the next
    tertiary_hospital: str
    mode: str  # choices of the form, as the next
    status: str
    end_reason: str  # in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A visit, signed or being written: what it says, as far as it says it; the last vaccination; the contract."""

    day: date
    moment: datetime  # Beijing
    complaint: str = ""
    history: str = ""
    objective: str = ""
    advice: str = ""
    diagnoses: tuple[tuple[str, str], ...] = ()  # ICD-10 and name, the main one first
    tcm: tuple[str, ...] = ()  # names
    drugs: tuple[TakenDrug, ...] = ()
    measured: Mapping[str, int] = field(
        default_factory=dict
    )  # ten-thousandths by key of `domain.measurements`
    onset_days: int | None = None  # ago
    id_type: str = "01"
    doses: tuple[TakenDose, ...] = ()  # of the last day of vaccination
    unwell_at: datetime | None = None  # Beijing: when 留观 ended with a reaction
    agreed: AgreedContract | None = None


def filled_from(form: Form, told: Told) -> dict[str, Any]:
    """What the visit answers of this form; blank answers are left out."""
    found = _measured(form, told.measured)
    for key, source in _sources(form.key).items():
        value = SOURCES[source](told)
        if value not in (None, "", []):
            found[key] = value
    return found


def measured_beside(form: Form, measured: Mapping[str, int], told: Collection[str]) -> dict[str, Any]:
    """What was measured elsewhere on this day (another form, a self-service device) beside the fields already `told`.

    A pressure is one of both values, never half of the visit's.
    """
    known = {one.observation for key, one in form.fields.items() if key in told}
    skipped = known | (PRESSURES if known & PRESSURES else frozenset())
    fields = {key for key, one in form.fields.items() if one.observation not in skipped}
    return {key: value for key, value in _measured(form, measured).items() if key in fields}


def hut_time(origin: str) -> str:
    """08:10 where a self-service device measured it; empty: it is of another origin."""
    return origin.removeprefix(f"{HUT} ") if origin.startswith(HUT) else ""


def _measured(form: Form, measured: Mapping[str, int]) -> dict[str, Any]:
    """A field of one side stays empty: nobody said which arm or eye it was."""
    return {
        key: value
        for key, one in form.fields.items()
        if not one.side and (value := of_measured(one, measured.get(one.observation))) is not None
    }


def asks_of_vaccination(form: Form) -> bool:
    """It is filled from the last vaccination too, so that it needs no visit."""
    return not _OF_VACCINATION.isdisjoint(_sources(form.key).values())


def asks_of_contract(form: Form) -> bool:
    """It is filled from the person's contract too, so that it needs no visit."""
    return not _OF_CONTRACT.keys().isdisjoint(_sources(form.key).values())


def of_measured(one: Field, value_e4: int | None) -> Any:
    """A measurement as this field writes it; None where it counts in another unit, or nothing was measured."""
    if value_e4 is None or not one.observation or measures()[one.observation].ucum != one.unit:
        return None
    value = Decimal(value_e4) / _E4
    if one.kind is Kind.INT:
        return int(value) if value == int(value) else None
    return plain(value) if one.kind is Kind.DEC else None


@cache
def _sources(form_key: str) -> Mapping[str, str]:
    lines = rows("tables", "form_sources.csv")
    return MappingProxyType({line["field"]: line["source"] for line in lines if line["form"] == form_key})


def _subjective(told: Told) -> str:
    return "；".join(part for part in (told.complaint.strip(), told.history.strip()) if part)


def _plan(told: Told) -> str:
    orders = "、".join(" ".join(part for part in (one.name, one.dose) if part) for one in told.drugs)
    return "；".join(part for part in (told.advice.strip(), orders) if part)


def _assessment(told: Told) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [{"code": code, "name": name} for code, name in told.diagnoses]
    if lines and told.tcm:
        lines[0]["tcm_disease"] = told.tcm[0]
        if len(told.tcm) > 1:
            lines[0]["tcm_syndrome"] = told.tcm[1]
    return lines


def _drugs(told: Told) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for one in told.drugs:
        line: dict[str, Any] = {"name": one.name}
        if one.times is not None:
            line["times"] = one.times
        if one.dose:
            line["dose"] = one.dose
        lines.append(line)
    return lines


def _onset(told: Told) -> str:
    return "" if told.onset_days is None else (told.day - timedelta(days=told.onset_days)).isoformat()


def _disease(told: Told) -> str:
    return next((one.id for code, _ in told.diagnoses for one in notifiable(code, told.day)), "")


def _suspected(told: Told) -> list[dict[str, Any]]:
    lines = [
        {
            "vaccine": one.vaccine,
            "dose": str(one.number),
            "batch": one.batch,
            "maker": one.maker,
            "date": one.on.isoformat(),
            "site": one.site,
            "route": one.route,
        }
        for one in told.doses
    ]
    return [{key: value for key, value in line.items() if value} for line in lines]


def _unwell(told: Told) -> str:
    return "" if told.unwell_at is None else f"{told.unwell_at:%Y-%m-%dT%H:%M}"


def _agreed(part: str, told: Told) -> Any:
    return None if told.agreed is None else getattr(told.agreed, part)


_OF_CONTRACT: Final[Mapping[str, Callable[[Told], Any]]] = {
    f"agreed_{one.name}": partial(_agreed, one.name) for one in fields(AgreedContract)
}
SOURCES: Final[Mapping[str, Callable[[Told], Any]]] = {
    "mode": lambda told: "1",  # codes/followup_mode.csv: at the clinic
    "visit_type": lambda told: "1",  # codes/visit_type.csv: outpatient
    "first_report": lambda told: "1",
    "id_type": lambda told: told.id_type,
    "subjective": _subjective,
    "objective": lambda told: told.objective.strip(),
    "assessment": _assessment,
    "plan": _plan,
    "drugs": _drugs,
    "onset": _onset,
    "moment": lambda told: f"{told.moment:%Y-%m-%dT%H:%M}",
    "disease": _disease,
    "diagnosis_words": lambda told: "、".join(name for _, name in told.diagnoses),
    "diagnosis_code": lambda told: told.diagnoses[0][0] if told.diagnoses else "",
    "suspected": _suspected,
    "unwell": _unwell,
    **_OF_CONTRACT,
}
_OF_VACCINATION: Final = frozenset({"suspected", "unwell"})
