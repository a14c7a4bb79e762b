"""目录 for every search box of the window: one set at a time, replaced whole when the county publishes."""

from clinic_app.domain.catalogs import Catalogues
from clinic_app.domain.pharmacy.product import CONTROLLED

_current: Catalogues | None = None


def current() -> Catalogues:
    """What can be chosen; as shipped until something else was shown."""
    return _current or Catalogues.shipped()


def show(found: Catalogues | None) -> None:
    """From now on these are offered; what was chosen before stays.  None: those that are shipped."""
    global _current
    _current = found


def is_controlled(code: str) -> bool:
    """麻醉药品、第一类精神药品: two people are due."""
    drug = current().drugs.of_code(code)
    return drug is not None and drug.rx_class in CONTROLLED
