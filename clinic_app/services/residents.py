"""居民: found, registered from a card or by hand, amended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.identifiers.id_number import IdNumber, check_id_number
from clinic_app.domain.identifiers.organisations import unit_of
from clinic_app.domain.identifiers.temporary import temporary_identity
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.residents import Card, CardLinked, Change, ResidentAmended, ResidentRegistered
from clinic_app.projections.queries import facility
from clinic_app.projections.queries import residents as queries
from clinic_app.projections.queries.residents import Resident
from clinic_app.projections.tables.residents import FIELDS
from clinic_app.store import search
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import SELF, Store, Writing


class KnownAlready(RuleBroken):
    """Somebody with this identity number is registered here."""

    code = "resident.known_already"


class NoName(RuleBroken):
    """A resident needs a name."""

    code = "resident.no_name"


class NoTempReason(RuleBroken):
    """Without an identity number the reason for a temporary identity is due."""

    code = "resident.no_temp_reason"


class NothingChanged(RuleBroken):
    """The amendment says what is known already."""

    code = "resident.nothing_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResident:
    """What the desk typed, or the card said."""

    name: str
    sex: str = "0"
    birth_date: date | None = None
    id_number: str = ""
    id_verified: str = ""  # card, typed or ""
    ethnic: str = ""
    phone: str = ""
    address: str = ""
    village: str = ""
    card: Card | None = None
    temp_reason: str = ""  # codes/temp_reason.csv; due when there is no identity number
    note: str = ""
    source: str = "typed"


@dataclass(frozen=True, slots=True)
class PastChange:
    """One line of a resident's history."""

    at_ms: int  # UTC
    by: str  # staff id
    field: str
    value: str


class ResidentService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def check(self, id_number: str) -> IdNumber:
        """Raises:
        BadIdNumber: with the reason.
        """
        return check_id_number(id_number, self.today())

    def find(self, text: str, limit: int = 30) -> list[Resident]:
        """By name or part of it, pinyin, ID number or its last four, phone, card number."""
        with self._store.reading() as connection:
            return queries.residents_of(connection, search.find(connection, text, limit))

    def resident(self, resident_id: UUID) -> Resident:
        """Raises:
        NoResident
        """
        with self._store.reading() as connection:
            return queries.resident_of(connection, resident_id)

    def history(self, resident_id: UUID) -> list[PastChange]:
        """Who changed what and when, newest first; the registration itself is the first line of all.

        Raises:
            NoResident
        """
        with self._store.reading() as connection:
            resident_id = queries.resident_of(connection, resident_id).id
            amended = queries.amendments_of(connection, resident_id)
        authors = {one: self._store.entry(one) for one in {change.entry_id for change in amended}}
        lines = [
            PastChange(
                change.effective >> 16,
                entry.author if (entry := authors[change.entry_id]) is not None else "",
                change.field,
                change.value,
            )
            for change in amended
        ]
        first = self._store.entry(resident_id)
        if first is not None:
            lines.append(PastChange(first.time >> 16, first.author, "", ""))
        return lines

    def of_card(self, id_number: str, card_number: str, identifier: str = "") -> list[Resident]:
        """Who a card belongs to: by its identity number, else by the card itself."""
        with self._store.reading() as connection:
            known = queries.with_id_number(connection, id_number) if id_number else []
            return known or queries.with_card(connection, card_number, identifier)

    def alike(self, new: NewResident) -> list[Resident]:
        """Near-duplicates to offer before a new resident is made: same number, or same name with the same
        birth date, phone or sex."""
        with self._store.reading() as connection:
            same_number = queries.with_id_number(connection, new.id_number) if new.id_number else []
            named = queries.residents_of(connection, search.find(connection, new.name, 200))
        found = {one.id: one for one in same_number}
        for one in named:
            if one.name == new.name and _agrees(one, new):
                found.setdefault(one.id, one)
        return list(found.values())

    def register(self, by: OnDuty, new: NewResident) -> Resident:
        """A new resident; sex and birth date come from the identity number where there is one.

        Raises:
            NotAllowed, NoName, BadIdNumber
            KnownAlready: the number is registered here (fact `resident`).
            NoTempReason: neither number nor reason.
        """
        by.must("resident")
        if not new.name.strip():
            raise NoName()
        with self._store.writing(by.author) as writing:
            fact = self._registered(writing, new)
            entry = writing.append(fact, SELF)
            return queries.resident_of(writing.connection, entry.id)

    def amend(self, by: OnDuty, resident_id: UUID, values: Mapping[str, str]) -> Resident:
        """Change single fields (names of `projections.tables.residents.FIELDS`).

        Raises:
            NotAllowed, NoResident, NothingChanged, BadIdNumber
        """
        by.must("resident")
        with self._store.writing(by.author) as writing:
            known = queries.resident_of(writing.connection, resident_id)
            resident_id = known.id  # who was merged is amended where the person is kept
            standing = queries.values_with_entries(writing.connection, resident_id)
            changed = {
                field: value
                for field, value in values.items()
                if field in FIELDS and value != _text(getattr(known, field))
            }
            if not changed:
                raise NothingChanged()
            if changed.get("id_number"):
                number = self.check(changed["id_number"])
                changed |= {"id_number": number.number18}
            changes = {
                field: Change(value, standing.get(field, resident_id)) for field, value in changed.items()
            }
            writing.append(ResidentAmended(changes=changes, salt=new_salt()), resident_id)
            return queries.resident_of(writing.connection, resident_id)

    def link_card(self, by: OnDuty, resident_id: UUID, card: Card) -> None:
        """A further card of a known resident; one that is known already is no error.

        Raises:
            NotAllowed, NoResident
        """
        by.must("resident")
        with self._store.writing(by.author) as writing:
            known = queries.resident_of(writing.connection, resident_id)
            if not any(
                held.number == card.number and held.identifier == card.identifier for held in known.cards
            ):
                writing.append(CardLinked(card=card, salt=new_salt()), known.id)

    def _registered(self, writing: Writing, new: NewResident) -> ResidentRegistered:
        sex, birth_date, number, temporary = new.sex, new.birth_date, "", ""
        if new.id_number:
            checked = self.check(new.id_number)
            number, sex, birth_date = checked.number18, checked.sex, checked.birth_date
            known = queries.with_id_number(writing.connection, number)
            if known:
                raise KnownAlready(resident=str(known[0].id))
        elif not new.temp_reason:
            raise NoTempReason()
        else:
            temporary = self._temporary(writing)
        return ResidentRegistered(
            name=new.name.strip(),
            sex=sex,
            birth_date=birth_date,
            id_number=number,
            id_verified=new.id_verified if number else "",
            ethnic=new.ethnic,
            phone=new.phone,
            address=new.address,
            village=new.village,
            card=new.card,
            temp_identity=temporary,
            temp_reason=new.temp_reason if temporary else "",
            note=new.note,
            source=new.source,
            salt=new_salt(),
        )

    def _temporary(self, writing: Writing) -> str:
        """临时身份 (identifiers §3): a serial of the day from this device's own range."""
        here = facility.facility_of(writing.connection, self._store.facility)
        unit = unit_of(here.credit_code) if here.credit_code else "0" * 9
        day = self.today()
        return temporary_identity(unit, day, writing.device_serial("temporary", day.isoformat()))


def _agrees(known: Resident, new: NewResident) -> bool:
    if known.id_verified == new.id_verified == "card" and known.id_number != new.id_number:
        return False  # two cards with two numbers are two people
    if known.birth_date and new.birth_date:
        return known.birth_date == new.birth_date
    return (bool(new.phone) and known.phone == new.phone) or known.sex == new.sex


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
