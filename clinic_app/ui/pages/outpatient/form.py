"""Everything that the doctor types into a record, as one value: kept as a draft, checked, signed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Final

from clinic_app.domain.infectious import Disease, notifiable
from clinic_app.domain.outpatient import Vitals, findings_of
from clinic_app.domain.prescribing.draft import Reason
from clinic_app.journal.facts.outpatient import Collector, Diagnosis
from clinic_app.projections.queries.outpatient import Encounter, OrderLine, Prescription
from clinic_app.services.outpatient import Case, Findings
from clinic_app.ui.pages.outpatient.decoction import (
    AS_USUAL,
    HerbRow,
    Taken,
    decoction_of,
    herb_lines,
    herbs_fen,
    is_piece,
    signed_herbs,
)
from clinic_app.ui.pages.outpatient.rows import DRUG, SERVICE, OrderRow, drug_line, ordered, service_line

EMERGENCY, LONG_TERM = "emergency", "long_term"  # 急诊, 长期处方: what the doctor declares of the sheets
HOME: Final = "1"  # 离院, codes/departure.csv
TOLD: Final = {
    "pregnant": ("pregnant", True),
    "not_pregnant": ("pregnant", False),
    "lactating": ("lactating", True),
    "not_lactating": ("lactating", False),
    "pain_checked": ("pain_checked", True),
}
_NOTHING_MEASURED: Final = Vitals()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Everything that the doctor typed and has not signed."""

    complaint: str = ""
    history: str = ""
    vitals: Vitals = _NOTHING_MEASURED
    examined: str = ""
    advice: str = ""
    diagnoses: tuple[tuple[str, str], ...] = ()  # code, name; the first is the main one
    orders: tuple[OrderRow, ...] = ()
    herbs: tuple[HerbRow, ...] = ()  # 中药饮片 of one 剂
    taken: Taken = AS_USUAL
    sheet: str = ""  # "", EMERGENCY or LONG_TERM
    reasons: tuple[tuple[str, str, str], ...] = ()  # rule, drug ("" for all) and the words
    pregnant: bool | None = None  # None: nobody asked
    lactating: bool | None = None
    pain_checked: bool = False  # 癌痛、慢性疼痛: file and consent were looked at
    collector: tuple[str, str] = ("", "")  # 代办人 of a narcotic: name and identity number
    tcm: tuple[tuple[str, str], ...] = ()  # 中医病名 and 证候
    onset_days: int | None = None  # ago
    again: bool | None = None  # 复诊; None: as proposed
    next_days: int | None = None  # until the next visit
    departure: str = HOME  # 病人去向
    cases: tuple[tuple[str, bool, str], ...] = ()  # disease to report, whether it is a case, why not

    @property
    def blank(self) -> bool:
        """Nothing of a record is written yet."""
        return not (
            self.complaint or self.history or self.advice or self.diagnoses or self.orders or self.herbs
        )

    @property
    def total_fen(self) -> int:
        return sum(row.amount_fen for row in self.orders) + herbs_fen(self.herbs, self.taken)

    @property
    def asked(self) -> tuple[object, ...]:
        """What the rules read; while it is the same, their answer holds."""
        return (self.orders, self.herbs, self.taken, self.sheet, self.diagnoses, self.pain_checked)

    def as_fields(self) -> dict[str, object]:
        """For the draft."""
        return asdict(self)

    @classmethod
    def of_fields(cls, kept: Mapping[str, Any]) -> "Form":
        """A draft read back; what an older version did not write stays blank."""
        known = {field.name for field in fields(OrderRow)}
        return cls(
            complaint=str(kept.get("complaint", "")),
            history=str(kept.get("history", "")),
            vitals=Vitals(**kept.get("vitals", {})),
            examined=str(kept.get("examined", "")),
            advice=str(kept.get("advice", "")),
            diagnoses=tuple((code, name) for code, name in kept.get("diagnoses", ())),
            orders=tuple(
                OrderRow(**{name: value for name, value in row.items() if name in known})
                for row in kept.get("orders", ())
            ),
            herbs=tuple(HerbRow(**row) for row in kept.get("herbs", ())),
            taken=Taken(**kept.get("taken", {})),
            sheet=str(kept.get("sheet", "")),
            pain_checked=bool(kept.get("pain_checked", False)),
            collector=_two(kept.get("collector")),
            reasons=tuple((rule, drug, text) for rule, drug, text in kept.get("reasons", ())),
            pregnant=kept.get("pregnant"),
            lactating=kept.get("lactating"),
            tcm=tuple((code, name) for code, name in kept.get("tcm", ())),
            onset_days=kept.get("onset_days"),
            again=kept.get("again"),
            next_days=kept.get("next_days"),
            departure=str(kept.get("departure", HOME)),
            cases=tuple((disease, report, reason) for disease, report, reason in kept.get("cases", ())),
        )

    def findings(self, day: date) -> Findings:
        """What is signed on `day`."""
        return Findings(
            complaint=self.complaint.strip(),
            history=self.history.strip(),
            findings=findings_of(self.vitals, self.examined),
            advice=self.advice.strip(),
            diagnoses=tuple(Diagnosis(code, name) for code, name in self.diagnoses),
            drugs=(
                *(drug_line(row) for row in self.orders if row.kind == DRUG),
                *herb_lines(self.herbs, self.taken),
            ),
            services=tuple(service_line(row) for row in self.orders if row.kind == SERVICE),
            measured=self.vitals.measured(),
            reasons=tuple(Reason(rule=rule, drug=drug, text=text) for rule, drug, text in self.reasons),
            pregnant=self.pregnant,
            lactating=self.lactating,
            tcm=tuple(Diagnosis(code, name) for code, name in self.tcm),
            onset=None if self.onset_days is None else day - timedelta(self.onset_days),
            again=bool(self.again),
            departure=self.departure,
            next_visit=None if self.next_days is None else day + timedelta(self.next_days),
            cases=tuple(Case(disease, report, reason) for disease, report, reason in self.cases),
            decoction=decoction_of(self.herbs, self.taken),
            emergency=self.sheet == EMERGENCY,
            long_term=self.sheet == LONG_TERM,
            pain_checked=self.pain_checked,
            collector=_collector(*self.collector),
        )

    def without_service(self, code: str) -> "Form":
        """With one item out of the orders."""
        kept = tuple(row for row in self.orders if row.kind != SERVICE or row.code != code)
        return replace(self, orders=kept)

    def told(self, about: str, answer: bool) -> "Form":
        """What was said or looked at: `about` is ``pregnant``, ``lactating`` or ``pain_checked``."""
        if about == "pain_checked":
            return replace(self, pain_checked=answer)
        return replace(self, pregnant=answer) if about == "pregnant" else replace(self, lactating=answer)

    def answered(self, rule: str, drug: str, text: str) -> "Form":
        """With a reason given, or taken back by an empty one."""
        others = tuple(one for one in self.reasons if one[:2] != (rule, drug))
        return replace(self, reasons=(*others, (rule, drug, text)) if text else others)

    def cased(self, disease: str, report: bool, reason: str) -> "Form":
        """Whether a disease to be reported is a case; neither reported nor a reason: not answered."""
        others = tuple(one for one in self.cases if one[0] != disease)
        return replace(self, cases=(*others, (disease, report, reason)) if report or reason else others)


