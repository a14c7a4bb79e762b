"""Single points of the computation that the worked cases leave aside."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from clinic_app.domain import settlement as package
from clinic_app.domain.settlement import (
    Balances,
    Circumstances,
    Direction,
    Mode,
    PayWay,
    Referral,
    State,
    settle,
)
from clinic_app.domain.settlement.sentences import ERRORS, REASONS, WARNINGS, refusal, warning, why
from tests.domain.settlement.bills import PERSON, TODAY, YICHANG, bill, edited, line
from tests.domain.settlement.generated import bills, people, policies

UP = Referral(type=Direction.UP, from_lv="community", registered=True, same_area=True, date=TODAY)
CITY = {"med_type": "21", "inst_lv": "city"}
TEKUN = replace(PERSON, maf_group="tekun")


@pytest.mark.parametrize(
    ("referral", "valid"),
    [
        pytest.param(UP, True, id="registered, same area, today"),
        pytest.param(replace(UP, date=TODAY - timedelta(7)), True, id="seven days old"),
        pytest.param(replace(UP, date=TODAY - timedelta(8)), False, id="eight days old"),
        pytest.param(replace(UP, date=TODAY + timedelta(1)), False, id="of tomorrow"),
        pytest.param(replace(UP, registered=False), False, id="not registered"),
        pytest.param(replace(UP, same_area=False), False, id="from another area"),
        pytest.param(replace(UP, from_lv="county"), False, id="from a level not listed"),
        pytest.param(replace(UP, from_lv="moon"), False, id="from an unknown level"),
        pytest.param(
            replace(UP, type=Direction.DOWN, from_lv="province"), False, id="down to a city hospital"
        ),
    ],
)
def test_a_referral_counts_or_is_warned_of(referral: Referral, valid: bool) -> None:
    settled = settle(YICHANG, PERSON, State(), bill(line(yuan=4000), referral=referral, **CITY))
    assert ("W_REFERRAL_INVALID" in settled.warnings) is not valid
    assert settled.dedc_std == (60_000 if valid else 80_000)
    assert settled.pool_prop_selfpay_bp == (5500 if valid else 4500)


def test_an_invalid_referral_is_warned_of_without_benefit_and_by_disease_too() -> None:
    bad = replace(UP, registered=False)
    uninsured = replace(PERSON, psn_insu_stas="2")
    plain = settle(YICHANG, uninsured, State(), bill(referral=bad, **CITY))
    assert plain.warnings == ("W_NOT_INSURED", "W_REFERRAL_INVALID")
    stay = {"med_type": "21", "inst_lv": "township", "pay_way": PayWay.DISEASE, "dise_codg": "DB0101"}
    package_bill = bill(line(yuan=1000), referral=bad, **stay)
    assert settle(YICHANG, PERSON, State(), package_bill).warnings == ("W_REFERRAL_INVALID",)


def test_a_referral_of_an_outpatient_is_not_looked_at() -> None:
    settled = settle(YICHANG, PERSON, State(), bill(referral=replace(UP, registered=False)))
    assert settled.warnings == ()


def test_employees_have_their_own_major_disease_fund() -> None:
    policy = replace(YICHANG, insutypes=("310", "390"))
    state = State({2016: {"cmi_base": 1_200_000}})
    stay = bill(line(yuan=10_000), **CITY)
    resident = settle(policy, PERSON, state, stay).amounts
    employee = settle(policy, replace(PERSON, insutype="310"), state, stay).amounts
    assert resident.hifmi_pay == employee.hifob_pay > 0
    assert (resident.hifob_pay, employee.hifmi_pay) == (0, 0)


@pytest.mark.parametrize(
    ("used", "person", "key", "code"),
    [
        pytest.param(30_000_001, PERSON, "cmi_pay", "W_CMI_CAP", id="major disease"),
        pytest.param(5_000_001, TEKUN, "maf_ip", "W_MAF_CAP", id="assistance"),
    ],
)
def test_an_accumulator_above_its_cap_stays_where_it_is(used: int, person, key: str, code: str) -> None:  # type: ignore[no-untyped-def]
    state = State({2016: {"cmi_base": 5_000_000, key: used}})
    settled = settle(YICHANG, person, state, bill(line(yuan=10_000), **CITY))
    assert code in settled.warnings
    assert settled.effect is not None
    assert key not in settled.effect.deltas


def test_an_outpatient_cap_above_which_the_person_stands_pays_nothing() -> None:
    settled = settle(YICHANG, PERSON, State({2016: {"hifp_11": 50_000}}), bill())
    assert (settled.amounts.hifp_pay, settled.limited_by) == (0, "op_pool")


def test_a_credential_without_one_stop_leaves_assistance_to_a_later_claim() -> None:
    version = YICHANG.versions[1]
    policy = edited("YC2016-B", maf=replace(version.maf, one_stop_cert_types=("02",)))
    settled = settle(policy, TEKUN, State(), bill())
    assert settled.warnings == ("W_MAF_NOT_ONE_STOP",)
    assert (settled.amounts.maf_base_amt, settled.amounts.maf_pay) == (0, 0)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        pytest.param("all", 5000, id="the whole part of the person"),
        pytest.param("inscp", 1600, id="in scope only"),
    ],
)
def test_the_account_pays_within_its_scope(scope: str, expected: int) -> None:
    version = YICHANG.versions[1]
    policy = edited("YC2016-B", acct=replace(version.acct, enabled=True, scope=scope))
    given = Circumstances(balances=Balances(acct_balance=5000))
    own_pay = line("YP0301", yuan=40, sn="2")
    settled = settle(policy, PERSON, State(), bill(line(), own_pay, acct_request=9000), given)
    assert settled.amounts.acct_pay == expected


def test_a_negative_request_takes_nothing() -> None:
    given = Circumstances(balances=Balances(acct_balance=5000, ewallet_balance=5000))
    settled = settle(YICHANG, PERSON, State(), bill(acct_request=-5, ewallet_request=-5), given)
    assert (settled.amounts.cash_pay, settled.warnings) == (1600, ())


def test_the_day_of_death_itself_is_allowed() -> None:
    assert settle(YICHANG, replace(PERSON, death_date=TODAY), State(), bill()).error is None
    dead = replace(PERSON, death_date=TODAY - timedelta(1))
    assert settle(YICHANG, dead, State(), bill()).error == "E_AFTER_DEATH"


def test_what_is_settled_in_january_belongs_to_december() -> None:
    old = bill(day=date(2016, 12, 31), setl_date=date(2017, 1, 5))
    settled = settle(YICHANG, PERSON, State({2016: {"hifp_11": 39_900}}), old)
    assert (settled.amounts.hifp_pay, settled.limited_by) == (100, "op_pool")
    assert settled.effect is not None
    assert settled.effect.year == 2016


def test_the_computation_changes_nothing_it_was_given() -> None:
    year = {"hifp_11": 100}
    state = State({2016: year})
    settle(YICHANG, PERSON, state, bill(), Circumstances(mode=Mode.OFFLINE))
    assert (state.accum, year) == ({2016: {"hifp_11": 100}}, {"hifp_11": 100})


def test_every_code_in_the_package_has_its_sentence() -> None:
    assert package.__file__ is not None
    files = Path(package.__file__).parent.glob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if path.name != "sentences.py")
    codes = set(re.findall(r'"([EW]_[A-Z_]+)"', text))
    # A person whom the clinic does not have never comes to the engine: the question before it says so.
    assert codes | {"E_UNKNOWN_PERSON"} == ERRORS.keys() | WARNINGS.keys()
    assert all(refusal(code, language) for code in ERRORS for language in ("zh", "en"))
    assert all(warning(code, language) for code in WARNINGS for language in ("zh", "en"))


def test_every_reason_can_be_said() -> None:
    seen = set()
    for seed in range(400):
        rng = Random(seed)
        policy, person = policies(rng), people(rng)
        state = State(gc_last={"I1": TODAY, "I2": TODAY})
        visit = replace(bills(rng), mdtrt_cert_type="03")
        for reason in settle(policy, person, state, visit).reasons:
            assert why(reason, "zh")
            assert why(reason, "en")
            seen.add(reason.rule)
    referrals = replace(YICHANG.versions[1].referral, up_mode="difference", down_mode="cancel")
    policy = edited("YC2016-B", referral=referrals)
    down = replace(UP, type=Direction.DOWN, from_lv="city")
    stays = [bill(referral=UP, **CITY), bill(referral=down, med_type="21", inst_lv="township")]
    for person, visit in [(PERSON, stays[0]), (PERSON, stays[1]), (TEKUN, stays[0])]:
        for reason in settle(policy, person, State(), visit).reasons:
            assert why(reason)
            seen.add(reason.rule)
    assert seen == REASONS.keys()
