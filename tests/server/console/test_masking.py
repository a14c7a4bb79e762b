"""What an entry's body shows without a reason, and what nobody is shown."""

import pytest

from sync_server.console.masking import masked, without_secrets


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        pytest.param(
            "resident.registered",
            {"name": "欧阳春花", "id_number": "350881199001011234", "phone": "10012345678", "sex": "2"},
            {"name": "欧阳**", "id_number": "350881********1234", "phone": "100****5678", "sex": "2"},
            id="a resident",
        ),
        pytest.param(
            "resident.amended",
            {
                "changes": {
                    "phone": {"value": "10012345678", "replaces": "0b"},
                    "sex": {"value": "1", "replaces": "0c"},
                }
            },
            {
                "changes": {
                    "phone": {"value": "100****5678", "replaces": "0b"},
                    "sex": {"value": "1", "replaces": "0c"},
                }
            },
            id="a changed field",
        ),
        pytest.param(
            "resident.registered",
            {"card": {"kind": "ssc3", "number": "D12345678", "identifier": "350800D156000005"}},
            {"card": {"kind": "ssc3", "number": "D*******8", "identifier": "350800********0005"}},
            id="a card within",
        ),
        pytest.param(
            "settlement.made",
            {"psn_no": "350881199001011234", "lines": [{"name": "阿莫西林"}], "dise_codg": "M03900"},
            {"psn_no": "350881********1234", "lines": [{"name": "阿莫西林"}], "dise_codg": "……"},
            id="a drug is no person",
        ),
        pytest.param(
            "encounter.signed",
            {"complaint": "头晕", "diagnoses": [{"code": "I10", "name": "高血压"}], "services": []},
            {"complaint": "……", "diagnoses": "……", "services": []},
            id="what the doctor wrote",
        ),
        pytest.param(
            "insured.asked",
            {"asked": "350881199001011234", "found": ["350881199001011234"], "reason": "挂号"},
            {"asked": "350881********1234", "found": "……", "reason": "挂号"},
            id="whom a clinic asked about",
        ),
    ],
)
def test_a_body_is_masked(kind: str, body: object, shown: object):
    assert masked(kind, body) == shown


def test_no_reason_shows_a_salt_or_a_wrapped_key():
    body = {
        "name": "陈",
        "person": {"salt": "c2FsdA==", "wrapped": "a2V5", "public_key": "a2V5"},
        "salt": "x",
    }
    shown = without_secrets(body)
    assert shown == {
        "name": "陈",
        "person": {"salt": "……", "wrapped": "……", "public_key": "a2V5"},
        "salt": "……",
    }
    assert masked("staff.certified", body)["person"] == shown["person"]
