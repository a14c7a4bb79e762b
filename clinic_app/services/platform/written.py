"""What stands in the intent of a 2207, so that anybody can book it later without asking the desk again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.bill import BillLine, Person
from clinic_app.domain.settlement.outcome import SettledLine
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.calls import Call
from clinic_app.projections.queries.visit_bill import VisitBill
from clinic_app.services.platform.values import Payment, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A settlement as the desk wanted it.  Money in fen."""

    psn_no: str
    insutype: str
    insuplc: str
    mdtrt_id: str
    setl_date: date
    acct_request: int
    figures: Mapping[str, int]  # what 2206 showed
    lines: tuple[SettledLine, ...]  # what 2204 said
    payment: Payment
    asked: tuple[BillLine, ...] = ()  # what it was asked about, at that moment's prices
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # name and unit by line number

    @classmethod
    def of(cls, trial: Trial, payment: Payment) -> "Wanted":
        assert trial.bill.setl_date is not None
        return cls(
            psn_no=trial.insured.psn_no,
            insutype=trial.insured.insutype,
            insuplc=trial.insured.insuplc_admdvs,
            mdtrt_id=trial.mdtrt_id,
            setl_date=trial.bill.setl_date,
            acct_request=trial.bill.acct_request,
            figures=trial.split.figures(),
            lines=trial.settlement.lines,
            payment=payment,
            asked=trial.bill.lines,
            names=trial.found.names(),
        )

    def request(self) -> dict[str, str | int]:
        """As the entry holds it."""
        payment = self.payment
        return {
            "psn_no": self.psn_no,
            "insutype": self.insutype,
            "insuplc": self.insuplc,
            "mdtrt_id": self.mdtrt_id,
            "setl_date": self.setl_date.isoformat(),
            "acct_request": self.acct_request,
            "figures": json.dumps(dict(self.figures)),
            "lines": json.dumps([asdict(line) for line in self.lines]),
            "asked": json.dumps([asdict(line) for line in self.asked]),
            "names": json.dumps(dict(self.names), ensure_ascii=False),
            "received": -1 if payment.received is None else payment.received,
            "tender": json.dumps(payment.tender) if payment.tender else "",
            "purse_call": payment.purse_call.hex if payment.purse_call else "",
            "purse_amount": payment.purse_amount,
            "deferred": payment.deferred.hex if payment.deferred else "",
            "prepaid": payment.prepaid,
        }

    def of_then(self, found: VisitBill) -> VisitBill:
        """The visit's bill as it was asked about: the price of a medicine may have changed since."""
        return replace(found, bill=replace(found.bill, lines=self.asked)) if self.asked else found

    def person(self, connection: sa.Connection) -> Person:
        """参保信息 as stated here, else what the platform said."""
        known = insurance.insured_by_psn_no(connection, self.psn_no)
        if known is not None and known.person.insutype == self.insutype:
            return known.person
        return Person(psn_no=self.psn_no, insutype=self.insutype)

    def tender(self, due: int) -> dict[str, int]:
        """By TENDERS; empty: all of it in cash.  `due`: cash still due, below 0 where some goes back."""
        payment = self.payment
        if payment.tender:
            return {} if set(payment.tender) == {"cash"} else payment.tender
        if not payment.deferred and not payment.purse_amount:
            return {}
        parts = {"purse": payment.purse_amount, "prepaid": payment.prepaid, "cash": due}
        return {name: fen for name, fen in parts.items() if fen}


def wanted_of(call: Call) -> Wanted:
    """The other way."""
    asked = call.request
    received = int(asked["received"])
    return Wanted(
        psn_no=str(asked["psn_no"]),
        insutype=str(asked["insutype"]),
        insuplc=str(asked["insuplc"]),
        mdtrt_id=str(asked["mdtrt_id"]),
        setl_date=date.fromisoformat(str(asked["setl_date"])),
        acct_request=int(asked["acct_request"]),
        figures=json.loads(str(asked["figures"])),
        lines=tuple(SettledLine(**line) for line in json.loads(str(asked["lines"]))),
        payment=Payment(
            received=None if received < 0 else received,
            tender=json.loads(str(asked["tender"])) if asked["tender"] else None,
            purse_call=UUID(hex=str(asked["purse_call"])) if asked["purse_call"] else None,
            purse_amount=int(asked["purse_amount"]),
            deferred=UUID(hex=str(asked["deferred"])) if asked["deferred"] else None,
            prepaid=int(asked["prepaid"]),
        ),
        asked=tuple(BillLine(**line) for line in json.loads(str(asked.get("asked", "[]")))),
        names={sn: (name, unit) for sn, (name, unit) in json.loads(str(asked.get("names", "{}"))).items()},
    )
