"""A city for tests: small counties, each on a database of its own, and people who are seen in more than one."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from clinic_app.domain import catalogs
from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.outpatient import Diagnosis, EncounterSigned
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed
from clinic_app.journal.facts.registration import VisitCancelled, VisitRegistered
from clinic_app.journal.facts.residents import ResidentRegistered
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import found
from sync_server.store.engine import Database
from sync_server.store.schema import migrate
from tests.server.console.world import DAY, HOUR, Clinic, _reverse, _strange, bill, enrolled

NOW = 1_795_000_000_000  # 2026-11-18 19:06 Beijing
NAMES = ("漳平", "永定", "上杭", "武平", "长汀", "连城", "新罗", "华安", "大田", "永安")
DIAGNOSES = (("I10", "高血压"), ("E11.9", "2型糖尿病"), ("J06.9", "上呼吸道感染"))
CITY_KEY = b"a key that all counties of the city share"


@dataclass
class County:
    name: str
    database: Database
    clinics: list[Clinic]
    random: Random

    def live(self, people: list[MadeUp], day_ms: int, clinics: list[Clinic]) -> None:
        """A day: each person is seen at one of `clinics`, drugs are handed out, every fifth bill is reversed."""
        for number, person in enumerate(people):
            at = day_ms + number * 10 * 60_000
            clinic = self.random.choice(clinics)
            paid = self._seen(clinic, person, at)
            if number % 5 == 4:
                _reverse(clinic, paid, at + 7 * 60_000)
        self._cancelled(day_ms)
        for clinic in self.clinics:
            if clinic.waiting:
                clinic.push(self.database, ms_of_stamp(clinic.last) + self.random.randrange(1000, 90_000))

    def _seen(self, clinic: Clinic, person: MadeUp, ms: int) -> Entry:
        """From the door to the window; answers the settlement."""
        resident = clinic.write(self._registered(person), ms, subject="own").id
        day, psn = beijing_day(ms), person.id_number if self.random.random() < 0.8 else ""
        clinic.receipts += 1
        number = f"A{clinic.receipts:03}"
        visit = clinic.write(
            VisitRegistered(day=day, number=number, department="全科", psn_no=psn),
            ms + 1000,
            subject=resident,
        ).id
        diagnosis = Diagnosis(*self.random.choice(DIAGNOSES))
        signed = EncounterSigned(visit_id=visit, complaint="头晕三天", diagnoses=(diagnosis,))
        clinic.write(signed, ms + 2000, subject=resident)
        drug, count = self.random.choice(catalogs.drugs()[:9]), self.random.choice((1, 2, 3))
        fact = bill(clinic, visit, psn, day, drug.code, drug.generic_name, 3_980_000, count)
        paid = clinic.write(fact, ms + 3000, subject=resident)
        line = fact.lines[0]
        handed = HandedOut(
            feedetl_sn=line.feedetl_sn,
            code=line.med_list_codg,
            name=line.name,
            cnt_e4=line.cnt_e4,
            unit=line.unit,
            pric_e6=line.pric_e6,
        )
        out = MedicineDispensed(visit_id=visit, settlement_id=paid.id, lines=(handed,))
        clinic.write(out, ms + 4000, subject=resident)
        return paid

    def _registered(self, person: MadeUp) -> ResidentRegistered:
        return ResidentRegistered(
            name=person.name,
            sex=person.sex,
            birth_date=person.birth_date,
            id_number=person.id_number,
            id_verified="card",
            phone=person.phone,
            address=person.address,
            village=self.random.choice(("", self.clinics[1].code)),
            source="card",
            salt=new_salt(),
        )

    def _cancelled(self, day_ms: int) -> None:
        first = self.clinics[0]
        fact = VisitRegistered(day=beijing_day(day_ms), number="A099", department="全科")
        visit = first.write(fact, day_ms + HOUR).id
        first.write(VisitCancelled(visit_id=visit), day_ms + HOUR + 60_000)

    def set_something_aside(self, ms: int) -> None:
        _strange(self.clinics[0], ms)
        self.clinics[0].push(self.database, ms + 60_000)


def county(url: str, place: int, start: int) -> County:
    """One township hospital and a village clinic under it."""
    database, name = Database(url), f"{NAMES[place]}县"
    migrate(database)
    found(database, name, ("localhost",), lambda: start)
    township, village = f"3508{place:02}001", f"3508{place:02}101"
    register_facility(database, township, f"{name}中心卫生院", "township", wall=lambda: start)
    register_facility(database, village, f"{name}一村卫生室", "village", township, wall=lambda: start)
    clinics = [
        enrolled(database, township, "township", start),
        enrolled(database, village, "village", start),
    ]
    for clinic in clinics:
        clinic.staff(start + HOUR)
    return County(name, database, clinics, Random(place))


def city(
    folder: Path, counties: int = 10, patients: int = 4, days_ago: tuple[int, ...] = (5, 1)
) -> list[County]:
    """Every county sees `patients` of its own on each day, and one who was seen next door on the day before.

    The first county's village clinic is silent after the first day; one of its township's entries is set aside.
    """
    start = NOW - (max(days_ago) + 1) * DAY
    made = [county(f"sqlite:///{folder / f'county{place}.db'}", place, start) for place in range(counties)]
    people = made_up_people(3, beijing_day(NOW))
    before: list[MadeUp] = []
    for back in days_ago:
        today = [list(islice(people, patients)) for _ in made]
        for place, one in enumerate(made):
            guests = [before[place - 1]] if before else []
            open_today = one.clinics[:1] if before and place == 0 else one.clinics
            one.live(today[place] + guests, NOW - back * DAY, open_today)
        before = [some[0] for some in today]
    made[0].set_something_aside(NOW - 2 * HOUR)
    return made
