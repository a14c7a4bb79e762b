"""交易输出: what the answers of 1101, 2201, 2204, 5201 and 5203 say.  Source: docs/platform.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from clinic_app.domain.platform.errors import ChooseInsurance, NotInsured, OtherPerson, Unverified
from clinic_app.domain.platform.nodes import Insured
from clinic_app.domain.platform.numbers import fen_of_yuan
from clinic_app.domain.platform.province import Province
from clinic_app.domain.platform.setlinfo import Split, split_of
from clinic_app.domain.settlement.bill import INSURED
from clinic_app.domain.settlement.outcome import SettledLine

Node = Mapping[str, Any]
_LINE_AMOUNTS: Final = (
    "det_item_fee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_amt",
    "preselfpay_amt",
    "inscp_scp_amt",
)


@dataclass(frozen=True, slots=True)
class Person:
    """1101: who the credential belongs to, and every insurance in force."""

    psn_no: str
    psn_name: str
    insurances: tuple[Insured, ...]


def text_in(output: Node, node: str, name: str) -> str:
    """A text that an answer cannot do without.

    Raises:
        Unverified: it is missing.
    """
    inner = output.get(node)
    value = inner.get(name) if isinstance(inner, Mapping) else None
    if not value:
        raise Unverified(field=f"{node}.{name}")
    return str(value)


def person_of(output: Node) -> Person:
    """Raises:
    Unverified: no person, or a balance that is no number.
    """
    psn_no = text_in(output, "baseinfo", "psn_no")
    rows = _list(output.get("insuinfo"))
    return Person(
        psn_no=psn_no,
        psn_name=str(output["baseinfo"].get("psn_name") or ""),
        insurances=tuple(
            Insured(
                psn_no=psn_no,
                insutype=str(row.get("insutype") or ""),
                insuplc_admdvs=str(row.get("insuplc_admdvs") or ""),
                balc=fen_of_yuan(row.get("balc"), "balc"),
            )
            for row in rows
            if str(row.get("psn_insu_stas", INSURED)) == INSURED
        ),
    )


def chosen(person: Person, psn_no: str, insutype: str) -> Insured:
    """The insurance that pays: the one of `insutype`, or the only one.

    Raises:
        OtherPerson: the credential is not that of `psn_no`.
        NotInsured, ChooseInsurance
    """
    if psn_no and person.psn_no != psn_no:
        raise OtherPerson(psn_no=psn_no)
    fitting = [one for one in person.insurances if insutype in ("", one.insutype)]
    if not fitting:
        raise NotInsured(psn_no=person.psn_no)
    if len(fitting) > 1:
        raise ChooseInsurance(insutypes=", ".join(one.insutype for one in fitting))
    return fitting[0]


def lines_of(output: Node) -> tuple[SettledLine, ...]:
    """2204: what each line's amount is made of, fen.

    Raises:
        Unverified: an amount is missing.
    """
    lines = []
    for row in _list(output.get("result")):
        fen = {name: fen_of_yuan(row.get(name), name) for name in _LINE_AMOUNTS}
        parts = sum(fen[name] for name in _LINE_AMOUNTS[1:])
        lines.append(
            SettledLine(
                feedetl_sn=str(row.get("feedetl_sn") or ""),
                med_list_codg=str(row.get("med_list_codg") or ""),
                hosp_part_amt=max(0, fen["det_item_fee_sumamt"] - parts),
                **fen,
            )
        )
    return tuple(lines)


def registered_id(output: Node, ipt_otp_no: str) -> str:
    """5201: mdtrt_id of our own number, "" where the platform has none."""
    for row in _list(output.get("mdtrtinfo")):
        if str(row.get("ipt_otp_no") or "") == ipt_otp_no and str(row.get("vali_flag", "1")) == "1":
            return str(row.get("mdtrt_id") or "")
    return ""


def settlements_of(output: Node, province: Province) -> tuple[Split, ...]:
    """5203: every settlement and cancellation of a visit that stands at the platform.

    Raises:
        Unverified, WrongSum
    """
    rows = output.get("setlinfo")
    found = [rows] if isinstance(rows, Mapping) else _list(rows)
    return tuple(split_of({"setlinfo": row}, province) for row in found if row)


def _list(value: object) -> list[Node]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [one for one in value if isinstance(one, Mapping)]
