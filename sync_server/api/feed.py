"""Pull: the next page of what a device is to know."""

import asyncio
import time
from typing import Final
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.journal.feed import Item, Page, write_page
from clinic_app.journal.refusal import AheadOfCounty, BadRequest, WrongEpoch
from sync_server.api.core import Core, core_of
from sync_server.api.journals import number_in
from sync_server.auth import bearer_of, enrolled
from sync_server.store.county import County
from sync_server.store.queries import feeds
from sync_server.store.queries.feeds import Stretch
from sync_server.store.queries.progress import SEQUENCED, position_of
from sync_server.store.queries.registry import Device

_LIMIT: Final = 1000  # entries in a page, unless asked otherwise
_MOST: Final = 5000
BYTES: Final = 4 << 20  # of bodies in a page
_LOOK: Final = 0.05  # seconds between two looks at whether the device's push is judged


async def get_feed(request: Request) -> Response:
    """One page, signed by the county; held back up to `wait` seconds while there is nothing.

    200  the page (clinic_app/journal/feed.py)
    400  server.bad_request
    401  server.no_token, server.bad_signature, server.not_enrolled
    403  server.revoked
    409  another epoch, or ahead of what the county has      feed.epoch (`epoch`), feed.ahead
    """
    core = core_of(request)
    bearer = bearer_of(core.county, request, core.wall())
    core.pull_rate.require(bearer.device.hex)
    after = cursor_in(request, core.county)
    limit = number_in(request, "limit", _LIMIT, 1, _MOST)
    wait = min(number_in(request, "wait", 0, 0, 3600), core.settings.longest_wait)
    device = await run_in_threadpool(enrolled, core.database, bearer.device)
    core.heard.at(device.id, after)
    await until_judged(core, device.id)
    found = await _stretch(core, device, after, limit, wait)
    data = await run_in_threadpool(page, core, after, found)
    return Response(data, media_type="application/octet-stream")


async def _stretch(core: Core, device: Device, after: int, limit: int, wait: float) -> Stretch:
    end = time.monotonic() + wait
    with core.watch.ear(device.facility) as ear:
        while True:
            ear.clear()
            found = await run_in_threadpool(look, core, device, after, limit)
            left = end - time.monotonic()
            if found.entries or left <= 0:
                return found
            try:
                await asyncio.wait_for(ear.wait(), left)
            except TimeoutError:
                return found


def look(core: Core, device: Device, after: int, limit: int) -> Stretch:
    """Raises:
    AheadOfCounty: the device has seen numbers that were never given out here.
    """
    with core.database.reading() as connection:
        if after > position_of(connection, SEQUENCED):
            raise AheadOfCounty()
        return feeds.stretch(connection, device.facility, device.id, after, limit, BYTES)


async def until_judged(core: Core, device: UUID) -> None:
    """So that one round brings the adjudication of what was just pushed."""
    end = time.monotonic() + core.settings.judge_wait
    while not await run_in_threadpool(_is_judged, core, device) and time.monotonic() < end:
        await asyncio.sleep(_LOOK)


def _is_judged(core: Core, device: UUID) -> bool:
    with core.database.reading() as connection:
        return feeds.now(connection, device).is_judged


def page(core: Core, after: int, found: Stretch) -> bytes:
    items = tuple(
        Item(arrived.position, arrived.received, arrived.facility, arrived.entry) for arrived in found.entries
    )
    made = Page(epoch=core.county.epoch, after=after, upto=found.upto, more=found.more, items=items)
    return write_page(made, core.county.sign)


def cursor_in(request: Request, county: County) -> int:
    """The number in ``after=EPOCH:NUMBER``.

    Raises:
        BadRequest: it is none.
        WrongEpoch: the county has been restored since.
    """
    theirs, _, number = request.query_params.get("after", "").partition(":")
    try:
        known = UUID(hex=theirs)
    except ValueError as error:
        raise BadRequest(why="after") from error
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise BadRequest(why="after")
    if known != county.epoch:
        raise wrong_epoch(county)
    return int(number)


def wrong_epoch(county: County) -> WrongEpoch:
    kept = {} if county.kept is None else {"kept": county.kept}
    return WrongEpoch(epoch=county.epoch.hex, **kept)
