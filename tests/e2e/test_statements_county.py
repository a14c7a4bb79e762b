"""A month between real clinics and a real county: settled, closed, declared, disputed, decided, approved."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic_app.domain.reconciling import Remedy, State
from clinic_app.domain.statements import Status
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.quarantine import AnsweredBefore
from clinic_app.projections.queries import reconciliation
from clinic_app.services.statements import NoReason
from sync_server.intake.pen import held_pen
from sync_server.publish.months import close_month
from sync_server.publish.policies import publish_policy
from sync_server.publish.statements import approve, decide_dispute
from sync_server.store.queries.daybooks import balance
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.e2e.townships import TODAY, Township, policy, township
from tests.server.county import OTHER, TOWNSHIP

MONTH = TODAY.isoformat()[:7]


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyAtWork]:
    """With a policy, and one person who is insured."""
    with at_work(tmp_path) as working:
        publish_policy(working.database(), policy())
        with held_pen(working.database()) as pen:
            for psn_no in ("P1", "P2"):
                pen.append(
                    InsuredStated(
                        psn_no=psn_no, id_number="", insutype="390", psn_insu_stas="1", salt=new_salt()
                    )
                )
        yield working


def until(condition: Callable[[], bool], *townships: Township) -> None:
    """The county works behind the push: sync until it has."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "the county does not come to rest"
        for one in townships:
            one.sync()
        time.sleep(0.05)


def test_a_month_between_two_clinics_and_their_county(tmp_path: Path, county: CountyAtWork):
    first, second = township(tmp_path / "a", county, TOWNSHIP), township(tmp_path / "b", county, OTHER)
    kept, _ = first.settle("P1", 6000)
    odd, _ = first.settle("P2", 9000)
    second.settle("P1", 6000)
    days = first.clinic.statements.unbalanced()
    assert [(one.state, one.remedy) for one in days[0].odd] == [(State.CLINIC_ONLY, Remedy.PUSH)] * 2
    until(lambda: first.clinic.statements.unbalanced() == [], first, second)
    with county.database().reading() as db:
        found = {
            day.facility: day for day in sorted(balance(db, TODAY, TODAY), key=lambda day: -day.not_closed)
        }
    assert [(day.balanced, day.not_closed) for day in found.values()] == [(True, 2), (True, 1)]

    month = close_month(county.database(), MONTH, "chen")
    until(lambda: bool(first.clinic.statements.all()), first, second)
    (statement,) = first.clinic.statements.all()
    detail = first.clinic.statements.detail(statement.id)
    assert {line.record for line in detail.lines} == {kept, odd}
    at_county = next(one for one in month.statements if one.facility == TOWNSHIP)
    assert (statement.sums, statement.status) == (at_county.sums, Status.SENT)

    by = first.clinic.on_duty
    with pytest.raises(NoReason):
        first.clinic.statements.answer(by, statement.id, {odd: "  "})
    first.clinic.statements.answer(by, statement.id, {odd: "县里少算了"})
    with pytest.raises(AnsweredBefore):
        first.clinic.statements.answer(by, statement.id, {})

    def disputed() -> bool:
        with county.database().reading() as db:
            return reconciliation.statement_of(db, statement.id).disputed == 1

    until(disputed, first)
    decide_dispute(county.database(), statement.id, odd, upheld=False, reason="维持原判", author="lin")
    approve(county.database(), statement.id, "lin")
    until(lambda: first.clinic.statements.all()[0].status is Status.APPROVED, first)
    answered = first.clinic.statements.detail(statement.id)
    assert answered.disputes[odd].decision == "维持原判"
    with county.database().reading() as db:
        assert reconciliation.statement_of(db, statement.id).effective == answered.statement.effective
    assert answered.statement.effective["fund_due"] < statement.sums["fund_due"]
