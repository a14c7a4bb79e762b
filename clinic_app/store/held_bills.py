"""暂挂: bills that were put aside on this PC, with what had been chosen.  Local: nobody's journal says it."""

from dataclasses import asdict
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.tender import Choices
from clinic_app.store.tables import draft

_KIND = "bill"


def all_of(connection: sa.Connection) -> dict[UUID, Choices]:
    rows = connection.execute(sa.select(draft.c.key, draft.c.body).where(draft.c.kind == _KIND))
    return {UUID(row.key): _read(row.body) for row in rows}


def keep(connection: sa.Connection, visit_id: UUID, choices: Choices, now: int) -> None:
    """`now`: UTC milliseconds."""
    statement = sqlite.insert(draft).values(
        kind=_KIND, key=str(visit_id), body=msgspec.json.encode(asdict(choices)).decode(), changed=now
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["kind", "key"],
            set_={"body": statement.excluded.body, "changed": statement.excluded.changed},
        )
    )


def take(connection: sa.Connection, visit_id: UUID) -> Choices:
    """What was chosen, and no longer aside; nothing was chosen where the bill was not aside."""
    body = connection.scalar(
        sa.select(draft.c.body).where(draft.c.kind == _KIND, draft.c.key == str(visit_id))
    )
    drop(connection, visit_id)
    return Choices() if body is None else _read(body)


def drop(connection: sa.Connection, visit_id: UUID) -> None:
    connection.execute(sa.delete(draft).where(draft.c.kind == _KIND, draft.c.key == str(visit_id)))


def _read(body: str) -> Choices:
    return msgspec.json.decode(body, type=Choices)
