"""The county's sealing key: learnt with the enrolment, by older PCs with their next round."""

import sqlalchemy as sa

from clinic_app.journal.refusal import NoSuchRoute
from clinic_app.journal.sealing import key_stated_by
from clinic_app.store import local
from clinic_app.store.journal import Store
from clinic_app.sync.county import County


def keep_key(connection: sa.Connection, stated: bytes) -> None:
    """Keep the county's sealing key, as the county states it.

    Raises:
        BadParcel: it is not this county's.
    """
    owner = local.read(connection, local.COUNTY_KEY) or b""
    local.write(connection, local.COURIER_KEY, key_stated_by(owner, stated))


def learn_key(store: Store, county: County) -> None:
    """Ask for the county's sealing key where it is not known yet: one request in a PC's life.

    Raises:
        NoLine, ServerBusy, BadAnswer and what else every request raises.
        BadParcel: the answer is not this county's key.
    """
    with store.reading() as connection:
        if local.read(connection, local.COURIER_KEY) is not None:
            return
    try:
        stated = county.sealing_key()
    except NoSuchRoute:
        return  # an older county
    with store.changing() as connection:
        keep_key(connection, stated)
