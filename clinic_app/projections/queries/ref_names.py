"""Names behind the references of a form: who works here, the teams, and the person with the house."""

from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.rounds import Place, place_words
from clinic_app.projections.queries import contracts, facility, households, residents


def ref_names(connection: sa.Connection, here: str, resident_id: UUID | None) -> dict[str, str]:
    """By id, as a form keeps it in a field of the kind `ref`.

    Raises:
        NoResident
    """
    names = {here: facility.facility_of(connection, here).name}
    for team in contracts.teams(connection):
        names |= {one.staff: one.name or one.staff for one in team.members}
        names |= {str(team.id): team.name, team.leader: team.leader_name}
    names |= {one.staff_id: one.name for one in facility.staff_of(connection, here)}
    return names if resident_id is None else names | _of_person(connection, resident_id)


def _of_person(connection: sa.Connection, resident_id: UUID) -> dict[str, str]:
    person = residents.resident_of(connection, resident_id)
    names = {str(person.id): person.name}
    home = households.home_of(connection, person.id)
    if home is not None:
        house = households.household_of(connection, home)
        place = Place(village=house.village, group=house.group, house=house.house, address=house.address)
        names[str(home)] = place_words(place)
    return names
