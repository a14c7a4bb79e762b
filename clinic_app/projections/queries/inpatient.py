"""Questions about who is in, what it cost so far, and what was left as a deposit.  Money in fen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.money import half_up
from clinic_app.journal.facts.settlement import Referred
from clinic_app.projections.queries.persons import of_person, stands_for
from clinic_app.projections.tables.inpatient import admission, admission_item, deposit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import settlement
from clinic_app.projections.tables.ward import ward_dose_done
from clinic_app.projections.types import Id

_BED: Final = sa.func.coalesce(admission.c.moved_bed, admission.c.bed).label("bed")


class NoAdmission(NotFound):
    """No admission of this id has arrived here."""

    code = "inpatient.no_admission"


class AdmissionState(StrEnum):
    IN = "in"  # 在院
    DISCHARGED = "discharged"  # 已出院，待结算
    SETTLED = "settled"  # 已结算


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    id: UUID
    resident_id: UUID
    name: str
    sex: str
    birth_date: date | None
    day: date  # begndate
    number: str
    department: str
    bed: str
    doctor: str
    diagnosis: tuple[str, str]  # code, name: of the discharge once there is one
    psn_no: str
    mdtrt_cert_type: str
    emergency: bool
    referral: Referred | None
    dise_codg: str
    pay_way: str
    registered_ms: int  # UTC
    registered_by: str
    end_day: date | None
    state: AdmissionState
    settlement_id: UUID | None  # the one that stands
    charged: int  # fen, all items so far
    held: int  # fen of deposits that are neither used nor returned
    billed: int | None = None  # fen of the settlement that stands

    @property
    def short(self) -> int:
        """Fen by which the charges are above the deposit."""
        return max(0, self.charged - self.held) if self.state is not AdmissionState.SETTLED else 0

    @property
    def unbilled(self) -> int:
        """Fen charged and on no bill: told by another PC after the stay was settled; negative: taken off since."""
        return 0 if self.billed is None else self.charged - self.billed

    def days_on(self, day: date) -> int:
        """Days in bed, the first one counted, the last one not; one at least."""
        return max(1, ((self.end_day or day) - self.day).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """All of one item at one price, over some days."""

    code: str
    name: str
    unit: str
    pric_e6: int
    cnt_e4: int
    before_e4: int = 0  # of the same on the days before

    @property
    def amount(self) -> int:
        """Fen by which it makes the bill greater, so that the days of a stay add up to it; rounded as R1 does."""
        whole = line_amount(self.pric_e6, self.before_e4 + self.cnt_e4)
        return whole - line_amount(self.pric_e6, self.before_e4)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositSlip:
    entry_id: UUID
    number: str
    amount: int  # fen; negative: returned
    tender: str
    reason: str
    taken_ms: int  # UTC
    taken_by: str


def line_amount(pric_e6: int, cnt_e4: int) -> int:
    """R1 in fen; of a quantity taken off, the same negated."""
    amount = half_up(pric_e6 * abs(cnt_e4), 10**8)
    return amount if cnt_e4 >= 0 else -amount


def admissions(
    connection: sa.Connection, facility: str, states: Sequence[AdmissionState], since: date | None = None
) -> list[Admission]:
    """In the order of admission.  `since`: those admitted or discharged from then on; None: all."""
    statement = _SELECT.where(admission.c.facility == facility, admission.c.registered_at.is_not(None))
    if since is not None:
        statement = statement.where(sa.or_(admission.c.day >= since, admission.c.end_day >= since))
    if AdmissionState.IN not in states:
        statement = statement.where(admission.c.discharged_at.is_not(None))
    elif set(states) == {AdmissionState.IN}:
        statement = statement.where(admission.c.discharged_at.is_(None))
    rows = connection.execute(statement.order_by(admission.c.registered_at, admission.c.id))
    return [one for one in _admissions(connection, list(rows)) if one.state in states]


def admission_of(connection: sa.Connection, admission_id: UUID) -> Admission:
    """Raises:
    NoAdmission: it has not arrived.
    """
    rows = connection.execute(_SELECT.where(admission.c.id == admission_id)).all()
    if not rows or rows[0].registered_at is None:
        raise NoAdmission(admission=str(admission_id))
    return _admissions(connection, rows)[0]


def open_admission_of(connection: sa.Connection, resident_id: UUID, facility: str) -> Admission | None:
    """The admission of a resident that is not settled yet."""
    rows = connection.execute(
        _SELECT.where(
            of_person(admission.c.resident, resident_id),
            admission.c.facility == facility,
            admission.c.registered_at.is_not(None),
        )
    )
    found = _admissions(connection, list(rows))
    return next((one for one in found if one.state is not AdmissionState.SETTLED), None)


def charges(connection: sa.Connection, admission_id: UUID, day: date | None = None) -> list[Charge]:
    """Item by item at each price, in the order in which they were first charged; what was wholly taken off again
    is left out.  `day`: of that day alone.
    """
    statement = (
        sa.select(admission_item)
        .where(admission_item.c.admission_id == admission_id, _COUNTS)
        .order_by(admission_item.c.day, admission_item.c.entry_id, admission_item.c.no)
    )
    if day is not None:
        statement = statement.where(admission_item.c.day <= day)
    before: Counter[tuple[str, int]] = Counter()
    summed: dict[tuple[str, int], Charge] = {}
    for row in connection.execute(statement):
        key = row.code, row.pric_e6
        if day is not None and row.day < day:
            before[key] += row.cnt_e4
            continue
        known = summed.get(key)
        summed[key] = Charge(
            code=row.code,
            name=row.name,
            unit=row.unit,
            pric_e6=row.pric_e6,
            cnt_e4=row.cnt_e4 + (known.cnt_e4 if known else 0),
            before_e4=before[key],
        )
    return [one for one in summed.values() if one.cnt_e4]


def charged_days(connection: sa.Connection, admission_id: UUID) -> dict[date, int]:
    """Fen by day, in order, as the days' lists show them; together they are what the stay is charged."""
    item = admission_item.c
    rows = connection.execute(
        sa.select(item.day, item.code, item.pric_e6, sa.func.sum(item.cnt_e4).label("cnt_e4"))
        .where(item.admission_id == admission_id, _COUNTS)
        .group_by(item.day, item.code, item.pric_e6)
        .order_by(item.day)
    )
    found: dict[date, int] = {}
    before: Counter[tuple[str, int]] = Counter()
    for row in rows:
        key = row.code, row.pric_e6
        fen = line_amount(row.pric_e6, before[key] + int(row.cnt_e4)) - line_amount(row.pric_e6, before[key])
        before[key] += int(row.cnt_e4)
        found[row.day] = found.get(row.day, 0) + fen
    return found


