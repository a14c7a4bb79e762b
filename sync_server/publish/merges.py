"""档案合并: the county takes apart what a clinic merged in error."""

from uuid import UUID

from clinic_app.domain.errors import NotFound
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.health_records import MergeOverruled
from clinic_app.projections.queries import merges
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database


class NotStanding(NotFound):
    """There is no such merge here, or it was split before."""

    code = "merge.not_standing"


def overrule(database: Database, merge_id: UUID, reason: str, author: str, wall: Wall = wall_clock) -> None:
    """Split a merge, and every other one of the same two entries.

    Raises:
        NotStanding
    """
    with held_pen(database, wall) as pen:
        try:
            asked = merges.merge_of(pen.connection, merge_id)
        except merges.NoMerge as error:
            raise NotStanding() from error
        standing = merges.joining(pen.connection, asked.kept, asked.other)
        if all(one.id != merge_id for one in standing):
            raise NotStanding()
        for one in standing:
            fact = MergeOverruled(
                facility=one.facility,
                merge_id=one.id,
                reason=reason,
                changes=merges.undoing(pen.connection, one),
                salt=new_salt(),
            )
            pen.append(fact, one.kept, author)
