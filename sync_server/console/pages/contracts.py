"""签约: who is contracted, against the goal of the year, by township and institution."""

from starlette.responses import Response

from clinic_app.domain.time import beijing_day
from sync_server.console.pages.health import asked_of, rate, target
from sync_server.console.visit import Visit
from sync_server.reports import contracts


def show(visit: Visit) -> Response:
    """Every township that the user may see, with its institutions, and their sum."""
    with visit.reading() as db:
        asked = asked_of(visit, db)
        whole, townships = contracts.townships(db, tuple(asked.names), asked.year, beijing_day(visit.now))
    return visit.show(
        "contracts.html", asked=asked, whole=whole, townships=townships, rate=rate, target=target
    )
