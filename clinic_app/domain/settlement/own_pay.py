"""自费: nobody but the person pays; no policy is asked, no accumulator moves."""

from clinic_app.domain.money import half_up
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import Bill
from clinic_app.domain.settlement.outcome import SettledLine, Settlement, Status


def own_pay(bill: Bill, ewallet_balance: int = 0) -> Settlement:
    """The whole bill by the person; line amounts are rounded as everywhere (R1).

    `ewallet_balance`: fen that the e-purse can pay; no policy limits it here.
    """
    lines: list[SettledLine] = []
    for line in bill.lines:
        amount = half_up(line.pric_e6 * line.cnt_e4, 10**8)
        lines.append(
            SettledLine(
                feedetl_sn=line.feedetl_sn,
                med_list_codg=line.med_list_codg,
                det_item_fee_sumamt=amount,
                fulamt_ownpay_amt=amount,
            )
        )
    total = sum(line.det_item_fee_sumamt for line in lines)
    ewallet = max(0, min(bill.ewallet_request, ewallet_balance, total))
    amounts = Amounts(
        medfee_sumamt=total,
        fulamt_ownpay_amt=total,
        psn_part_amt=total,
        psn_cash_pay=total,
        ewallet_pay=ewallet,
        cash_pay=total - ewallet,
    )
    return Settlement(status=Status.SETTLED, amounts=amounts, lines=tuple(lines))
