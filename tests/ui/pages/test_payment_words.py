"""What a payment run may pay has its name on the clinic's page and in the county's workbook."""

import pytest

from clinic_app.domain.payment.run import METHODS
from clinic_app.ui.pages.statements.words import method_text
from sync_server.reports.payment_words import METHOD_NAMES, RULES


@pytest.mark.parametrize("method", METHODS)
def test_every_method_of_payment_has_a_name(method: str):
    assert method_text(method) != method


def test_the_county_names_and_explains_the_same_methods():
    assert set(METHOD_NAMES) == set(RULES) == set(METHODS)
