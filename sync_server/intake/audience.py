"""Who is to see an entry, by the reach that its type declares."""

from collections.abc import Callable, Mapping

from clinic_app.journal.catalog import FACTS
from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import BadFact, Fact, Reach
from clinic_app.journal.facts.county import CountyFact, SettlementAdjudicated
from clinic_app.journal.facts.health_records import MergeOverruled
from clinic_app.journal.facts.indicators import PopulationStated
from clinic_app.journal.facts.insurance import InsuredStated
from sync_server.store.queries.feeds import EVERYONE
from sync_server.store.queries.registry import Facility

ParentOf = Callable[[str], str]  # of a facility's code: the township over it; "" for none


def of_device_entry(kind: str, facility: str, facilities: Mapping[str, Facility]) -> tuple[str, ...]:
    """The feeds that a device's entry of this type goes into.

    A type of a later version travels within its facility.  What only the county may state goes nowhere: a
    clinic's own policy, installed before it was enrolled, must not reach others.
    """
    fact = FACTS.get(kind)
    if fact is not None and (issubclass(fact, CountyFact) or fact.reach is Reach.COUNTY):
        return ()
    over = facilities[facility].parent if facility in facilities else ""
    if fact is not None and fact.reach is Reach.SCOPE and over:
        return (facility, over)
    return (facility,)


def addressees_of(entry: Entry) -> tuple[str, ...]:
    """Other facilities that a device's entry names as who is to hear it: of a transfer its receiver, or its sender."""
    kind = FACTS.get(entry.type)
    if kind is None or kind.addressees is Fact.addressees or entry.body is None:
        return ()
    try:
        return kind.parse(entry.body).addressees
    except BadFact:
        return ()  # it is judged, and set aside, behind this


def of_county_fact(fact: Fact, parent_of: ParentOf) -> tuple[str, ...]:
    """The feeds that one of the county's own entries goes into."""
    if fact.reach is Reach.COUNTY:
        return ()
    facility = getattr(fact, "facility", "")
    if isinstance(fact, InsuredStated):
        if facility:
            return (facility,)  # the answer to a look-up
        everyone = not fact.home or fact.formerly == EVERYONE
        return (EVERYONE,) if everyone else _homes(parent_of, fact.home, fact.formerly)
    if isinstance(fact, MergeOverruled):
        return _homes(parent_of, facility)  # who heard of the merge
    if isinstance(fact, SettlementAdjudicated):
        return tuple(dict.fromkeys((facility, *_homes(parent_of, fact.home))))
    if isinstance(fact, PopulationStated):
        return _homes(parent_of, fact.institution)
    return (facility or EVERYONE,)


def _homes(parent_of: ParentOf, *codes: str) -> tuple[str, ...]:
    """Clinics whose person somebody is, each with the township over it."""
    found = [code for home in codes if home for code in (home, parent_of(home)) if code]
    return tuple(dict.fromkeys(found))
