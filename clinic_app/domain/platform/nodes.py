"""交易输入: what each transaction is asked with.  Money is yuan with two decimals, as text.

Source: docs/platform.md, the outpatient chain and its fields.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from clinic_app.domain.money import half_up
from clinic_app.domain.platform.numbers import decimal_text, yuan_text
from clinic_app.domain.platform.province import Province
from clinic_app.domain.platform.setlinfo import Split
from clinic_app.domain.settlement.bill import Bill

EVERYTHING: Final = "0000"  # chrg_bchno of 2205: every upload of the visit that is not settled
_FEN: Final = 10**8  # micro-yuan · ten-thousandths in one fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """就诊凭证 of a visit, and whose it is."""

    mdtrt_cert_type: str  # 01 e-voucher, 02 ID card, 03 social-security card
    mdtrt_cert_no: str
    card_sn: str = ""  # 卡识别码, due with 03
    certno: str = ""  # ID number
    psn_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insured:
    """The insurance that was chosen among those of 1101."""

    psn_no: str
    insutype: str
    insuplc_admdvs: str
    balc: int  # fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """What the platform wants to know of a visit beside its bill."""

    ipt_otp_no: str  # 院内流水: one for each visit, for ever
    day: date
    dept_name: str
    dr_code: str
    dr_name: str
    complaint: str
    diagnoses: tuple[tuple[str, str], ...]  # code, name


def sign_in(opter: str) -> dict[str, Any]:
    """9001."""
    return {"signIn": {"opter_no": opter, "mac": "", "ip": ""}}


def sign_out(opter: str, sign_no: str) -> dict[str, Any]:
    """9002."""
    return {"signOut": {"opter_no": opter, "sign_no": sign_no}}


def person(credential: Credential, day: date) -> dict[str, Any]:
    """1101."""
    return {
        "data": {
            "mdtrt_cert_type": credential.mdtrt_cert_type,
            "mdtrt_cert_no": credential.mdtrt_cert_no,
            "card_sn": credential.card_sn,
            "begntime": _midnight(day),
            "psn_cert_type": "01" if credential.certno else "",
            "certno": credential.certno,
            "psn_name": credential.psn_name,
        }
    }


def register(insured: Insured, credential: Credential, visit: Attended) -> dict[str, Any]:
    """2201."""
    return {
        "data": {
            "psn_no": insured.psn_no,
            "insutype": insured.insutype,
            "begntime": _midnight(visit.day),
            "mdtrt_cert_type": credential.mdtrt_cert_type,
            "mdtrt_cert_no": credential.mdtrt_cert_no,
            "ipt_otp_no": visit.ipt_otp_no,
            "atddr_no": visit.dr_code,
            "dr_name": visit.dr_name,
            "dept_code": visit.dept_name,
            "dept_name": visit.dept_name,
            "caty": "",
        }
    }


def visited(mdtrt_id: str, psn_no: str, bill: Bill, visit: Attended) -> dict[str, Any]:
    """2203."""
    main = visit.diagnoses[0] if visit.diagnoses else ("", "")
    return {
        "mdtrtinfo": {
            "mdtrt_id": mdtrt_id,
            "psn_no": psn_no,
            "med_type": bill.med_type,
            "begntime": _midnight(visit.day),
            "main_cond_dscr": visit.complaint,
            "dise_codg": bill.dise_codg or main[0],
            "dise_name": main[1],
        },
        "diseinfo": [
            {
                "diag_type": "1",
                "diag_srt_no": str(no),
                "diag_code": code,
                "diag_name": name,
                "diag_dept": visit.dept_name,
                "dise_dor_no": visit.dr_code,
                "dise_dor_name": visit.dr_name,
                "diag_time": _midnight(visit.day),
                "vali_flag": "1",
            }
            for no, (code, name) in enumerate(visit.diagnoses, start=1)
        ],
    }


def clear_fees(mdtrt_id: str, psn_no: str) -> dict[str, Any]:
    """2205 of every upload that is not settled."""
    return {"data": {"mdtrt_id": mdtrt_id, "psn_no": psn_no, "chrg_bchno": EVERYTHING}}


def fees(mdtrt_id: str, psn_no: str, batch: str, bill: Bill, visit: Attended) -> dict[str, Any]:
    """2204: one entry a line, in the bill's order."""
    return {
        "feedetail": [
            {
                "feedetl_sn": line.feedetl_sn,
                "mdtrt_id": mdtrt_id,
                "psn_no": psn_no,
                "chrg_bchno": batch,
                "dise_codg": bill.dise_codg or "",
                "rx_circ_flag": "0",
                "fee_ocur_time": _midnight(visit.day),
                "med_list_codg": line.med_list_codg,
                "medins_list_codg": line.med_list_codg,
                "det_item_fee_sumamt": yuan_text(half_up(line.pric_e6 * line.cnt_e4, _FEN)),
                "cnt": decimal_text(line.cnt_e4, 4),
                "pric": decimal_text(line.pric_e6, 6),
                "bilg_dept_codg": visit.dept_name,
                "bilg_dept_name": visit.dept_name,
                "bilg_dr_codg": visit.dr_code,
                "bilg_dr_name": visit.dr_name,
                "hosp_appr_flag": line.hosp_appr_flag,
            }
            for line in bill.lines
        ]
    }


