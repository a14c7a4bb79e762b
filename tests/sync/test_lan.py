"""What an announcement on the LAN may say, and how long a hub that failed is left alone."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from clinic_app.journal.hub import Sighting
from clinic_app.sync.lan import sightings_of
from clinic_app.sync.nearby import pause

HUB = UUID(int=77)


@dataclass
class Announced:
    """As the mDNS library hands it over."""

    properties: dict[bytes, bytes | None] = field(default_factory=lambda: {b"hub": HUB.hex.encode()})
    addresses: tuple[str, ...] = ("192.168.1.9",)
    port: int | None = 8444

    def parsed_addresses(self) -> list[str]:
        return list(self.addresses)


@pytest.mark.parametrize(
    ("announced", "found"),
    [
        pytest.param(Announced(), ["https://192.168.1.9:8444"], id="a hub"),
        pytest.param(
            Announced(addresses=("172.17.0.1", "192.168.1.9")),
            ["https://172.17.0.1:8444", "https://192.168.1.9:8444"],
            id="several network cards: each is tried",
        ),
        pytest.param(Announced(addresses=()), [], id="nowhere"),
        pytest.param(Announced(port=None), [], id="no port"),
        pytest.param(Announced(properties={}), [], id="no hub"),
        pytest.param(Announced(properties={b"hub": None}), [], id="a name without a value"),
        pytest.param(Announced(properties={b"hub": b"\xff\xfe"}), [], id="bytes that are no text"),
        pytest.param(Announced(properties={b"hub": b"printer"}), [], id="another thing's word"),
        pytest.param(
            Announced(properties={b"hub": HUB.hex.encode(), b"plain": b"1"}),
            ["http://192.168.1.9:8444"],
            id="without TLS: refused later, outside this machine",
        ),
    ],
)
def test_what_an_announcement_says(announced, found):
    assert sightings_of(announced) == tuple(Sighting(HUB, address) for address in found)


@pytest.mark.parametrize(("failures", "seconds"), [(1, 2.0), (2, 4.0), (5, 32.0), (6, 60.0), (1000, 60.0)])
def test_a_hub_that_fails_is_left_alone_longer_each_time(failures, seconds):
    assert pause(failures) == seconds
