"""本院中心 in a world: the real hub on a simulated disk, between the township hospital's PCs and their county.

It is a server to the PCs and a client of the county, each over a line of its own, and is killed, cut off and put back
like everybody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import requests
import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.refusal import Fork, TwoBranches
from clinic_app.journal.segment import read_segment
from clinic_app.store import hub as hubs
from clinic_app.store import local
from clinic_app.sync import hub as lan
from sync_server.hub.application import application
from sync_server.hub.bell import Bell
from sync_server.hub.identity import identity_of
from sync_server.hub.relay import Relay
from sync_server.hub.routes import Hub as Shared
from sync_server.hub.tables import relayed
from sync_server.hub.upstream import Answer, Upstream
from sync_server.settings import ServerSettings
from sync_server.store.engine import Database
from sync_server.store.queries import registry
from sync_server.store.tables import journal_head, journal_segment
from tests.simulation import look
from tests.simulation.county import CountyPlace, Reply, ServerPlace
from tests.simulation.hub import Process, Task
from tests.simulation.line import BAD, GOOD, SERVER, LineQuality, SimLine
from tests.simulation.pc import Pc
from tests.simulation.places import SimDatabase
from tests.simulation.promises import Broken, safe_means_safe
from tests.simulation.template import HUB_FILE, TOWNSHIP, hub_id


class _SimUpstream(Upstream):
    """The hub's line to its county."""

    line: SimLine

    def _once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        request = requests.Request(
            method, self.server + path, headers=dict(headers), data=body or None
        ).prepare()
        try:
            reply = self.line.send(request)
            return Answer(reply.status_code, reply.content)
        except requests.exceptions.RequestException as error:
            raise OSError from error


@dataclass
class HubPlace(ServerPlace):
    """One database, and the hub's process on it."""

    county: CountyPlace = field(kw_only=True)
    name = "hub"
    file = HUB_FILE
    quality: LineQuality = field(default_factory=LineQuality)  # to the county
    lan: LineQuality = field(default_factory=LineQuality)  # to the PCs

    def open(self) -> None:
        self.database = SimDatabase(self.folder / self.file, self.disk)
        identity = identity_of(self.database)
        self.app = application(
            ServerSettings(database=self.database.url, tls=False), self.database, self.wall
        )
        self.core = self.app.state.core
        for name in ("push_rate", "pull_rate", "token_rate"):
            object.__setattr__(self.core, name, self.county.core.push_rate)
        us = self.core.county
        upstream = _SimUpstream(identity.upstream, None, us.device, us.key, wall=self.wall)
        upstream.line = SimLine(self.hub, self, self.county)
        self.relay = Relay(self.database, upstream, identity.county_key, wall=self.wall)
        object.__setattr__(self.core, "wake", lambda: None)
        self.app.state.hub = Shared(Bell(), self.relay)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        return self.answered(self.app, method, target, headers, body)

    # ------------------------------------------------------------ what it does

    def hand_on(self) -> bool:
        """What the county lacks goes up, its list of devices comes down; false when it is away."""
        self.relay._roster_at = float("-inf")
        return self.relay._step()

    # ------------------------------------------------------------ what happens to it

    def ids(self) -> set[UUID]:
        """The entries that it holds."""
        with Database.reading(self.database) as connection:
            keys = {one.id: one.public_key for one in registry.devices_at(connection, TOWNSHIP)}
            rows = connection.execute(sa.select(journal_segment.c.device, journal_segment.c.data)).all()
        return {
            entry.id
            for row in rows
            if row.device in keys
            for entry in read_segment(bytes(row.data), keys[row.device]).entries
        }

    def open_ends(self) -> list[str]:
        """Journals that the county has neither taken nor refused."""
        with Database.reading(self.database) as connection:
            rows = connection.execute(
                sa.select(journal_head.c.incarnation)
                .outerjoin(relayed, relayed.c.incarnation == journal_head.c.incarnation)
                .where(
                    journal_head.c.seq > sa.func.coalesce(relayed.c.seq, 0),
                    sa.func.coalesce(relayed.c.refused, "") == "",
                )
            )
            return [row.incarnation.hex for row in rows]


@dataclass
class _OnTheLan:
    """A PC at the end of the cable to its hub."""

    pc: Pc
    place: HubPlace

    @property
    def process(self) -> Process:
        return self.pc.process

    @property
    def quality(self) -> LineQuality:
        return self.place.lan

    def __str__(self) -> str:
        return f"{self.pc} on the LAN"


