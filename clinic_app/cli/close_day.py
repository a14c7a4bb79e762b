"""`close-day`: what this window took since its last closing, and its closing."""

import argparse

from clinic_app.cli.opening import DONE, open_clinic, show
from clinic_app.domain.money import yuan
from clinic_app.journal.fact import plain
from clinic_app.wiring import Clinic


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "close-day",
        help="daily closing (日结) of this window, or of the facility over its windows",
        description="Without --counted it shows what the drawer must hold and closes nothing. "
        "A closing is never opened again; a difference needs a note.",
        epilog="example: clinic-app close-day --counted 65379 --float 20000 --json",
    )
    parser.add_argument("--counted", type=_fen, metavar="FEN", help="cash in the drawer, the float included")
    parser.add_argument("--float", type=_fen, default=0, metavar="FEN", help="cash there when the day began")
    parser.add_argument("--note", default="", metavar="TEXT", help="explains a difference")
    parser.add_argument("--facility", action="store_true", help="sum up the windows' closings instead")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def _fen(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r}: whole fen, like 65379 for 653.79 yuan")
    return int(text)


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        if args.facility:
            made_id, made = clinic.closing.close_facility(clinic.on_duty, clinic.closing.today(), args.note)
        elif args.counted is None:
            return _look(clinic, args)
        else:
            made_id, made = clinic.closing.close(clinic.on_duty, args.counted, args.float, args.note)
        cash = {
            "cash_expected": made.cash_expected,
            "cash_counted": made.cash_counted,
            "cash_diff": made.cash_diff,
        }
        told = {"id": str(made_id), **plain(made), **cash}  # the cash is said even where it is 0
        show(
            told,
            args.json,
            f"{made.number}\t{made.biz_date}\t结算 {made.n_setl} 退费 {made.n_red}\t"
            f"应有 {yuan(made.cash_expected)}\t实点 {yuan(made.cash_counted)}\t差额 {yuan(made.cash_diff)}",
        )
    return DONE


def _look(clinic: Clinic, args: argparse.Namespace) -> int:
    """The running figures; a fault in them is shown with its records."""
    ready = clinic.closing.preview(clinic.on_duty)
    expected = ready.totals.cash_expected(args.float)
    show(
        {
            "biz_date": ready.biz_date.isoformat(),
            "closed": ready.closed,
            "n_setl": ready.totals.n_setl,
            "n_red": ready.totals.n_red,
            "sums": dict(ready.totals.sums),
            "taken": dict(ready.totals.taken),
            "cash_expected": expected,
            "open_calls": [str(one.id) for one in ready.open_calls],
            "breaches": [
                {
                    "identity": one.identity.value,
                    "records": [str(record) for record in one.records],
                    "number": one.number,
                    "name": one.name,
                    "off": one.off,
                }
                for one in ready.breaches
            ],
        },
        args.json,
        f"{ready.biz_date}\t结算 {ready.totals.n_setl} 退费 {ready.totals.n_red}\t应有现金 {yuan(expected)}\t"
        f"未知调用 {len(ready.open_calls)}\t不平 {len(ready.breaches)}",
    )
    return DONE
