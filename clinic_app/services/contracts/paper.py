"""What the agreement says on paper."""

import sqlalchemy as sa

from clinic_app.domain.contract_package_files import packages
from clinic_app.domain.contract_terms import PAPER, Contract
from clinic_app.printing.contract import Agreed
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries import facility, residents
from clinic_app.store import local, pictures
from clinic_app.store.agreements import strokes_of


def agreed_of(connection: sa.Connection, contract: Contract) -> Agreed:
    """A picture that another PC has leaves the place for the signature blank.

    Raises:
        NoResident: the registration has not arrived.
    """
    person = residents.resident_of(connection, contract.resident_id)
    known = packages()
    team = next((one for one in queries.teams(connection) if one.id == contract.team), None)
    kept = None if contract.signature == PAPER else pictures.kept(connection, contract.signature)
    return Agreed(
        contract=contract,
        facility=facility.facility_of(connection, contract.facility).name,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        id_number=person.id_number,
        address=person.address,
        phone=person.phone,
        team=team,
        packages=tuple(
            known[one.key, one.version] for one in contract.packages if (one.key, one.version) in known
        ),
        signature=kept or b"",
        strokes=strokes_of(connection, contract.id),
        made_up=local.read_text(connection, local.MADE_UP) == "1",
    )
