"""``policy publish``: a policy file into the county's journal."""

import argparse

from clinic_app.domain.policy import BadPolicy
from sync_server.cli import policy_compare
from sync_server.cli.parts import Verbs, database_of, say, text_in, verb, warn
from sync_server.publish.policies import publish_policy


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("policy", help="医保政策").add_subparsers(
        required=True, metavar="publish|compare"
    )
    parser = verb(
        group,
        "publish",
        "publish a policy for every clinic; one live policy per insurance type",
        "policy publish zhangping.toml --database sqlite:///county.db",
    )
    parser.add_argument("file", metavar="FILE")
    parser.set_defaults(run=run)
    policy_compare.add_to(group)


def run(options: argparse.Namespace) -> int:
    text = text_in(options.file)
    try:
        policy_id = publish_policy(database_of(options), text)
    except BadPolicy as error:
        for problem in error.problems:
            warn(f"{options.file}:{problem.line or 1}: {problem}")
        raise
    say(policy_id)
    return 0
