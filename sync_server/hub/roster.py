"""Who may push to a hub: the clinic's devices by the county's word, taken whole each time."""

import msgspec
import sqlalchemy as sa

from clinic_app.journal.hub import Roster
from clinic_app.projections.tables.facility import device as device_table
from sync_server.store.county import values_of, write_value
from sync_server.store.engine import Database

_ROSTER = "hub_roster"


def roster_held(database: Database) -> Roster | None:
    with database.reading() as connection:
        data = values_of(connection, _ROSTER).get(_ROSTER)
    return None if data is None else msgspec.json.decode(data, type=Roster)


def take_roster(database: Database, roster: Roster) -> None:
    """Put the county's list in the place of the one that is held.

    A device that it no longer names is not known here any more; its journal stays.
    """
    rows = [
        {
            "id": device.id,
            "public_key": device.key,
            "facility": roster.facility,
            "letter": device.letter,
            "hub": device.hub,
            "admin": "",
            "admin_key": b"",
            "enrolled_at": 0,
            "revoked_at": 0 if device.revoked else None,
        }
        for device in roster.devices
    ]
    with database.writing() as connection:
        connection.execute(sa.delete(device_table))
        if rows:
            connection.execute(sa.insert(device_table), rows)
        write_value(connection, _ROSTER, msgspec.json.encode(roster))
