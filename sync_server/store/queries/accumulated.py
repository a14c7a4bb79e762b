"""累计 of each person as the county's adjudications left them, kept so that no history is summed again.

It says nothing that the projections do not say (`insurance.state_of`).  Who writes a statement or an adjudication past
the docket forgets the person here, and the next settlement sums anew.
"""

from collections.abc import Collection, Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from clinic_app.domain.settlement import State
from clinic_app.projections.upsert import upsert_all
from sync_server.store.tables import accumulated

_DECODER: Final = msgspec.json.Decoder(State)
_READ: Final = sa.select(accumulated.c.psn_no, accumulated.c.state).where(
    accumulated.c.psn_no.in_(sa.bindparam("people", expanding=True))
)
_FORGET: Final = sa.delete(accumulated).where(
    accumulated.c.psn_no.in_(sa.bindparam("people", expanding=True))
)


def read(connection: sa.Connection, people: Collection[str]) -> dict[str, State]:
    """Those of the people who are kept."""
    if not people:
        return {}
    return {
        psn_no: _DECODER.decode(state)
        for psn_no, state in connection.execute(_READ, {"people": list(people)})
    }


def keep(connection: sa.Connection, states: Mapping[str, State]) -> None:
    rows = [
        {"psn_no": psn_no, "state": msgspec.json.encode(state).decode()} for psn_no, state in states.items()
    ]
    upsert_all(connection, accumulated, ("psn_no",), rows)


def forget(connection: sa.Connection, people: Collection[str]) -> None:
    if people:
        connection.execute(_FORGET, {"people": list(people)})
