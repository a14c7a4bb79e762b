"""The county's office in the demonstration: the day compared, the month closed, the fund's money paid by two people."""

import json
import re
from typing import Any, Final

from clinic_app.demo.console import signed_in
from clinic_app.demo.place import PASSWORD, Place
from clinic_app.demo.telling import require, step, told, yuan

ADMIN: Final = "county"
_SECOND: Final = "chen"
_DUE_THIS_YEAR: Final = re.compile(r"本年基金应付</span><b>([\d,]+)</b>")


def settle_accounts(place: Place, day: str) -> None:
    """Reconciliation of `day`, the close of its month, and its payment run.

    Raises:
        NotAsShown: the books do not agree.
    """
    _reconcile(place, day)
    total = _pay(place, day[:7], _close_month(place, day[:7]))
    _show_fund(place, total)
    _tell_clinic(place, total)


def _reconcile(place: Place, day: str) -> None:
    step(
        "县里对账：机构的日结和县里复核的，逐笔相对",
        "Reconciliation: the clinic's closing against what the county judged",
    )
    report = json.loads(place.county("reconcile", "--day", day, "--json"))
    ((facility, found),) = report["days"][day].items()
    counts = found["counts"]
    told(
        f"{facility} {day}：一致 {counts.get('MATCHED', 0)} 笔，按复核调整后一致 {counts.get('MATCHED_ADJUSTED', 0)} 笔",
        f"balanced: {report['balanced']}",
    )
    require(report["balanced"] and found["balanced"], f"{day} does not balance: {found['records']}")
    require(found["not_closed"] == 0, f"{found['not_closed']} records stand in no closing")
    require(all(one["equal"] for one in found["totals"] if not counts.get("MATCHED_ADJUSTED")), "sums differ")


def _close_month(place: Place, month: str) -> list[dict[str, Any]]:
    """Its statements."""
    step(f"县里月结 {month}，发出申报表", "The county closes the month and issues statements")
    closed = json.loads(place.county("close", "--month", month, "--officer", ADMIN, "--json"))
    statements: list[dict[str, Any]] = closed["statements"]
    for one in statements:
        sums = one["sums"]
        due = sum(sums.get(name, 0) for name in ("fund_due", "person_due", "clinic_loss"))
        red = "退费" if one["refd_setl_flag"] else "结算"
        told(
            f"{one['insutype']} {one['clr_type']} {red} {one['fixmedins_setl_cnt']} 笔，基金应付 {yuan(sums['fund_due'])}",
            f"clinic computed {yuan(sums['fund_pay_sumamt'])}",
        )
        require(due == sums["fund_pay_sumamt"], f"the dues of a statement are {due}: {sums}")
    require(bool(statements) and not closed["left_out"], f"left out: {closed['left_out']}")
    return statements


def _pay(place: Place, month: str, statements: list[dict[str, Any]]) -> int:
    """The run's total in fen, approved by somebody else than who made it."""
    step("县里拨付：一人制单，另一人复核", "Payment: one officer makes the run, another approves it")
    users = signed_in(place.url, ADMIN, PASSWORD)
    fields = {"id": _SECOND, "name": "陈晓岚", "role": "officer", "password": PASSWORD}
    users.send("users", "users", fields)
    sheet = place.folder / f"拨付单-{month}.xlsx"
    made = json.loads(
        place.county("pay", "--month", month, "--out", str(sheet), "--officer", ADMIN, "--json")
    )
    approved = json.loads(place.county("pay", "--month", month, "--approve", "--officer", _SECOND, "--json"))
    due: int = sum(one["sums"]["fund_due"] for one in statements)
    require(made["total"] == approved["total"] == due, f"{made['total']} is paid, {due} is due")
    require(
        approved["approved"] and {made["made_by"], approved["approved_by"]} == {ADMIN, _SECOND},
        "the run was not approved by a second officer",
    )
    require(sheet.stat().st_size > 0, f"{sheet} is empty")
    told(f"{yuan(due)} = 各申报表基金应付之和；{sheet.name}", "paid = the sum of what the statements owe")
    return due


def _show_fund(place: Place, total: int) -> None:
    step("基金监测页", "The fund page of the console")
    shown = _DUE_THIS_YEAR.search(signed_in(place.url, ADMIN, PASSWORD).page("fund"))
    require(shown is not None, "the fund page does not say what is due this year")
    assert shown is not None
    told(f"本年基金应付 {shown[1]} 元", "due this year, in yuan")
    require(
        int(shown[1].replace(",", "")) == total // 100, f"the fund page says {shown[1]}, paid is {total} fen"
    )


def _tell_clinic(place: Place, total: int) -> None:
    step(
        "卫生院再同步：申报表和拨付通知到了",
        "The clinic syncs once more: statements and payment notice have come",
    )
    place.desk("sync")
    notices = [
        entry["body"]
        for entry in map(json.loads, place.desk("journal", "export").splitlines())
        if entry["type"] == "payment.noticed"
    ]
    require(len(notices) == 1, f"{len(notices)} payment notices have come")
    told(f"拨付通知 {notices[0]['month']}，{yuan(total)}", "the payment notice")
