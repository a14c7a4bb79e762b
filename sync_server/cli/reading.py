"""``reading``: what waits to be read at the county."""

import argparse

from clinic_app.domain.time import iso
from sync_server.cli.parts import Verbs, database_of, show, verb
from sync_server.reports import readings


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("reading", help="阅片").add_subparsers(required=True, metavar="list")
    listed = verb(
        group, "list", "what clinics sent and nobody has read, the urgent first", "reading list --json"
    )
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)


def run_list(options: argparse.Namespace) -> int:
    """No person's name: slips by number."""
    with database_of(options).reading() as db:
        for one in readings.waiting(db):
            order = one.order
            show(
                options,
                f"{iso(one.sent_ms)} {order.facility} {order.number} {order.category} {order.title}"
                f"{' urgent' if one.urgent else ''}",
                sent=iso(one.sent_ms),
                facility=order.facility,
                number=order.number,
                category=order.category,
                title=order.title,
                urgent=one.urgent,
            )
    return 0
