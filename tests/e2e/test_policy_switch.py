"""A new version of the policy, published before it begins; one clinic hears of it a month late."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.domain.identifiers import mod_11_2
from clinic_app.journal.facts.county import SettlementAdjudicated
from sync_server.publish.insured import import_insured
from sync_server.publish.policies import PolicyOverlap, publish_policy
from sync_server.store.queries.entries import all_entries
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.e2e.townships import Township, in_days, policy, township
from tests.server.county import OTHER, TOWNSHIP

FAR = "350881003"
SWITCH = in_days(15)
OLD, NEW = "OPEN2020", "NEXT"


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyAtWork]:
    from sync_server.publish.facilities import register_facility

    with at_work(tmp_path) as county:
        database = county.database()
        register_facility(database, FAR, "永福镇卫生院", "township")
        publish_policy(database, policy())
        rows = ["psn_no,id_number,insutype,home"]
        for number, home in enumerate((TOWNSHIP, OTHER, FAR)):
            body = f"3508811950010112{number}"
            rows.append(f"P{number},{body}{mod_11_2(body)},390,{home}")
        register = tmp_path / "insured.csv"
        register.write_text("\n".join(rows) + "\n")
        assert import_insured(database, register).stated == 3
        yield county


def verdicts(county: CountyAtWork) -> dict[object, SettlementAdjudicated]:
    with county.database().reading() as connection:
        facts = [
            SettlementAdjudicated.parse(one.entry.body or b"")
            for one in all_entries(connection)
            if one.entry.type == SettlementAdjudicated.type
        ]
    return {fact.settlement_id: fact for fact in facts}


def month_of(clinic: Township, psn_no: str) -> dict[object, tuple[int, str]]:
    """A bill of 30 yuan on each side of the switch: fund and version by settlement."""
    found = {}
    for days in (5, 14, 15, 30):
        settled, made = clinic.settle(psn_no, 3000, in_days(days))
        found[settled] = (made.amounts["fund_pay_sumamt"], made.policy_version)
    return found


def test_a_clinic_off_line_for_a_month_computes_both_times_by_the_right_version(
    tmp_path: Path, county: CountyAtWork
) -> None:
    near, far, deaf = (
        township(tmp_path / name, county, code)
        for name, code in (("near", TOWNSHIP), ("far", OTHER), ("deaf", FAR))
    )
    publish_policy(county.database(), policy(switch=SWITCH))
    for clinic in (near, far):
        clinic.sync()  # `deaf` hears nothing of it before it goes off line

    right = [(1500, OLD), (1500, OLD), (2400, NEW), (2400, NEW)]
    of_near, of_far, of_deaf = month_of(near, "P0"), month_of(far, "P1"), month_of(deaf, "P2")
    assert list(of_near.values()) == list(of_far.values()) == right
    assert list(of_deaf.values()) == [(1500, OLD)] * 4

    near.sync()
    far.sync()  # a month later
    deaf.sync()
    found = verdicts(county)
    for settled in (*of_near, *of_far):
        assert (found[settled].status, found[settled].diff) == ("agreed", {})
    old_time = [found[settled] for settled in list(of_deaf)[:2]]
    new_time = [found[settled] for settled in list(of_deaf)[2:]]
    assert [(one.status, one.policy_version) for one in old_time] == [("agreed", OLD)] * 2
    assert [(one.status, one.cause, one.policy_version) for one in new_time] == [
        ("adjusted", "POLICY", NEW)
    ] * 2
    assert [(one.fund_diff, one.action_due) for one in new_time] == [(900, "PAY_PERSON")] * 2

    _, made = deaf.settle("P2", 3000, in_days(31))  # it has the new one now
    assert (made.amounts["fund_pay_sumamt"], made.policy_version) == (2400, NEW)


def test_a_second_live_policy_of_an_insurance_type_is_refused(county: CountyAtWork) -> None:
    other = policy(switch=SWITCH).replace('policy_id = "open_sample"', 'policy_id = "rival"')
    with pytest.raises(PolicyOverlap) as refused:
        publish_policy(county.database(), other)
    assert refused.value.facts == {"insutype": "380", "policy_id": "open_sample"}
