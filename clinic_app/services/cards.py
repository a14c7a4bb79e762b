"""刷卡: whose card it is, and where card and register differ.  Nothing is repaired here.

Also the screens' view of the devices: what a reader tells, they take from here.
"""

from dataclasses import dataclass
from typing import Final

from clinic_app.devices.holder import CardHolder
from clinic_app.devices.reader import CardIn, CardOut, CardTrouble, ReaderEvent, ReadersChanged, Scanned
from clinic_app.devices.scanner import SLIP_PREFIX, Scan, ScanKind
from clinic_app.journal.facts.residents import Card
from clinic_app.projections.queries import residents as queries
from clinic_app.projections.queries.residents import Resident
from clinic_app.store.journal import Store

__all__ = [
    "SLIP_PREFIX",
    "CardHolder",
    "CardIn",
    "CardOut",
    "CardService",
    "CardTrouble",
    "ReaderEvent",
    "ReadersChanged",
    "Recognised",
    "Scan",
    "ScanKind",
    "Scanned",
    "card_of",
    "certificate_of",
]

_CERTIFICATE: Final = {"idcard": "02"}  # 就诊凭证类型; every other card is 03, a social-security card


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A card and the resident it belongs to, if the register knows one."""

    holder: CardHolder
    resident: Resident | None = None
    card_is_new: bool = False  # the resident is known, this card is not
    differences: tuple[str, ...] = ()  # name, sex, birth_date: card and register say different things


class CardService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def recognise(self, holder: CardHolder) -> Recognised:
        """By the identity number first, else by the card itself (all that a third-generation card gives)."""
        with self._store.reading() as connection:
            fitting = queries.with_id_number(connection, holder.id_number) if holder.id_number else []
            if not fitting:
                known = queries.with_card(connection, holder.card_number or "", holder.card_identifier or "")
                # A card that carries another identity number than its resident is not that resident's any more.
                fitting = [
                    one
                    for one in known
                    if not (holder.id_number and one.id_number not in ("", holder.id_number))
                ]
        if not fitting:
            return Recognised(holder=holder)
        resident = fitting[0]
        return Recognised(
            holder=holder,
            resident=resident,
            card_is_new=not _holds(resident, holder),
            differences=_differences(resident, holder),
        )


def card_of(holder: CardHolder) -> Card | None:
    """The card to keep with a resident; none where the card names no number of its own."""
    number = holder.card_number or ""
    identifier = holder.card_identifier or ""
    if not number and not identifier:
        return None
    return Card(
        kind=holder.kind,
        number=number,
        identifier=identifier,
        issued_on=holder.issued_on,
        valid_to=holder.valid_to,
    )


def certificate_of(holder: CardHolder | None) -> str:
    """就诊凭证类型 (mdtrt_cert_type) of a visit that began with this card; empty without one."""
    return "" if holder is None else _CERTIFICATE.get(holder.kind, "03")


def _holds(resident: Resident, holder: CardHolder) -> bool:
    card = card_of(holder)
    return card is None or any(
        held.number == card.number and held.identifier == card.identifier for held in resident.cards
    )


def _differences(resident: Resident, holder: CardHolder) -> tuple[str, ...]:
    pairs = {
        "name": (holder.name, resident.name),
        "sex": (holder.sex, resident.sex),
        "birth_date": (holder.birth_date, resident.birth_date),
    }
    return tuple(name for name, (card, known) in pairs.items() if card and known and card != known)
