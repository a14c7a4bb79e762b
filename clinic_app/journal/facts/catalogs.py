"""目录: published by the county for all clinics."""

from datetime import date
from typing import ClassVar

from clinic_app.journal.fact import Reach
from clinic_app.journal.facts.county import CountyFact


class CatalogPublished(CountyFact, frozen=True, kw_only=True):
    """A part of a catalogue's publication: rows that are new or changed, and codes that were withdrawn.

    It counts when all parts of its `version` are there (domain/catalogs/publication.py).
    """

    type: ClassVar[str] = "catalog.published"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "policy"

    kind: str  # drugs, diagnoses, services, herbs, tcm_diagnoses, tcm_syndromes
    text: str  # CSV with a heading
    version: str = ""  # empty: a publication of its own
    effective: date | None = None  # empty: the day on which it was published
    part: int = 1
    parts: int = 1
    before: str = ""  # the version that it changes; empty: the rows are all there is
    withdrawn: tuple[str, ...] = ()  # codes
