"""健康首页: all that is known of a resident on one page, and what is added to it outside a visit's record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs import Catalogue
from clinic_app.domain.codes import rows
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.forms.histories import Gives
from clinic_app.domain.measurements import require_plausible
from clinic_app.domain.prescribing.tables import shipped
from clinic_app.domain.public_health.tasks import State
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
from clinic_app.journal.spoken import words_of
from clinic_app.projections.queries import (
    chart,
    contracts,
    form_points,
    histories,
    outpatient,
    papers,
    residents,
    worklist,
)
from clinic_app.projections.queries.chart import (
    Allergy,
    Condition,
    Point,
    Running,
    SkinTest,
)
from clinic_app.projections.queries.contracts import ContractRow
from clinic_app.projections.queries.histories import Told
from clinic_app.projections.queries.immunization_card import Line as Vaccinated
from clinic_app.projections.queries.immunization_card import vaccinations_of
from clinic_app.projections.queries.outpatient import Encounter
from clinic_app.projections.queries.papers import Filed
from clinic_app.projections.queries.residents import Resident
from clinic_app.projections.queries.worklist import Item
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.snapshot import filling

NONE_KNOWN: Final = "none_known"
TRENDS: Final = ("sbp", "dbp", "fpg_poc", "fpg_lab", "glucose_random", "glucose_2h", "hba1c", "weight")
HISTORIES: Final = frozenset(Gives) - {Gives.ALLERGY, Gives.NONE_KNOWN, Gives.CONDITION}
_ENCOUNTERS: Final = 50


class NoReason(RuleBroken):
    """What is struck from a chart needs a reason."""

    code = "chart.no_reason"


@dataclass(frozen=True, slots=True)
class Allergen:
    """What somebody may be allergic to, as the search box finds it."""

    code: str
    kind: str  # drug, food, other
    name: str
    aliases: tuple[str, ...]
    initials: tuple[str, ...]
    pinyin: str


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
    papers: tuple[Filed, ...]  # the newest first
    next_visit: date | None
    contract: ContractRow | None = None  # 家庭医生签约 that holds on the day
    overdue: tuple[Item, ...] = ()  # duties of public health whose last day is over, the oldest first
    vaccinations: tuple[Vaccinated, ...] = ()  # of a child every series; of a grown-up those with a dose
    histories: tuple[Told, ...] = ()  # what record sheets say beside allergies and diseases
    coming: bool = False  # this PC is still filling: more of the chart may be on its way

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
                trends=form_points.trends_of(connection, resident_id, TRENDS),
                running=tuple(chart.running_on(connection, resident_id, day)),
                skin_tests=tuple(chart.skin_tests_of(connection, resident_id)),
                papers=tuple(papers.papers_of(connection, resident_id)),
                next_visit=chart.next_visit_of(connection, resident_id),
                contract=contracts.contract_on(connection, resident_id, day),
                overdue=_overdue(connection, resident_id, day),
                vaccinations=vaccinations_of(connection, resident_id, day),
                histories=tuple(histories.told_of(connection, resident_id, HISTORIES)),
                coming=filling(connection) is not None,
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

    def read_skin_tests(
        self, by: OnDuty, resident_id: UUID, drug: str, *, positive: bool, visit_id: UUID | None = None
    ) -> None:
        """The result for every substance of a drug (its code) that wants a test.

        Raises:
            NotAllowed
        """
        product = shipped().products.get(drug)
        for one in product.substances if product else ():
            if one.skin_test != "none":
                self.read_skin_test(by, resident_id, one.code, one.name, positive=positive, visit_id=visit_id)

    def _append(
        self,
        by: OnDuty,
        resident_id: UUID,
        *facts: AllergyCancelled | ConditionNoted | ConditionClosed | MeasurementTaken,
    ) -> None:
        with self._store.writing(by.author) as writing:
            for fact in facts:
                writing.append(fact, resident_id)


@cache
def allergens() -> Catalogue[Allergen]:
    """过敏原: groups of medicines, food and the like, then each substance by itself."""
    groups = [
        _allergen(row["code"], row["kind"], row["name"], tuple(row["aliases"].split()))
        for row in rows("catalogs", "allergens.csv")
    ]
    known = {one.code for one in groups}
    single = [
        _allergen(one.code, "drug", one.name)
        for one in shipped().substances.values()
        if one.code not in known
    ]
    return Catalogue([*groups, *single])


def _allergen(code: str, kind: str, name: str, aliases: tuple[str, ...] = ()) -> Allergen:
    spoken = [words_of(word) for word in (name, *aliases)]
    return Allergen(code, kind, name, aliases, tuple(initials for initials, _ in spoken), spoken[0][1])


def _overdue(connection: sa.Connection, resident_id: UUID, day: date) -> tuple[Item, ...]:
    owed = worklist.owed_to(connection, resident_id, day)
    return tuple(one for one in owed if one.state is not State.DUE)


def _reason(text: str) -> str:
    if not text.strip():
        raise NoReason()
    return text.strip()