def visited(world: Any, pc: Pc) -> None:
    """The PC hears its hub, and hands over what that lacks; as `nearby.py` does on its threads."""
    place: HubPlace = world.clinic_hub
    restored = world.county.restored
    with pc.store.reading() as connection:
        known = hubs.hubs_of(connection, pc.facility)
        county_key = local.read(connection, local.COUNTY_KEY)
    if hub_id() not in known or county_key is None:
        return  # the county has not told it yet
    store = pc.store
    peer = lan.Hub(
        SERVER,
        store.device,
        store.device_key,
        county_key,
        None,
        wall=pc.wall,
        ticks=pc.hub.ticks,
        transport=SimLine(pc.hub, _OnTheLan(pc, place), place),
    )
    try:
        more = True
        while more:
            more = lan.hear(store, peer, hub_id()).more
        pushed = lan.push(store, peer, hub_id())
        pc.hub.note(pc, "handed over", pushed)
    except (Fork, TwoBranches) as error:
        pc.hub.note(pc, "another branch at the hub", error.code)
    except ClinicError as error:
        pc.hub.note(pc, "not at the hub", error.code)
    finally:
        peer.close()
    if restored == world.county.restored == 0:
        safe_means_safe(world.county, pc)


# ---------------------------------------------------------------- steps


def visit(world: Any, pc: Pc, _: Random) -> Task | None:
    if pc.facility != TOWNSHIP or not pc.enrolled() or pc.visiting:
        return None

    def work() -> None:
        pc.visiting += 1
        try:
            visited(world, pc)
        finally:
            pc.visiting -= 1

    return world.hub.spawn(pc.process, "visit", work)


def hand_on(world: Any, _: Pc, __: Random) -> Task | None:
    place: HubPlace = world.clinic_hub
    if place.busy:
        return None
    place.up()

    def work() -> None:
        place.busy += 1
        try:
            place.hand_on()
        finally:
            place.busy -= 1

    return world.hub.spawn(place.process, "hand on", work)


def cut(world: Any, _: Pc, dice: Random) -> None:
    """The hub's line to the county, or the cable to the PCs."""
    fates = tuple(dice.sample(BAD, 4)) if dice.random() < 0.5 else ("cut",) if dice.random() < 0.6 else GOOD
    quality = LineQuality((*fates, "good") if fates != ("cut",) else fates, dice.choice((0, 5, 500)))
    if dice.random() < 0.6:
        world.clinic_hub.quality = quality
    else:
        world.clinic_hub.lan = quality


def crash(world: Any, pc: Pc, dice: Random) -> Task | None:
    world.clinic_hub.process.crash_in = dice.randrange(1, 15)
    return visit(world, pc, dice)


def image(world: Any, _: Pc, __: Random) -> None:
    world.clinic_hub.up()
    world.hub_image = world.folder / "hub-image.db"
    world.clinic_hub.backup(world.hub_image)


def put_back(world: Any, _: Pc, dice: Random) -> None:
    """The disk of an earlier day, or a new one: nothing is lost with it that a PC or the county still has."""
    place: HubPlace = world.clinic_hub
    before = place.ids()
    fresh = world.template.folder / HUB_FILE
    place.put_back(fresh if world.hub_image is None or dice.random() < 0.4 else world.hub_image)
    elsewhere = look.county_ids(world.county) | {one for pc in world.pcs for one in look.own_ids(pc)}
    world.lost |= before - place.ids() - elsewhere


AROUND = {
    "hub visit": visit,
    "hub up": hand_on,
    "hub cut": cut,
    "hub crash": crash,
    "hub image": image,
    "hub back": put_back,
}


def healed(world: Any) -> None:
    """Cables and disks are well again, and everybody of the clinic comes by."""
    place: HubPlace = world.clinic_hub
    place.process.crash_in = 0
    place.quality, place.lan = LineQuality(), LineQuality()
    place.up()
    _around(world)


def _around(world: Any) -> None:
    place: HubPlace = world.clinic_hub
    for pc in world.pcs:
        if pc.facility == TOWNSHIP and pc.enrolled():
            world.hub.do(pc.process, "visit", lambda pc=pc: visited(world, pc))
    world.hub.do(place.process, "hand on", place.hand_on)
    world.hub.do(world.county.process, "work", world.county.work_off)


def settled(world: Any) -> None:
    """Raises:
    Broken: the hub still holds what the county has neither taken nor refused.
    """
    _around(world)
    left = world.clinic_hub.open_ends()
    if left:
        raise Broken(f"the hub keeps to itself: {left}")
