"""Bodies that would stop every PC that shows them are no facts."""

from uuid import UUID

import pytest

from clinic_app.journal.catalog import FACTS
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.settlement import SettlementReversed

SOME = UUID(int=7)
REVERSED = (
    f'{{"settlement_id":"{SOME}","number":"A1","refund_date":"2026-01-01","amounts":{{%s}},"psn_no":"%s"}}'
)
FORM = '{"form":"later","version":1,"day":"2026-01-01","values":{"a":%s},"salt":"s"}'
BORN = f'{{%s"changes":{{"birth_date":{{"value":"%s","replaces":"{SOME}"}}}},"salt":"s"}}'
NAMED = {
    "resident.amended": "",
    "resident.merged": f'"other":"{SOME}",',
    "resident.split": f'"merge_id":"{SOME}","reason":"r",',
}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param(
            "resident.registered",
            '{"name":"x","sex":"1","salt":"s","later":' + '{"a":' * 5000 + "1" + "}" * 5001,
            id="nested too deep",
        ),
        pytest.param("form.recorded", FORM % ("[" * 64 + "]" * 64), id="a form nested too deep"),
        pytest.param(
            "resident.moved",
            '{"way":"moon","on":"2026-01-01","salt":"s"}',
            id="a way that is neither out nor in",
        ),
        pytest.param("settlement.reversed", REVERSED % ('"cash_pay":9223372036854775808', ""), id="64 bits"),
        pytest.param("settlement.reversed", REVERSED % ('"cash_pay":-' + "9" * 400, ""), id="400 digits"),
        *(
            pytest.param(kind, BORN % (named, value), id=f"birth date {value} in {kind}")
            for kind, named in NAMED.items()
            for value in ("1980-13-45", "19800101", "x")
        ),
        pytest.param(
            "staff.certified",
            '{"staff_id":"recovery","name":"x","roles":["doctor"],'
            '"person":{"public_key":"","exchange_key":"","salt":"","wrapped":""}}',
            id="in the recovery code's place",
        ),
    ],
)
def test_a_body_that_no_table_can_take_is_refused(kind: str, body: str) -> None:
    with pytest.raises(BadFact):
        FACTS[kind].parse(body.encode())


def test_long_numbers_of_people_and_the_greatest_sums_are_taken() -> None:
    body = REVERSED % ('"cash_pay":-9223372036854775807', "35000020260000000000000123456")
    fact = SettlementReversed.parse(body.encode())
    assert fact.amounts == {"cash_pay": -(2**63) + 1}


def test_brackets_in_a_text_are_no_nesting_and_sixty_lists_are_taken() -> None:
    FACTS["form.recorded"].parse((FORM % ("[" * 60 + "]" * 60)).encode())
    FACTS["form.recorded"].parse((FORM % ('"\\\\\\"' + "[" * 200 + '"')).encode())


def test_a_birth_date_may_be_taken_out_again() -> None:
    body = f'{{"changes":{{"birth_date":{{"value":"","replaces":"{SOME}"}}}},"salt":"s"}}'
    FACTS["resident.amended"].parse(body.encode())