BLANK: Final = Form()


@dataclass(frozen=True, slots=True)
class Suspected:
    """A disease that the diagnoses mean and the law wants reported."""

    disease: Disease
    report: bool
    reason: str  # why it is no case

    @property
    def answered(self) -> bool:
        return self.report or bool(self.reason)


def suspected_in(form: Form, day: date) -> tuple[Suspected, ...]:
    """传染病: what the diagnoses mean that has to be reported, each once, with the answer so far."""
    found = {one.id: one for code, _ in form.diagnoses for one in notifiable(code, day)}
    given = {disease: (report, reason) for disease, report, reason in form.cases}
    return tuple(Suspected(one, *given.get(one.id, (False, ""))) for one in found.values())


def record_of(encounter: Encounter, orders: Sequence[OrderLine], day: date) -> Form:
    """A signed record as the form shows it; `day` of the visit."""
    herbs, taken = signed_herbs(orders)
    return Form(
        complaint=encounter.complaint,
        history=encounter.history,
        examined=encounter.findings,
        advice=encounter.advice,
        diagnoses=encounter.diagnoses,
        tcm=encounter.tcm,
        onset_days=None if encounter.onset is None else (day - encounter.onset).days,
        again=encounter.again,
        departure=encounter.departure,
        next_days=None if encounter.next_visit is None else (encounter.next_visit - day).days,
        orders=tuple(ordered(line) for line in orders if not is_piece(line)),
        herbs=herbs,
        taken=taken,
    )


def reopened(form: Form, orders: Sequence[OrderLine], sheet: Prescription) -> Form:
    """The record with the drugs of one prescription alone, to be written anew."""
    herbs, taken = signed_herbs(orders)
    kind = LONG_TERM if sheet.long_term else EMERGENCY if sheet.kind == EMERGENCY else ""
    return replace(
        form,
        orders=tuple(ordered(line) for line in orders if not is_piece(line)),
        herbs=herbs,
        taken=replace(taken, usage=sheet.usage or taken.usage, boiled_here=sheet.boiled_here),
        sheet=kind,
        reasons=(),
    )


def _collector(name: str, id_number: str) -> Collector | None:
    return Collector(name=name.strip(), id_number=id_number.strip().upper()) if name.strip() else None


def _two(kept: Sequence[str] | None) -> tuple[str, str]:
    name, id_number = kept or ("", "")
    return name, id_number