def deposits(connection: sa.Connection, admission_id: UUID) -> list[DepositSlip]:
    """In the order in which they were taken and returned."""
    rows = connection.execute(
        sa.select(deposit)
        .where(deposit.c.admission_id == admission_id)
        .order_by(deposit.c.taken_at, deposit.c.entry_id)
    )
    return [
        DepositSlip(
            entry_id=row.entry_id,
            number=row.number,
            amount=row.amount,
            tender=row.tender,
            reason=row.reason,
            taken_ms=row.taken_at >> 16,
            taken_by=row.taken_by,
        )
        for row in rows
    ]


def deposit_used_before(connection: sa.Connection, admission_id: UUID, stamp: int) -> int:
    """Fen that settlements made until then used of the deposit, and had not given back by then."""
    back = sa.func.coalesce(settlement.c.reversed_at, stamp + 1)
    statement = sa.select(sa.func.sum(settlement.c.deposit_pay)).where(
        settlement.c.visit_id == admission_id,
        settlement.c.kind == "settle",
        settlement.c.made_at <= stamp,
        back > stamp,
    )
    return int(connection.scalar(statement) or 0)


def last_charge_of(connection: sa.Connection, admission_id: UUID, day: date) -> UUID | None:
    """The newest entry that charged something on a day."""
    statement = (
        sa.select(admission_item.c.entry_id)
        .where(admission_item.c.admission_id == admission_id, admission_item.c.day == day, _COUNTS)
        .order_by(admission_item.c.entry_id.desc())
        .limit(1)
    )
    found: UUID | None = connection.scalar(statement)
    return found


def beds_taken(connection: sa.Connection, facility: str) -> dict[str, str]:
    """Bed → name of who lies in it, as far as known here."""
    rows = connection.execute(
        sa.select(_BED, resident.c.name)
        .outerjoin_from(admission, resident, resident.c.id == admission.c.resident)
        .where(
            admission.c.facility == facility,
            admission.c.discharged_at.is_(None),
            admission.c.registered_at.is_not(None),
            _BED != "",
        )
    )
    found: dict[str, str] = {}
    for row in rows:  # two PCs without a line may have given one bed twice
        found[row.bed] = "、".join(filter(None, (found.get(row.bed, ""), row.name)))
    return found


