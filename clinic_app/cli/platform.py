"""`platform simulate`: an insurance platform for training, on this machine only."""

import argparse
import random
import sys
from pathlib import Path

from clinic_app.cli.opening import DONE, folder_of, text_of_file
from clinic_app.domain.policy import load
from clinic_app.sync.simulated.books import Books
from clinic_app.sync.simulated.faults import Fault
from clinic_app.sync.simulated.people import People
from clinic_app.sync.simulated.platform import SimulatedPlatform
from clinic_app.sync.simulated.server import PlatformServer

_EPILOG = """example: clinic-app platform simulate --port 8099 --policy resources/policies/open_sample.toml

Everybody with an ID number is insured; the split follows the policy.  The books stay in --books, so a restart keeps
them.  --faults 0.1 lets one request in ten go wrong (no answer before or after it was done, -1, another amount): the
same --seed gives the same faults.  In clinic.toml of the training PC:

  [platform]
  url = "http://127.0.0.1:8099\""""

_FAULTS = tuple(fault for fault in Fault if fault is not Fault.NONE)


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("platform", help="the insurance platform")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    simulate = verbs.add_parser(
        "simulate",
        help="a simulated platform for training",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    simulate.add_argument("--port", type=int, default=8099, metavar="N", help="0: any that is free")
    simulate.add_argument("--policy", type=Path, required=True, metavar="FILE", help="the policy (TOML)")
    simulate.add_argument(
        "--books", type=Path, metavar="FILE", help="default: platform.db in the data folder"
    )
    simulate.add_argument("--contract", default="", metavar="CODE", help="签约机构 of everybody")
    simulate.add_argument("--inst-lv", default="township", metavar="LV", help="the clinic's level")
    simulate.add_argument(
        "--prefix", default="P", help="of insurance numbers, before 8 digits of the ID number"
    )
    simulate.add_argument("--faults", type=float, default=0.0, metavar="SHARE", help="0 to 1")
    simulate.add_argument("--seed", type=int, default=1, metavar="S")
    simulate.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises:
    Unreadable, BadPolicy
    """
    policy = load(text_of_file(args.policy))
    file = args.books or folder_of(args) / "platform.db"
    file.parent.mkdir(parents=True, exist_ok=True)
    people = People(policy.insutypes[0], contract_inst=args.contract, prefix=args.prefix)
    books = Books(file)
    platform = SimulatedPlatform(books, policy, people, args.inst_lv, _Dice(args.seed, args.faults))
    try:
        server = PlatformServer(platform, args.port)
    except OSError:
        books.close()
        raise
    print(f"模拟医保平台 · simulated platform: {server.url}", flush=True)
    print(f"账本 · books: {file}（Ctrl+C 停止）", file=sys.stderr)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return DONE
    finally:
        server.server_close()
        books.close()
    return DONE


class _Dice:
    """Faults by chance, the same for the same seed."""

    def __init__(self, seed: int, share: float) -> None:
        self._dice = random.Random(seed)
        self._share = share

    def __call__(self, infno: str, msgid: str) -> Fault:
        return self._dice.choice(_FAULTS) if self._dice.random() < self._share else Fault.NONE
