"""Who is to see an entry, by the reach that its type declares."""

from collections.abc import Mapping

from clinic_app.journal.catalog import FACTS
from clinic_app.journal.fact import Fact, Reach
from clinic_app.journal.facts.county import CountyFact
from sync_server.store.queries.feeds import EVERYONE
from sync_server.store.queries.registry import Facility


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


def of_county_fact(fact: Fact) -> tuple[str, ...]:
    """The feeds that one of the county's own entries goes into."""
    if fact.reach is Reach.COUNTY:
        return ()
    return (getattr(fact, "facility", "") or EVERYONE,)
