"""公卫 on a played day: who comes gets a health record and a household; a diagnosis leads into care and to a follow-up."""

from random import Random
from typing import Any, Final

from clinic_app.domain.forms import critical, proposals, read
from clinic_app.domain.public_health.services import Service
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.health_record import OpenedAlready
from clinic_app.services.households import House
from clinic_app.store.duty import OnDuty
from clinic_app.wiring import Clinic

_VILLAGES: Final = (("东洋村", "350881102101"), ("西洋村", "350881102102"), ("桥头村", "350881102103"))
_OPENED: Final = 0.6  # of those who come
_SHEETS: Final = {Service.HTN: "htn_followup", Service.DM: "dm_followup"}
# What the doctor asks; what the visit measured and what the rules say is there already.
_ANSWERS: Final = {
    "symptoms": ["1"],
    "sbp": 136,
    "dbp": 84,
    "height": "162",
    "heart_rate": 74,
    "smoke_daily": 0,
    "drink_daily": "0",
    "exercise_times": 5,
    "exercise_minutes": 30,
    "salt": "2",
    "staple": 300,
    "psych": "1",
    "obey": "1",
    "compliance": "1",
    "adverse": False,
    "dorsalis": "1",
    "fpg": "6.8",
    "hypoglycemia": "1",
}


def serve(clinic: Clinic, by: OnDuty, visit: Visit, random: Random) -> int:
    """How many follow-ups were signed for a finished visit; who has no birth date is passing through."""
    person = clinic.residents.resident(visit.resident_id)
    place, house, weight = random.choice(_VILLAGES), str(random.randint(1, 80)), str(random.randint(48, 82))
    if person.birth_date is None or random.random() >= _OPENED:
        return 0
    try:
        clinic.health_record.open(by, person.id, place[1])
    except OpenedAlready:
        return 0
    group = str(random.randint(1, 6))
    clinic.households.found(
        by, House(village=place[0], village_code=place[1], group=group, house=house), person.id
    )
    followed = [one for one in clinic.care.proposals(by, person.id) if one in _SHEETS]
    for service in followed:
        clinic.care.open(by, person.id, service)
        _follow_up(clinic, by, visit, _SHEETS[service], weight)
    return len(followed)


def _follow_up(clinic: Clinic, by: OnDuty, visit: Visit, sheet: str, weight: str) -> None:
    begun = clinic.forms.start(by, sheet, visit.resident_id, visit_id=visit.id)
    asked: dict[str, Any] = {key: one for key, one in _ANSWERS.items() if key in begun.form.fields}
    values = read(begun.form, {**asked, "weight": weight, **begun.values}, begun.context)
    values |= proposals(begun.form, values, begun.context)
    clinic.forms.record(
        by,
        sheet,
        values,
        visit.resident_id,
        visit_id=visit.id,
        confirmed=critical(begun.form, values),
    )
