"""The made-up population around a clinic, and the cards that its people bring."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from random import Random
from typing import Final

from clinic_app.devices.holder import CardHolder
from clinic_app.domain.identifiers.id_number import BadIdNumber, check_id_number
from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.journal.facts.residents import Card

POPULATION_SEED: Final = 20261122
BORN_BEFORE: Final = date(2020, 1, 1)
SIZE: Final = 4000  # people around one clinic
PHONE_PREFIX: Final = "100"  # of every made-up telephone; no operator gives it out


@lru_cache(maxsize=4)
def population(size: int = SIZE, born_before: date = BORN_BEFORE) -> tuple[MadeUp, ...]:
    """The same people for every day and every clinic, so that patients come back and meet elsewhere."""
    return tuple(islice(made_up_people(POPULATION_SEED, born_before), size))


def people_of(id_numbers: Iterable[str], today: date) -> list[MadeUp]:
    """Made-up people for ID numbers that came from elsewhere: those of the population, or new ones that fit.

    A number that no card could carry is left out.
    """
    known = {one.id_number: one for one in population()}
    found = (known.get(number) or _fitting(number, today) for number in id_numbers)
    return [one for one in found if one is not None]


def _fitting(id_number: str, today: date) -> MadeUp | None:
    """A name, telephone and card for a number, the same each time."""
    try:
        number = check_id_number(id_number, today)
    except BadIdNumber:
        return None
    dice = int.from_bytes(sha256(id_number.encode()).digest()[:8])
    pattern = Random(dice).choice([one for one in population() if one.sex == number.sex])
    return MadeUp(
        name=pattern.name,
        sex=number.sex,
        birth_date=number.birth_date,
        id_number=number.number18,
        phone=f"{PHONE_PREFIX}{dice % 10**8:08d}",
        address=pattern.address,
        ethnic=pattern.ethnic,
        card_number=f"{'ABCDEFGH'[dice % 8]}{dice // 8 % 10**8:08d}",
    )


def card_of(person: MadeUp) -> CardHolder:
    """The third-generation social-security card of a made-up person."""
    issued = date(2019, 1, 1) + timedelta(days=int(person.phone[-3:]))
    return CardHolder(
        kind="ssc3",
        card_identifier=f"{person.id_number[:6]}D156000005{sha256(person.id_number.encode()).hexdigest()[:16].upper()}",
        card_version="3.00",
        card_number=person.card_number,
        issued_on=issued,
        valid_to=issued + timedelta(days=3652),
        id_number=person.id_number,
        name=person.name,
        sex=person.sex,
        ethnic=person.ethnic,
        birthplace=person.id_number[:6],
        birth_date=person.birth_date,
    )


def card_fact(holder: CardHolder) -> Card:
    """What the journal keeps of a card."""
    return Card(
        kind=holder.kind,
        number=holder.card_number or "",
        identifier=holder.card_identifier or "",
        issued_on=holder.issued_on,
        valid_to=holder.valid_to,
    )


def psn_no_of(person: MadeUp) -> str:
    """A made-up insurance number: an area and the eight digits that nobody else has."""
    return f"35088100{person.phone[-8:]}"
