"""建议纳入管理: the services that a diagnosis proposes.  A member of staff decides; nothing is opened by itself.

resources/public_health/diagnoses.csv: spans of ICD-10, both ends in it, and the age from which a service is given.
Mental disorder due to epilepsy and with mental retardation has no span of its own and is opened by hand.
"""

from collections.abc import Iterable
from datetime import date

from clinic_app.domain.age import full_years
from clinic_app.domain.codes import rows
from clinic_app.domain.public_health.services import Service


def proposed(diagnoses: Iterable[str], birth_date: date | None, day: date) -> tuple[Service, ...]:
    """The services that ICD-10 codes propose for somebody of this age; whose age is unknown gets all of them.

    >>> proposed(["I10.x00", "J06.9"], date(1970, 1, 1), date(2026, 11, 22))
    (<Service.HTN: 'htn'>,)
    """
    age = None if birth_date is None else full_years(birth_date, day)
    codes = tuple(diagnoses)
    found = {
        row["service"]
        for row in rows("public_health", "diagnoses.csv")
        if (age is None or not row["from_age"] or age >= int(row["from_age"]))
        and any(
            row["first"] <= code[: len(row["first"])] and code[: len(row["last"])] <= row["last"]
            for code in codes
        )
    }
    return tuple(one for one in Service if one in found)
