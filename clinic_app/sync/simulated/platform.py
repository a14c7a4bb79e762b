"""The simulated platform itself: the outpatient chain, and what goes wrong on the way."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from clinic_app.domain.platform import message as m
from clinic_app.domain.platform.errors import NoAnswer
from clinic_app.domain.platform.message import Node
from clinic_app.domain.platform.numbers import fen_of_yuan, yuan_text
from clinic_app.domain.policy.model import Policy
from clinic_app.sync.simulated.benefits import Benefits, Refusal, setlinfo_of
from clinic_app.sync.simulated.books import Booked, Books
from clinic_app.sync.simulated.faults import Fault, Plan, no_faults
from clinic_app.sync.simulated.people import People

_LATE: Final = {Fault.LATE: 1, Fault.LATER: 3}


class SimulatedPlatform:
    """Answers messages in process; `server` puts it on a port."""

    def __init__(
        self, books: Books, policy: Policy, people: People, inst_lv: str = "township", plan: Plan = no_faults
    ) -> None:
        self.books = books
        self.plan = plan
        self._people = people
        self._benefits = Benefits(books, policy, people, inst_lv)
        self._late: list[tuple[int, Node]] = []  # requests until it arrives
        self._lock = threading.Lock()
        self._does: dict[str, Callable[[Node, Mapping[str, Any]], dict[str, Any]]] = {
            m.SIGN_IN: self._sign_in,
            m.SIGN_OUT: lambda *_: {},
            m.PERSON: self._person,
            m.REGISTER: self._register,
            m.UNREGISTER: self._unregister,
            m.VISIT: self._visit,
            m.FEES: self._fees,
            m.CLEAR_FEES: self._clear,
            m.TRIAL: self._trial,
            m.SETTLE: self._settle,
            m.CANCEL: self._cancel,
            m.REVERSE: self._reverse,
            m.ASK_VISIT: self._ask_visit,
            m.ASK_SETTLEMENT: self._ask_settlement,
            m.TOTALS: self._totals,
            m.SALES: self._sell,
            m.ASK_SALES: self._ask_sale,
        }

    def ask(self, message: Node, told: Callable[[Fault], None] = lambda _: None) -> Node:
        """One request with the plan's fault, which `told` hears of.

        Raises:
            NoAnswer: by order of the plan.
        """
        infno = str(message["infno"])
        with self._lock:
            self._deliver_late()
            fault = self.plan(infno, str(message["msgid"]))
            told(fault)
            if fault in _LATE:
                self._late.append((_LATE[fault], message))
                raise NoAnswer(infno=infno)
            if fault is Fault.LOST_BEFORE:
                raise NoAnswer(infno=infno)
            if fault is Fault.SYSTEM_BEFORE:
                return {"infcode": "-1", "err_msg": "系统繁忙"}
            if fault is Fault.REFUSED:
                return {"infcode": "1", "err_msg": "模拟：平台不接受"}
            answer = self._do(message)
        if fault is Fault.LOST_AFTER:
            raise NoAnswer(infno=infno)
        if fault is Fault.SYSTEM_AFTER:
            return {"infcode": "-1", "err_msg": "系统繁忙"}
        return spoilt(answer, fault)

    def _deliver_late(self) -> None:
        """What was under way arrives one request later than it seemed."""
        self._late = [(left - 1, one) for left, one in self._late]
        for left, one in self._late:
            if left == 0:
                self._do(one)
        self._late = [(left, one) for left, one in self._late if left > 0]

    def _do(self, message: Node) -> dict[str, Any]:
        """One transaction; a message number is done once."""
        msgid, infno = str(message["msgid"]), str(message["infno"])
        self.books.begin()
        try:
            known = self.books.message(msgid)
            if known is not None and infno != m.REVERSE:
                self.books.rollback()
                return {"infcode": "1", "err_msg": "该报文已冲正" if known["undone"] else "报文ID重复"}
            try:
                output = self._does[infno](message, message["input"])
            except Refusal as refusal:
                self.books.rollback()
                return {"infcode": "1", "err_msg": str(refusal)}
            if infno in (m.REGISTER, m.SETTLE, m.CANCEL, m.SALES):
                self.books.remember(msgid, infno, {})
            self.books.commit()
        except BaseException:
            self.books.rollback()
            raise
        return {"infcode": "0", "inf_refmsgid": msgid, "err_msg": "", "output": output}

    # ---- the chain

    def _sign_in(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        return {"signinoutb": {"sign_time": message["inf_time"], "sign_no": f"S{message['msgid'][12:]}"}}

    def _person(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        found = self._people.of(given["data"])
        if found is None:
            raise Refusal("查无此人")
        rows = [
            {
                "insutype": one,
                "balc": yuan_text(self._benefits.balance(found.psn_no)),
                "psn_insu_stas": found.psn_insu_stas,
                "insuplc_admdvs": "350881",
            }
            for one in found.insutypes
        ]
        return {"baseinfo": {"psn_no": found.psn_no, "psn_name": found.name}, "insuinfo": rows}

    def _register(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        data = given["data"]
        mdtrt_id = self.books.new_visit(
            data["psn_no"],
            data["insutype"],
            data["ipt_otp_no"],
            data["begntime"][:10],
            data["mdtrt_cert_type"],
        )
        return {"data": {"mdtrt_id": mdtrt_id, "psn_no": data["psn_no"], "ipt_otp_no": data["ipt_otp_no"]}}

    def _sell(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        """A sale's number and a box's code are taken once."""
        for line in given["selinfo"]:
            codes = [one["drug_trac_codg"] for one in line["drugtracinfo"]]
            if not self.books.sell(line["fixmedins_bchno"], codes):
                raise Refusal("该商品销售信息已上传")
        return {}

    def _ask_sale(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        number = given["data"]["fixmedins_bchno"]
        return {"data": [{"fixmedins_bchno": number}] if self.books.sold(number) else []}

    def _unregister(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        visit = self._known(given["data"])
        if self._live(visit["mdtrt_id"]) is not None:
            raise Refusal("该就诊已结算，不能撤销挂号")
        self.books.end_visit(visit["mdtrt_id"])
        return {}

    def _visit(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        info = given["mdtrtinfo"]
        self._known(info)
        diagnoses = given.get("diseinfo") or [{}]
        self.books.describe_visit(info["mdtrt_id"], info["med_type"], diagnoses[0].get("diag_code", ""))
        return {}

    def _fees(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        lines = given["feedetail"]
        visit = self._known(lines[0])
        if self.books.fees(visit["mdtrt_id"], lines[0]["chrg_bchno"]):
            raise Refusal("费用明细重复上传")
        for line in lines:
            self.books.add_fee(visit["mdtrt_id"], line["chrg_bchno"], line)
        settled = self._benefits.computed(visit, lines[0]["chrg_bchno"], 0)
        return {
            "result": [
                {
                    "feedetl_sn": line.feedetl_sn,
                    "med_list_codg": line.med_list_codg,
                    "det_item_fee_sumamt": yuan_text(line.det_item_fee_sumamt),
                    "fulamt_ownpay_amt": yuan_text(line.fulamt_ownpay_amt),
                    "overlmt_amt": yuan_text(line.overlmt_amt),
                    "preselfpay_amt": yuan_text(line.preselfpay_amt),
                    "inscp_scp_amt": yuan_text(line.inscp_scp_amt),
                }
                for line in settled.lines
            ]
        }

    def _clear(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        if not self.books.clear_fees(self._known(given["data"])["mdtrt_id"]):
            raise Refusal("没有可撤销的费用明细")
        return {}

    def _trial(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        data = given["data"]
        visit = self._known(data)
        settled = self._benefits.computed(
            visit, data["chrg_bchno"], fen_of_yuan(data["acct_payamt"], "acct_payamt")
        )
        if settled.amounts.medfee_sumamt != fen_of_yuan(data["medfee_sumamt"], "medfee_sumamt"):
            raise Refusal("费用总额与明细不符")
        return setlinfo_of(settled.amounts.as_dict(), "", visit["mdtrt_id"], "")

    def _settle(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        data = given["data"]
        visit = self._known(data)
        if self._live(visit["mdtrt_id"]) is not None:
            raise Refusal("该就诊已结算")
        self._trial(message, given)
        settled = self._benefits.computed(
            visit, data["chrg_bchno"], fen_of_yuan(data["acct_payamt"], "acct_payamt")
        )
        amounts = settled.amounts.as_dict()
        effect = dict(settled.effect.deltas) if settled.effect else {}
        setl_id = self.books.book(visit, str(message["msgid"]), data["chrg_bchno"], amounts, effect)
        self.books.mark_fees(visit["mdtrt_id"], data["chrg_bchno"], setl_id)
        return setlinfo_of(amounts, setl_id, visit["mdtrt_id"], str(message["msgid"]))

    def _cancel(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        data = given["data"]
        booked = self.books.settlement(data["setl_id"])
        visit = self._known(data)
        if booked is None or booked.state != "live" or booked.of_setl_id:
            raise Refusal("没有可撤销的结算")
        amounts = {name: -fen for name, fen in booked.amounts.items()}
        back = self.books.book(
            visit, str(message["msgid"]), booked.batch, amounts, {}, of_setl_id=booked.setl_id
        )
        self.books.put(booked.setl_id, "refunded")
        return setlinfo_of(amounts, back, booked.mdtrt_id, str(message["msgid"]), refunded=True)

    def _reverse(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        """冲正: undone, or never to be done; twice is the same as once."""
        data = given["data"]
        booked = self.books.settlement_by(data["omsgid"])
        if booked is not None and booked.state == "refunded":
            raise Refusal("该结算已撤销，不能冲正")
        if booked is not None and booked.state == "live":
            self.books.put(booked.setl_id, "undone")
            if booked.of_setl_id:
                self.books.put(booked.of_setl_id, "live")
        self.books.forbid(data["omsgid"], data["oinfno"])
        return {}

    # ---- questions

    def _ask_visit(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        data = given["data"]
        rows = self.books.visits_of(data["psn_no"], data["ipt_otp_no"])
        return {
            "mdtrtinfo": [
                {"mdtrt_id": row["mdtrt_id"], "ipt_otp_no": row["ipt_otp_no"], "vali_flag": "1"}
                for row in rows
            ]
        }

    def _ask_settlement(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        rows = self.books.settlements(given["data"]["mdtrt_id"])
        return {
            "setlinfo": [
                setlinfo_of(
                    one.amounts,
                    one.setl_id,
                    one.mdtrt_id,
                    one.msgid,
                    refunded=one.state == "refunded" or bool(one.of_setl_id),
                )["setlinfo"]
                for one in rows
                if one.state != "undone"
            ]
        }

    def _totals(self, message: Node, given: Mapping[str, Any]) -> dict[str, Any]:
        data = given["data"]
        rows = [
            one
            for one in self.books.settlements()
            if one.state != "undone"
            and one.insutype == data["insutype"]
            and data["stmt_begndate"] <= one.day <= data["stmt_enddate"]
        ]
        ours = {name: sum(one.amounts[name] for one in rows) for name in ("medfee_sumamt", "fund_pay_sumamt")}
        same = all(fen_of_yuan(data[name], name) == fen for name, fen in ours.items())
        words = "" if same else "、".join(f"{name} {yuan_text(fen)}" for name, fen in ours.items())
        return {"stmtinfo": {"stmt_rslt": "0" if same else "1", "stmt_rslt_dscr": words}}

    # ---- inside

    def _known(self, data: Mapping[str, Any]) -> Any:
        visit = self.books.visit(str(data["mdtrt_id"]))
        if visit is None or visit["psn_no"] != data["psn_no"]:
            raise Refusal("就诊信息不存在")
        return visit

    def _live(self, mdtrt_id: str) -> Booked | None:
        found = self.books.settlements(mdtrt_id)
        return next((one for one in found if one.state == "live" and not one.of_setl_id), None)


def spoilt(answer: dict[str, Any], fault: Fault) -> dict[str, Any]:
    """An answer as a fault leaves it; only answers with amounts can be spoilt."""
    info = (answer.get("output") or {}).get("setlinfo")
    if not isinstance(info, dict):
        return answer
    if fault is Fault.NO_AMOUNT:
        del info["psn_part_amt"]
    if fault is Fault.WRONG_SUM:
        info["fund_pay_sumamt"] = yuan_text(fen_of_yuan(info["fund_pay_sumamt"], "") + 1)
    if fault is Fault.OTHER_AMOUNT:
        for name in ("medfee_sumamt", "fulamt_ownpay_amt", "psn_part_amt", "psn_cash_pay"):
            info[name] = yuan_text(fen_of_yuan(info[name], "") + 1)
    return answer
