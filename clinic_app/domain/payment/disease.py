"""按病种清算: the fund's share of what a package visit cost less than its standard.

Source: docs/payment.md §5.
"""

from clinic_app.domain.money import half_up
from clinic_app.domain.payment.instalments import WHOLE_BP


def surplus_paid(dise_surplus_amt: int, psn_bp: int) -> int:
    """病种结余: for one visit, in fen; a red takes back what its original got.

    The person has paid `psn_bp` of the actual charges and has no part in it.
    """
    paid = half_up(abs(dise_surplus_amt) * (WHOLE_BP - psn_bp), WHOLE_BP)
    return paid if dise_surplus_amt >= 0 else -paid
