"""报文: the header of a request, and what an answer says.

Source: docs/platform.md; lengths are confirmed with the county.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from clinic_app.domain.platform.errors import NoAnswer, PlatformRefused
from clinic_app.domain.platform.province import Province
from clinic_app.domain.time import beijing

SIGN_IN: Final = "9001"  # 签到
SIGN_OUT: Final = "9002"  # 签退
PERSON: Final = "1101"  # 人员信息获取
REGISTER: Final = "2201"  # 门诊挂号
UNREGISTER: Final = "2202"  # 门诊挂号撤销
VISIT: Final = "2203"  # 门诊就诊信息上传
FEES: Final = "2204"  # 门诊费用明细上传
CLEAR_FEES: Final = "2205"  # 门诊费用明细撤销
TRIAL: Final = "2206"  # 门诊预结算
SETTLE: Final = "2207"  # 门诊结算
CANCEL: Final = "2208"  # 门诊结算撤销
REVERSE: Final = "2601"  # 冲正交易
ASK_VISIT: Final = "5201"  # 就诊信息查询
ASK_SETTLEMENT: Final = "5203"  # 结算信息查询
TOTALS: Final = "3201"  # 结算对总账
SALES: Final = "3505A"  # 商品销售
ASK_SALES: Final = "3512"  # 商品销售信息查询

_SUCCESS: Final = "0"
_SYSTEM: Final = "-1"
_CODE: Final = 12  # characters of an institution's code

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Node = Mapping[str, Any]


class InsurancePlatform(Protocol):
    """One request, one answer.  The line to a platform, or a simulated one in process."""

    def ask(self, message: Node) -> Node:
        """Raises:
        NoAnswer: it may have arrived or not, and may have been done or not.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who asks: the institution, and the operator at work."""

    fixmedins_code: str  # 定点机构编号
    fixmedins_name: str
    mdtrtarea_admvs: str  # 就医地医保区划; empty: the province's
    opter: str
    opter_name: str
    sign_no: str = ""  # 交易签到流水号


def institution(code: str) -> str:
    """The 12 characters that a message number begins with."""
    return code[:_CODE].rjust(_CODE, "0")


def msgid_of(fixmedins_code: str, now_ms: int, serial: int) -> str:
    """发送方报文ID: institution (12), Beijing time (14), serial (4).  2601 refers to it."""
    return f"{institution(fixmedins_code)}{beijing(now_ms):%Y%m%d%H%M%S}{serial % 10_000:04d}"


def own_number(visit_id: UUID) -> str:
    """院内流水 (ipt_otp_no, 30): the whole id of a visit in 25 digits and capitals."""
    rest, text = visit_id.int, ""
    while rest:
        rest, digit = divmod(rest, 36)
        text = _DIGITS[digit] + text
    return text.rjust(25, "0")


def request(
    province: Province, sender: Sender, infno: str, msgid: str, now_ms: int, content: Node, insuplc: str = ""
) -> dict[str, Any]:
    """A whole message; `insuplc` is 参保地医保区划, known from 1101 on."""
    return {
        "infno": infno,
        "msgid": msgid,
        "mdtrtarea_admvs": sender.mdtrtarea_admvs or province.mdtrtarea_admvs,
        "insuplc_admdvs": insuplc,
        "recer_sys_code": province.recer_sys_code,
        "dev_no": "",
        "dev_safe_info": "",
        "cainfo": "",
        "signtype": province.signtype,
        "infver": province.infver,
        "opter_type": "1",
        "opter": sender.opter,
        "opter_name": sender.opter_name,
        "inf_time": f"{beijing(now_ms):%Y-%m-%d %H:%M:%S}",
        "fixmedins_code": institution(sender.fixmedins_code),
        "fixmedins_name": sender.fixmedins_name,
        "sign_no": sender.sign_no,
        "fixmedins_soft_fcty": province.fixmedins_soft_fcty,
        "input": content,
    }


def output_of(answer: Node, infno: str) -> Node:
    """交易输出 of a success.

    Raises:
        NoAnswer: the platform's own -1, or nothing that could be an answer: the outcome is unknown.
        PlatformRefused: its business error; nothing was done.
    """
    code = str(answer.get("infcode", ""))
    if code == _SUCCESS:
        output = answer.get("output")
        return output if isinstance(output, Mapping) else {}
    if code == _SYSTEM or not code:
        raise NoAnswer(infno=infno)
    raise PlatformRefused(infno=infno, why=str(answer.get("err_msg") or code)[:200])
