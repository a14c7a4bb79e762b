"""Setting an entry aside, with what builds on it, and letting it count after all."""

from uuid import UUID

from clinic_app.domain.errors import ClinicError, NotFound, RuleBroken
from clinic_app.journal.facts.county import EntryQuarantined
from clinic_app.journal.quarantine import IdConflict, Waits
from sync_server.intake.pen import Pen
from sync_server.store.queries import held
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.held import Held


class NotHeld(NotFound):
    """No entry with this id is set aside."""

    code = "quarantine.not_held"


class CannotRelease(RuleBroken):
    """What cannot be read cannot count."""

    code = "quarantine.cannot_release"


def hold(pen: Pen, arrived: Arrived, refusal: ClinicError) -> None:
    """Set an entry aside: it counts nowhere, and its clinic is told."""
    entry = arrived.entry
    waits_for = UUID(hex=str(refusal.facts["entry"])) if isinstance(refusal, Waits) else None
    detail = ", ".join(f"{name}={value}" for name, value in refusal.facts.items())[:500]
    held.add(
        pen.connection,
        Held(arrived.position, entry.id, arrived.facility, refusal.code, detail, waits_for, pen.wall()),
    )
    if not isinstance(refusal, IdConflict):  # a flag by id would hit the entry that came first
        pen.append(
            EntryQuarantined(facility=arrived.facility, entry_id=entry.id, reason=refusal.code, detail=detail)
        )
