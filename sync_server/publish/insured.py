"""参保: the register of insured people, from a spreadsheet into the county's journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.insured_sheet import BadRow, read_insured
from clinic_app.projections.queries import insurance
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.engine import Database

_BATCH: Final = 500  # rows in one transaction


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did."""

    stated: int  # written into the journal
    unchanged: int
    bad: tuple[BadRow, ...]


def import_insured(database: Database, path: Path, author: str = "", wall: Wall = wall_clock) -> Report:
    """State everybody in the file who is new or differs; rows that cannot be taken are reported and left out.

    Raises:
        BadTable: not .xlsx or .csv, unreadable, or a needed column is missing.
    """
    rows = read_insured(path, beijing_day(wall()))
    stated = unchanged = 0
    bad: list[BadRow] = []
    while batch := list(islice(rows, _BATCH)):
        facts = [row for row in batch if isinstance(row, InsuredStated)]
        bad += [row for row in batch if isinstance(row, BadRow)]
        with held_pen(database, wall) as pen:
            new = list(_new(pen, facts))
            for fact in new:
                pen.append(fact, author=author)
        stated += len(new)
        unchanged += len(facts) - len(new)
    return Report(stated, unchanged, tuple(bad))


def _new(pen: Pen, facts: list[InsuredStated]) -> Iterator[InsuredStated]:
    """What the county does not say already."""
    for fact in facts:
        known = insurance.insured_by_psn_no(pen.connection, fact.psn_no)
        if known is None or not _says(known, fact):
            yield fact


def _says(known: insurance.Insured, fact: InsuredStated) -> bool:
    person = known.person
    chronic = tuple((one.dise_codg, one.valid_from, one.valid_to) for one in person.chronic)
    return (
        known.id_number,
        person.insutype,
        person.psn_insu_stas,
        person.death_date,
        person.maf_group or "",
        person.contract_inst or "",
        chronic,
        known.acct_balance,
    ) == (
        fact.id_number,
        fact.insutype,
        fact.psn_insu_stas,
        fact.death_date,
        fact.maf_group,
        fact.contract_inst,
        tuple((one.dise_codg, one.valid_from, one.valid_to) for one in fact.chronic),
        fact.acct_balance,
    )
