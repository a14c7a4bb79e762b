"""下乡包: sheets packed for a round in the order of the way, found again by their code, with pictures of the paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import randbelow
from typing import Any, Final, Protocol
from uuid import UUID

from clinic_app.domain.age import written_age
from clinic_app.domain.forms import Context, Field, Form, Kind, form
from clinic_app.domain.forms.mapping import hut_time, measured_beside
from clinic_app.domain.forms.shared import observed
from clinic_app.domain.identifiers import mask_phone
from clinic_app.domain.public_health.services import VACCINATION
from clinic_app.domain.rounds import (
    NotAPicture,
    NothingToPack,
    PictureTooLarge,
    Place,
    TooManySheets,
    place_words,
    read_code,
    sheet_code,
    walked,
)
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.rounds import RoundPacked, RoundSheet, SheetPictured
from clinic_app.printing.documents import Document
from clinic_app.printing.forms import Head
from clinic_app.printing.rounds import last_words, round_pack
from clinic_app.projections.queries import facility, residents, rounds
from clinic_app.projections.queries.residents import Resident
from clinic_app.projections.queries.rounds import Pack, Taken
from clinic_app.store import local, pictures
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

MOST: Final = 60  # sheets of one pack
LARGEST: Final = 400_000  # bytes of a picture
_KEPT: Final = timedelta(days=60)  # how long a pack is offered to be typed in
_CODES: Final = 10**14
_GOAL: Final = "_goal"
_STAYS: Final = "height"
_AT_HOME: Final = "2"  # codes/followup_mode.csv
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_SEXES: Final = {"1": "男", "2": "女"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One thing to do on a round, as the work list names it."""

    resident_id: UUID
    form: str
    reason: str = ""


class Filled(Protocol):
    """A draft or a record: what matters here is what is in it."""

    @property
    def values(self) -> Mapping[str, Any]: ...


class Begun(Filled, Protocol):
    @property
    def origins(self) -> Mapping[str, str]: ...


class Recorded(Filled, Protocol):
    @property
    def day(self) -> date: ...


class Drafts(Protocol):
    """What fills a sheet before it is printed: the service of the forms."""

    def start(
        self, by: OnDuty, form_key: str, resident_id: UUID | None = None, day: date | None = None
    ) -> Begun: ...

    def context(self, resident_id: UUID | None, day: date, form_key: str = "") -> Context: ...

    def last(self, resident_id: UUID, form_key: str) -> Recorded | None: ...


