"""``plan check`` and ``plan publish``: the year's payment plan (docs/payment.md)."""

import argparse

from clinic_app.domain.payment.plan_reading import read_plan
from sync_server.cli.officers import officer_of
from sync_server.cli.parts import Verbs, database_of, say, text_in, verb, warn
from sync_server.publish.payments import BadPlan, publish_plan


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("plan", help="支付计划: budgets, rates and packages of a year").add_subparsers(
        required=True, metavar="check|publish"
    )
    checked = verb(
        group,
        "check",
        "read a payment plan and name everything that is wrong with it",
        "plan check payment_plan.example.toml",
    )
    checked.add_argument("file", metavar="FILE")
    checked.set_defaults(run=run_check)
    published = verb(
        group,
        "publish",
        "publish the payment plan of a year; a newer one replaces it for the runs still to be made",
        "plan publish plan_2026.toml --officer chen --database sqlite:///county.db",
    )
    published.add_argument("file", metavar="FILE")
    published.add_argument("--officer", default="", metavar="ID", help="the console user who publishes it")
    published.set_defaults(run=run_publish)


def run_check(options: argparse.Namespace) -> int:
    plan, findings = read_plan(text_in(options.file))
    for remark in findings.remarks:
        warn(remark)
    if plan is None:
        raise BadPlan(tuple(findings.problems))
    say(f"{plan.year} {plan.title}: {len(plan.facilities)} facilities")
    return 0


def run_publish(options: argparse.Namespace) -> int:
    text = text_in(options.file)
    database = database_of(options)
    plan = publish_plan(database, text, officer_of(database, options.officer))
    say(f"{plan.year} {plan.title}")
    return 0
