"""签约 on a past day: who was contracted where, from every statement about an insured person.

The newest statement made up to that day counts; the first one known is taken to hold from the beginning, because
an office brings its register in once, after people were contracted.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, zip_longest
from typing import Any, Final

import sqlalchemy as sa

from clinic_app.domain.payment.contracts import Contract, contracted
from clinic_app.domain.payment.plan import CHRONIC, ChronicTerms
from clinic_app.domain.settlement.bill import INSURED
from clinic_app.domain.settlement.readjudicate import Verdict
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.insurance import insured_by_psn_nos
from clinic_app.projections.tables.insurance import insured
from clinic_app.projections.tables.payment import insured_contract
from clinic_app.projections.tables.settlement import settlement

_AT_ONCE: Final = 5_000  # rows
_CHUNK: Final = 500  # persons in one question
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Patient:
    """A registered and followed-up chronic patient, and whose."""

    psn_no: str
    facility: str
    diseases: tuple[str, ...]


def contracted_on(connection: sa.Connection, day: date, insutypes: Collection[str]) -> dict[str, int]:
    """Insured persons by institution; each counts once."""
    total: Counter[str] = Counter()
    for rows in _people(connection):
        total.update(contracted(_contracts(rows, insutypes), day))
    return dict(total)


def homes_on(
    connection: sa.Connection, day: date, psn_nos: Sequence[str], insutypes: Collection[str]
) -> dict[str, str]:
    """The institution of each of these persons who is contracted."""
    homes: dict[str, str] = {}
    for some in _chunks(psn_nos):
        for rows in _people(connection, some):
            for facility in contracted(_contracts(rows, insutypes), day):
                homes[rows[0].psn_no] = facility
    return homes


def patients_on(connection: sa.Connection, day: date, last: date, terms: ChronicTerms) -> list[Patient]:
    """Patients registered on `day` with a disease of the package, and followed up until `last`.

    Followed up is, until follow-up sheets reach the county, whoever had a chronic visit paid at any institution in
    the `seen_within_days` before `day` or since.
    """
    found: list[Patient] = []
    wanted = [one.dise_codg for one in terms.diseases]
    for some in _chunks(_seen(connection, day, last, terms)):
        known = insured_by_psn_nos(connection, some)
        homes = homes_on(connection, day, some, terms.insutypes)
        for psn_no, facility in sorted(homes.items()):
            person = known[psn_no].person
            diseases = tuple(code for code in wanted if person.is_registered(code, day))
            if diseases:
                found.append(Patient(psn_no, facility, diseases))
    return found


def _seen(connection: sa.Connection, day: date, last: date, terms: ChronicTerms) -> Sequence[str]:
    if not terms.seen_within_days:
        question = sa.select(insured.c.psn_no).where(insured.c.chronic != "[]")
    else:
        question = (
            sa.select(settlement.c.psn_no)
            .distinct()
            .where(
                settlement.c.kind == "settle",
                settlement.c.med_type == CHRONIC,
                settlement.c.setl_date >= day - timedelta(days=terms.seen_within_days),
                settlement.c.setl_date <= last,
                settlement.c.reversed_entry.is_(None),
                settlement.c.adjudged_status != Verdict.VOIDED.value,
            )
        )
    return sorted(connection.scalars(question))


def _people(connection: sa.Connection, psn_nos: Sequence[str] | None = None) -> Iterator[list[Any]]:
    """The statements about one person after the other, oldest first."""
    table = insured_contract.c
    question = sa.select(insured_contract).order_by(table.psn_no, table.stated_at, table.entry_id)
    if psn_nos is not None:
        question = question.where(table.psn_no.in_(psn_nos))
    rows = connection.execute(question.execution_options(yield_per=_AT_ONCE))
    for _, mine in groupby(rows, key=lambda row: row.psn_no):
        yield list(mine)


def _contracts(rows: list[Any], insutypes: Collection[str]) -> Iterator[Contract]:
    """What each statement says, from its day to the day before the next."""
    for at, (row, following) in enumerate(zip_longest(rows, rows[1:])):
        start = date.min if at == 0 else beijing_day(ms_of_stamp(row.stated_at))
        end = None if following is None else beijing_day(ms_of_stamp(following.stated_at)) - _ONE_DAY
        if not row.contract_inst or row.psn_insu_stas != INSURED or row.insutype not in insutypes:
            continue
        if row.death_date:
            died = date.fromisoformat(row.death_date)
            end = died if end is None else min(died, end)
        yield Contract(
            psn_no=row.psn_no, facility=row.contract_inst, number=row.entry_id.hex, start=start, end=end
        )


def _chunks(psn_nos: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(psn_nos), _CHUNK):
        yield psn_nos[at : at + _CHUNK]
