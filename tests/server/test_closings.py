"""What the county asks of a closing: a role and the author's own signature."""

from datetime import date

import pytest
import sqlalchemy as sa

from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.projections.tables.closing import closing
from tests.server.clinic import Staff
from tests.server.county import TestCounty
from tests.server.test_judging import ids_in, reasons

CLOSING = ClosingMade(
    level="cashier",
    number="RJA261120",
    opter_id="K007",
    biz_date=date(2026, 11, 20),
    n_setl=1,
    sums={"medfee_sumamt": 1800, "fund_pay_sumamt": 0},
    cash_expected=1800,
    cash_counted=1800,
)


@pytest.mark.parametrize(
    ("roles", "signed", "reason"),
    [
        pytest.param(("cashier",), True, "", id="a cashier's own"),
        pytest.param(("doctor",), True, "staff.not_allowed", id="a doctor closes no drawer"),
        pytest.param(("cashier",), False, "journal.bad_author_signature", id="unsigned"),
    ],
)
def test_a_closing_is_taken_from_who_may_and_signed_it(
    county: TestCounty, roles: tuple[str, ...], signed: bool, reason: str
) -> None:
    clinic, cashier = county.clinic(), Staff("K007")
    clinic.certify(cashier, roles)
    entry = clinic.write(CLOSING, cashier, signed=signed)
    clinic.push()
    county.work()
    assert reasons(county) == ({entry.id: reason} if reason else {})
    assert ids_in(county, closing.c.id) == (set() if reason else {entry.id})
    if not reason:
        with county.database.reading() as connection:
            row = connection.execute(sa.select(closing)).one()
        assert (row.facility, row.number, row.medfee_sumamt, row.cash_diff) == (
            clinic.facility,
            "RJA261120",
            1800,
            0,
        )
