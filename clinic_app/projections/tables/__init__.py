"""The tables that screens and reports read; one module a feature, one metadata for all.

They hold nothing that a replay of the journals would not give again.
"""

from clinic_app.projections.tables import (
    calls,
    catalogs,
    chart,
    closing,
    examinations,
    facility,
    inpatient,
    insurance,
    outpatient,
    payment,
    pharmacy,
    purchase,
    reconciliation,
    registration,
    residents,
    review,
    settlement,
    stock,
    stopwatch,
    templates,
    ward,
)
from clinic_app.projections.tables.base import metadata

__all__ = [
    "calls",
    "catalogs",
    "chart",
    "closing",
    "examinations",
    "facility",
    "inpatient",
    "insurance",
    "metadata",
    "outpatient",
    "payment",
    "pharmacy",
    "purchase",
    "reconciliation",
    "registration",
    "residents",
    "review",
    "settlement",
    "stock",
    "stopwatch",
    "templates",
    "ward",
]
