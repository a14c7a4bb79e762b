"""医嘱: what the doctor orders for somebody in bed: checked like a prescription, signed, stopped; never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs import Catalogues, Drug
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.prescribing.check import check
from clinic_app.domain.prescribing.context import AtHome, Context
from clinic_app.domain.prescribing.draft import Draft, Line, Reason
from clinic_app.domain.prescribing.hits import Hit
from clinic_app.domain.prescribing.kinds import Sheet, sheets_of
from clinic_app.domain.prescribing.knowledge import Knowledge
from clinic_app.domain.prescribing.quantity import units_needed
from clinic_app.domain.time import beijing_day
from clinic_app.domain.ward import ONCE, SINGLE, UNIT_E4, Category, Term, is_day_by_day, rhythms, units_a_dose
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.outpatient import Override
from clinic_app.journal.facts.ward import WardOrder, WardOrdersSigned, WardOrdersStopped
from clinic_app.journal.prescriptions import Checked, overrides_of
from clinic_app.projections.queries import catalogs, inpatient, prescribing, review, ward
from clinic_app.projections.queries.inpatient import Admission, AdmissionState
from clinic_app.projections.queries.ward import Order
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

LOOKED_AHEAD: Final = 7  # days that an order without an end is checked for
CONSULTED: Final = "P08.consultation"
# The ward gives day by day: whole packs are no question here, nor what is still in hand at home.
_PACKS: Final = "P11"
_IN_HAND: Final = "P18"


class GoneHome(RuleBroken):
    """The patient has been discharged."""

    code = "ward.gone_home"


class BadOrder(RuleBroken):
    """Nothing is ordered, or (its children) an order lacks something."""

    code = "ward.bad_order"


class NoItem(BadOrder):
    """No catalogue has it, or it is of another category."""

    code = "ward.no_item"


class NoDose(BadOrder):
    """A medicine without a dose."""

    code = "ward.no_dose"


class NoRoute(BadOrder):
    """A medicine without a route."""

    code = "ward.no_route"


class NoRhythm(BadOrder):
    """No frequency, or one that the ward's hours do not know."""

    code = "ward.no_rhythm"


class EarlyStart(BadOrder):
    """It begins before the patient came in."""

    code = "ward.early_start"


class DayByDay(RuleBroken):
    """Narcotics, class 1 psychotropics and SPEC antibiotics are ordered for one day at a time."""

    code = "ward.day_by_day"


class OrdersRefused(RuleBroken):
    """A rule stops the orders, or wants a reason that was not given."""

    code = "ward.orders_refused"


class NothingToStop(RuleBroken):
    """None of the orders is open."""

    code = "ward.nothing_to_stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """One line as it is typed."""

    term: Term
    category: Category
    code: str = ""  # of the catalogue
    name: str = ""  # of what is ordered in words
    dose: str = ""
    frequency: str = ""
    route: str = ""
    group: int = 0
    own: bool = False
    note: str = ""
    start_ms: int | None = None  # UTC; None: now


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the doctor said beside the orders."""

    reasons: tuple[Reason, ...] = ()
    consulted: str = ""  # the experts who agreed to a SPEC antibiotic
    pregnant: bool | None = None
    lactating: bool | None = None


NO_ANSWERS: Final = Answers()


