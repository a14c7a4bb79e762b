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
from clinic_app.journal.facts.county import Chronic
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.insured_report import Writer, report_file
from clinic_app.journal.insured_sheet import BadRow, GoodRow, InsuredSheet, Places
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.insurance import Insured
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.engine import Database
from sync_server.store.queries import registry
from sync_server.store.queries.feeds import EVERYONE

_BATCH: Final = 500  # rows in one transaction
_SHOWN: Final = 1000  # bad rows kept in memory; the file of `--report` has them all
_SAME: Final = tuple(name for name in InsuredStated.__struct_fields__ if name not in (
    "facility", "formerly", "carried", "contains", "salt"
))  # fmt: skip


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
    with report_file(report) as writer:
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
    fact = replace(_fact_of(known, facility), acct_balance=known.acct_balance, salt=new_salt())
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
    known = insurance.insured_by_psn_nos(pen.connection, [row.fact.psn_no for row in rows])
    newest: dict[str, InsuredStated] = {}
    for row in rows:
        before = known.get(row.fact.psn_no)
        said = newest.get(row.fact.psn_no) or (None if before is None else _fact_of(before))
        fact = row.fact if said is None else _merged(said, row)
        doubts = tuple(doubt for doubt in row.doubts if doubt != "no_home" or not fact.home)
        if said is not None and all(getattr(said, name) == getattr(fact, name) for name in _SAME):
            yield fact, False, doubts
            continue
        if said is not None and said.home != fact.home:
            fact = replace(fact, formerly=said.home or EVERYONE)
        if before is not None:
            if "acct_balance" not in row.said:
                fact = replace(fact, acct_balance=before.acct_balance)
            if fact.formerly or before.opening.contains:
                fact = _carrying(pen.connection, fact, today)
        newest[fact.psn_no] = fact
        yield fact, True, doubts


def _merged(said: InsuredStated, row: GoodRow) -> InsuredStated:
    """The row's words; of what the file does not speak of, what was said before."""
    unsaid = {name: getattr(said, name) for name in _SAME if name not in row.said}
    if "home" in unsaid and said.home == said.contract_inst and "contract_inst" in row.said:
        del unsaid["home"]  # it came from the contract, and follows it
    return replace(row.fact, **unsaid)


def _carrying(connection: sa.Connection, fact: InsuredStated, today: date) -> InsuredStated:
    found = insurance.carried_by(connection, fact.psn_no, today.year - 1)
    return replace(
        fact, carried=found.carried, contains=tuple(sorted(found.contains, key=lambda one: one.bytes))
    )


def _fact_of(known: Insured, facility: str = "") -> InsuredStated:
    person = known.person
    return InsuredStated(
        facility=facility,
        psn_no=person.psn_no,
        id_number=known.id_number,
        insutype=person.insutype,
        psn_insu_stas=person.psn_insu_stas,
        death_date=person.death_date,
        maf_group=person.maf_group or "",
        contract_inst=person.contract_inst or "",
        chronic=tuple(
            Chronic(dise_codg=one.dise_codg, valid_from=one.valid_from, valid_to=one.valid_to)
            for one in person.chronic
        ),
        acct_balance=known.acct_stated,
        home=known.home,
        used=known.opening.used,
        gc_last=known.opening.gc_last,
        salt="",
    )
