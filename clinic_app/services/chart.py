"""健康首页: all that is known of a resident on one page, and what is added to it outside a visit's record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.measurements import BadMeasurement, measures
from clinic_app.domain.roles import may
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.chart import (
    AllergyCancelled,
    AllergyRecorded,
    ConditionClosed,
    ConditionNoted,
    Measured,
    MeasurementTaken,
    SkinTested,
)
from clinic_app.journal.facts.residents import ChartViewed
from clinic_app.projections.queries import chart, outpatient, residents
from clinic_app.projections.queries.chart import (
    Allergy,
    Certificate,
    Condition,
    Point,
    Running,
    SkinTest,
)
from clinic_app.projections.queries.outpatient import Encounter
from clinic_app.projections.queries.residents import Resident
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

NONE_KNOWN: Final = "none_known"
TRENDS: Final = ("sbp", "dbp", "fpg_poc", "fpg_lab", "glucose_random", "glucose_2h", "hba1c", "weight")
_ENCOUNTERS: Final = 50


class NoReason(RuleBroken):
    """What is struck from a chart needs a reason."""

    code = "chart.no_reason"


class NothingMeasured(RuleBroken):
    """No value was given."""

    code = "chart.nothing_measured"


class PressureUpsideDown(RuleBroken):
    """The lower value of a blood pressure is not below the upper one."""

    code = "chart.pressure_upside_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What the page shows."""

    resident: Resident
    day: date  # of reading
    allergies: tuple[Allergy, ...]
    conditions: tuple[Condition, ...]
    encounters: tuple[Encounter, ...]  # the newest first
    trends: Mapping[str, tuple[Point, ...]]
    running: tuple[Running, ...]
    skin_tests: tuple[SkinTest, ...]
    certificates: tuple[Certificate, ...]
    next_visit: date | None

    @property
    def allergies_asked(self) -> bool:
        """Whether anybody ever asked: 'none known' is an answer too."""
        return bool(self.allergies)

    @property
    def allergic_to(self) -> tuple[Allergy, ...]:
        return tuple(one for one in self.allergies if one.kind != NONE_KNOWN)

    @property
    def visit_overdue(self) -> bool:
        return self.next_visit is not None and self.next_visit < self.day


