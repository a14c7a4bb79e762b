"""处方: from what the doctor ordered to sheets that the rules have seen, and to what is signed."""

from dataclasses import dataclass, replace
from datetime import timedelta

from clinic_app.domain.prescribing import draft as drafts
from clinic_app.domain.prescribing.check import check
from clinic_app.domain.prescribing.context import AtHome, Context
from clinic_app.domain.prescribing.draft import Draft, Kind, Line, Reason
from clinic_app.domain.prescribing.hits import Hit, Severity, unanswered
from clinic_app.domain.prescribing.kinds import Sheet, sheets_of
from clinic_app.domain.prescribing.knowledge import Knowledge
from clinic_app.domain.prescribing.rules import Rules
from clinic_app.journal.facts.outpatient import Decoction, DrugLine, Override


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """All drugs of a visit, and what the doctor said beside them."""

    drugs: tuple[DrugLine, ...]
    department: str = ""
    diagnoses: tuple[str, ...] = ()  # ICD-10
    reasons: tuple[Reason, ...] = ()
    decoction: Decoction | None = None
    emergency: bool = False
    long_term: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """One sheet and what the rules say to it, the gravest first."""

    draft: Draft
    hits: tuple[Hit, ...]
    rules: str = ""  # version of those that were asked

    @property
    def open_hits(self) -> tuple[Hit, ...]:
        """What still keeps it from being signed."""
        return unanswered(self.hits, self.draft)


def checked(wanted: Wanted, context: Context, knowledge: Knowledge, rules: Rules) -> tuple[Checked, ...]:
    """The drugs on their sheets; what stands on another sheet is taken as at home, and counted beside the lines."""
    lines = [line_of(one) for one in wanted.drugs]
    age = context.person.age_years(context.day)
    sheets = sheets_of(lines, knowledge, rules, age, wanted.emergency)
    answer = []
    for at, sheet in enumerate(sheets):
        beside = [
            home for other, each in enumerate(sheets) if other != at for home in _at_home(each, context)
        ]
        here = replace(
            context,
            person=replace(context.person, at_home=(*context.person.at_home, *beside)),
            beside=tuple(line for other, each in enumerate(sheets) if other != at for line in each.lines),
        )
        draft = _draft(sheet, wanted)
        answer.append(Checked(draft, check(draft, here, knowledge, rules), rules.version))
    return tuple(answer)


def line_of(one: DrugLine) -> Line:
    return Line(
        drug=one.code,
        name=one.name,
        dose=one.dose,
        frequency=one.frequency,
        route=one.route,
        days=one.days,
        cnt_e4=one.cnt_e4,
        unit=one.unit,
        group=one.group,
        own=one.own,
        note=one.note,
    )


def signed_lines(sheet: Draft, drugs: tuple[DrugLine, ...]) -> tuple[DrugLine, ...]:
    """The lines of a sheet as they were ordered."""
    waiting = list(drugs)
    lines = []
    for line in sheet.lines:
        at = next(at for at, drug in enumerate(waiting) if line_of(drug) == line)
        lines.append(waiting.pop(at))
    return tuple(lines)


def overrides_of(one: Checked) -> tuple[Override, ...]:
    """The reasons that answered a rule of this sheet."""
    asked = {hit.rule for hit in one.hits if hit.severity is Severity.REASON}
    return tuple(
        Override(rule=reason.rule, code=reason.drug, reason=reason.text)
        for reason in one.draft.reasons
        if reason.rule in asked
    )


def _draft(sheet: Sheet, wanted: Wanted) -> Draft:
    decoction = wanted.decoction if sheet.kind is Kind.HERBS else None
    return Draft(
        kind=sheet.kind,
        department=wanted.department,
        lines=sheet.lines,
        diagnoses=wanted.diagnoses,
        reasons=wanted.reasons,
        decoction=None
        if decoction is None
        else drafts.Decoction(doses=decoction.doses, usage=decoction.usage),
        long_term=wanted.long_term,
    )


def _at_home(sheet: Sheet, context: Context) -> list[AtHome]:
    return [
        AtHome(
            drug=line.drug,
            route=line.route,
            from_day=context.day,
            last_day=context.day + timedelta(days=max(line.days, 1) - 1),
        )
        for line in sheet.lines
    ]
