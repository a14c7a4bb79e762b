"""公卫指标: what officers set.  Each act is also a line of the record."""

from collections.abc import Mapping

import sqlalchemy as sa

from sync_server.console.audit import Action
from sync_server.console.visit import Visit
from sync_server.publish import indicators
from sync_server.reports.review import within


def scope(visit: Visit, db: sa.Connection) -> list[str]:
    """The institutions that the user may see: of his township, or all."""
    return within(db, visit.who.township)


def state_population(visit: Visit, institution: str, year: int, counts: Mapping[str, int]) -> None:
    """Raises:
    NoFacility, BadPopulation
    """
    if indicators.state_population(visit.database, institution, year, counts, author=visit.who.id):
        _note(visit, Action.POPULATION_STATED, f"{institution} {year}")


def state_target(visit: Visit, key: str, year: int, percent: int | None) -> None:
    """Raises:
    UnknownIndicator, BadTarget
    """
    if indicators.state_target(visit.database, key, year, percent, author=visit.who.id):
        said = "-" if percent is None else str(percent)
        _note(visit, Action.TARGET_STATED, f"{key} {year} {said}")


def _note(visit: Visit, action: Action, object_: str) -> None:
    with visit.writing() as db:
        visit.auditor().note(db, action, object_)
