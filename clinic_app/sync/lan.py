"""Hubs on the LAN, found by mDNS.  What is seen here is only said: the county's certificate proves it later."""

import json
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, Protocol
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.hub import SERVICE, Sighting
from clinic_app.store import local
from clinic_app.store.journal import Store

_REMEMBERED: Final = "hubs"  # setting: JSON of hub id and address, for a LAN that swallows multicast
_ASK_MS: Final = 2000  # milliseconds for a hub to say where it listens


class Finder(Protocol):
    """Where hubs are seen; `Lan` is the real one."""

    def begin(self) -> None: ...
    def seen(self) -> Sequence[Sighting]: ...
    def end(self) -> None: ...


class Lan:
    """Listens for hubs on `interfaces` (addresses of this machine; none means all)."""

    def __init__(self, interfaces: Sequence[str] = ()) -> None:
        self._interfaces = tuple(interfaces)
        self._lock = threading.Lock()  # of `_found`
        self._found: dict[str, tuple[Sighting, ...]] = {}  # by the name that was announced
        self._zeroconf: Any = None

    def begin(self) -> None:
        """Without a network nothing is found, and nothing is wrong."""
        from zeroconf import InterfaceChoice, IPVersion, ServiceBrowser, Zeroconf

        with suppress(OSError, RuntimeError):
            self._zeroconf = Zeroconf(
                interfaces=list(self._interfaces) or InterfaceChoice.All, ip_version=IPVersion.V4Only
            )
            ServiceBrowser(self._zeroconf, SERVICE, handlers=[self._heard])

    def seen(self) -> Sequence[Sighting]:
        with self._lock:
            return tuple(sighting for found in self._found.values() for sighting in found)

    def end(self) -> None:
        if self._zeroconf is not None:
            self._zeroconf.close()
            self._zeroconf = None

    def _heard(self, zeroconf: Any, service_type: str, name: str, state_change: Any) -> None:
        from zeroconf import ServiceStateChange

        if state_change is ServiceStateChange.Removed:
            with self._lock:
                self._found.pop(name, None)
            return
        # Asked on a thread of its own: the library calls this on the one that would bring the answer.
        threading.Thread(target=self._ask, args=(zeroconf, service_type, name), daemon=True).start()

    def _ask(self, zeroconf: Any, service_type: str, name: str) -> None:
        with suppress(Exception):  # an edge: the network is going away, or somebody announces nonsense
            info = zeroconf.get_service_info(service_type, name, timeout=_ASK_MS)
            found = () if info is None else sightings_of(info)
            with self._lock:
                self._found[name] = found


def sightings_of(info: Any) -> tuple[Sighting, ...]:
    """What an announcement says, an address each; nothing when it is no hub's."""
    try:
        hub = UUID(hex=(info.properties.get(b"hub") or b"").decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        return ()
    if not info.port:
        return ()
    scheme = "http" if info.properties.get(b"plain") == b"1" else "https"
    return tuple(Sighting(hub, f"{scheme}://{address}:{info.port}") for address in info.parsed_addresses())


def remembered(store: Store) -> tuple[Sighting, ...]:
    """Where hubs were met before."""
    with suppress(ClinicError, ValueError, TypeError), store.reading() as connection:
        found = json.loads(local.read_text(connection, _REMEMBERED) or "{}")
        return tuple(Sighting(UUID(hex=hub), str(address)) for hub, address in found.items())
    return ()


def remember(store: Store, sighting: Sighting) -> None:
    """A hub was met at this address."""
    before = {one.hub.hex: one.address for one in remembered(store)}
    if before.get(sighting.hub.hex) == sighting.address:
        return
    with suppress(ClinicError), store.changing() as connection:
        local.write(connection, _REMEMBERED, json.dumps({**before, sighting.hub.hex: sighting.address}))