class RoundService:
    def __init__(self, store: Store, drafts: Drafts) -> None:
        self._store = store
        self._drafts = drafts

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def make(self, by: OnDuty, day: date, stops: Sequence[Stop]) -> Pack:
        """Pack sheets for a day, in the order in which the village is walked.

        Raises:
            NotAllowed, NoResident, UnknownForm
            NothingToPack, TooManySheets
        """
        by.must("forms")
        if not stops:
            raise NothingToPack()
        if len(stops) > MOST:
            raise TooManySheets(most=MOST, count=len(stops))
        with self._store.reading() as connection:
            people = {
                one: residents.resident_of(connection, one) for one in {one.resident_id for one in stops}
            }
            places = rounds.places_of(connection, list(people))
        ordered = sorted(
            stops,
            key=lambda one: (
                walked(places[one.resident_id]),
                people[one.resident_id].name,
                one.resident_id,
                one.form,
            ),
        )
        sheets = tuple(
            self._sheet(by, one, people[one.resident_id], places[one.resident_id], day) for one in ordered
        )
        with self._store.writing(by.author) as writing:
            entry = writing.append(RoundPacked(day=day, sheets=sheets, salt=new_salt()))
            return rounds.pack_of(writing.connection, entry.id)

    def open(self, code: str) -> Taken:
        """The sheet whose code was scanned or typed.

        Raises:
            BadSheetCode, NoSheet
        """
        with self._store.reading() as connection:
            return rounds.sheet_of(connection, self._store.facility, read_code(code))

    def packs(self) -> list[Pack]:
        """Of the last sixty days, the newest first."""
        with self._store.reading() as connection:
            return rounds.packs_of(connection, self._store.facility, self.today() - _KEPT)

    def typed(self, pack: Pack) -> frozenset[str]:
        """Codes of the sheets whose visit is in the record: one of that form on the day of the round, or later.

        Of a vaccination the family is only told: nothing comes back to be typed.
        """
        told = frozenset(one.sheet.code for one in pack.sheets if one.sheet.form == VACCINATION)
        found = ((one, self._drafts.last(one.sheet.resident_id, one.sheet.form)) for one in pack.sheets)
        return told | {one.sheet.code for one, last in found if last is not None and last.day >= pack.day}

    def context(self, taken: Taken) -> Context:
        """Whom a sheet is about, for what its form asks.

        Raises:
            NoResident
        """
        return self._drafts.context(taken.sheet.resident_id, taken.day, taken.sheet.form)

    def measured(self, taken: Taken) -> dict[str, Any]:
        """What another sheet of the pack, typed in before, measured of this person on that day: the hand wrote it once."""
        with self._store.reading() as connection:
            pack = rounds.pack_of(connection, taken.pack_id)
        mine = taken.sheet
        others = {one.sheet.form for one in pack.sheets if one.sheet.resident_id == mine.resident_id} - {
            mine.form
        }
        records = ((form(key), self._drafts.last(mine.resident_id, key)) for key in sorted(others))
        that_day = [(known, one.values) for known, one in records if one is not None and one.day == taken.day]
        return measured_beside(form(mine.form), observed(that_day), mine.values)

    def paper(self, pack_id: UUID) -> Document:
        """The whole pack to print; the same file each time.

        Raises:
            NoPack
        """
        with self._store.reading() as connection:
            pack = rounds.pack_of(connection, pack_id)
            here = facility.facility_of(connection, self._store.facility)
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        head = Head(facility=here.name, made_up=made_up)
        return round_pack(pack.day, [one.sheet for one in pack.sheets], head, pack.id, pack.made_ms)

    def keep_picture(self, by: OnDuty, taken: Taken, data: bytes) -> str:
        """Keep a picture of a sheet's paper as evidence; gives its hash.

        Raises:
            NotAllowed, NotAPicture, PictureTooLarge
        """
        by.must("forms")
        if not data.startswith(_PICTURES):
            raise NotAPicture()
        if len(data) > LARGEST:
            raise PictureTooLarge(size=len(data) // 1000, most=LARGEST // 1000)
        with self._store.writing(by.author) as writing:
            digest = pictures.keep(writing.connection, data, self._store.wall())
            fact = SheetPictured(pack_id=taken.pack_id, code=taken.sheet.code, digest=digest, size=len(data))
            writing.append(fact, taken.sheet.resident_id)
        return digest

    def _sheet(self, by: OnDuty, stop: Stop, person: Resident, place: Place, day: date) -> RoundSheet:
        asked = form(stop.form)
        begun = self._drafts.start(by, stop.form, person.id, day)
        values = begun.values
        last = self._drafts.last(person.id, stop.form)
        number = next((key for key, one in asked.fields.items() if one.identity == "record_no"), "")
        return RoundSheet(
            code=sheet_code(randbelow(_CODES)),
            resident_id=person.id,
            form=asked.key,
            version=asked.version,
            who=_who(person, day),
            record_no=values.get(number, ""),
            where=place_words(place),
            phone=mask_phone(person.phone) if person.phone else "",
            last="" if last is None else last_words(asked, last.values),
            reason="　".join(part for part in (stop.reason, _self_measured(asked, begun)) if part),
            values=_at_home(asked, begun, day),
        )


def _is_found(one: Field, origin: str) -> bool:
    """Measured or judged anew at every visit: an earlier answer on the paper would be taken for this one's."""
    judged = one.kind in (Kind.CODE, Kind.CODES, Kind.BOOL) and not one.key.endswith(_GOAL)
    measured = bool(one.observation) and one.key != _STAYS
    return (one.carried or origin == "asked") and (judged or measured)


def _who(person: Resident, day: date) -> str:
    age = written_age(person.birth_date, day).replace(" ", "") if person.birth_date else ""
    return "　".join(part for part in (person.name, _SEXES.get(person.sex, ""), age) if part)


def _self_measured(asked: Form, begun: Begun) -> str:
    """自测 08:10：收缩压、舒张压 of what a self-service device has filled in today."""
    names: dict[str, list[str]] = {}
    for key, origin in begun.origins.items():
        if hut_time(origin) and key in begun.values:
            names.setdefault(hut_time(origin), []).append(asked.fields[key].name_zh)
    return "　".join(f"自测 {at}：{'、'.join(fields)}" for at, fields in names.items())


def _at_home(asked: Form, begun: Begun, day: date) -> dict[str, Any]:
    """The day and the kind of visit are known before the house is reached; what is found there is not."""
    found_there = {
        key
        for key, one in asked.fields.items()
        if asked.is_followup
        and _is_found(one, begun.origins.get(key, ""))
        and not hut_time(begun.origins.get(key, ""))
    }
    values = {key: value for key, value in begun.values.items() if key not in found_there}
    known = {key: _AT_HOME for key, one in asked.fields.items() if one.codes == "followup_mode"}
    return {**values, asked.dated: day.isoformat(), **known}
