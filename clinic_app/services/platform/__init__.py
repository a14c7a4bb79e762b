"""医保平台: settlement that cannot lie, and bills on account while the line is cut.  See docs/platform.md."""

from clinic_app.services.platform.accounts import Ended
from clinic_app.services.platform.selling import SalesReported
from clinic_app.services.platform.service import PlatformService
from clinic_app.services.platform.values import Became, Open, Payment, Resolved, Trial, Unfinished

__all__ = [
    "Became",
    "Ended",
    "Open",
    "Payment",
    "PlatformService",
    "Resolved",
    "SalesReported",
    "Trial",
    "Unfinished",
]
