"""公卫表单: started with what is known, kept as a draft, recorded, corrected and withdrawn (docs/forms.md)."""

from clinic_app.services.forms.files import FileElsewhere, FileTooLarge, FileUnreadable, FormFiles
from clinic_app.services.forms.service import (
    CriticalUnconfirmed,
    DayAhead,
    Draft,
    FormRefused,
    FormService,
    NoFormReason,
    NoFormRecord,
    checked,
    context_of,
)

__all__ = [
    "CriticalUnconfirmed",
    "DayAhead",
    "Draft",
    "FileElsewhere",
    "FileTooLarge",
    "FileUnreadable",
    "FormFiles",
    "FormRefused",
    "FormService",
    "NoFormReason",
    "NoFormRecord",
    "checked",
    "context_of",
]
