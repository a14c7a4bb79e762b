"""All that the indicators of one year ask of the tables, as values; `appraisal` counts over it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from clinic_app.domain.age import add_years
from clinic_app.domain.immunization.series import Given
from clinic_app.domain.public_health.indicators import Key
from clinic_app.domain.public_health.tasks import sensible

CHILD_FORMS: Final = ("newborn_visit", "child_check_1_8m", "child_check_12_30m", "child_check_3_6y")
COUNTED: Final = frozenset(
    {"infectious_card", "emergency_event", "supervision_report", "fulfilment"}
)  # not by person
FORMS_READ: Final = COUNTED | frozenset(
    {
        "htn_followup",
        "dm_followup",
        "psych_followup",
        "tb_followup",
        "antenatal_first",
        "postpartum_visit",
        "postpartum_42d",
    }
)  # whose values a measure reads; of the others the day is enough


class Filed(NamedTuple):
    """One record of a form that stands; made for every record of a year, so it is light."""

    id: Key  # empty where nothing counts the records themselves
    resident: Key | None
    day: date
    values: Mapping[str, Any]


class Managed(NamedTuple):
    """One service of one person while it was open; `until` None: it still is."""

    resident: Key
    since: date
    until: date | None
    reason: str  # of the end


class Case(NamedTuple):
    """传染病 of a visit that the doctor said is one."""

    visit: Key
    resident: Key | None
    disease: str
    day: date


@dataclass(frozen=True, slots=True)
class Year:
    """All that the measures of one year ask, of the institutions that are asked about."""

    first: date
    last: date  # the day on which it is asked, or the year's last
    births: Mapping[Key, date | None]  # every resident of the institutions
    filed: Mapping[str, Sequence[Filed]] = field(default_factory=dict)  # by form, by day, up to `last`
    managed: Mapping[str, Sequence[Managed]] = field(default_factory=dict)  # by service, open in the year
    recorded: frozenset[Key] = frozenset()  # residents with a health record
    electronic: frozenset[Key] = frozenset()  # residents with 个人基本信息表
    used: frozenset[Key] = frozenset()  # residents with any record in the year before `last`
    cases: Sequence[Case] = ()
    contracted: Mapping[Key, Sequence[str]] = field(default_factory=dict)  # on `last`, with their key groups
    promised: frozenset[Key] = (
        frozenset()
    )  # times of the contracts' items whose last day came within the year
    fulfilled: frozenset[Key] = frozenset()  # those of them that were done
    doses: Mapping[Key, Sequence[Given]] = field(
        default_factory=dict
    )  # children of 0-6 here on `last`, by day

    def of(self, *forms: str) -> Iterable[Filed]:
        """The records of these forms within the year."""
        for form in forms:
            for one in self.filed.get(form, ()):
                if one.day >= self.first:
                    yield one


class Counted(NamedTuple):
    done: frozenset[Key]
    asked: frozenset[Key] | None = None  # None: a population


def served(year: Year, forms: Iterable[str], fits: Callable[[date, date], bool]) -> frozenset[Key]:
    """Residents with a record of one of `forms` whose birth and day fit."""
    return frozenset(
        one.resident
        for one in year.of(*forms)
        if one.resident is not None
        and (born := year.births.get(one.resident)) is not None
        and fits(born, one.day)
    )


def by_resident(filed: Iterable[Filed]) -> dict[Key, list[Filed]]:
    found: defaultdict[Key, list[Filed]] = defaultdict(list)
    for one in filed:
        if one.resident is not None:
            found[one.resident].append(one)
    return found


def year_before(day: date) -> date:
    """动态记录: a record after this day is within one year before `day`."""
    return add_years(day, -1)


def day_of(values: Mapping[str, Any], key: str) -> date | None:
    return sensible(str(values.get(key, ""))[:10])


def moment_of(values: Mapping[str, Any], key: str) -> datetime | None:
    """A local time of a record, None when it is empty or none."""
    try:
        return datetime.fromisoformat(str(values.get(key, ""))).replace(tzinfo=None)
    except ValueError:
        return None
