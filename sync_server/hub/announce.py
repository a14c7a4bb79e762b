"""Makes a hub known on the LAN by mDNS: its id and where it listens.  Nothing here is secret, and nobody trusts it."""

import ipaddress
import logging
import socket
import threading
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from zeroconf import IPVersion, ServiceInfo, Zeroconf

from clinic_app.journal.hub import SERVICE

_TTL: Final = 120  # seconds
_EVERY: Final = 30.0  # seconds between two looks at this machine's addresses
logger = logging.getLogger(__name__)


class Announcement:
    """From `begin` to `end`.  `interfaces`: addresses of this machine to speak on; none means all."""

    def __init__(
        self, hub: UUID, host: str, port: int, *, plain: bool, interfaces: Sequence[str] = ()
    ) -> None:
        self._hub = hub
        self._host = host
        self._port = port
        self._plain = plain
        self._interfaces = tuple(interfaces)
        self._zeroconf: Zeroconf | None = None
        self._gone = threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._run, name="announcing", daemon=True).start()

    def end(self) -> None:
        self._gone.set()
        self._withdraw()

    def _run(self) -> None:
        """Announced anew when the machine's addresses change."""
        told: tuple[str, ...] | None = None
        while not self._gone.is_set():
            now = self._addresses()
            if now != told:
                self._withdraw()
                self._announce()
                told = now
            self._gone.wait(_EVERY)

    def _announce(self) -> None:
        """A LAN without multicast keeps the hub from being found, not from running."""
        try:
            self._zeroconf = (
                Zeroconf(interfaces=list(self._interfaces), ip_version=IPVersion.V4Only)
                if self._interfaces
                else Zeroconf(ip_version=IPVersion.V4Only)
            )
            self._zeroconf.register_service(self._service(), ttl=_TTL, allow_name_change=True)
        except Exception as error:  # an edge: the library raises what the network stack does
            logger.warning("the hub cannot be announced: %s", error)

    def _withdraw(self) -> None:
        if self._zeroconf is not None:
            self._zeroconf.close()
            self._zeroconf = None

    def _service(self) -> ServiceInfo:
        return ServiceInfo(
            SERVICE,
            f"{self._hub.hex}.{SERVICE}",
            addresses=[socket.inet_aton(address) for address in self._addresses()],
            port=self._port,
            properties={"hub": self._hub.hex, "v": "1", "plain": "1" if self._plain else "0"},
            server=f"{self._hub.hex[:12]}.local.",
        )

    def _addresses(self) -> tuple[str, ...]:
        if self._interfaces:
            return self._interfaces
        try:
            listened = ipaddress.ip_address(self._host)
        except ValueError:
            listened = ipaddress.ip_address("0.0.0.0")  # noqa: S104  compared, not listened on
        if not listened.is_unspecified:
            return (str(listened),)
        return own_addresses()


def own_addresses() -> tuple[str, ...]:
    """The IPv4 addresses of this machine, loopback left out."""
    import ifaddr

    found = [str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    return tuple(address for address in found if not ipaddress.ip_address(address).is_loopback)
