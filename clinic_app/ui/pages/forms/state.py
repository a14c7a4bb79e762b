"""What the page 公卫表单 shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any, Final
from uuid import UUID

from clinic_app.domain.forms import Context, Form, forms, problems
from clinic_app.domain.public_health.education import Owed, owed
from clinic_app.domain.stopwatch import Summary
from clinic_app.projections.queries.forms import FormRecord
from clinic_app.projections.queries.residents import Resident
from clinic_app.projections.queries.worklist import Item
from clinic_app.ui.form_names import form_title
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.theme import Tone

# The sheets of one service stand together, in the order of the norm; a form that nobody put anywhere comes last.
SERVICES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (QT_TRANSLATE_NOOP("forms", "健康档案"), ("cover", "person_basic", "health_check")),
    (QT_TRANSLATE_NOOP("forms", "老年人"), ("elderly_selfcare", "tcm_elderly")),
    (QT_TRANSLATE_NOOP("forms", "高血压"), ("htn_followup",)),
    (QT_TRANSLATE_NOOP("forms", "糖尿病"), ("dm_followup",)),
    (QT_TRANSLATE_NOOP("forms", "慢阻肺"), ("copd_followup",)),
    (QT_TRANSLATE_NOOP("forms", "精神障碍"), ("psych_basic", "psych_followup")),
    (QT_TRANSLATE_NOOP("forms", "肺结核"), ("tb_first", "tb_followup")),
    (
        QT_TRANSLATE_NOOP("forms", "孕产妇"),
        ("antenatal_first", "antenatal_2_5", "postpartum_visit", "postpartum_42d"),
    ),
    (
        QT_TRANSLATE_NOOP("forms", "儿童"),
        ("newborn_visit", "child_check_1_8m", "child_check_12_30m", "child_check_3_6y", "tcm_child"),
    ),
    (QT_TRANSLATE_NOOP("forms", "预防接种"), ("vaccination", "aefi")),
    (QT_TRANSLATE_NOOP("forms", "传染病"), ("infectious_card", "emergency_event")),
    (QT_TRANSLATE_NOOP("forms", "签约服务"), ("contract", "fulfilment")),
    (
        QT_TRANSLATE_NOOP("forms", "接诊与转诊"),
        ("encounter", "consultation", "referral_up", "referral_down", "tele_order"),
    ),
    (QT_TRANSLATE_NOOP("forms", "健康教育"), ("health_education",)),
    (QT_TRANSLATE_NOOP("forms", "卫生监督"), ("supervision_report", "supervision_patrol")),
)
_EDUCATION: Final = "health_education"
OTHER: Final = QT_TRANSLATE_NOOP("forms", "其他")
_SERVICE_OF: Final = {key: name for name, keys in SERVICES for key in keys}


class Part(IntEnum):
    PERSON = 0
    FACILITY = 1


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form in the list, and how it stands with it."""

    form: Form
    service: str  # Chinese, translated where shown
    count: int = 0  # records that stand
    last: date | None = None
    begun: bool = False  # a draft waits
    due: Item | None = None


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One signed record."""

    record: FormRecord
    name: str  # of the form
    by: str  # who signed, by name where known
    stands: bool


@dataclass(frozen=True, slots=True)
class Open:
    """The form that is being filled in, or looked at."""

    form: Form
    resident_id: UUID | None
    values: Mapping[str, Any]
    origins: Mapping[str, str]
    context: Context
    record: FormRecord | None = None  # one that was signed: looked at, or corrected
    correcting: bool = False

    @property
    def read_only(self) -> bool:
        return self.record is not None and not self.correcting

    @property
    def timed(self) -> tuple[str, UUID | None] | None:
        """What the stopwatch knows it by; None: no follow-up that is being written."""
        return (self.form.key, self.resident_id) if self.form.is_followup and self.record is None else None


@dataclass(frozen=True, slots=True)
class FormsState:
    """All that the page shows.  A new state replaces the old one."""

    part: Part = Part.PERSON
    person: Resident | None = None
    finding: bool = False  # the box to find people in, though somebody is in hand
    found: tuple[Resident, ...] = ()
    records: tuple[FormRecord, ...] = ()  # of the person, newest first, all that were ever signed
    standing: frozenset[UUID] = frozenset()
    drafts: frozenset[str] = frozenset()  # keys of forms begun
    due: tuple[Item, ...] = ()
    context: Context | None = None  # of the person today
    ours: tuple[FormRecord, ...] = ()  # of the institution, this year
    our_drafts: frozenset[str] = frozenset()
    level: str = ""  # of the institution: inst_lv
    names: Mapping[str, str] = field(default_factory=dict)  # of staff and of the institution
    open: Open | None = None
    times: Summary | None = None  # 秒表: the follow-ups of today
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.OK

    @property
    def owed(self) -> tuple[Owed, ...]:
        """健康教育 of this year."""
        return owed((one.values for one in self.ours if one.form == _EDUCATION), self.level)

    @property
    def shown(self) -> tuple[FormRecord, ...]:
        return self.records if self.part is Part.PERSON else self.ours

    @property
    def rows(self) -> tuple[FormRow, ...]:
        """The forms that are for this person, or for the institution; what is due stands first."""
        about = "resident" if self.part is Part.PERSON else "facility"
        rows = [self._row(one) for one in in_order() if one.about == about and self._fits(one)]
        return tuple(sorted(rows, key=lambda row: row.due is None and not row.begun))

    @property
    def signed(self) -> tuple[RecordRow, ...]:
        standing = self.standing if self.part is Part.PERSON else {one.id for one in self.ours}
        return tuple(
            RecordRow(
                one,
                form_title(one.form),
                self.names.get(one.author, one.author),
                one.id in standing,
            )
            for one in self.shown
        )

    def _fits(self, one: Form) -> bool:
        if one.about == "facility" or any(record.form == one.key for record in self.records):
            return True
        return self.context is None or serves(one, self.context)

    def _row(self, one: Form) -> FormRow:
        mine = [
            record
            for record in self.shown
            if record.form == one.key and (self.part is Part.FACILITY or record.id in self.standing)
        ]
        begun = self.drafts if self.part is Part.PERSON else self.our_drafts
        due = next((item for item in self.due if item.task.form == one.key), None)
        return FormRow(
            one,
            service_of(one.key),
            len(mine),
            max((record.day for record in mine), default=None),
            one.key in begun,
            due if self.part is Part.PERSON else None,
        )


def service_of(key: str) -> str:
    return _SERVICE_OF.get(key, OTHER)


def in_order() -> tuple[Form, ...]:
    """Every form, those of one service together."""
    known = forms()
    placed = [key for _, keys in SERVICES for key in keys if key in known]
    return tuple(known[key] for key in (*placed, *(key for key in known if key not in _SERVICE_OF)))


def serves(one: Form, context: Context) -> bool:
    """Whether it is for this person; what is not known about the person does not hide it."""
    return all(found.code != "forms.not_for" for found in problems(one, {}, context))
