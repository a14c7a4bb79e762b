"""`purse`: the electronic purse from the command line, with the same service as the cashier's page."""

import argparse
import json
import sys
from uuid import UUID

from clinic_app.cli.card import EXITS as CARD_EXITS
from clinic_app.cli.opening import DONE, REFUSED, UNREACHABLE, open_clinic, show
from clinic_app.devices.errors import diagnosis
from clinic_app.devices.purse_terminal import PcscTerminal, read_purse
from clinic_app.domain.errors import ClinicError, Unavailable
from clinic_app.domain.money import yuan
from clinic_app.projections.queries.calls import CallState
from clinic_app.services.purse import PurseService, Resolved
from clinic_app.store.duty import OnDuty
from clinic_app.ui.texts import text_of

EXITS = {
    **CARD_EXITS,
    "purse.no_card": 12,
    "purse.other_card": 13,
    "purse.no_psam": 30,
    "purse.unknown": 31,
    "purse.another_card": 32,
    "purse.doubtful": 33,
    "purse.unreadable": 34,
    "purse.refused": 35,
    "purse.two_cards": 37,
    "purse.forged": 36,
}

_EXIT_TEXT = """exit codes:
  0   done                                10-21  as of `card read`: service, reader, card
  2   wrong use                           12  no purse card lies there     13  a card without a purse
  3   refused by a rule: the purse holds less; an earlier debit of this card is open
  30  no PSAM: nothing was taken          31  unknown: sent, and no answer came; lay the card again, `purse resolve`
  32  another card than the open debit's  33  the card does not tell; ask its issuer
  34  an answer cut short                 35  refused by card or PSAM: nothing was taken
  36  the PSAM does not accept the card's proof: no payment
  37  purse cards in several readers: name one with --reader
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("purse", help="电子钱包: balance, debit, resolve")
    verbs = parser.add_subparsers(dest="purse_verb", required=True, metavar="VERB")

    balance = _verb(verbs, "balance", "what the card in the reader holds", "purse balance --json")
    balance.set_defaults(run=run_balance)

    debit = _verb(
        verbs,
        "debit",
        "take money from the card, once; written down before and after",
        "purse debit --amount 1234 --psam-reader '00 01' --json",
    )
    debit.add_argument("--amount", type=_fen, required=True, metavar="FEN", help="in fen")
    debit.set_defaults(run=run_debit)

    resolve = _verb(
        verbs, "resolve", "find out from the card what became of open debits", "purse resolve --json"
    )
    resolve.add_argument(
        "--call", type=UUID, metavar="ID", help="this one, as its issuer says (no card is asked)"
    )
    resolve.add_argument(
        "--issuer-says", choices=("taken", "not_taken"), help="the issuer's answer about --call"
    )
    resolve.add_argument("--reference", metavar="TEXT", help="the issuer's number for its answer")
    resolve.set_defaults(run=run_resolve, wrong_use=resolve.error)


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str, example: str
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(
        name,
        help=what,
        epilog=f"example: clinic-app {example}\n\n{_EXIT_TEXT}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument(
        "--reader", default="", metavar="TEXT", help="the card is in a reader with TEXT in its name"
    )
    verb.add_argument("--psam-reader", default="", metavar="TEXT", help="the PSAM is in such a reader")
    verb.add_argument("--json", action="store_true", help="one object, money in fen")
    return verb


def run_balance(args: argparse.Namespace) -> int:
    """Needs no data folder: nothing is written."""
    try:
        card = read_purse(_terminal(args))
    except ClinicError as error:
        return _fail(error, args.json)
    show(
        {"serial": card.serial, "balance": card.balance},
        args.json,
        f"卡 {card.serial}：余额 ¥{yuan(card.balance)}",
    )
    return DONE


def run_debit(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        try:
            done = PurseService(clinic.store, _terminal(args)).debit(clinic.on_duty, args.amount)
        except ClinicError as error:
            return _fail(error, args.json)
    show(
        {"call_id": str(done.call_id), "amount": done.amount, "balance_after": done.balance_after},
        args.json,
        f"已扣 ¥{yuan(done.amount)}，余额 ¥{yuan(done.balance_after)}",
    )
    return DONE


def run_resolve(args: argparse.Namespace) -> int:
    """Done when nothing asked about is open any more; else the exit code of the first that is."""
    words = (args.call, args.issuer_says, args.reference)
    if any(words) and not all(words):
        args.wrong_use("--call, --issuer-says and --reference belong together")
    with open_clinic(args) as clinic:
        purses = PurseService(clinic.store, _terminal(args))
        try:
            told = [_by_issuer(purses, clinic.on_duty, args)] if args.call else purses.resolve(clinic.on_duty)
        except ClinicError as error:
            return _fail(error, args.json)
    still = [one.why for one in told if one.why is not None]
    for why in still:
        _explain(why)
    result: dict[str, object] = {"resolved": [_shown(one) for one in told], "open": len(still)}
    if still:
        result["error"] = still[0].code
    show(result, args.json, "\n".join(_said(one) for one in told) or "没有结果未知的扣款。")
    return EXITS.get(still[0].code, UNREACHABLE) if still else DONE


def _by_issuer(purses: PurseService, by: OnDuty, args: argparse.Namespace) -> Resolved:
    return purses.told_by_issuer(by, args.call, taken=args.issuer_says == "taken", reference=args.reference)


def _shown(one: Resolved) -> dict[str, object]:
    return {
        "call_id": str(one.call_id),
        "amount": one.amount,
        "state": one.state.value,
        "evidence": one.evidence,
        **({} if one.why is None else {"why": one.why.code}),
    }


_STATES = {CallState.SUCCEEDED: "已扣", CallState.FAILED: "没有扣", CallState.UNKNOWN: "仍未知"}


def _said(one: Resolved) -> str:
    return f"¥{yuan(one.amount)}：{_STATES[one.state]}"


def _terminal(args: argparse.Namespace) -> PcscTerminal:
    return PcscTerminal(args.reader, args.psam_reader)


def _fen(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) == 0:
        raise argparse.ArgumentTypeError("whole fen above zero")
    return int(text)


def _explain(error: ClinicError) -> None:
    print(text_of(error), text_of(error, "en"), diagnosis(error), sep="\n", file=sys.stderr)


def _fail(error: ClinicError, as_json: bool) -> int:
    _explain(error)
    if as_json:
        print(json.dumps({"error": error.code, **error.facts}, ensure_ascii=False, default=str))
    return EXITS.get(error.code, UNREACHABLE if isinstance(error, Unavailable) else REFUSED)
