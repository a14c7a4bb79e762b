"""The application: routes, what they share, and the thread behind the push."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.refusal import Busy, NoSuchRoute
from sync_server.api import (
    enrolments,
    feed,
    health,
    hubs,
    journals,
    lookups,
    openapi,
    rehearsals,
    returns,
    snapshots,
    sync,
    tokens,
)
from sync_server.api.core import Core
from sync_server.api.counting import Counting, Counts
from sync_server.api.watch import Watch
from sync_server.console import routes as console
from sync_server.console import tables as console_tables
from sync_server.errors import answer_of
from sync_server.intake.rebuild import rebuild
from sync_server.publish.founding import authority_of
from sync_server.settings import ServerSettings, default_tls_folder
from sync_server.store.county import county_of
from sync_server.store.engine import Database, trouble_of
from sync_server.store.schema import migrate
from sync_server.worker import Worker

logger = logging.getLogger(__name__)

API: tuple[Route, ...] = (
    Route("/health", health.get_health),
    Route("/ready", health.get_ready),
    Route("/metrics", health.get_metrics),
    Route("/openapi.json", openapi.get_document),
    Route("/v1/authority", enrolments.get_authority),
    Route("/v1/courier-key", enrolments.get_courier_key),
    Route("/v1/enrolments", enrolments.post_enrolment, methods=["POST"]),
    Route("/v1/tokens", tokens.post_token, methods=["POST"]),
    Route("/v1/journals/{device}", journals.post_journal, methods=["POST"]),
    Route("/v1/journals/{device}", journals.get_journal_state),
    Route("/v1/journals/{device}/{incarnation}", journals.get_segments),
    Route("/v1/sync/{where}", sync.get_sync),
    Route("/v1/feed", feed.get_feed),
    Route("/v1/snapshot", snapshots.get_snapshot),
    Route("/v1/returns", returns.post_page, methods=["POST"]),
    Route("/v1/hubs/certificates", hubs.post_certificate, methods=["POST"]),
    Route("/v1/hubs/devices", hubs.get_devices),
    Route("/v1/hubs/journals/{device}", hubs.post_journal, methods=["POST"]),
    Route("/v1/rehearsals", rehearsals.post_rehearsal, methods=["POST"]),
    Route("/v1/lookups/insured", lookups.post_insured, methods=["POST"]),
)


def application(
    settings: ServerSettings, database: Database | None = None, wall: Wall = wall_clock
) -> Starlette:
    """The county on one database, which is brought up to date first.

    Raises:
        BadDatabaseUrl, NoDatabase, NotFounded
    """
    database = database or Database(settings.database)
    bring_up_to_date(database)
    with database.reading() as connection:
        county = county_of(connection)
    worker = Worker(database, wall)
    watch = Watch(database)
    core = Core(
        database=database,
        county=county,
        settings=settings,
        watch=watch,
        wake=worker.wake,
        wall=wall,
        authority_pem=authority_of(database).cert_pem,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(watch.run())
        hearing = asyncio.create_task(core.heard.run(database))
        if settings.works:
            worker.start()
        try:
            yield
        finally:
            for task in (watching, hearing):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await asyncio.to_thread(core.heard.write_if_up, database)
            if settings.works:
                await asyncio.to_thread(worker.end)
            database.close()

    counts = Counts()
    app = Starlette(
        routes=[*API, *console.routes()],
        lifespan=lifespan,
        middleware=[Middleware(Counting, counts=counts)],
        exception_handlers={
            ClinicError: refused,
            HTTPException: no_route,
            sa.exc.OperationalError: outage,
            sa.exc.InterfaceError: outage,
            sa.exc.InternalError: outage,  # a primary that has just become the standby
            sa.exc.TimeoutError: outage,
        },
    )
    app.state.core = core
    app.state.counts = counts
    app.state.database = database  # the console's pages read and write through it
    app.state.county_name = county.name
    app.state.tls_folder = settings.tls_folder or default_tls_folder(database.url)
    return app


def bring_up_to_date(database: Database) -> None:
    """Tables in the shape of this version; projections that changed theirs are filled from the journal."""
    if migrate(database):
        logger.warning("projections changed their shape: made anew from %s entries", rebuild(database))
    with database.writing() as connection:
        console_tables.create_tables(connection)


async def refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ClinicError)
    request.state.code = error.code
    return answer_of(error)


async def no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/console"):
        return PlainTextResponse(error.detail, error.status_code, error.headers)
    return answer_of(NoSuchRoute(), error.status_code)


async def outage(_: Request, error: Exception) -> Response:
    logger.warning("%s", trouble_of(error))
    return answer_of(Busy(retry_after=5))
