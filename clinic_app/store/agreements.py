"""What was agreed in a contract, from its row and the entry that was signed."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.contract_form import agreed_contract
from clinic_app.domain.contract_package_files import packages
from clinic_app.domain.contract_terms import Contract, in_force
from clinic_app.domain.forms.mapping import AgreedContract
from clinic_app.journal import catalog
from clinic_app.journal.facts import contracts as facts
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries import households
from clinic_app.store.rows import entry_of, selection
from clinic_app.store.tables import entry as entries


def strokes_of(connection: sa.Connection, contract_id: UUID) -> bytes:
    """As they stand in the entry that was signed, which every PC of the institution and the county hold; empty: a
    picture, paper, or an entry that was sealed or has not arrived."""
    row = connection.execute(selection().where(entries.c.id == contract_id)).one_or_none()
    fact = None if row is None else catalog.fact_of(entry_of(row))
    return fact.strokes if isinstance(fact, facts.Agreed) else b""


def agreed_on(connection: sa.Connection, resident_id: UUID, day: date) -> AgreedContract | None:
    """The contract that holds on a day, else the newest; None: nothing was ever signed."""
    known = queries.contracts_of(connection, resident_id)
    contract = next(iter(in_force(known, day) or known), None)
    return None if contract is None else as_agreed(connection, contract, day)


def as_agreed(connection: sa.Connection, contract: Contract, day: date) -> AgreedContract:
    """How a contract stands on a day."""
    known = packages()
    home = households.home_of(connection, contract.resident_id)
    others = queries.contracts_of(connection, contract.resident_id)
    return agreed_contract(
        contract,
        day,
        renewed=any(one.replaces == contract.id for one in others),
        drawn=bool(strokes_of(connection, contract.id)),
        team=next((one for one in queries.teams(connection) if one.id == contract.team), None),
        household="" if home is None else str(home),
        packages=[
            known[one.key, one.version] for one in contract.packages if (one.key, one.version) in known
        ],
    )
