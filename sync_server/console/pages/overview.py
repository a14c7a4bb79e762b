"""概览."""

from datetime import date

from starlette.responses import Response

from clinic_app.domain.time import beijing
from sync_server.console.charts import Bar
from sync_server.console.texts import named, said
from sync_server.console.visit import Visit
from sync_server.reports.overview import overview
from sync_server.reports.settlements import STATES, total

_SHOWN = 8  # silent devices on the first page; the list of devices has them all


def show(visit: Visit) -> Response:
    with visit.reading() as db:
        seen = overview(db, visit.now)
    return visit.show(
        "overview.html",
        seen=seen,
        silent=seen.silent[:_SHOWN],
        total=total(seen.sums_today),
        hours=[_hour(start, count) for start, count in seen.hours],
        days=[_day(day, states, visit.language) for day, states in seen.days],
        states=STATES,
    )


def _hour(start: int, count: int) -> tuple[str, int, str]:
    when = beijing(start)
    return f"{when:%H}", count, f"{when:%m-%d %H:00} · {count:,}"


def _day(day: date, states: dict[str, int], language: str) -> Bar:
    parts = tuple((state, states.get(state, 0)) for state in STATES)
    told = " · ".join(f"{named('state', state, language)} {count:,}" for state, count in parts if count)
    return Bar(f"{day:%m-%d}", parts, f"{day:%m-%d} · {told or said('没有结算', language)}")