class ChartService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, by: OnDuty, resident_id: UUID, purpose: str = "encounter") -> Chart:
        """The whole chart; that it was opened is kept.

        Raises:
            NotAllowed, NoResident
        """
        by.must("chart")
        with self._store.writing(by.author) as writing:
            residents.resident_of(writing.connection, resident_id)
            writing.append(ChartViewed(purpose=purpose), resident_id)
        return self.read(by, resident_id)

    def read(self, by: OnDuty, resident_id: UUID) -> Chart:
        """The chart again after something was added; it is open already, so nothing is written.

        Raises:
            NotAllowed, NoResident
        """
        by.must("chart")
        day = beijing_day(self._store.wall())
        with self._store.reading() as connection:
            return Chart(
                resident=residents.resident_of(connection, resident_id),
                day=day,
                allergies=tuple(chart.allergies_of(connection, resident_id)),
                conditions=tuple(chart.conditions_of(connection, resident_id)),
                encounters=tuple(outpatient.encounters_of(connection, resident_id, _ENCOUNTERS)),
                trends=chart.trends_of(connection, resident_id, TRENDS),
                running=tuple(chart.running_on(connection, resident_id, day)),
                skin_tests=tuple(chart.skin_tests_of(connection, resident_id)),
                certificates=tuple(chart.certificates_of(connection, resident_id)),
                next_visit=chart.next_visit_of(connection, resident_id),
            )

    def record_allergy(
        self,
        by: OnDuty,
        resident_id: UUID,
        *,
        kind: str,
        code: str = "",
        name: str = "",
        reaction: str = "",
        severe: bool = False,
    ) -> None:
        """An allergy, or ``none_known``; an earlier 'none known' is struck by the first allergy.

        Raises:
            NotAllowed
        """
        by.must("chart")
        fact = AllergyRecorded(kind=kind, code=code, name=name, reaction=reaction, severe=severe)
        with self._store.writing(by.author) as writing:
            if kind != NONE_KNOWN:
                for one in chart.allergies_of(writing.connection, resident_id):
                    if one.kind == NONE_KNOWN:
                        writing.append(AllergyCancelled(allergy_id=one.id, reason=name), resident_id)
            writing.append(fact, resident_id)

    def cancel_allergy(self, by: OnDuty, resident_id: UUID, allergy_id: UUID, reason: str) -> None:
        """Raises:
        NotAllowed, NoReason
        """
        by.must("chart")
        self._append(by, resident_id, AllergyCancelled(allergy_id=allergy_id, reason=_reason(reason)))

    def note_condition(
        self, by: OnDuty, resident_id: UUID, code: str, name: str, since: date | None = None
    ) -> None:
        """Raises:
        NotAllowed
        """
        by.must("chart")
        self._append(by, resident_id, ConditionNoted(code=code, name=name, since=since))

    def close_condition(self, by: OnDuty, resident_id: UUID, condition_id: UUID, reason: str) -> None:
        """Raises:
        NotAllowed, NoReason
        """
        by.must("chart")
        self._append(by, resident_id, ConditionClosed(condition_id=condition_id, reason=_reason(reason)))

    def measure(
        self,
        by: OnDuty,
        resident_id: UUID,
        values: Mapping[str, int],
        *,
        visit_id: UUID | None = None,
        source: str = "clinic",
    ) -> None:
        """`values` in ten-thousandths by key.

        Raises:
            NotAllowed, NothingMeasured, BadMeasurement, PressureUpsideDown
        """
        by.must("chart")
        require_plausible(values)
        fact = MeasurementTaken(
            visit_id=visit_id,
            taken_ms=self._store.wall(),
            source=source,
            values=tuple(Measured(key=key, value_e4=value) for key, value in values.items()),
        )
        self._append(by, resident_id, fact)

    def read_skin_test(
        self,
        by: OnDuty,
        resident_id: UUID,
        substance: str,
        name: str,
        *,
        positive: bool,
        lot: str = "",
        visit_id: UUID | None = None,
    ) -> None:
        """皮试结果; a positive one is an allergy from now on.

        Raises:
            NotAllowed
        """
        by.must("skin_test")
        tested = SkinTested(
            visit_id=visit_id,
            substance=substance,
            name=name,
            lot=lot,
            positive=positive,
            read_ms=self._store.wall(),
        )
        with self._store.writing(by.author) as writing:
            writing.append(tested, resident_id)
            if positive and may(by.roles, "chart"):
                allergy = AllergyRecorded(kind="drug", code=substance, name=name, reaction="皮试阳性")
                writing.append(allergy, resident_id)

    def _append(
        self,
        by: OnDuty,
        resident_id: UUID,
        *facts: AllergyCancelled | ConditionNoted | ConditionClosed | MeasurementTaken,
    ) -> None:
        with self._store.writing(by.author) as writing:
            for fact in facts:
                writing.append(fact, resident_id)


def require_plausible(values: Mapping[str, int]) -> None:
    """Raises:
    NothingMeasured, BadMeasurement, PressureUpsideDown
    """
    if not values:
        raise NothingMeasured()
    for key, value in values.items():
        measure = measures()[key]
        if not measure.low_e4 <= value <= measure.high_e4:
            low, high = measure.write(measure.low_e4), measure.write(measure.high_e4)
            raise BadMeasurement(
                name=measure.name_zh, name_en=measure.name_en, low=low, high=high, unit=measure.unit
            )
    if "sbp" in values and "dbp" in values and values["sbp"] <= values["dbp"]:
        raise PressureUpsideDown()


def critical(values: Mapping[str, int]) -> Sequence[str]:
    """The keys whose values the doctor has to confirm."""
    return [key for key, value in values.items() if measures()[key].is_critical(value)]


def _reason(text: str) -> str:
    if not text.strip():
        raise NoReason()
    return text.strip()
