"""电子钱包: what a card's purse holds, and paying from it at the desk (docs/purse.md)."""

from clinic_app.devices.purse_errors import PurseForged, PurseShort, PurseUnknown
from clinic_app.devices.purse_terminal import PurseCard
from clinic_app.domain.purse import PurseDebitedAlready, PurseOpen
from clinic_app.projections.queries.calls import CallState
from clinic_app.services.purse.results import PurseDebit, Resolved
from clinic_app.services.purse.service import PurseService

__all__ = [
    "CallState",
    "PurseCard",
    "PurseDebit",
    "PurseDebitedAlready",
    "PurseForged",
    "PurseOpen",
    "PurseService",
    "PurseShort",
    "PurseUnknown",
    "Resolved",
]
