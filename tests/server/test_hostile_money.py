"""A clinic with a device key, staff and a changed program: what it says to get money that is not due."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest

from clinic_app.domain.policy import load
from clinic_app.domain.settlement import State
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.journal.facts.settlement import (
    BillLine,
    DifferenceSettled,
    SettlementMade,
    SettlementReversed,
)
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.differences import open_of
from clinic_app.projections.queries.statement_lines import business_days
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, TestCounty
from tests.server.test_adjudication import (
    DAY,
    POLICY,
    accumulated,
    bring,
    insured_county,
    reversal,
    settled,
    verdicts,
)
from tests.server.test_judging import reasons
from tests.server.test_resettlements import refund_facts

__all__ = ["insured_county"]


def own_bill(clinic: FakeClinic, visit: UUID | None = None, **said: object) -> Entry:
    """A self-pay bill of 10.00, and what the clinic says otherwise."""
    fact = SettlementMade(
        visit_id=visit or new_id(),
        number="A9",
        setl_date=DAY,
        begndate=DAY,
        enddate=DAY,
        fixmedins_code=clinic.facility,
        inst_lv=clinic.inst_lv,
        med_type="11",
        lines=(BillLine(feedetl_sn="1", med_list_codg="YP0001", name="阿莫西林", pric_e6=10**7, cnt_e4=10**4),),
        status="settled",
        amounts={"medfee_sumamt": 1000, "fulamt_ownpay_amt": 1000, "psn_part_amt": 1000,
                 "psn_cash_pay": 1000, "cash_pay": 1000},
    )  # fmt: skip
    return clinic.write(msgspec.structs.replace(fact, **said), None, new_id())


def changed(clinic: FakeClinic, fen: int, **said: object) -> Entry:
    """An insured bill as it would be, but for what the clinic says otherwise."""
    entry, _ = settled(clinic, fen)
    clinic.keep_only(len(clinic.entries) - 1)
    fact = SettlementMade.parse(entry.body or b"")
    return clinic.write(msgspec.structs.replace(fact, **said), None, entry.subject)


def test_sums_that_no_table_holds_stop_nobody(insured_county: TestCounty) -> None:
    """The amounts add up; two of them would overflow what the person's account is reckoned from."""
    hostile, other = insured_county.clinic(OTHER), insured_county.clinic(TOWNSHIP)
    huge = 2**62
    line = BillLine(feedetl_sn="1", med_list_codg="YP0001", name="x", pric_e6=huge, cnt_e4=10**8)
    amounts = {"medfee_sumamt": huge, "fulamt_ownpay_amt": huge, "psn_part_amt": huge, "acct_pay": huge}
    bad = [changed(hostile, 8000, lines=(line,), amounts=amounts).id for _ in range(2)]
    honest, _ = settled(other, 8000)
    bring(insured_county, hostile, other)
    assert verdicts(other)[honest.id].status == "agreed"
    assert set(reasons(insured_county)) == set(bad)


def test_a_line_dearer_than_any_table_holds_is_set_aside(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    line = BillLine(feedetl_sn="1", med_list_codg="YP0001", name="x", pric_e6=2**62, cnt_e4=2**62)
    bad = changed(clinic, 8000, lines=(line,))
    bring(insured_county, clinic)
    assert reasons(insured_county) == {bad.id: "journal.bad_fact"}


def rest_of(clinic: FakeClinic, original: Entry, **said: object) -> tuple[Entry, Entry]:
    """A partial refund of an entry, whose rest says more than was left."""
    red, rest = refund_facts(original, State(), 5_000)
    red_entry = clinic.write(red, None, original.subject)
    forged = msgspec.structs.replace(rest, resettles=red_entry.id, **said)
    return red_entry, clinic.write(forged, None, original.subject, entry_id=red.new_setl_id)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"enddate": DAY - timedelta(days=400), "begndate": DAY - timedelta(days=400)}, id="another year"),
        pytest.param({"med_type": "21"}, id="a stay"),
        pytest.param({"dise_codg": "M01600"}, id="a disease"),
        pytest.param({"emergency": True}, id="an emergency"),
    ],
)  # fmt: skip
def test_the_rest_of_a_refund_is_of_the_same_visit(
    insured_county: TestCounty, said: dict[str, object]
) -> None:
    clinic = insured_county.clinic()
    entry, _ = settled(clinic, 8000)
    _, forged = rest_of(clinic, entry, **said)
    bring(insured_county, clinic)
    assert reasons(insured_county) == {forged.id: "journal.bad_fact"}


@pytest.mark.parametrize("said", [{}, {"pay_way": "nonsense"}, {"policy_version": "no such"}])
def test_no_insurance_pays_the_rest_of_a_bill_that_it_never_saw(
    insured_county: TestCounty, said: dict[str, object]
) -> None:
    """Who pays himself chooses no version of the policy and no number of the admission for later."""
    clinic = insured_county.clinic()
    template, _ = settled(clinic, 8000)
    clinic.keep_only(len(clinic.entries) - 1)
    fact = SettlementMade.parse(template.body or b"")
    amounts = {"medfee_sumamt": 8000, "fulamt_ownpay_amt": 8000, "psn_part_amt": 8000,
               "psn_cash_pay": 8000, "cash_pay": 8000}  # fmt: skip
    own = msgspec.structs.replace(fact, insutype="", status="settled", amounts=amounts, effect={}, **said)
    red, rest = refund_facts(template, State(), 5_000)
    original = clinic.write(own, None, template.subject)
    red_entry = clinic.write(
        msgspec.structs.replace(
            red, settlement_id=original.id, amounts={name: -fen for name, fen in amounts.items()}, effect={}
        ),
        None,
        original.subject,
    )
    forged = clinic.write(
        msgspec.structs.replace(rest, resettles=red_entry.id), None, original.subject, entry_id=red.new_setl_id
    )  # fmt: skip
    bring(insured_county, clinic)
    assert reasons(insured_county) == {forged.id: "journal.bad_fact"}
    assert accumulated(insured_county) == {}


