"""Who comes in: codes, keys, tokens."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from starlette.requests import Request

from clinic_app.domain.time import wall_clock
from clinic_app.journal.refusal import NoToken
from sync_server.auth import TOKEN_MS, bearer_of, token_for
from sync_server.publish.enrolments import LIFE_MS, letter_of, new_code
from sync_server.publish.facilities import NoFacility, revoke_device
from sync_server.store.county import county_of
from sync_server.store.queries import registry
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, TestCounty


def test_a_code_enrols_one_device(county: TestCounty) -> None:
    clinic = FakeClinic(county.http)
    told = clinic.enrol(county.code()).json()
    assert told["facility"] == TOWNSHIP
    assert (told["name"], told["inst_lv"], told["letter"]) == ("双洋镇卫生院", "township", "A")
    assert (told["device"], told["county"], told["first_device"]) == (clinic.device.hex, "漳平市", True)
    assert len(base64.b64decode(told["county_key"])) == 32


def test_the_same_device_with_the_same_code_gets_the_same_answer(county: TestCounty) -> None:
    clinic, code = FakeClinic(county.http), county.code()
    assert clinic.enrol(code).json() == clinic.enrol(code).json()


def test_a_code_carries_the_authoritys_fingerprint(county: TestCounty) -> None:
    from sync_server.tls import fingerprint

    pem = county.http.get("/v1/authority").content
    assert county.code().split("-")[1] == fingerprint(pem)[:12]


def test_a_used_code_is_no_good_for_another(county: TestCounty) -> None:
    code = county.code()
    FakeClinic(county.http).enrol(code)
    answer = FakeClinic(county.http).enrol(code)
    assert (answer.status_code, answer.json()["error"]) == (403, "enrolment.used")


def test_a_key_whose_answer_was_lost_takes_another_code(county: TestCounty) -> None:
    clinic = FakeClinic(county.http)
    told = clinic.enrol(county.code()).json()
    again = county.code()
    assert clinic.enrol(again).json() == told, "nobody is locked out by a lost answer"
    assert clinic.enrol(again).json() == told


def test_a_key_that_has_written_takes_no_other_code(county: TestCounty) -> None:
    clinic = county.clinic()
    clinic.push()
    answer = clinic.enrol(county.code())
    assert (answer.status_code, answer.json()["error"]) == (403, "enrolment.key_taken")


def test_a_key_that_has_written_is_not_answered_again(county: TestCounty) -> None:
    code = county.code()
    clinic = FakeClinic(county.http).join(code)
    clinic.push()
    assert clinic.enrol(code).json()["error"] == "enrolment.used"


def test_a_copy_of_the_disk_is_told_apart_before_anything_is_written(county: TestCounty) -> None:
    clinic, code = FakeClinic(county.http), county.code()
    told = clinic.enrol(code, attempt=b"a" * 16).json()
    assert clinic.enrol(code, attempt=b"b" * 16).json()["error"] == "enrolment.used"
    assert clinic.enrol(county.code(), attempt=b"b" * 16).json()["error"] == "enrolment.key_taken"
    assert clinic.enrol(county.code(), attempt=b"a" * 16).json() == told


def test_a_key_taken_out_of_use_takes_no_other_code(county: TestCounty) -> None:
    clinic = FakeClinic(county.http)
    clinic.enrol(county.code())
    revoke_device(county.database, clinic.device, "stolen")
    assert clinic.enrol(county.code()).json()["error"] == "enrolment.key_taken"


def test_a_code_ends_after_a_day(county: TestCounty) -> None:
    code = new_code(county.database, TOWNSHIP, wall=lambda: wall_clock() - LIFE_MS - 1)
    assert FakeClinic(county.http).enrol(code).json()["error"] == "enrolment.expired"


def test_an_unknown_code_is_refused(county: TestCounty) -> None:
    answer = FakeClinic(county.http).enrol("AAAAAAAAAAAAAAAA-000000000000")
    assert (answer.status_code, answer.json()["error"]) == (403, "enrolment.bad_code")


def test_a_code_is_for_its_facility_only(county: TestCounty) -> None:
    assert FakeClinic(county.http, OTHER).enrol(county.code()).json()["error"] == "enrolment.other_facility"


def test_a_device_proves_that_it_holds_its_key(county: TestCounty) -> None:
    clinic, other = FakeClinic(county.http), FakeClinic(county.http)
    clinic.key, key = other.key, clinic.key
    code = county.code()
    body = {
        "code": code,
        "device_key": base64.b64encode(FakeClinic(county.http).public_key).decode(),
        "facility": TOWNSHIP,
        "admin": "A001",
        "admin_key": base64.b64encode(bytes(32)).decode(),
        "proof": base64.b64encode(key.sign(b"xyt-enrol-1" + code.encode())).decode(),
    }
    assert county.http.post("/v1/enrolments", json=body).json()["error"] == "enrolment.bad_proof"


def test_a_first_device_brings_its_administrator(county: TestCounty) -> None:
    answer = FakeClinic(county.http, "").enrol(county.code(), joining=True)
    assert answer.json()["error"] == "enrolment.needs_administrator"


def test_a_further_device_gets_the_next_letter_and_certifies_nobody(county: TestCounty) -> None:
    first = county.clinic()
    device = FakeClinic(county.http)
    told = device.enrol(county.code()).json()
    assert (told["letter"], told["first_device"]) == ("B", False)
    device.get_token()
    device.found()
    device.push()
    county.work()
    from tests.server.test_judging import reasons

    assert set(reasons(county).values()) == {"journal.bad_author_signature"}
    assert first.letter == "A"


def test_after_the_only_pc_was_lost_a_new_one_brings_its_administrator_again(county: TestCounty) -> None:
    lost = county.clinic()
    revoke_device(county.database, lost.device, "burnt")
    new = FakeClinic(county.http)
    assert new.enrol(county.code()).json()["first_device"] is True
    assert new.letter == "B"


def test_letters_are_never_given_twice() -> None:
    letters = [letter_of(index) for index in range(700)]
    assert letters[:3] == ["A", "B", "C"]
    assert len(set(letters)) == 700


def test_no_code_for_a_facility_that_nobody_registered(county: TestCounty) -> None:
    with pytest.raises(NoFacility):
        new_code(county.database, "999")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"code": 3}', b"{" * 10_000])
def test_a_senseless_enrolment_is_the_senders_fault(county: TestCounty, body: bytes) -> None:
    answer = county.http.post("/v1/enrolments", content=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "server.bad_request")


def test_guessing_codes_is_slowed_down(county: TestCounty) -> None:
    answers = [county.http.post("/v1/enrolments", content=b"{}").status_code for _ in range(30)]
    assert answers[-1] == 429


def test_a_signed_request_gets_a_token_for_an_hour(county: TestCounty) -> None:
    clinic = county.clinic()
    told = clinic.get_token().json()
    assert abs(told["now"] - wall_clock()) < 5000
    assert 0 <= told["now"] + TOKEN_MS - told["expires"] < 1000


def test_a_token_ends(county: TestCounty) -> None:
    clinic = county.clinic()
    with county.database.reading() as connection:
        county_itself = county_of(connection)
        device = registry.device_of(connection, clinic.device)
    assert device is not None
    token = token_for(county_itself, device, 1_000_000)
    headers = [(b"authorization", f"Bearer {token.text}".encode())]
    request = Request({"type": "http", "headers": headers})
    assert bearer_of(county_itself, request, token.expires - 1).device == clinic.device
    with pytest.raises(NoToken):
        bearer_of(county_itself, request, token.expires)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        pytest.param(None, "server.no_token", id="none"),
        pytest.param("Basic abc", "server.no_token", id="another scheme"),
        pytest.param("Bearer ", "server.no_token", id="empty"),
        pytest.param("Bearer abc", "server.bad_signature", id="no token"),
        pytest.param("Bearer a.b", "server.bad_signature", id="no base64"),
        pytest.param("Bearer é.é", "server.bad_signature", id="no ASCII"),
        pytest.param("Bearer e30.e30", "server.bad_signature", id="not signed"),
    ],
)
def test_a_strangers_token_is_refused(county: TestCounty, header: str | None, code: str) -> None:
    clinic = county.clinic()
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    answer = county.http.get("/v1/feed", params={"after": f"{clinic.epoch}:0"}, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, code)


def test_a_changed_token_is_refused(county: TestCounty) -> None:
    clinic = county.clinic()
    other = county.clinic(OTHER)
    clinic.token = other.token[:20] + clinic.token[20:]
    assert clinic.get_page().json()["error"] == "server.bad_signature"


def test_a_nonce_is_good_once(county: TestCounty) -> None:
    clinic = county.clinic()
    request = clinic.signed_request()
    assert county.http.send(request).status_code == 200
    again = county.http.send(request)
    assert (again.status_code, again.json()["error"]) == (401, "server.replayed")


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 365, 60 * 24 * 365 * 10])
def test_a_wrong_clock_is_told_the_time(county: TestCounty, minutes: int) -> None:
    clinic = county.clinic()
    answer = county.http.send(clinic.signed_request(created=datetime.now(UTC) + timedelta(minutes=minutes)))
    assert (answer.status_code, answer.json()["error"]) == (401, "server.clock")
    assert abs(answer.json()["now"] - wall_clock()) < 5000


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_that_drifts_a_little_is_good_enough(county: TestCounty, minutes: int) -> None:
    clinic = county.clinic()
    created = datetime.now(UTC) + timedelta(minutes=minutes)
    assert county.http.send(clinic.signed_request(created=created)).status_code == 200


def test_a_request_signed_by_another_key_is_refused(county: TestCounty) -> None:
    clinic, thief = county.clinic(), FakeClinic(county.http)
    request = clinic.signed_request()
    stolen = thief.signed_request()
    mixed = str(stolen.headers["signature-input"]).replace(thief.device.hex, clinic.device.hex)
    request.headers["signature-input"], request.headers["signature"] = mixed, stolen.headers["signature"]
    assert county.http.send(request).json()["error"] == "server.bad_signature"


def test_a_device_that_never_enrolled_is_a_stranger(county: TestCounty) -> None:
    answer = FakeClinic(county.http).get_token()
    assert (answer.status_code, answer.json()["error"]) == (401, "server.not_enrolled")


@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Content-Digest"])
@pytest.mark.parametrize(
    "value", [None, "", "x", "sig=()", "pyhms=:AAAA:", ",,,", "=" * 5000, "sha-256=:AA==:"]
)
def test_a_malformed_header_is_the_senders_fault(county: TestCounty, name: str, value: str | None) -> None:
    request = county.clinic().signed_request()
    del request.headers[name]
    if value is not None:
        request.headers[name] = value
    answer = county.http.send(request)
    assert answer.status_code in (400, 401), answer.text


def test_a_changed_body_is_not_what_was_signed(county: TestCounty) -> None:
    request = county.clinic().signed_request()
    changed = county.http.build_request("POST", "/v1/tokens", content=b"[]", headers=request.headers)
    assert county.http.send(changed).json()["error"] == "server.bad_signature"


def test_a_clinic_reads_its_own_journals_and_no_others(county: TestCounty) -> None:
    clinic, other = county.clinic(), county.clinic(OTHER)
    sister = county.further(clinic)
    clinic.push()
    path = f"/v1/journals/{clinic.device.hex}"
    assert county.http.get(path, headers=sister.bearer).json()["seq"] == 2
    assert county.http.get(path, headers=other.bearer).status_code == 403
    assert county.http.get(f"{path}/{clinic.incarnation.hex}", headers=other.bearer).status_code == 403


def test_an_unknown_address_answers_with_a_code(county: TestCounty) -> None:
    answer = county.http.get("/v1/nothing")
    assert (answer.status_code, answer.json()["error"]) == (404, "server.no_such_route")
    assert county.http.delete("/v1/feed").status_code == 405
    assert county.http.get("/v1/journals/xyz", headers=county.clinic().bearer).status_code == 400
