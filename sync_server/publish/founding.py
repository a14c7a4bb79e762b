"""How a county comes to be, and how it goes on after its database was put back from a backup."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.county import CountyFounded
from sync_server.intake.pen import held_pen, open_county_journal
from sync_server.store.county import (
    County,
    FoundedBefore,
    NotFounded,
    county_of,
    values_of,
    write_county,
    write_value,
)
from sync_server.store.engine import PEN, Database, take_lock
from sync_server.store.queries import journals
from sync_server.store.queries.progress import SEQUENCED, position_of
from sync_server.tls import Authority, new_authority

_CERTIFICATE = "authority_certificate"
_KEY = "authority_key"
_HOSTS = "host_names"


def found(
    database: Database,
    name: str,
    host_names: tuple[str, ...],
    wall: Wall = wall_clock,
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> County:
    """Make the county's key, journal and certificate authority; `draw` gives so many random bytes.

    Raises:
        FoundedBefore: the database holds a county.
    """
    county = County(name, draw(32), new_id(), new_id())
    authority = new_authority(name)
    with database.writing() as connection:
        take_lock(connection, PEN)
        if values_of(connection, _CERTIFICATE):
            raise FoundedBefore()
        write_county(connection, county)
        write_value(connection, _CERTIFICATE, authority.cert_pem)
        write_value(connection, _KEY, authority.key_pem)
        write_value(connection, _HOSTS, "\n".join(host_names).encode())
    with held_pen(database, wall) as pen:
        pen.append(CountyFounded(name=name))
    return county


def require_new(database: Database) -> None:
    """Raises:
    FoundedBefore: the database holds a county.
    """
    with database.reading() as connection:
        if values_of(connection, _CERTIFICATE):
            raise FoundedBefore()


def authority_of(database: Database) -> Authority:
    """Raises:
    NotFounded: `init` has not run.
    """
    with database.reading() as connection:
        values = values_of(connection, _CERTIFICATE, _KEY)
    if len(values) < 2:
        raise NotFounded()
    return Authority(values[_CERTIFICATE], values[_KEY])


def host_names_of(database: Database) -> tuple[str, ...]:
    """The names under which clinics reach the county."""
    with database.reading() as connection:
        text = values_of(connection, _HOSTS).get(_HOSTS, b"").decode()
    return tuple(text.split("\n")) if text else ()


def mark_restored(database: Database) -> County:
    """The database was put back from a backup: a new epoch of the feed, a new branch of the county's journal.

    Entries that the county had written since that backup live on at the clinics, under the old branch.
    """
    with database.writing() as connection:
        take_lock(connection, PEN)
        old = county_of(connection)
        at = position_of(connection, SEQUENCED)
        kept = at if old.kept is None else min(old.kept, at)
        new = replace(old, incarnation=new_id(), epoch=new_id(), kept=kept)
        write_county(connection, new)
        open_county_journal(connection, new, journals.heads_of(connection, old.device)[old.incarnation])
    return new
