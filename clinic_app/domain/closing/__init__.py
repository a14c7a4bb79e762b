"""日结: what a window's day came to, that it adds up, and what the drawer must hold (docs/closing.md)."""

from clinic_app.domain.closing.drugs import DrugLine, Drugs, compare_drugs
from clinic_app.domain.closing.proof import Breach, Identity, prove, prove_facility
from clinic_app.domain.closing.records import ChargedLine, Kind, Movement, Record, Source
from clinic_app.domain.closing.totals import GroupKey, GroupSums, Receipts, Totals, together, totals_of

__all__ = [
    "Breach",
    "ChargedLine",
    "DrugLine",
    "Drugs",
    "GroupKey",
    "GroupSums",
    "Identity",
    "Kind",
    "Movement",
    "Receipts",
    "Record",
    "Source",
    "Totals",
    "compare_drugs",
    "prove",
    "prove_facility",
    "together",
    "totals_of",
]
