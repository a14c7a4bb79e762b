"""表单: a record sheet of the national norm or of the project, filled and signed.

What was signed is never changed: a correction is a record of its own that names the one it stands for.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from clinic_app.journal.fact import Fact, Reach


class FormRecorded(Fact, frozen=True, kw_only=True):
    """A form about a resident (the subject), or about the facility (the subject is the entry's own id).

    `values` are plain JSON by field key, as `domain.forms.Values`: decimals as text.
    """

    type: ClassVar[str] = "form.recorded"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "forms"
    signed: ClassVar[bool] = True

    form: str  # key of resources/forms
    version: int
    day: date  # of the service
    values: dict[str, Any]
    visit_id: UUID | None = None
    replaces: UUID | None = None  # the record that this one corrects
    reason: str = ""  # of the correction
    origin: str = ""  # "": typed; visit, round, home_visit, kiosk, contract, import
    salt: str


class FormWithdrawn(Fact, frozen=True, kw_only=True):
    """作废: recorded of the wrong person, or what never was."""

    type: ClassVar[str] = "form.withdrawn"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "forms"
    signed: ClassVar[bool] = True

    record_id: UUID
    reason: str
