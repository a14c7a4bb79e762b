"""What every route shares, made once a process (asgi.py)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request

from clinic_app.domain.time import Wall, wall_clock
from sync_server.api.heard import Heard
from sync_server.api.watch import Watch
from sync_server.limits import MAX_PUSHES, MAX_REHEARSALS, MAX_REVOKED, Rate, Slots
from sync_server.settings import ServerSettings
from sync_server.store.county import County
from sync_server.store.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    database: Database
    county: County
    settings: ServerSettings
    watch: Watch
    wake: Callable[[], None]  # something was pushed: number and judge it
    wall: Wall = wall_clock
    authority_pem: bytes = b""  # the county's CA certificate
    heard: Heard = field(default_factory=Heard)
    pushes: Slots = field(default_factory=lambda: Slots(MAX_PUSHES))
    revoked_pushes: Slots = field(default_factory=lambda: Slots(MAX_REVOKED))
    push_rate: Rate = field(default_factory=lambda: Rate(per_second=20, burst=200))  # a device
    pull_rate: Rate = field(default_factory=lambda: Rate(per_second=20, burst=200))  # a device
    lookup_rate: Rate = field(default_factory=lambda: Rate(per_second=0.02, burst=60))  # a device
    rehearsals: Slots = field(default_factory=lambda: Slots(MAX_REHEARSALS))
    rehearsal_rate: Rate = field(default_factory=lambda: Rate(per_second=0.05, burst=10))  # a device
    token_rate: Rate = field(default_factory=lambda: Rate(per_second=5, burst=100))  # an address
    enrolment_rate: Rate = field(default_factory=lambda: Rate(per_second=0.5, burst=20))  # an address


def core_of(request: Request) -> Core:
    core: Core = request.app.state.core
    return core


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""
