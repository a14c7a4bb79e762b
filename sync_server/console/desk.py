"""The county's desk: what officers do.  Each act is also a line of the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clinic_app.domain.catalogs.publication import Row
from sync_server.adjudicate.settlements import adjudicate
from sync_server.console.audit import Action
from sync_server.console.visit import Visit
from sync_server.intake.release import release as release_entry
from sync_server.publish import facilities as registry
from sync_server.publish import findings
from sync_server.publish.catalogs import publish_catalog
from sync_server.publish.enrolments import LIFE_MS, new_code
from sync_server.publish.facilities import revoke_device
from sync_server.publish.merges import overrule
from sync_server.reports import alarms
from sync_server.reports.alarms import Alarm
from sync_server.reports.fund.findings import Finding


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """登记码: what is typed on a clinic's new PC.  Only its hash is kept."""

    text: str
    expires: int  # UTC ms


def make_code(visit: Visit, facility: str) -> DeviceCode:
    """A one-time code for a further device of `facility`.

    Raises:
        NoFacility
    """
    code = DeviceCode(new_code(visit.database, facility), visit.now + LIFE_MS)
    _note(visit, Action.CODE_MADE, facility)
    return code


def publish_rows(visit: Visit, kind: str, rows: Sequence[Row], version: str, effective: date | None) -> None:
    """Publish a catalogue for every clinic.

    Raises:
        NothingToPublish, VersionKnown, EffectiveBefore
    """
    made = publish_catalog(visit.database, kind, rows, version, effective, author=visit.who.id)
    _note(visit, Action.CATALOG_PUBLISHED, f"{kind} {made.version}")


def permit(visit: Visit, facility: str, permits: Sequence[str]) -> None:
    """许可: what a facility is allowed from now on.

    Raises:
        NoFacility, BadFacility
    """
    registry.permit(visit.database, facility, tuple(permits), author=visit.who.id)
    _note(visit, Action.PERMITS_CHANGED, facility, ", ".join(permits) or "-")


def revoke(visit: Visit, device: UUID, reason: str) -> None:
    """Take a device out of use: what it still pushes is refused, and kept for inspection.

    Raises:
        NoDevice
    """
    revoke_device(visit.database, device, reason, author=visit.who.id)
    _note(visit, Action.DEVICE_REVOKED, device.hex, reason)


def release(visit: Visit, entry: UUID, reason: str) -> int:
    """Let an entry count that was set aside; answers how many count now, with those that waited for it.

    Raises:
        NotHeld, CannotRelease
    """
    count = release_entry(visit.database, entry, reason, adjudicate, author=visit.who.id)
    _note(visit, Action.ENTRY_RELEASED, entry.hex, reason)
    return count


def split_records(visit: Visit, merge: UUID, reason: str) -> None:
    """Two merged entries of the register are two people again, at the clinic that merged them too.

    Raises:
        NotStanding
    """
    overrule(visit.database, merge, reason, author=visit.who.id)
    _note(visit, Action.RECORDS_SPLIT, merge.hex, reason)


def decide_finding(visit: Visit, rule: str, key: str, decision: str, reason: str) -> None:
    """Dismiss, explain or hand over a finding.

    Raises:
        BadDecision, DecidedAlready
    """
    findings.decide(visit.database, rule, key, decision, reason, visit.who.id)
    _note(visit, Action.FINDING_DECIDED, f"{rule} {key}", reason)


def deduct(visit: Visit, found: Finding, amount: int, reason: str) -> None:
    """扣款.

    Raises:
        DecidedAlready, DeductsTooMuch, SeveralFacilities
    """
    findings.deduct(
        visit.database, found.rule, found.key, found.facility, found.records, amount, reason, visit.who.id
    )
    _note(visit, Action.RECORDS_DEDUCTED, f"{found.rule} {found.key}", reason)


def acknowledge(visit: Visit, alarm: Alarm, reason: str) -> None:
    """An officer has looked at an alarm: it stays quiet for a while."""
    with visit.writing() as db:
        alarms.acknowledge(db, alarm.key, visit.who.id, reason, visit.now)
        object_ = f"{alarm.kind.value} {alarm.object[:8]}".strip()
        visit.auditor().note(db, Action.ALARM_ACKNOWLEDGED, object_, reason)


def _note(visit: Visit, action: Action, object_: str, reason: str = "") -> None:
    with visit.writing() as db:
        visit.auditor().note(db, action, object_, reason)
