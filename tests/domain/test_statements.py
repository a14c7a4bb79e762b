"""申报: the dues of a record add up to what the clinic advanced, and statements hold each record once."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.statements import (
    SUMS,
    Dues,
    Group,
    Judged,
    Line,
    RecordKind,
    dues_of,
    minus,
    parted,
    sums_of,
)

ACTIONS = ("", "PAY_PERSON", "RECLASS", "FUND_ABSORB", "COLLECT_PERSON", "CLINIC_BEAR")


def judged(action: str, client: int, county: int, hosp: int = 0, **more) -> Judged:
    return Judged(
        action=action,
        client={"fund_pay_sumamt": client},
        county={"fund_pay_sumamt": county, "hifmi_pay": min(100, county), "hosp_part_amt": hosp},
        **more,
    )


@pytest.mark.parametrize(
    ("given_", "due"),
    [
        pytest.param(judged("COLLECT_PERSON", 2860, 1140), (1140, 1720, 0), id="YC-044"),
        pytest.param(judged("CLINIC_BEAR", 2494, 1694, 1000), (1694, -200, 1000), id="QD-044"),
        pytest.param(judged("FUND_ABSORB", 900, 880), (900, 0, 0), id="absorbed"),
        pytest.param(judged("", 2000, 1500, clinic_fault=True), (1500, 0, 500), id="the clinic was wrong"),
        pytest.param(
            judged("", 2000, 1500, county_change={"fund_pay_sumamt": 500}), (2000, 0, 0), id="the county was"
        ),
        pytest.param(judged("COLLECT_PERSON", 2860, 1140, upheld=1720), (2860, 0, 0), id="granted"),
        pytest.param(judged("COLLECT_PERSON", 2860, 1140, upheld=700), (1840, 1020, 0), id="granted in part"),
        pytest.param(
            judged("COLLECT_PERSON", 2860, 1140, upheld=700, decided=1720),
            (1840, 1720, -700),
            id="after it was decided",
        ),
        pytest.param(
            judged("CLINIC_BEAR", 2494, 1694, 1000, upheld=800), (2494, -200, 200), id="loss granted"
        ),
    ],
)
def test_worked_dues(given_: Judged, due: tuple[int, int, int]):
    found = dues_of(given_)
    assert (found.fund_due, found.person_due, found.clinic_loss) == due


@given(
    action=st.sampled_from(ACTIONS),
    client=st.integers(0, 10**6),
    county=st.integers(0, 10**6),
    hosp=st.integers(0, 10**5),
    upheld=st.integers(0, 10**5),
    fault=st.booleans(),
)
def test_the_three_dues_are_what_the_clinic_advanced(action, client, county, hosp, upheld, fault):
    found = dues_of(judged(action, client, county, hosp, upheld=upheld, clinic_fault=fault))
    assert found.fund_due + found.person_due + found.clinic_loss == client
    assert found.hifp_due + found.hifmi_due + found.hifob_due + found.maf_due == found.fund_due
    taken_back = found.negated()
    assert taken_back.fund_due == -found.fund_due


LINES = st.lists(
    st.builds(
        Line,
        record=st.integers(0, 10**6).map(lambda number: UUID(int=number)),
        kind=st.just(RecordKind.SETTLE),
        group=st.builds(
            Group, st.sampled_from(["310", "390"]), st.sampled_from(["11", "21"]), st.sampled_from([0, 1])
        ),
        day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        client=st.fixed_dictionaries({"medfee_sumamt": st.integers(-900, 900)}),
        dues=st.builds(Dues, fund_due=st.integers(-900, 900)),
    ),
    unique_by=lambda line: line.record,
    max_size=40,
)


@given(lines=LINES, longest=st.integers(1, 7))
def test_parts_hold_every_line_once_and_headers_add_up(lines: list[Line], longest: int):
    parts = parted(lines, longest)
    assert sorted(line.record for part in parts for line in part.lines) == sorted(
        line.record for line in lines
    )
    assert all(len(part.lines) <= longest for part in parts)
    assert all(line.group == part.group for part in parts for line in part.lines)
    whole, cut = sums_of(lines), [sums_of(part.lines) for part in parts]
    assert whole == {name: sum(one[name] for one in cut) for name in SUMS}
    assert parted(list(reversed(lines)), longest) == parts, "equal lines give equal statements"


def test_what_is_struck_leaves_the_rest():
    assert minus({"fund_due": 5, "medfee_sumamt": 9}, {"fund_due": 2})["fund_due"] == 3
