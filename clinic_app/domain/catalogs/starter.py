"""The shipped catalogues: what a clinic works with until its county publishes its own."""

from functools import cache
from typing import Any, cast

from clinic_app.domain.catalogs.items import Diagnosis, Drug, Herb, Item, Service, TcmTerm
from clinic_app.domain.catalogs.reading import item_of
from clinic_app.domain.catalogs.search import Catalogue
from clinic_app.domain.codes import rows


@cache
def starter(kind: str) -> Catalogue[Any]:
    """The shipped catalogue of a kind, ready to be searched."""
    return Catalogue[Item](item_of(kind, row) for row in rows("catalogs", f"{kind}.csv"))


def drugs() -> tuple[Drug, ...]:
    """By code."""
    return cast("tuple[Drug, ...]", starter("drugs").items)


def diagnoses() -> tuple[Diagnosis, ...]:
    """By code."""
    return cast("tuple[Diagnosis, ...]", starter("diagnoses").items)


def services() -> tuple[Service, ...]:
    """By code; materials too."""
    return cast("tuple[Service, ...]", starter("services").items)


def herbs() -> tuple[Herb, ...]:
    """By code."""
    return cast("tuple[Herb, ...]", starter("herbs").items)


def tcm_diagnoses() -> tuple[TcmTerm, ...]:
    """By code."""
    return cast("tuple[TcmTerm, ...]", starter("tcm_diagnoses").items)


def tcm_syndromes() -> tuple[TcmTerm, ...]:
    """By code."""
    return cast("tuple[TcmTerm, ...]", starter("tcm_syndromes").items)
