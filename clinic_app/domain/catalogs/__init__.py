"""目录: medicines, diagnoses, charge items, decoction pieces and the terms of Chinese medicine, and the search over them.

The shipped ones are illustrative (resources/catalogs/README.md); what a county publishes has the same shape and
stands in their place (docs/catalogs.md).
"""

from clinic_app.domain.catalogs.items import Diagnosis, Drug, Herb, Item, Service, TcmTerm
from clinic_app.domain.catalogs.reading import KINDS, item_of
from clinic_app.domain.catalogs.rhythm import doses_in
from clinic_app.domain.catalogs.search import Catalogue
from clinic_app.domain.catalogs.starter import (
    Catalogues,
    diagnoses,
    drugs,
    herbs,
    services,
    starter,
    tcm_diagnoses,
    tcm_syndromes,
)

__all__ = [
    "KINDS",
    "Catalogue",
    "Catalogues",
    "Diagnosis",
    "Drug",
    "Herb",
    "Item",
    "Service",
    "TcmTerm",
    "diagnoses",
    "doses_in",
    "drugs",
    "herbs",
    "item_of",
    "services",
    "starter",
    "tcm_diagnoses",
    "tcm_syndromes",
]
