"""The shipped catalogues: what a clinic works with until its county publishes its own."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Self, cast

from clinic_app.domain.catalogs.items import Diagnosis, Drug, Herb, Item, Service, TcmTerm
from clinic_app.domain.catalogs.reading import KINDS, item_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogues:
    """One of each kind, in force together."""

    drugs: Catalogue[Drug]
    diagnoses: Catalogue[Diagnosis]
    services: Catalogue[Service]
    herbs: Catalogue[Herb]
    tcm_diagnoses: Catalogue[TcmTerm]
    tcm_syndromes: Catalogue[TcmTerm]

    @classmethod
    def shipped(cls) -> Self:
        return cls(**{kind: starter(kind) for kind in KINDS})

    def chargeable(self, code: str) -> Drug | Service | None:
        """A drug or a charge item that can be chosen."""
        return self.drugs.of_code(code) or self.services.of_code(code)
