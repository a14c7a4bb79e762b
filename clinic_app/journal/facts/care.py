"""管理对象: who is followed under which public-health service, and who could not be reached.

Nobody is managed by a diagnosis alone: a member of staff says so.  The elderly and children are served by their age
and are never opened.
"""

from datetime import date
from typing import ClassVar

from clinic_app.journal.fact import Fact, Reach


class CareOpened(Fact, frozen=True, kw_only=True):
    """纳入管理: the subject is followed under a service from this day on."""

    type: ClassVar[str] = "care.opened"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "forms"

    service: str  # domain/public_health/services.py
    on: date  # of tuberculosis: the day of the notice
    doctor: str = ""  # staff id of who follows; empty: the author


class CareClosed(Fact, frozen=True, kw_only=True):
    """结案: the subject is not followed any more, for a reason of `services.REASONS`."""

    type: ClassVar[str] = "care.closed"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "forms"

    service: str
    on: date
    reason: str
    note: str = ""


class ContactMissed(Fact, frozen=True, kw_only=True):
    """未联系上: one attempt to reach the subject for a service; the third one running makes it 失访."""

    type: ClassVar[str] = "contact.missed"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "forms"

    service: str
    on: date
    way: str  # codes/followup_mode.csv: came not, was not at home, did not answer
