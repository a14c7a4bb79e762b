"""家庭医生签约 at the county: sums, years and days are judged; two offline PCs with two teams lose nothing."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from clinic_app.domain.contract_terms import hash_of, in_force
from clinic_app.domain.strokes import MOST, write
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.contracts import ContractRenewed, ContractSigned, PackageChosen, TeamFormed
from clinic_app.projections.queries import contracts as queries
from tests.server.county import TestCounty
from tests.server.test_judging import reasons

DAY = date(2026, 11, 20)
HAND = write([[(10, 20), (300, 90), (500, 40)]])


def agreed(**other: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": "QA2611200001",
        "team_id": new_id(),
        "packages": (PackageChosen("basic", 1),),
        "groups": ("1",),
        "signed_on": DAY,
        "years": 1,
        "fee": 3500,
        "fee_insurance": 500,
        "fee_public": 2500,
        "fee_resident": 500,
        "signature": "paper",
        "salt": "s",
    }
    return told | other


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"fee": 3501}, "contracts.bad_fee", id="the parts do not make the sum"),
        pytest.param({"fee_insurance": -500, "fee": 2500}, "contracts.bad_fee", id="below nothing"),
        pytest.param({"years": 4}, "contracts.bad_term", id="four years"),
        pytest.param({"signed_on": date(2199, 1, 1)}, "contracts.bad_term", id="far ahead"),
        pytest.param({"signed_on": date.min}, "contracts.bad_term", id="long ago"),
        pytest.param({"packages": ()}, "contracts.bad_packages", id="nothing promised"),
        pytest.param({"signature": ""}, "contracts.bad_signature", id="not signed"),
        pytest.param({"strokes": HAND}, "contracts.bad_signature", id="drawn, and called paper"),
        pytest.param(
            {"strokes": HAND + b"1", "signature": hash_of(HAND)}, "contracts.bad_signature", id="another hand"
        ),
        pytest.param(
            {"strokes": bytes(MOST + 1), "signature": hash_of(bytes(MOST + 1))},
            "contracts.bad_signature",
            id="more than a hand writes",
        ),
    ],
)
def test_a_contract_that_cannot_be_is_set_aside(
    county: TestCounty, change: dict[str, Any], reason: str
) -> None:
    clinic = county.clinic()
    good = clinic.write(ContractSigned(**agreed()), None, new_id())
    bad = clinic.write(ContractSigned(**agreed(**change)), None, new_id())
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: reason}
    with county.database.reading() as connection:
        assert queries.contract_of(connection, good.id).fee.total == 3500


def test_a_renewal_begins_no_later_than_the_end_of_the_last_thirty_days(county: TestCounty) -> None:
    clinic = county.clinic()
    soon, late = DAY + timedelta(30), DAY + timedelta(31)
    clinic.write(ContractRenewed(replaces=new_id(), valid_from=soon, **agreed()), None, new_id())
    bad = clinic.write(ContractRenewed(replaces=new_id(), valid_from=late, **agreed()), None, new_id())
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "contracts.bad_term"}


def test_two_pcs_that_sign_offline_with_two_teams_both_show(county: TestCounty) -> None:
    first = county.clinic()
    second = county.further(first)
    someone = new_id()
    teams = [
        pc.write(TeamFormed(name=name, leader=first.admin.id, leader_name=leader), None, None).id
        for pc, name, leader in ((first, "第一团队", "张医生"), (second, "第二团队", "李医生"))
    ]
    later = first.write(ContractSigned(**agreed(team_id=teams[0])), None, someone)
    earlier = second.write(
        ContractSigned(**agreed(team_id=teams[1], signed_on=DAY - timedelta(1))), None, someone
    )
    for pc in (first, second):
        assert pc.push().status_code == 200
    county.work()
    assert reasons(county) == {}
    assert standing(county, someone) == [(earlier.id, "第二团队", "李医生"), (later.id, "第一团队", "张医生")]
    assert earlier.id in {entry.id for entry in first.pull()}
    assert later.id in {entry.id for entry in second.pull()}


def test_a_drawn_signature_reaches_the_county_and_the_other_pcs(county: TestCounty) -> None:
    first = county.clinic()
    second = county.further(first)
    told = agreed(strokes=HAND, signature=hash_of(HAND))
    signed = first.write(ContractSigned(**told), None, new_id())
    plain = first.write(ContractSigned(**agreed()), None, new_id())
    assert b"strokes" not in (plain.body or b"")  # as it was written before strokes travelled
    first.push()
    county.work()
    assert reasons(county) == {}
    [arrived] = [entry for entry in second.pull() if entry.id == signed.id]
    fact = fact_of(arrived)
    assert isinstance(fact, ContractSigned) and fact.strokes == HAND


def standing(county: TestCounty, resident: UUID) -> list[tuple[UUID, str, str]]:
    with county.database.reading() as connection:
        holding = in_force(queries.contracts_of(connection, resident), DAY)
    return [(one.id, one.team_name, one.leader_name) for one in holding]
