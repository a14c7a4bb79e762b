"""自测数据: what self-service devices leave in a folder becomes readings; a doctor confirms or rejects them."""

from clinic_app.services.readings.intake import Looked, RefusedFile, Waiting
from clinic_app.services.readings.service import (
    Alarm,
    NoRejection,
    NotAlarming,
    NothingDone,
    OffTheScale,
    ReadingService,
    Reviewed,
)

__all__ = [
    "Alarm",
    "Looked",
    "NoRejection",
    "NotAlarming",
    "NothingDone",
    "OffTheScale",
    "ReadingService",
    "RefusedFile",
    "Reviewed",
    "Waiting",
]
