"""目录: published by the county for every clinic, only what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic_app.domain.catalogs.publication import Change, Part, Row, cut, difference, text_of
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.projections.queries import catalogs
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database


class BadRows(RuleBroken):
    """Rows of the sheet are bad, and nobody said that the others be published."""

    code = "catalog.bad_rows"


class NothingToPublish(RuleBroken):
    """The rows say what was published before, or there are none."""

    code = "catalog.nothing"


class VersionKnown(RuleBroken):
    """A version of this name was published before."""

    code = "catalog.version_known"


class EffectiveBefore(RuleBroken):
    """It would be in force before the one that it changes."""

    code = "catalog.effective_before"


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published."""

    version: str
    effective: date
    rows: int  # of the catalogue as it is then
    changed: int  # new ones and others, as they travel
    withdrawn: int
    parts: int


def publish_catalog(
    database: Database,
    kind: str,
    rows: Sequence[Row],
    version: str = "",
    effective: date | None = None,
    author: str = "",
    wall: Wall = wall_clock,
) -> Publication:
    """Publish all rows of a kind (`catalog_sheet.reading_of`); what is not among them any more is withdrawn.

    Args:
        version: its name; empty: the day, and a number where there is one already.
        effective: from which day on it is in force; empty: today.

    Raises:
        NothingToPublish, VersionKnown, EffectiveBefore
    """
    today = beijing_day(wall())
    effective = effective or today
    with held_pen(database, wall) as pen:
        known = catalogs.parts_of(pen.connection, kind)
        newest = catalogs.edition_in_force(pen.connection, kind, date.max)
        version = _version(version, today, known)
        if newest is not None and effective < newest.effective:
            raise EffectiveBefore(version=newest.version, effective=newest.effective.isoformat())
        change = difference(newest.rows, rows) if newest else Change(tuple(rows))
        if not change.rows and not change.withdrawn:
            raise NothingToPublish(kind=kind)
        parts = cut(change)
        for no, part in enumerate(parts, start=1):
            fact = CatalogPublished(
                kind=kind,
                text=text_of(part.rows),
                version=version,
                effective=effective,
                part=no,
                parts=len(parts),
                before=newest.version if newest else "",
                withdrawn=part.withdrawn,
            )
            pen.append(fact, author=author)
    return Publication(version, effective, len(rows), len(change.rows), len(change.withdrawn), len(parts))


def _version(wanted: str, today: date, known: Sequence[Part]) -> str:
    taken = {part.version for part in known}
    if wanted:
        if wanted in taken:
            raise VersionKnown(version=wanted)
        return wanted
    day = today.isoformat()
    return next(name for no in range(1, len(taken) + 2) if (name := f"{day}.{no}") not in taken)
