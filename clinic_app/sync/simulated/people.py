"""Whom the simulated platform insures: those of a file, or everybody with an ID number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clinic_app.domain.settlement.bill import INSURED, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    psn_no: str
    name: str
    insutypes: tuple[str, ...]
    psn_insu_stas: str = INSURED
    balance: int = 0  # fen on the personal account
    person: Person | None = None  # where more is known


@dataclass(slots=True)
class People:
    """`default_insutype`: of people whom no file names; empty: they are not insured."""

    default_insutype: str = "390"
    contract_inst: str = ""  # 签约机构 of people whom no file names
    numbers: dict[str, Known] = field(default_factory=dict)  # by ID number
    prefix: str = "P"  # of the insurance numbers of people whom no file names

    def of(self, credential: Mapping[str, Any]) -> Known | None:
        """By the ID number of 1101."""
        certno = str(credential.get("certno") or credential.get("mdtrt_cert_no") or "")
        known = self.numbers.get(certno)
        if known is not None or not certno or not self.default_insutype:
            return known
        new = Known(
            psn_no=f"{self.prefix}{certno[-8:]}",
            name=str(credential.get("psn_name") or ""),
            insutypes=(self.default_insutype,),
        )
        self.numbers[certno] = new
        return new

    def balance(self, psn_no: str) -> int:
        return next((one.balance for one in self.numbers.values() if one.psn_no == psn_no), 0)

    def insured(self, psn_no: str, insutype: str) -> Person:
        """The person as the settlement function wants it."""
        known = next((one for one in self.numbers.values() if one.psn_no == psn_no), None)
        if known is not None and known.person is not None:
            return known.person
        return Person(psn_no=psn_no, insutype=insutype, contract_inst=self.contract_inst or None)
