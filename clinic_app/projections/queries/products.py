"""What the pharmacy needs to know of a code, by the catalogues in force."""

from datetime import date

import sqlalchemy as sa

from clinic_app.domain.pharmacy.product import Product, UnknownProduct, of_drug, of_herb
from clinic_app.projections.queries.catalogs import in_force


def known_product(connection: sa.Connection, code: str, day: date) -> Product | None:
    """None for a code of a catalogue that is in force no more."""
    drug = in_force(connection, "drugs", day).of_code(code)
    if drug is not None:
        return of_drug(drug)
    herb = in_force(connection, "herbs", day).of_code(code)
    return None if herb is None else of_herb(herb)


def product_of(connection: sa.Connection, code: str, day: date) -> Product:
    """Raises:
    UnknownProduct
    """
    found = known_product(connection, code, day)
    if found is None:
        raise UnknownProduct(drug=code)
    return found


def is_controlled(connection: sa.Connection, code: str, day: date) -> bool:
    """麻醉药品、第一类精神药品."""
    found = known_product(connection, code, day)
    return found is not None and found.is_controlled