# Of two PCs that both gave a dose the earlier one counts, with its charges.
_COUNTS: Final = sa.or_(
    admission_item.c.order_id.is_(None),
    sa.exists().where(
        ward_dose_done.c.order_id == admission_item.c.order_id,
        ward_dose_done.c.day == admission_item.c.day,
        ward_dose_done.c.slot == admission_item.c.slot,
        ward_dose_done.c.done_entry == admission_item.c.entry_id,
    ),
)
_SELECT = sa.select(
    admission,
    sa.func.coalesce(resident.c.id, admission.c.resident, type_=Id()).label("person"),
    resident.c.name,
    resident.c.sex,
    resident.c.birth_date,
).outerjoin_from(admission, resident, resident.c.id == stands_for(admission.c.resident))


def _admissions(connection: sa.Connection, rows: Sequence[Any]) -> list[Admission]:
    """Rows with their sums, in three questions whatever their number."""
    ids = [row.id for row in rows]
    charged = _charged(connection, ids)
    settled = _settled(connection, ids)
    held = _held(connection, ids)
    return [_admission(row, charged.get(row.id, 0), held.get(row.id, 0), settled.get(row.id)) for row in rows]


def _admission(row: Any, charged: int, held: int, settled: Any) -> Admission:
    discharged = row.discharged_at is not None
    state = AdmissionState.DISCHARGED if discharged else AdmissionState.IN
    return Admission(
        id=row.id,
        resident_id=row.person,
        name=row.name or "",
        sex=row.sex or "0",
        birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
        day=row.day,
        number=row.number,
        department=row.department,
        bed=row.bed if row.moved_bed is None else row.moved_bed,
        doctor=row.doctor,
        diagnosis=(row.end_diag_code, row.end_diag_name) if discharged else (row.diag_code, row.diag_name),
        psn_no=row.psn_no,
        mdtrt_cert_type=row.mdtrt_cert_type,
        emergency=bool(row.emergency),
        referral=msgspec.json.decode(row.referral, type=Referred) if row.referral else None,
        dise_codg=row.dise_codg,
        pay_way=row.pay_way,
        registered_ms=row.registered_at >> 16,
        registered_by=row.registered_by,
        end_day=row.end_day,
        state=AdmissionState.SETTLED if settled is not None else state,
        settlement_id=None if settled is None else settled.id,
        billed=None if settled is None else settled.medfee_sumamt,
        charged=charged,
        held=held,
    )


def _charged(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Fen, each item rounded once over the whole stay, as its bill will be."""
    item = admission_item.c
    rows = connection.execute(
        sa.select(item.admission_id, item.pric_e6, sa.func.sum(item.cnt_e4).label("cnt_e4"))
        .where(item.admission_id.in_(ids), _COUNTS)
        .group_by(item.admission_id, item.code, item.pric_e6)
    )
    found: dict[UUID, int] = {}
    for row in rows:
        found[row.admission_id] = found.get(row.admission_id, 0) + line_amount(row.pric_e6, int(row.cnt_e4))
    return found


def _settled(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Id and sum of the settlement that stands."""
    rows = connection.execute(
        sa.select(settlement.c.visit_id, settlement.c.id, settlement.c.medfee_sumamt)
        .where(
            settlement.c.visit_id.in_(ids),
            settlement.c.kind == "settle",
            settlement.c.made_at.is_not(None),
            settlement.c.reversed_entry.is_(None),
        )
        .order_by(settlement.c.made_at.desc(), settlement.c.id)
    )
    return {row.visit_id: row for row in rows}  # the first one made stays


def _held(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Taken − returned − used by settlements that stand."""
    moved = connection.execute(
        sa.select(deposit.c.admission_id, sa.func.sum(deposit.c.amount).label("fen"))
        .where(deposit.c.admission_id.in_(ids))
        .group_by(deposit.c.admission_id)
    )
    found = {row.admission_id: int(row.fen) for row in moved}
    used = connection.execute(
        sa.select(settlement.c.visit_id, sa.func.sum(settlement.c.deposit_pay).label("fen"))
        .where(
            settlement.c.visit_id.in_(ids),
            settlement.c.kind == "settle",
            settlement.c.reversed_entry.is_(None),
        )
        .group_by(settlement.c.visit_id)
    )
    for row in used:
        found[row.visit_id] = found.get(row.visit_id, 0) - int(row.fen or 0)
    return found
