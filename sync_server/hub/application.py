"""The hub's application: the county's token and push, what PCs ask each other through it, and the relay behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import Wall, wall_clock
from sync_server.api import enrolments, health, journals
from sync_server.api.core import Core
from sync_server.api.watch import Watch
from sync_server.asgi import no_route, outage, refused
from sync_server.hub import routes
from sync_server.hub.bell import Bell
from sync_server.hub.identity import identity_of
from sync_server.hub.relay import Relay
from sync_server.hub.roster import roster_held, take_roster
from sync_server.hub.tables import create_tables
from sync_server.hub.upstream import Upstream
from sync_server.settings import ServerSettings
from sync_server.store.county import county_of
from sync_server.store.engine import Database
from sync_server.store.schema import migrate

ROUTES: tuple[Route, ...] = (
    Route("/health", health.get_health),
    Route("/ready", routes.get_ready),
    Route("/v1/authority", enrolments.get_authority),
    Route("/v1/tokens", routes.post_token, methods=["POST"]),
    Route("/v1/journals/{device}", routes.post_journal, methods=["POST"]),
    Route("/v1/journals/{device}", journals.get_journal_state),
    Route("/v1/journals/{device}/{incarnation}", journals.get_segments),
    Route("/v1/hub/journals/{incarnation}", routes.delete_branch, methods=["DELETE"]),
    Route("/v1/hub/news", routes.post_news, methods=["POST"]),
)


def open_hub(database: Database) -> None:
    """Bring a hub's tables up to date, and who may push to it.

    Raises:
        NotSetUp: `hub init` has not run.
    """
    migrate(database)
    identity_of(database)
    with database.writing() as connection:
        create_tables(connection)
    held = roster_held(database)
    if held is not None:
        take_roster(database, held)  # a new version may have made the table of devices anew


def application(
    settings: ServerSettings, database: Database | None = None, wall: Wall = wall_clock
) -> Starlette:
    """The hub on one database.

    Raises:
        BadDatabaseUrl, NoDatabase, NotSetUp
    """
    database = database or Database(settings.database)
    open_hub(database)
    identity = identity_of(database)
    with database.reading() as connection:
        us = county_of(connection)
    bell = Bell()
    upstream = Upstream(identity.upstream, identity.ca_pem, us.device, us.key, wall=wall)
    relay = Relay(database, upstream, identity.county_key, bell.ring, wall)
    core = Core(
        database=database,
        county=us,  # whose key signs the tokens here
        settings=settings,
        watch=Watch(database),
        wake=relay.wake,
        wall=wall,
        authority_pem=identity.ca_pem,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        bell.begin()
        relay.start()
        try:
            yield
        finally:
            await asyncio.to_thread(relay.end)
            upstream.close()
            database.close()

    app = Starlette(
        routes=list(ROUTES),
        lifespan=lifespan,
        exception_handlers={
            ClinicError: refused,
            HTTPException: no_route,
            sa.exc.OperationalError: outage,
            sa.exc.InterfaceError: outage,
            sa.exc.TimeoutError: outage,
        },
    )
    app.state.core = core
    app.state.hub = routes.Hub(bell, relay)
    return app
