"""结算 and 复核."""

from datetime import timedelta

from starlette.responses import Response

from clinic_app.domain.time import beijing_day
from sync_server.console import views
from sync_server.console.names import AMOUNTS
from sync_server.console.visit import Visit
from sync_server.reports import facilities, settlements

_LONGEST = timedelta(days=92)  # days that one list spans


def listed(visit: Visit) -> Response:
    today = beijing_day(visit.now)
    until = views.day_of(visit.query("until")) or today
    with visit.reading() as db:
        # Opened without a day in the morning, yesterday's work is what is looked for.
        since = views.day_of(visit.query("since")) or settlements.newest_day(db, until) or until
        since = max(min(since, until), until - _LONGEST)
        wanted = settlements.Filter(
            since=since,
            until=until,
            facility=visit.query("facility"),
            state=visit.query("state"),
            number=visit.query("number"),
        )
        sums = settlements.sums(db, wanted)
        page = settlements.settlements(db, wanted, _cursor(visit.query("after")))
        names = facilities.names(db)
    return visit.show(
        "settlements.html",
        page=page,
        sums=sums,
        total=settlements.total(sums),
        names=names,
        wanted=wanted,
        states=settlements.STATES,
        newer=bool(visit.query("after")),
    )


def one(visit: Visit) -> Response:
    settlement_id = visit.path_id("settlement")
    with visit.reading() as db:
        account = settlements.account(db, settlement_id)
        name = facilities.names(db).get(account.line.facility, "")
    return visit.show("settlement.html", account=account, name=name, amounts=account.amounts(tuple(AMOUNTS)))


def _cursor(text: str) -> settlements.Cursor | None:
    """``stamp.id`` of the address line."""
    stamp, _, last = text.partition(".")
    number, last_id = views.whole(stamp), views.id_of(last)
    return None if number is None or last_id is None else (number, last_id)