class WardOrderService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def orders(self, admission_id: UUID) -> list[Order]:
        """医嘱单, in the order in which they begin."""
        with self._store.reading() as connection:
            return ward.orders_of(connection, [admission_id])

    def check(
        self, by: OnDuty, admission_id: UUID, wanted: Sequence[NewOrder], answers: Answers = NO_ANSWERS
    ) -> tuple[Checked, ...]:
        """审方: what the rules say to the medicines among them; nothing is written.

        Raises:
            NoAdmission, NoResident, NoStaff, BadOrder
        """
        with self._store.reading() as connection:
            stay = inpatient.admission_of(connection, admission_id)
            return self._checked(connection, by, stay, wanted, answers)

    def sign(
        self, by: OnDuty, admission_id: UUID, wanted: Sequence[NewOrder], answers: Answers = NO_ANSWERS
    ) -> WardOrdersSigned:
        """开医嘱; a new level of nursing or diet stops the one before it.

        Raises:
            NotAllowed, NoAdmission, GoneHome
            NoItem, NoDose, NoRoute, NoRhythm, EarlyStart: fact `item`.
            BadOrder: nothing is ordered.
            DayByDay, OrdersRefused
        """
        by.must("ward_orders")
        with self._store.writing(by.author) as writing:
            stay = self._in_bed(writing.connection, admission_id)
            offered = catalogs.all_in_force(writing.connection, self.today())
            orders = tuple(self._order(offered, one) for one in wanted)
            if not orders:
                raise BadOrder()
            _require_within(stay, orders)
            _require_day_by_day(prescribing.knowledge_on(writing.connection, self.today()), orders)
            sheets = self._checked(writing.connection, by, stay, wanted, answers)
            still = [hit.rule for sheet in sheets for hit in sheet.open_hits]
            if still:
                raise OrdersRefused(count=len(still), rules="、".join(dict.fromkeys(still)))
            self._end_single(writing, stay, orders)
            overrides = tuple(one for sheet in sheets for one in overrides_of(sheet))
            if answers.consulted:
                overrides += (Override(rule=CONSULTED, reason=answers.consulted),)
            fact = WardOrdersSigned(
                admission_id=stay.id,
                orders=orders,
                overrides=overrides,
                checked_with=sheets[0].rules if sheets else "",
            )
            writing.append(fact, stay.resident_id)
        return fact

    def stop(
        self, by: OnDuty, admission_id: UUID, order_ids: Sequence[UUID], reason: str = ""
    ) -> WardOrdersStopped:
        """停医嘱, from now on.

        Raises:
            NotAllowed, NoAdmission
            NothingToStop: all are stopped already.
        """
        by.must("ward_orders")
        with self._store.writing(by.author) as writing:
            stay = inpatient.admission_of(writing.connection, admission_id)
            still = {
                one.id for one in ward.orders_of(writing.connection, [admission_id]) if one.stop_ms is None
            }
            going = tuple(one for one in order_ids if one in still)
            if not going:
                raise NothingToStop(number=stay.number)
            fact = WardOrdersStopped(
                admission_id=stay.id, orders=going, stop_ms=self._store.wall(), reason=reason.strip()
            )
            writing.append(fact, stay.resident_id)
        return fact

    def _in_bed(self, connection: sa.Connection, admission_id: UUID) -> Admission:
        stay = inpatient.admission_of(connection, admission_id)
        if stay.state is not AdmissionState.IN:
            raise GoneHome(number=stay.number)
        return stay

    def _order(self, offered: Catalogues, new: NewOrder) -> WardOrder:
        """With the catalogue's name; what is missing is refused."""
        found = offered.chargeable(new.code) if new.code else None
        name = found.name if found is not None else new.name.strip()
        is_drug = isinstance(found, Drug)
        if not name or (new.code and found is None) or is_drug is not (new.category is Category.DRUG):
            raise NoItem(item=name or new.code)
        if is_drug and not new.dose.strip():
            raise NoDose(item=name)
        if is_drug and not new.route:
            raise NoRoute(item=name)
        _require_rhythm(name, new)
        return WardOrder(
            order_id=new_id(),
            term=new.term.value,
            category=new.category.value,
            code=new.code,
            name=found.generic_name if isinstance(found, Drug) else name,
            spec=found.spec if isinstance(found, Drug) else "",
            dose=new.dose.strip(),
            frequency=new.frequency,
            route=new.route,
            unit=found.unit if found is not None else "",
            each_e4=units_a_dose(found, new.dose) if isinstance(found, Drug) else UNIT_E4,
            group=new.group,
            own=new.own,
            note=new.note.strip(),
            start_ms=new.start_ms if new.start_ms is not None else self._store.wall(),
        )

    def _end_single(self, writing: Writing, stay: Admission, orders: Sequence[WardOrder]) -> None:
        """One level of nursing and one diet at a time."""
        fresh = {one.category for one in orders if one.category in SINGLE and one.term == Term.LONG}
        ended = tuple(
            one.id
            for one in ward.orders_of(writing.connection, [stay.id])
            if one.category in fresh and one.open
        )
        if ended:
            stop = WardOrdersStopped(admission_id=stay.id, orders=ended, stop_ms=self._store.wall())
            writing.append(stop, stay.resident_id)

    def _checked(
        self,
        connection: sa.Connection,
        by: OnDuty,
        stay: Admission,
        wanted: Sequence[NewOrder],
        answers: Answers,
    ) -> tuple[Checked, ...]:
        offered = catalogs.all_in_force(connection, self.today())
        lines = [
            _line(drug, one)
            for one in wanted
            if one.category is Category.DRUG and (drug := offered.drugs.of_code(one.code)) is not None
        ]
        if not lines:
            return ()
        running = _running(ward.orders_of(connection, [stay.id]), self._store.wall())
        context = self._context(connection, by, stay, running, answers)
        knowledge = prescribing.knowledge_on(connection, context.day)
        rules = review.rules_on(connection, context.day)
        sheets = sheets_of(lines, knowledge, rules, context.person.age_years(context.day))
        found = []
        for sheet in sheets:
            beside = [home for other in sheets if other is not sheet for home in _beside(other, context.day)]
            person = replace(context.person, at_home=(*context.person.at_home, *beside))
            draft = _draft(sheet, stay, answers)
            hits = check(draft, replace(context, person=person), knowledge, rules)
            asked = tuple(hit for hit in hits if _is_asked(hit, draft, running))
            found.append(Checked(draft, asked, rules.version))
        return tuple(found)

    def _context(
        self,
        connection: sa.Connection,
        by: OnDuty,
        stay: Admission,
        running: Sequence[Order],
        answers: Answers,
    ) -> Context:
        """As for a prescription, with what runs on the ward; the shelf is asked when doses are given out."""
        context = prescribing.context_of(
            connection,
            self._store.facility,
            by.staff_id,
            stay.resident_id,
            (),
            self._store.wall(),
            pregnant=answers.pregnant,
            lactating=answers.lactating,
        )
        here = [
            AtHome(
                drug=one.code,
                route=one.route,
                from_day=beijing_day(one.start_ms),
                last_day=context.day + timedelta(days=LOOKED_AHEAD if one.term is Term.LONG else 0),
            )
            for one in running
        ]
        person = replace(context.person, at_home=(*context.person.at_home, *here))
        return replace(context, person=person, inpatient=True, stock=None)


