"""``purchase list|accept|ship|figures``: the clinics' orders at the county's distribution (docs/procurement.md)."""

import argparse
import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from clinic_app.domain.catalogs.columns import yuan_in_micro
from clinic_app.domain.money import yuan
from clinic_app.domain.pharmacy.batch import BadExpiry, in_fen, last_day
from clinic_app.domain.time import beijing_day, iso, wall_clock
from clinic_app.journal.facts.purchase import Accepted, Shipped
from clinic_app.projections.queries.purchase import Order, Stage, order_of
from sync_server.cli.parts import Verbs, database_of, say, show, verb
from sync_server.publish.distribution import accept, ship
from sync_server.reports.purchase import LEAD_DAYS, figures_of, listed, price_to_ship


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("purchase", help="采购").add_subparsers(
        required=True, metavar="list|accept|ship|figures"
    )
    listing = verb(group, "list", "the clinics' orders, the newest first", "purchase list --stage submitted")
    listing.add_argument("--facility", metavar="CODE", default="")
    listing.add_argument("--stage", choices=[*Stage], help="how far they have come (default: any)")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    _add_accept(group)
    _add_ship(group)
    told = verb(
        group,
        "figures",
        "fill rate, lead time, urgent share, payment days",
        "purchase figures --days 90 --json",
    )
    told.add_argument("--days", type=int, default=90, metavar="N", help="orders of the last N days")
    told.add_argument("--json", action="store_true")
    told.set_defaults(run=run_figures)


def _add_accept(group: Verbs) -> None:
    accepting = verb(
        group,
        "accept",
        "accept an order; what is not cut comes whole",
        "purchase accept 0192f3… --due 2026-11-25 --cut YP0001=8:缺货",
    )
    accepting.add_argument("order", type=_id, metavar="ORDER", help="its id, as `purchase list` shows it")
    accepting.add_argument(
        "--due", type=_day, metavar="YYYY-MM-DD", help="when it comes (default: in 3 days)"
    )
    accepting.add_argument(
        "--cut",
        type=_cut,
        action="append",
        default=[],
        metavar="DRUG=PACKS:REASON",
        help="fewer of a drug; 0 refuses it",
    )
    accepting.add_argument("--json", action="store_true")
    accepting.set_defaults(run=run_accept)


def _add_ship(group: Verbs) -> None:
    shipping = verb(
        group,
        "ship",
        "a shipment goes out, lot by lot",
        "purchase ship 0192f3… --shipment PS1208 --lot YP0001,A1,2028-06,8",
    )
    shipping.add_argument("order", type=_id, metavar="ORDER")
    shipping.add_argument("--shipment", required=True, metavar="NUMBER", help="of the delivery note")
    shipping.add_argument(
        "--lot",
        type=_lot,
        action="append",
        required=True,
        metavar="DRUG,LOT,EXPIRES,PACKS[,YUAN]",
        help="a price other than the county's is refused at the clinic",
    )
    shipping.add_argument("--json", action="store_true")
    shipping.set_defaults(run=run_ship)


def run_list(options: argparse.Namespace) -> int:
    stage = Stage(options.stage) if options.stage else None
    with database_of(options).reading() as connection:
        found = listed(connection, options.facility, stage).orders
    if options.json:
        say(json.dumps({"orders": [plain(one) for one in found]}, ensure_ascii=False))
        return 0
    for one in found:
        urgent = " urgent" if one.urgent else ""
        say(
            f"{one.order_id.hex} {one.facility} {one.number} {one.stage}{urgent} {yuan(in_fen(one.value_e6))}"
        )
        for line in one.lines:
            say(
                f"    {line.drug} {line.name} {line.ordered}/{_dash(line.accepted)}/{line.shipped}/{line.received}"
            )
    return 0


def run_accept(options: argparse.Namespace) -> int:
    due = options.due or beijing_day(wall_clock()) + timedelta(days=LEAD_DAYS)
    database = database_of(options)
    accept(database, options.order, options.cut, due, "")
    show(options, f"accepted, due {due}", order=options.order.hex, due=due.isoformat(), cut=len(options.cut))
    return 0


def run_ship(options: argparse.Namespace) -> int:
    database = database_of(options)
    today = beijing_day(wall_clock())
    with database.reading() as connection:
        prices = {
            line.drug: price_to_ship(connection, line, today)
            for line in order_of(connection, options.order).lines
        }
    lots = [
        Shipped(drug=drug, lot=lot, expires=expires, packs=packs, pric_e6=pric_e6 or prices.get(drug, 0))
        for drug, lot, expires, packs, pric_e6 in options.lot
    ]
    ship(database, options.order, options.shipment, lots, "")
    packs = sum(one.packs for one in lots)
    show(options, f"{packs} packs shipped", order=options.order.hex, lots=len(lots), packs=packs)
    return 0


def run_figures(options: argparse.Namespace) -> int:
    today = beijing_day(wall_clock())
    with database_of(options).reading() as connection:
        told = figures_of(connection, today - timedelta(days=options.days), today, today)
    if options.json:
        rows = [{"facility": one.facility, **asdict(one.figures)} for one in told]
        say(json.dumps({"figures": rows}, ensure_ascii=False))
        return 0
    for one in told:
        figures = one.figures
        say(
            f"{one.facility or 'all'}: {figures.orders} orders, filled {_share(figures.fill_bp)}, urgent"
            f" {_share(figures.urgent_bp)}, lead {_dash(figures.lead_days)} days, paid after"
            f" {_dash(figures.payment_days)} days, {figures.outside} outside the list"
        )
    return 0


def plain(order: Order) -> dict[str, Any]:
    """An order for a program."""
    return {
        "order": order.order_id.hex,
        "facility": order.facility,
        "number": order.number,
        "stage": order.stage.value,
        "submitted": iso(order.submitted_ms),
        "due": order.due.isoformat() if order.due else None,
        "urgent": order.urgent,
        "value": in_fen(order.value_e6),
        "lines": [asdict(one) for one in order.lines],
    }


def _dash(number: int | None) -> str:
    return "-" if number is None else str(number)


def _share(basis_points: int | None) -> str:
    return "-" if basis_points is None else f"{basis_points / 100:.2f}%"


def _id(text: str) -> UUID:
    """Raises:
    ArgumentTypeError
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: no order's id") from error


def _day(text: str) -> date:
    """Raises:
    ArgumentTypeError
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD") from error


def _cut(text: str) -> Accepted:
    """Raises:
    ArgumentTypeError
    """
    drug, equals, rest = text.partition("=")
    packs, _, why = rest.partition(":")
    if not (drug and equals and packs.isascii() and packs.isdigit() and why.strip()):
        raise argparse.ArgumentTypeError(f"--cut {text}: DRUG=PACKS:REASON")
    return Accepted(drug=drug, packs=int(packs), why=why.strip())


def _lot(text: str) -> tuple[str, str, date, int, int]:
    """Drug, lot, last day, packs, price (0: the county's).

    Raises:
        ArgumentTypeError
    """
    parts = [part.strip() for part in text.split(",")]
    try:
        drug, lot, expires, packs = parts[:4]
        price = int(yuan_in_micro(parts[4])) if len(parts) == 5 else 0
        return drug, lot, last_day(expires), int(packs), price
    except (ValueError, BadExpiry) as error:
        raise argparse.ArgumentTypeError(f"--lot {text}: DRUG,LOT,EXPIRES,PACKS[,YUAN]") from error
