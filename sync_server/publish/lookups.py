"""查参保: a clinic asks on line for somebody whose home is elsewhere; the answer comes by its own feed."""

from dataclasses import dataclass
from uuid import UUID

from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredAsked
from clinic_app.projections.queries import insurance
from sync_server.intake.pen import held_pen
from sync_server.publish.insured import restated
from sync_server.store.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks for whom, and why."""

    facility: str
    device: UUID
    staff: str
    reason: str
    id_number: str = ""
    psn_no: str = ""  # one of the two


def look_up(database: Database, asking: Asking, wall: Wall = wall_clock) -> tuple[str, ...]:
    """Put what the county knows of the person into the clinic's feed; answers the `psn_no` of each insurance.

    Somebody whose home is the clinic, or one of its villages, is in its feed already.  The question is written
    into the county's journal, also when nobody is found.
    """
    with held_pen(database, wall) as pen:
        connection = pen.connection
        if asking.psn_no:
            one = insurance.insured_by_psn_no(connection, asking.psn_no)
            found = [] if one is None else [one]
        else:
            found = insurance.insured_by_id_number(connection, asking.id_number)
        names = tuple(known.person.psn_no for known in found)
        pen.append(
            InsuredAsked(
                facility=asking.facility,
                device=asking.device,
                staff=asking.staff,
                reason=asking.reason,
                asked=asking.psn_no or asking.id_number,
                found=names,
                salt=new_salt(),
            )
        )
        for known in found:
            if not insurance.is_followed(connection, known.home, asking.facility):
                pen.append(restated(connection, known, beijing_day(wall()), facility=asking.facility))
    return names