def trial(
    province: Province,
    insured: Insured,
    credential: Credential,
    mdtrt_id: str,
    batch: str,
    bill: Bill,
    total: int,
) -> dict[str, Any]:
    """2206; `total` in fen."""
    return {
        "data": {
            "psn_no": insured.psn_no,
            "mdtrt_cert_type": credential.mdtrt_cert_type,
            "mdtrt_cert_no": credential.mdtrt_cert_no,
            "med_type": bill.med_type,
            "medfee_sumamt": yuan_text(total),
            "psn_setlway": province.psn_setlway,
            "mdtrt_id": mdtrt_id,
            "chrg_bchno": batch,
            "acct_used_flag": "1" if bill.acct_request else "0",
            "acct_payamt": yuan_text(bill.acct_request),
            "insutype": insured.insutype,
            "pub_hosp_rfom_flag": "0",
        }
    }


def settle(asked: dict[str, Any], shown: Split) -> dict[str, Any]:
    """2207: the trial's input, and what the trial said."""
    amounts = shown.amounts
    said = {
        "invono": "",
        "fulamt_ownpay_amt": yuan_text(amounts.fulamt_ownpay_amt),
        "overlmt_selfpay": yuan_text(amounts.overlmt_selfpay),
        "preselfpay_amt": yuan_text(amounts.preselfpay_amt),
        "inscp_scp_amt": yuan_text(amounts.inscp_scp_amt),
    }
    return {"data": {**asked["data"], **said}}


def cancel(setl_id: str, mdtrt_id: str, psn_no: str) -> dict[str, Any]:
    """2208."""
    return {"data": {"setl_id": setl_id, "mdtrt_id": mdtrt_id, "psn_no": psn_no}}


def reverse(psn_no: str, omsgid: str, oinfno: str) -> dict[str, Any]:
    """2601."""
    return {"data": {"psn_no": psn_no, "omsgid": omsgid, "oinfno": oinfno}}


def ask_visit(psn_no: str, ipt_otp_no: str) -> dict[str, Any]:
    """5201."""
    return {"data": {"psn_no": psn_no, "ipt_otp_no": ipt_otp_no}}


def ask_settlement(psn_no: str, mdtrt_id: str) -> dict[str, Any]:
    """5203 of every settlement of a visit."""
    return {"data": {"psn_no": psn_no, "mdtrt_id": mdtrt_id, "setl_id": ""}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Our side of 3201 for one insurance type and clearing type: fen, and a count."""

    insutype: str
    clr_type: str
    begin: date
    end: date
    medfee_sumamt: int
    fund_pay_sumamt: int
    acct_pay: int
    count: int


def totals(province: Province, ours: Totals) -> dict[str, Any]:
    """3201."""
    return {
        "data": {
            "insutype": ours.insutype,
            "clr_type": ours.clr_type,
            "setl_optins": province.setl_optins,
            "stmt_begndate": ours.begin.isoformat(),
            "stmt_enddate": ours.end.isoformat(),
            "medfee_sumamt": yuan_text(ours.medfee_sumamt),
            "fund_pay_sumamt": yuan_text(ours.fund_pay_sumamt),
            "acct_pay": yuan_text(ours.acct_pay),
            "fixmedins_setl_cnt": str(ours.count),
        }
    }


def bill_total(bill: Bill) -> int:
    """What the bill's lines come to, in fen."""
    return sum(half_up(line.pric_e6 * line.cnt_e4, _FEN) for line in bill.lines)


def _midnight(day: date) -> str:
    return f"{day.isoformat()} 00:00:00"