def _running(orders: Sequence[Order], now_ms: int) -> list[Order]:
    """Medicines that are given on the ward."""
    return [
        one
        for one in orders
        if one.category is Category.DRUG and ((end := one.span.end_ms) is None or end > now_ms)
    ]


def _is_asked(hit: Hit, draft: Draft, running: Sequence[Order]) -> bool:
    """What is in hand matters where the ward gives it already."""
    here = {one.code for one in running}
    return hit.rule != _PACKS and (
        hit.rule != _IN_HAND or any(draft.lines[at].drug in here for at in hit.lines)
    )


def _line(drug: Drug, one: NewOrder) -> Line:
    days = LOOKED_AHEAD if one.term is Term.LONG else 1
    return Line(
        drug=drug.code,
        name=drug.generic_name,
        dose=one.dose,
        frequency=one.frequency,
        route=one.route,
        days=days,
        cnt_e4=(units_needed(drug, one.dose, one.frequency, days) or 1) * UNIT_E4,
        unit=drug.unit,
        group=one.group,
        own=one.own,
        note=one.note,
    )


def _draft(sheet: Sheet, stay: Admission, answers: Answers) -> Draft:
    return Draft(
        kind=sheet.kind,
        department=stay.department,
        lines=sheet.lines,
        diagnoses=(stay.diagnosis[0],),
        reasons=answers.reasons,
        consulted=bool(answers.consulted.strip()),
    )


def _beside(sheet: Sheet, day: date) -> list[AtHome]:
    return [
        AtHome(drug=one.drug, route=one.route, from_day=day, last_day=day + timedelta(days=one.days - 1))
        for one in sheet.lines
    ]


def _require_rhythm(name: str, new: NewOrder) -> None:
    """A long-term order has a rhythm that the ward's hours know; diets have none."""
    if new.category is Category.DIET:
        return
    if new.frequency not in rhythms() and not (new.frequency == ONCE and new.term is Term.ONCE):
        raise NoRhythm(item=name)


def _require_within(stay: Admission, orders: Sequence[WardOrder]) -> None:
    """No dose falls due, and none is charged, before the patient came in."""
    for one in orders:
        if beijing_day(one.start_ms) < stay.day:
            raise EarlyStart(item=one.name)


def _require_day_by_day(knowledge: Knowledge, orders: Sequence[WardOrder]) -> None:
    for one in orders:
        product = knowledge.products.get(one.code)
        if one.term == Term.LONG and product is not None and is_day_by_day(product):
            raise DayByDay(drug=one.name)
