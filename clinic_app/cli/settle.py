"""`settle`: plays a file of settlement cases through a policy (docs/settlement.md)."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.policy import Policy, load
from clinic_app.domain.settlement.case_reading import case_of
from clinic_app.domain.settlement.case_results import played
from clinic_app.domain.settlement.json_fields import UnreadableCase
from clinic_app.ui.texts import text_of

UNREADABLE = 2  # exit code: wrong use or unreadable input

EXAMPLE = """example:
  python -m clinic_app settle --policy resources/policies/longyan_2011.toml \\
      --cases cases.jsonl --out results.jsonl

One JSON object a line, in and out; exit 0 when every case was processed (a rejection
is a result), 2 when the policy or a case cannot be read; then no file is written."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "settle",
        help="settle a file of cases with a policy",
        description="Settles every case of a JSON Lines file with one policy.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--policy", type=Path, required=True, metavar="FILE", help="the policy (TOML)")
    parser.add_argument("--cases", type=Path, required=True, metavar="FILE.jsonl", help="the cases")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl", help="where results go")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    try:
        policy = load(args.policy.read_text(encoding="utf-8-sig"))
        results = list(_results(policy, args.cases))
        args.out.write_text("".join(results), encoding="utf-8", newline="\n")
    except RuleBroken as error:
        print(text_of(error), file=sys.stderr)
        return UNREADABLE
    except (OSError, UnicodeError) as error:
        print(f"读写文件失败：{error}", file=sys.stderr)
        return UNREADABLE
    print(f"{len(results)} 个案例已结算：{args.out}", file=sys.stderr)
    return 0


def _results(policy: Policy, cases: Path) -> Iterator[str]:
    with cases.open(encoding="utf-8-sig", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                case = case_of(line)
            except UnreadableCase as error:
                raise UnreadableCase(
                    **{**error.facts, "key": f"第 {number} 行 {error.facts['key']}"}
                ) from error
            yield json.dumps(played(policy, case), ensure_ascii=False) + "\n"
