"""基金监控: indicators with what stands behind them, and abnormal records with their reviewers' decisions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from starlette.responses import Response

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.fund import INDICATORS, Figures, Indicator, Shown, Unit, shown, together
from clinic_app.domain.money import fen_of
from clinic_app.domain.time import beijing_day
from sync_server.console import desk, views
from sync_server.console.charts import Bar
from sync_server.console.visit import NoSuchPage, Visit
from sync_server.reports import facilities
from sync_server.reports.fund import findings as suspects
from sync_server.reports.fund.figures import figures, figures_of
from sync_server.reports.fund.records import Period
from sync_server.reports.fund.system import open_dues, waiting, year_of

_LONGEST: Final = timedelta(days=366)
_MOST_FINDINGS: Final = 300


class BadAmount(RuleBroken):
    """What was typed is no sum of money."""

    code = "console.bad_amount"


@dataclass(frozen=True, slots=True)
class Place:
    """One institution's line behind an indicator."""

    code: str
    name: str
    value: int | None
    yellow: bool
    over: int
    under: int


def show(visit: Visit) -> Response:
    """Every indicator of the county, or of one institution."""
    period, facility = _period(visit), visit.query("facility")
    with visit.reading() as db:
        now, before = figures(db, period), figures(db, period.year_before())
        names = facilities.names(db)
        year = year_of(db, period.until)
        oldest = waiting(db)
        dues = open_dues(db, visit.now)
        found = suspects.summaries(suspects.findings(db, period))
    county, county_before = together(now.values()), together(before.values())
    lines = shown(
        figures_of(now, facility) if facility else county,
        figures_of(before, facility) if facility else county_before,
        county,
    )
    return visit.show(
        "fund.html",
        period=period,
        facility=facility,
        names=names,
        groups=_groups(lines),
        year=year,
        months=_months(year.this_year, year.last_year, period.until),
        oldest=oldest,
        dues=dues,
        found=found,
        value_of=value_of,
        unit_share=Unit.SHARE,
        unit_tenths=Unit.TENTHS,
    )


def behind(visit: Visit) -> Response:
    """One indicator, institution by institution."""
    indicator = _indicator(visit.path_value("indicator"))
    period = _period(visit)
    with visit.reading() as db:
        now = figures(db, period)
        names = facilities.names(db)
    places = [_place(code, names.get(code, code), indicator, one) for code, one in now.items() if code]
    places = sorted(
        (one for one in places if one.value is not None), key=lambda one: (-(one.value or 0), one.code)
    )
    county = together(now.values())
    return visit.show(
        "indicator.html",
        indicator=indicator,
        period=period,
        places=places,
        county=_place("", "", indicator, county),
        bars_of=[(one.name, drawn(one.value, indicator.unit), _title(one, indicator)) for one in places[:12]],
        value_of=value_of,
    )


def listed(visit: Visit) -> Response:
    """The findings of a period, those still open first."""
    period, rule, facility = _period(visit), visit.query("rule"), visit.query("facility")
    with visit.reading() as db:
        found = list(suspects.findings(db, period))
        names = facilities.names(db)
    wanted = [
        one for one in found if (not rule or one.rule == rule) and (not facility or one.facility == facility)
    ]
    wanted.sort(key=lambda one: (bool(one.decision), one.rule, -one.amount, one.key))
    return visit.show(
        "findings.html",
        period=period,
        rule=rule,
        facility=facility,
        summaries=suspects.summaries(found),
        found=wanted[:_MOST_FINDINGS],
        total=len(wanted),
        names=names,
        rule_ids=list(suspects.RULES),
    )


def one(visit: Visit) -> Response:
    """One finding with its records."""
    period = _period(visit)
    with visit.reading() as db:
        found = suspects.finding_of(db, period, visit.path_value("rule"), visit.path_value("key"))
        records = suspects.records_of(db, found.records)
        names = facilities.names(db)
        most = suspects.most_to_deduct(db, found)
    return visit.show(
        "finding.html",
        finding=found,
        records=records,
        names=names,
        period=period,
        most=most,
        done=visit.query("done") == "1",
    )


def decide(visit: Visit) -> Response:
    """A reviewer's decision; a deduction names its amount in yuan."""
    period, reason = _period(visit), visit.reason()
    with visit.reading() as db:
        found = suspects.finding_of(db, period, visit.path_value("rule"), visit.path_value("key"))
    decision = visit.field("decision")
    if decision == "deducted":
        desk.deduct(visit, found, _amount(visit), reason)
    else:
        desk.decide_finding(visit, found.rule, found.key, decision, reason)
    where = f"since={period.since}&until={period.until}"
    return visit.go(f"/console/findings/{found.rule}/{found.key}?{where}&done=1")


def _amount(visit: Visit) -> int:
    """Raises:
    BadAmount: no sum of money in yuan.
    """
    try:
        return fen_of(visit.field("amount"))
    except ValueError as error:
        raise BadAmount() from error


def value_of(value: int | None, unit: Unit) -> str:
    """As it is read: ``7412 bp → "74.12%"``; a dash for no value."""
    if value is None:
        return "—"
    if unit is Unit.SHARE:
        whole, part = divmod(abs(value), 100)
        return f"{'−' if value < 0 else ''}{whole}.{part:02}%"
    if unit is Unit.MONEY:
        return views.money(value)
    if unit is Unit.TENTHS:
        return f"{value // 10}.{value % 10}"
    return f"{value:,}"


def _period(visit: Visit) -> Period:
    """The days of the address line; else the running month."""
    today = beijing_day(visit.now)
    until = views.day_of(visit.query("until")) or today
    since = views.day_of(visit.query("since")) or until.replace(day=1)
    return Period(max(min(since, until), until - _LONGEST), until)


def _indicator(name: str) -> Indicator:
    found = next((one for one in INDICATORS if one.id == name), None)
    if found is None:
        raise NoSuchPage(what=name[:40])
    return found


def _place(code: str, name: str, indicator: Indicator, one: Figures) -> Place:
    value = indicator.value(one)
    return Place(code, name, value, indicator.is_yellow(value), indicator.over(one), indicator.under(one))


def drawn(value: int | None, unit: Unit) -> int:
    """How high a bar is: whole yuan, percent, days."""
    size = {Unit.SHARE: 100, Unit.MONEY: 100, Unit.TENTHS: 10}.get(unit, 1)
    return max(0, value or 0) // size


def _title(place: Place, indicator: Indicator) -> str:
    return f"{place.name} · {value_of(place.value, indicator.unit)}"


def _groups(lines: tuple[Shown, ...]) -> dict[str, list[Shown]]:
    groups: dict[str, list[Shown]] = {}
    for line in lines:
        groups.setdefault(line.indicator.group.value, []).append(line)
    return groups


def _months(this_year: dict[int, int], last_year: dict[int, int], until: date) -> list[Bar]:
    """Two columns a month: last year's and this year's fund_due, in yuan."""
    bars: list[Bar] = []
    for month in range(1, 13):
        for kind, year, values in (
            ("reversed", until.year - 1, last_year),
            ("main", until.year, this_year),
        ):
            fen = max(0, values.get(month, 0))
            title = f"{year}-{month:02} · {views.money(values.get(month, 0))}"
            bars.append(Bar(str(month) if kind == "main" else "", ((kind, fen // 100),), title))
    return bars
