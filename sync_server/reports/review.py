"""处方点评指标: the figures of a month by institution and by prescriber, beside those of the month before."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.prescribing.indicators import FIGURES, NOTHING, Figure, indicators, shown
from clinic_app.projections.queries import issued, prescribing, review
from clinic_app.projections.queries.issued import Written
from clinic_app.projections.tables.facility import facility, staff
from sync_server.reports import workbooks


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one institution, prescriber, or of all; `before` of the month before."""

    key: str
    prescriptions: int
    figures: Mapping[str, Figure]
    before: Mapping[str, Figure]


def within(connection: sa.Connection, township: str) -> list[str]:
    """The institutions of a township: its own and the villages below; of the county without one."""
    statement = sa.select(facility.c.code).order_by(facility.c.code)
    if township:
        statement = statement.where(sa.or_(facility.c.code == township, facility.c.parent == township))
    return list(connection.scalars(statement))


def staff_names(connection: sa.Connection, facilities: Sequence[str]) -> dict[tuple[str, str], str]:
    """By institution and id."""
    rows = connection.execute(
        sa.select(staff.c.facility, staff.c.staff_id, staff.c.name).where(staff.c.facility.in_(facilities))
    )
    return {(row.facility, row.staff_id): row.name for row in rows}


def by_facility(connection: sa.Connection, facilities: Sequence[str], month: str) -> list[Row]:
    """All of them together first ("")."""
    return _rows(connection, facilities, month, lambda one: one.facility)


def by_prescriber(connection: sa.Connection, code: str, month: str) -> list[Row]:
    """Of one institution; all of it first ("")."""
    return _rows(connection, [code], month, lambda one: one.issued.prescriber)


def sheet(
    month: str, heads: Sequence[str], rows: Sequence[tuple[str, Row]], names: Mapping[str, str], ms: int
) -> bytes:
    """XLSX: a line for each row, a column for each figure with numerator and denominator beside it."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    if page is None:
        raise AssertionError("a new workbook has a sheet")
    page.title = month
    titles = [words for name in FIGURES for words in (names[name], *heads[2:])]
    page.append([*heads[:2], *titles])
    for name, row in rows:
        cells: list[str | int] = [workbooks.cell_text(name), row.prescriptions]
        for figure_name in FIGURES:
            figure = row.figures[figure_name]
            cells += [shown(figure_name, figure), figure.numerator, figure.denominator]
        page.append(cells)
    return workbooks.bytes_of(book, ms)


def _rows(
    connection: sa.Connection, facilities: Sequence[str], month: str, key: Callable[[Written], str]
) -> list[Row]:
    first, after = issued.month_days(month)
    now = _grouped(connection, facilities, first, after, key)
    earlier = _grouped(connection, facilities, (first - timedelta(days=1)).replace(day=1), first, key)
    return [
        Row(name, count, figures, earlier.get(name, (0, _NONE))[1])
        for name, (count, figures) in sorted(now.items())
    ]


def _grouped(
    connection: sa.Connection,
    facilities: Sequence[str],
    first: date,
    after: date,
    key: Callable[[Written], str],
) -> dict[str, tuple[int, Mapping[str, Figure]]]:
    """Institution by institution, so that no more than one's prescriptions are held at once."""
    knowledge, rules = prescribing.knowledge_on(connection, first), review.rules_on(connection, first)
    found: dict[str, tuple[int, Mapping[str, Figure]]] = {}
    everything, count = dict(_NONE), 0
    for code in facilities:
        groups: defaultdict[str, list[Written]] = defaultdict(list)
        for one in issued.written_in(connection, [code], first, after):
            groups[key(one)].append(one)
        for name, some in groups.items():
            figures = indicators((one.issued for one in some), knowledge, rules)
            found[name] = (len(some), figures)
            count += len(some)
            everything = {each: everything[each] + figures[each] for each in FIGURES}
    return {"": (count, everything), **found} if count else {}


_NONE: Final[Mapping[str, Figure]] = dict.fromkeys(FIGURES, NOTHING)
