"""What the doctor's page shows and what is typed into it, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from clinic_app.domain.catalogs import Drug, Service
from clinic_app.domain.infectious import Disease, notifiable
from clinic_app.domain.money import half_up
from clinic_app.domain.outpatient import Vitals, findings_of, is_return
from clinic_app.domain.prescribing.draft import Reason
from clinic_app.domain.prescribing.quantity import packs_needed
from clinic_app.domain.stopwatch import Summary
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.outpatient import Decoction, Diagnosis, DrugLine, ServiceLine
from clinic_app.journal.prescriptions import Checked
from clinic_app.projections.queries.outpatient import Addendum, Encounter, OrderLine
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.services.chart import Chart
from clinic_app.services.outpatient import Case, Findings
from clinic_app.ui import catalogues
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.theme import Tone

DRUG, SERVICE = "drug", "service"
USUAL_DAYS: Final = 3
_BOILED: Final = "decoct"  # the route of decoction pieces
_DAILY: Final = "水煎服，一日一剂，早晚分服"
_E4: Final = 10_000
TOLD: Final = {
    "pregnant": ("pregnant", True),
    "not_pregnant": ("pregnant", False),
    "lactating": ("lactating", True),
    "not_lactating": ("lactating", False),
}
_NOTHING_MEASURED: Final = Vitals()

TABS: Final = (
    (VisitState.WAITING, QT_TRANSLATE_NOOP("outpatient", "待诊")),
    (VisitState.CALLED, QT_TRANSLATE_NOOP("outpatient", "就诊中")),
    (VisitState.SIGNED, QT_TRANSLATE_NOOP("outpatient", "已完成")),
)


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
    reasons: tuple[tuple[str, str, str], ...] = ()  # rule, drug ("" for all) and the words
    pregnant: bool | None = None  # None: nobody asked
    lactating: bool | None = None
    tcm: tuple[tuple[str, str], ...] = ()  # 中医病名 and 证候
    onset_days: int | None = None  # ago
    again: bool | None = None  # 复诊; None: as proposed
    next_days: int | None = None  # until the next visit
    cases: tuple[tuple[str, bool, str], ...] = ()  # disease to report, whether it is a case, why not

    @property
    def blank(self) -> bool:
        """Nothing of a record is written yet."""
        return not (self.complaint or self.history or self.advice or self.diagnoses or self.orders)

    @property
    def total_fen(self) -> int:
        return sum(row.amount_fen for row in self.orders)

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
            reasons=tuple((rule, drug, text) for rule, drug, text in kept.get("reasons", ())),
            pregnant=kept.get("pregnant"),
            lactating=kept.get("lactating"),
            tcm=tuple((code, name) for code, name in kept.get("tcm", ())),
            onset_days=kept.get("onset_days"),
            again=kept.get("again"),
            next_days=kept.get("next_days"),
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
            drugs=tuple(_drug_line(row) for row in self.orders if row.kind == DRUG),
            services=tuple(_service_line(row) for row in self.orders if row.kind == SERVICE),
            measured=self.vitals.measured(),
            reasons=tuple(Reason(rule=rule, drug=drug, text=text) for rule, drug, text in self.reasons),
            pregnant=self.pregnant,
            lactating=self.lactating,
            tcm=tuple(Diagnosis(code, name) for code, name in self.tcm),
            onset=None if self.onset_days is None else day - timedelta(self.onset_days),
            again=bool(self.again),
            next_visit=None if self.next_days is None else day + timedelta(self.next_days),
            cases=tuple(Case(disease, report, reason) for disease, report, reason in self.cases),
            decoction=_decoction(self.orders),
        )

    def told(self, about: str, answer: bool) -> "Form":
        """What a woman said: `about` is ``pregnant`` or ``lactating``."""
        return replace(self, pregnant=answer) if about == "pregnant" else replace(self, lactating=answer)

    def answered(self, rule: str, drug: str, text: str) -> "Form":
        """With a reason given, or taken back by an empty one."""
        others = tuple(one for one in self.reasons if one[:2] != (rule, drug))
        return replace(self, reasons=(*others, (rule, drug, text)) if text else others)

    def cased(self, disease: str, report: bool, reason: str) -> "Form":
        """Whether a disease to be reported is a case; neither reported nor a reason: not answered."""
        others = tuple(one for one in self.cases if one[0] != disease)
        return replace(self, cases=(*others, (disease, report, reason)) if report or reason else others)


@dataclass(frozen=True, slots=True)
class Suspected:
    """A disease that the diagnoses mean and the law wants reported."""

    disease: Disease
    report: bool
    reason: str  # why it is no case

    @property
    def answered(self) -> bool:
        return self.report or bool(self.reason)


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier encounter, opened."""

    encounter: Encounter
    orders: tuple[OrderLine, ...]
    addenda: tuple[Addendum, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """The signed record on the page, with what was done to it since."""

    encounter: Encounter
    addenda: tuple[Addendum, ...]
    sheets: tuple[tuple[UUID, str], ...]  # prescriptions that stand, and what is on them
    paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorState:
    """All that the page shows.  A new state replaces the old one."""

    queue: tuple[Visit, ...] = ()
    tab: VisitState = VisitState.WAITING
    now_ms: int = 0  # UTC, when the queue was read
    visit: Visit | None = None
    loaded: int = 0  # grows when `form` shall be put on the page
    form: Form = Form()
    signed: bool = False
    fee: str = ""  # code of the fee to offer
    chart: Chart | None = None
    checked: tuple[Checked, ...] = ()
    asked: int = 0  # grows when the cursor shall go to the first rule without an answer
    past: Past | None = None
    record: Signed | None = None
    kept: bool = False  # the draft is on disk
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO
    times: Summary | None = None  # 秒表: today's visits on this PC

    @property
    def history(self) -> tuple[Encounter, ...]:
        """Earlier encounters of the person in hand, the newest first."""
        known = self.chart.encounters if self.chart else ()
        return tuple(one for one in known if self.visit is None or one.visit_id != self.visit.id)

    def returning(self, form: Form) -> bool:
        """复诊, as proposed for what is typed."""
        if self.visit is None or not form.diagnoses:
            return False
        earlier = [(one.diagnoses[0][0], beijing_day(one.signed_ms)) for one in self.history if one.diagnoses]
        return is_return(form.diagnoses[0][0], earlier, self.visit.day)

    def of_tab(self, tab: VisitState) -> tuple[Visit, ...]:
        """Visits of one tab; what is settled is finished too."""
        wanted = (tab, VisitState.SETTLED) if tab is VisitState.SIGNED else (tab,)
        return tuple(visit for visit in self.queue if visit.state in wanted)


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


def suspected_in(form: Form, day: date) -> tuple[Suspected, ...]:
    """传染病: what the diagnoses mean that has to be reported, each once, with the answer so far."""
    found = {one.id: one for code, _ in form.diagnoses for one in notifiable(code, day)}
    given = {disease: (report, reason) for disease, report, reason in form.cases}
    return tuple(Suspected(one, *given.get(one.id, (False, ""))) for one in found.values())


def record_of(encounter: Encounter, orders: Sequence[OrderLine], day: date) -> Form:
    """A signed record as the form shows it; `day` of the visit."""
    return Form(
        complaint=encounter.complaint,
        history=encounter.history,
        examined=encounter.findings,
        advice=encounter.advice,
        diagnoses=encounter.diagnoses,
        tcm=encounter.tcm,
        onset_days=None if encounter.onset is None else (day - encounter.onset).days,
        again=encounter.again,
        next_days=None if encounter.next_visit is None else (encounter.next_visit - day).days,
        orders=tuple(
            OrderRow(
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
            for line in orders
        ),
    )


def _decoction(orders: Sequence[OrderRow]) -> Decoction | None:
    """剂数 of the herbs: one dose a day, for as many days as stand beside them."""
    doses = [row.days or 0 for row in orders if row.kind == DRUG and row.route == _BOILED]
    return Decoction(doses=max(doses), usage=_DAILY) if doses else None


def _drug_line(row: OrderRow) -> DrugLine:
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


def _service_line(row: OrderRow) -> ServiceLine:
    return ServiceLine(
        code=row.code, name=row.name, cnt_e4=(row.count or 0) * _E4, unit=row.unit, pric_e6=row.pric_e6
    )
