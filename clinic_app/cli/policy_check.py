"""`policy check` and `policy explain`: is a policy file sound, and what does it pay."""

import argparse
import json
import sys
from pathlib import Path

from clinic_app.domain.policy import BadPolicy, Findings, Policy, Problem, read
from clinic_app.domain.policy import explain as explanation
from clinic_app.ui.texts import text_of

UNREADABLE = 2
REFUSED = 3

CHECK_EXAMPLE = """example:
  python -m clinic_app policy check resources/policies/yichang_2016.toml

Lists every problem with its key and the reason.  Exit 0: sound; 3: problems; 2: no such file, or no TOML."""

EXPLAIN_EXAMPLE = """example:
  python -m clinic_app policy explain resources/policies/yichang_2016.toml"""


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The two verbs, under the command `policy`."""
    checking = _verb(verbs, "check", "list every problem of a policy file", CHECK_EXAMPLE)
    checking.add_argument("--json", action="store_true", help="one JSON object: ok, problems, remarks")
    checking.set_defaults(run=check)
    _verb(verbs, "explain", "say in plain Chinese what a policy pays", EXPLAIN_EXAMPLE).set_defaults(
        run=explain
    )


def check(args: argparse.Namespace) -> int:
    reading = _read(args.file)
    if reading is None:
        return UNREADABLE
    policy, findings = reading
    if args.json:
        print(json.dumps(_as_json(policy, findings), ensure_ascii=False))
        return _exit_code(policy, findings)
    for remark in findings.remarks:
        print(f"提示 {_place(args.file, remark)} {remark}")
    for problem in findings.problems:
        print(f"错误 {_place(args.file, problem)} {problem}")
    if policy is None:
        print(f"{args.file}：{len(findings.problems)} 处错误，不能装入。", file=sys.stderr)
        return _exit_code(policy, findings)
    print(f"{args.file}：正确。{policy.policy_id}，{len(policy.versions)} 个版本。")
    return 0


def explain(args: argparse.Namespace) -> int:
    reading = _read(args.file)
    if reading is None:
        return UNREADABLE
    policy, findings = reading
    if policy is None:
        print(text_of(BadPolicy(findings.problems)), file=sys.stderr)
        return _exit_code(policy, findings)
    print(explanation(policy), end="")
    return 0


def _place(path: Path, problem: Problem) -> str:
    """FILE:LINE:, as editors understand it."""
    return f"{path}:{problem.line}:" if problem.line else f"{path}:"


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, line: str, example: str
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(
        name,
        help=line,
        description=line,
        epilog=example,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the policy (TOML)")
    return parser


def _read(path: Path) -> tuple[Policy | None, Findings] | None:
    try:
        return read(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError) as error:
        print(f"读不了政策文件：{error}", file=sys.stderr)
        return None


def _exit_code(policy: Policy | None, findings: Findings) -> int:
    if policy is not None:
        return 0
    return REFUSED if findings.is_toml else UNREADABLE


def _as_json(policy: Policy | None, findings: Findings) -> dict[str, object]:
    return {
        "ok": policy is not None,
        "problems": [_plain(item) for item in findings.problems],
        "remarks": [_plain(item) for item in findings.remarks],
    }


def _plain(problem: Problem) -> dict[str, object]:
    return {"key": problem.key, "reason": problem.reason, "line": problem.line}