def test_a_red_gives_nothing_to_another_persons_account(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    entry = own_bill(clinic)
    fact = SettlementReversed(
        settlement_id=entry.id,
        number="A2",
        refund_date=DAY,
        amounts={"acct_pay": -90_000},
        psn_no="P1",
    )
    bad = clinic.write(fact, None, entry.subject)
    bring(insured_county, clinic)
    with insured_county.database.reading() as connection:
        known = insurance.insured_by_psn_no(connection, "P1")
    assert known is not None
    assert known.acct_balance == 0
    assert reasons(insured_county) == {bad.id: "journal.bad_fact"}


def test_nobody_is_charged_in_the_future(insured_county: TestCounty) -> None:
    """Next year's caps are not for this year."""
    clinic = insured_county.clinic()
    later = beijing_day(wall_clock()) + timedelta(days=60)
    bad = changed(clinic, 8000, setl_date=later, enddate=later, begndate=later)
    bring(insured_county, clinic)
    assert reasons(insured_county) == {bad.id: "journal.bad_fact"}


@pytest.mark.parametrize(
    "said",
    [
        {"hifp_pay": 2900, "fund_pay_sumamt": 2900},
        {"acct_pay": -100_000},
        {"medfee_sumamt": 9_000},
        {"cash_pay": 1},
        {"psn_part_amt": -8000},
    ],
)
def test_amounts_that_contradict_each_other_are_set_aside(
    insured_county: TestCounty, said: dict[str, int]
) -> None:
    clinic = insured_county.clinic()
    entry, _ = settled(clinic, 8000)
    clinic.keep_only(len(clinic.entries) - 1)
    fact = SettlementMade.parse(entry.body or b"")
    amounts = {**fact.amounts, **said}
    bad = clinic.write(msgspec.structs.replace(fact, amounts=amounts), None, entry.subject)
    bring(insured_county, clinic)
    assert reasons(insured_county) == {bad.id: "journal.bad_fact"}


@pytest.mark.parametrize("amount", [-100_000, 100_000])
def test_a_difference_that_is_not_open_is_not_settled(insured_county: TestCounty, amount: int) -> None:
    """Else what nobody handed back would be collected from the fund one day."""
    clinic = insured_county.clinic()
    entry, _ = settled(clinic, 8000)
    bring(insured_county, clinic)
    bad = clinic.write(
        DifferenceSettled(settlement_id=entry.id, number="D1", amount=amount), None, entry.subject
    )
    bring(insured_county, clinic)
    assert reasons(insured_county) == {bad.id: "journal.bad_fact"}
    with insured_county.database.reading() as connection:
        assert open_of(connection, entry.id) is None


def test_a_closing_moves_no_other_clinics_record_to_another_day(insured_county: TestCounty) -> None:
    honest, hostile = insured_county.clinic(TOWNSHIP), insured_county.clinic(OTHER)
    entry, _ = settled(honest, 8000)
    bring(insured_county, honest)
    bad = hostile.write(
        ClosingMade(
            level="cashier", number="RJA", opter_id="A001", biz_date=date(2009, 1, 1), records=(entry.id,)
        )
    )
    bring(insured_county, hostile)
    with insured_county.database.reading() as connection:
        assert business_days(connection, [entry.id]) == {}
    assert reasons(insured_county) == {bad.id: "journal.wrong_facility"}


def test_nobody_chooses_what_the_rest_of_a_void_bill_inherits(insured_county: TestCounty) -> None:
    """Charged twice, the first taken back, the second in part: its rest is of the day's own version."""
    clinic = insured_county.clinic()
    visit = new_id()
    first, outcome = settled(clinic, 8000, visit=visit)
    second, _ = settled(clinic, 8000, visit=visit)
    clinic.keep_only(len(clinic.entries) - 1)
    older = load(POLICY).versions[0].version_id
    assert older != outcome.policy_version
    said = SettlementMade.parse(second.body or b"")
    void = clinic.write(msgspec.structs.replace(said, policy_version=older), None, second.subject)
    reversal(clinic, first, outcome)
    red, rest = refund_facts(second, State(), 5_000)
    red_entry = clinic.write(msgspec.structs.replace(red, settlement_id=void.id), None, void.subject)
    chosen = msgspec.structs.replace(rest, resettles=red_entry.id, policy_version=older)
    entry = clinic.write(chosen, None, void.subject, entry_id=red.new_setl_id)
    bring(insured_county, clinic)
    found = verdicts(clinic)
    assert found[void.id].error == "E_DUP_VISIT"
    assert (found[entry.id].status, found[entry.id].policy_version) == ("agreed", outcome.policy_version)
