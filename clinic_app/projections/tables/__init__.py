"""The tables that screens and reports read; one module a feature, one metadata for all.

They hold nothing that a replay of the journals would not give again.
"""

from clinic_app.projections.tables import facility, insurance, outpatient, registration, residents, settlement
from clinic_app.projections.tables.base import metadata

__all__ = ["facility", "insurance", "metadata", "outpatient", "registration", "residents", "settlement"]
