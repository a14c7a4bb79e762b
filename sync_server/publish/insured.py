"""参保: the register of insured people, from a spreadsheet into the county's journal."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from msgspec.structs import replace

from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.insured_report import WHY
from clinic_app.journal.insured_sheet import GoodRow, InsuredSheet, Places
from clinic_app.journal.sheet_report import BadRow, Writer, report_file
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.insurance import Insured
from clinic_app.projections.queries.register import Register, statement_of
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.engine import Database
from sync_server.store.queries import registry
from sync_server.store.queries.feeds import EVERYONE

_BATCH: Final = 500  # rows in one transaction
_SHOWN: Final = 1000  # bad rows kept in memory; the file of `--report` has them all


@dataclass(slots=True)
class Report:
    """What an import did."""

    stated: int = 0  # written into the journal
    unchanged: int = 0
    bad_rows: int = 0
    bad: tuple[BadRow, ...] = ()  # the first of them
    doubts: Counter[str] = field(default_factory=Counter)  # of rows that were taken all the same
    ignored: tuple[str, ...] = ()  # columns that nobody takes


def import_insured(
    database: Database, path: Path, author: str = "", wall: Wall = wall_clock, report: Path | None = None
) -> Report:
    """State everybody in the file who is new or differs; rows that cannot be taken are reported and left out.

    `report`: a .xlsx or .csv for the bad rows.

    Raises:
        BadTable: not .xlsx or .csv, unreadable, or a needed column is missing.
    """
    with database.reading() as connection:
        places = places_of(connection)
    today = beijing_day(wall())
    sheet = InsuredSheet(path, today, places)
    done = Report(ignored=sheet.ignored)
    rows = iter(sheet)
    with report_file(report, WHY) as writer:
        while batch := list(islice(rows, _BATCH)):
            good = [row for row in batch if isinstance(row, GoodRow)]
            _tell(done, [row for row in batch if isinstance(row, BadRow)], writer)
            with held_pen(database, wall) as pen:
                for fact, is_new, doubts in list(_judged(pen, good, today)):
                    if is_new:
                        pen.append(fact, author=author)
                    done.stated += is_new
                    done.unchanged += not is_new
                    done.doubts.update(doubts)
    return done


def places_of(connection: sa.Connection) -> Places:
    """The county's facilities, and which of them looks after a village."""
    villages: dict[str, str] = {}
    for code, names in registry.villages(connection).items():
        for name in names:
            villages[name] = "" if name in villages else code
    return Places(frozenset(registry.facilities(connection)), villages)


def restated(connection: sa.Connection, known: Insured, today: date, *, facility: str = "") -> InsuredStated:
    """What the county says of a person already, with all that it has adjudicated since.

    `facility`: the clinic that asked, if the statement is an answer to a look-up.
    """
    fact = replace(statement_of(known, facility), acct_balance=known.acct_balance, salt=new_salt())
    return _carrying(connection, fact, today)


def _tell(done: Report, bad: list[BadRow], writer: Writer) -> None:
    for row in bad:
        writer.write(row)
    done.bad_rows += len(bad)
    done.bad += tuple(bad[: max(0, _SHOWN - len(done.bad))])


def _judged(
    pen: Pen, rows: list[GoodRow], today: date
) -> Iterator[tuple[InsuredStated, bool, tuple[str, ...]]]:
    """Of each row what it states, whether the county does not say so already, and what is doubtful."""
    register = Register(pen.connection, rows)
    for row in rows:
        before = register.before(row.fact.psn_no)
        fact, is_new = register.fact(row)
        doubts = tuple(doubt for doubt in row.doubts if doubt != "no_home" or not fact.home)
        known = register.known.get(fact.psn_no)
        if is_new and before is not None and before.home != fact.home:
            fact = replace(fact, formerly=before.home or EVERYONE)
        if is_new and known is not None and (fact.formerly or known.opening.contains):
            fact = _carrying(pen.connection, fact, today)
        yield fact, is_new, doubts


def _carrying(connection: sa.Connection, fact: InsuredStated, today: date) -> InsuredStated:
    found = insurance.carried_by(connection, fact.psn_no, today.year - 1)
    return replace(
        fact, carried=found.carried, contains=tuple(sorted(found.contains, key=lambda one: one.bytes))
    )
