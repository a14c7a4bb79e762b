"""What the simulated platform pays: our own settlement function on its own accumulators."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from clinic_app.domain.platform.numbers import yuan_text
from clinic_app.domain.policy.model import Policy
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.bill import Balances, Bill, BillLine, Circumstances
from clinic_app.domain.settlement.engine import settle
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.sync.simulated.books import Books
from clinic_app.sync.simulated.people import People

_FUNDS_NOBODY_HAS: Final = ("cvlserv_pay", "hifes_pay", "hifdm_pay", "oth_pay", "acct_mulaid_pay")
_SHOWN: Final = (
    "medfee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_selfpay",
    "preselfpay_amt",
    "inscp_scp_amt",
    "act_pay_dedc",
    "hifp_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "fund_pay_sumamt",
    "psn_part_amt",
    "acct_pay",
    "psn_cash_pay",
    "hosp_part_amt",
)


class Refusal(Exception):
    """A business error of the simulated platform; its text is err_msg."""


class Benefits:
    def __init__(self, books: Books, policy: Policy, people: People, inst_lv: str) -> None:
        self._books = books
        self._policy = policy
        self._people = people
        self._inst_lv = inst_lv

    def balance(self, psn_no: str) -> int:
        """Fen left on the personal account."""
        rows = self._books.settlements(psn_no=psn_no)
        spent = sum(one.amounts["acct_pay"] for one in rows if one.state != "undone")
        return self._people.balance(psn_no) - spent

    def computed(self, visit: Any, batch: str, acct_request: int) -> Settlement:
        """Raises:
        Refusal: a check of the policy refuses the bill.
        """
        accum: dict[int, dict[str, int]] = {}
        for one in self._books.settlements(psn_no=visit["psn_no"]):
            if one.state == "live" and not one.of_setl_id:
                year = accum.setdefault(one.year, {})
                for key, moved in one.effect.items():
                    year[key] = year.get(key, 0) + moved
        settled = settle(
            self._policy,
            self._people.insured(visit["psn_no"], visit["insutype"]),
            State(accum),
            self._bill(visit, self._books.fees(visit["mdtrt_id"], batch), acct_request),
            Circumstances(balances=Balances(acct_balance=max(0, self.balance(visit["psn_no"])))),
        )
        if settled.rejected:
            raise Refusal(f"待遇不通过 {settled.error}")
        return settled

    def _bill(self, visit: Any, lines: list[dict[str, Any]], acct_request: int) -> Bill:
        day = date.fromisoformat(visit["day"])
        return Bill(
            mdtrt_id=visit["mdtrt_id"],
            fixmedins_code=self._people.contract_inst,
            inst_lv=self._inst_lv,
            med_type=visit["med_type"],
            begndate=day,
            enddate=day,
            setl_date=day,
            mdtrt_cert_type=visit["cert"],
            diag_code=visit["diag"] or None,
            acct_request=acct_request,
            lines=tuple(
                BillLine(
                    feedetl_sn=line["feedetl_sn"],
                    med_list_codg=line["med_list_codg"],
                    pric_e6=int(Decimal(line["pric"]) * 10**6),
                    cnt_e4=int(Decimal(line["cnt"]) * 10**4),
                    hosp_appr_flag=line["hosp_appr_flag"],
                )
                for line in lines
            ),
        )


def setlinfo_of(
    amounts: Mapping[str, int], setl_id: str, mdtrt_id: str, msgid: str, *, refunded: bool = False
) -> dict[str, Any]:
    """setlinfo and setldetail of a split; amounts in fen."""
    info: dict[str, Any] = {
        "setl_id": setl_id,
        "mdtrt_id": mdtrt_id,
        "medins_setl_id": msgid,
        "refd_setl_flag": "1" if refunded else "0",
        **{name: yuan_text(amounts.get(name, 0)) for name in _SHOWN},
        **dict.fromkeys(_FUNDS_NOBODY_HAS, "0.00"),
    }
    fund = yuan_text(amounts["fund_pay_sumamt"])
    return {"setlinfo": info, "setldetail": [{"fund_pay_type": "310100", "fund_payamt": fund}]}
