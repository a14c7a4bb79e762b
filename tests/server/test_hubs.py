"""What the county gives a clinic's hub, and to nobody else."""

import base64

import httpx
import msgspec
import pytest
from cryptography import x509

from clinic_app.journal.hub import CountyReceipt, Roster, host_name_of
from sync_server.publish.facilities import revoke_device
from sync_server.tls import new_request
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, TestCounty


def new_hub(county: TestCounty, facility: str = TOWNSHIP) -> FakeClinic:
    hub = FakeClinic(county.http, facility)
    assert enrolled(hub, county.code(facility)).status_code == 200
    assert hub.get_token().status_code == 200
    return hub


def enrolled(hub: FakeClinic, code: str) -> httpx.Response:
    def text(data: bytes) -> str:
        return base64.b64encode(data).decode()

    proof = hub.key.sign(b"xyt-enrol-1" + code.encode())
    asked = {"code": code, "device_key": text(hub.public_key), "proof": text(proof), "hub": True}
    answer = hub.http.post("/v1/enrolments", json=asked)
    if answer.status_code == 200:
        hub.letter = answer.json()["letter"]
    return answer


def relayed(hub: FakeClinic, pc: FakeClinic, after: int = 0, segment: bytes = b"") -> httpx.Response:
    return hub.http.post(
        f"/v1/hubs/journals/{pc.device.hex}?after={after}",
        content=segment or pc.segment(),
        headers=hub.bearer,
    )


def receipt_of(answer: httpx.Response) -> CountyReceipt:
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=CountyReceipt)


def test_a_hub_has_no_letter_and_takes_none_away(county) -> None:
    pc = county.clinic()
    assert new_hub(county).letter == ""
    assert (pc.letter, county.further(pc).letter) == ("A", "B")


def test_a_clinics_first_device_is_no_hub(county) -> None:
    answer = enrolled(FakeClinic(county.http), county.code())
    assert (answer.status_code, answer.json()["error"]) == (403, "enrolment.needs_administrator")


def test_a_hub_alone_does_not_make_the_next_pc_a_further_one(county) -> None:
    pc = county.clinic()
    new_hub(county)
    revoke_device(county.database, pc.device, "stolen")
    again = FakeClinic(county.http)
    assert again.enrol(county.code()).json()["first_device"] is True


def test_the_certificate_is_made_out_to_the_hub_whatever_it_asks_for(county) -> None:
    county.clinic()
    hub = new_hub(county)
    request, _ = new_request("county.example")
    answer = hub.http.post("/v1/hubs/certificates", content=request, headers=hub.bearer)
    certificate = x509.load_pem_x509_certificate(answer.json()["certificate"].encode())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [host_name_of(hub.device)]
    bad = hub.http.post("/v1/hubs/certificates", content=b"nothing", headers=hub.bearer)
    assert (bad.status_code, bad.json()["error"]) == (400, "server.bad_request")


def test_a_relayed_segment_is_answered_with_a_receipt_that_the_county_signed(county) -> None:
    pc = county.clinic()
    hub = new_hub(county)
    pc.resident()
    first = receipt_of(relayed(hub, pc))
    assert first.is_of(pc.county_key) and not first.is_of(hub.public_key)
    assert (first.device, first.incarnation, first.first) == (pc.device, pc.incarnation, 1)
    assert (first.seq, first.hash) == (len(pc.entries), pc.links[-1])
    at = len(pc.entries)
    pc.resident()
    pc.push(pc.segment(at + 1))
    pc.resident()
    both = receipt_of(relayed(hub, pc, at, pc.segment(at + 1)))
    assert (both.first, [mark.seq for mark in both.marks]) == (at + 1, [at + 1, at + 2]), (
        "each with its own time"
    )
    again = receipt_of(relayed(hub, pc, 0))
    assert [mark.seq for mark in again.marks] == [at, at + 1, at + 2]


def test_another_clinics_journal_is_not_a_hubs_to_bring(county) -> None:
    county.clinic()
    hub, stranger = new_hub(county), county.clinic(OTHER)
    stranger.resident()
    answer = relayed(hub, stranger)
    assert (answer.status_code, answer.json()["error"]) == (403, "journal.other_device")


def test_a_pc_is_no_hub(county) -> None:
    pc = county.clinic()
    other = county.further(pc)
    assert relayed(pc, other, segment=b"x").json()["error"] == "journal.other_device"
    for path in ("/v1/hubs/certificates", "/v1/hubs/devices"):
        ask = pc.http.post if path.endswith("certificates") else pc.http.get
        assert ask(path, headers=pc.bearer).json()["error"] == "journal.other_device"


def test_the_list_of_devices_is_told_once_for_each_state(county) -> None:
    pc = county.clinic()
    hub = new_hub(county)
    told = roster(hub)
    assert told is not None
    assert {(one.id, one.hub, one.revoked) for one in told.devices} == {
        (pc.device, False, False),
        (hub.device, True, False),
    }
    assert roster(hub, told.digest()) is None
    revoke_device(county.database, pc.device, "stolen")
    news = roster(hub, told.digest())
    assert news is not None and [one.revoked for one in news.devices if one.id == pc.device] == [True]


def roster(hub: FakeClinic, known: str = "") -> Roster | None:
    answer = hub.http.get(f"/v1/hubs/devices?known={known}", headers=hub.bearer)
    if answer.status_code == 204:
        return None
    return msgspec.json.decode(answer.content, type=Roster)


@pytest.mark.parametrize("path", ["/v1/hubs/devices", "/v1/hubs/journals/00"])
def test_nobody_asks_without_a_token(county, path) -> None:
    answer = county.http.post(path) if "journals" in path else county.http.get(path)
    assert answer.status_code in (400, 401)


def test_a_revoked_hub_is_out(county) -> None:
    county.clinic()
    hub = new_hub(county)
    revoke_device(county.database, hub.device, "replaced")
    assert hub.http.get("/v1/hubs/devices", headers=hub.bearer).json()["error"] == "server.revoked"
