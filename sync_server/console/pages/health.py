"""公卫指标: a year of one institution, one indicator by village and resident, populations and targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from starlette.responses import Response

from clinic_app.domain.errors import ClinicError, RuleBroken
from clinic_app.domain.public_health.indicators import Figure, Population, Ratio, indicator, indicators
from clinic_app.domain.rates import percent_text
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import indicators as queries
from clinic_app.projections.queries.indicators import Appraisal
from clinic_app.projections.queries.populations import stated_of, targets_of
from sync_server.console import health_desk
from sync_server.console.visit import HOME, NoSuchPage, Visit
from sync_server.reports import facilities, health, health_kept
from sync_server.reports.health_counts import Township

_MOST: Final = 300  # residents in one list


class BadNumber(RuleBroken):
    """What was typed is no number."""

    code = "console.bad_number"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address line asks for."""

    year: int
    facility: str  # empty: there is none
    names: Mapping[str, str]  # of all institutions that may be seen

    @property
    def where(self) -> str:
        return f"facility={self.facility}&year={self.year}"


def show(visit: Visit) -> Response:
    """Every indicator of an institution and its villages."""
    with visit.reading() as db:
        asked = asked_of(visit, db)
        found = _appraise(visit, db, asked)
    return visit.show(
        "health.html",
        asked=asked,
        figures=list(found.figures.values()) if found else [],
        rate=rate,
        target=target,
    )


def behind(visit: Visit) -> Response:
    """One indicator: the formula, by village, and the residents behind it with masked names.

    Raises:
        UnknownIndicator, NoSuchPage
    """
    one = indicator(visit.path_value("indicator"))
    with visit.reading() as db:
        asked = asked_of(visit, db)
        found = _appraise(visit, db, asked)
        if found is None:
            raise NoSuchPage(what=one.key)
        figure = found.figures[one.key]
        done = queries.behind(db, sorted(figure.done)[:_MOST]) if one.by_person else []
        open_ = queries.behind(db, sorted(figure.open)[:_MOST]) if one.by_person else []
    villages = [(name, found.in_village(figure, name)) for name in found.village_names()]
    return visit.show(
        "health_indicator.html",
        asked=asked,
        figure=figure,
        villages=villages,
        done=done,
        open=open_,
        most=_MOST,
        rate=rate,
        target=target,
    )


def total(visit: Visit) -> Response:
    """Every indicator of all institutions that the user may see, together."""
    asked, townships = _townships(visit)
    return visit.show(
        "health_total.html",
        asked=asked,
        at=_at(townships),
        figures=[(indicators()[key], ratio) for key, ratio in health.totals(townships).items()],
        rate=rate,
        target=target,
    )


def total_behind(visit: Visit) -> Response:
    """One indicator: all together, then each township with its villages.

    Raises:
        UnknownIndicator
    """
    one = indicator(visit.path_value("indicator"))
    asked, townships = _townships(visit)
    whole, found = health.areas(townships, one.key, asked.names)
    return visit.show(
        "health_areas.html",
        asked=asked,
        at=_at(townships),
        indicator=one,
        whole=whole,
        areas=found,
        rate=rate,
        target=target,
    )


def settings(visit: Visit) -> Response:
    """Populations of an institution and its villages, and the county's targets."""
    return _settings(visit)


def state_population(visit: Visit) -> Response:
    """One row a clinic; an empty box is no figure."""
    try:
        with visit.reading() as db:
            asked = asked_of(visit, db)
            rows = queries.below(db, asked.facility)
            mine = set(health_desk.scope(visit, db))
        for code in rows:
            if code in mine:
                health_desk.state_population(visit, code, asked.year, _counts(visit, code))
    except ClinicError as error:
        return _settings(visit, error)
    return visit.go(f"{HOME}health/settings?{asked.where}&said=1")


def state_targets(visit: Visit) -> Response:
    try:
        with visit.reading() as db:
            asked = asked_of(visit, db)
        typed = {key: _percent(visit.field(key)) for key in indicators()}
        for key, percent in typed.items():
            health_desk.state_target(visit, key, asked.year, percent)
    except ClinicError as error:
        return _settings(visit, error)
    return visit.go(f"{HOME}health/settings?{asked.where}&said=1")


def _settings(visit: Visit, error: ClinicError | None = None) -> Response:
    with visit.reading() as db:
        asked = asked_of(visit, db)
        codes = queries.below(db, asked.facility)
        stated = stated_of(db, codes, asked.year)
        targets = targets_of(db, asked.year)
    return visit.show(
        "health_settings.html",
        status=400 if error else 200,
        error=error,
        asked=asked,
        codes=codes,
        stated=stated,
        targets={key: percent_text(percent) for key, percent in targets.items()},
        kinds=[str(one) for one in Population],
        indicators=list(indicators().values()),
        said=visit.query("said") == "1",
    )


def asked_of(visit: Visit, db: sa.Connection) -> Asked:
    """Raises:
    NoSuchPage: an institution that may not be seen.
    """
    mine, every = health_desk.scope(visit, db), facilities.names(db)
    named = visit.query("facility") or visit.field("facility")
    if named and named not in mine:
        raise NoSuchPage(what=named[:40])
    typed = visit.query("year") or visit.field("year")
    this = beijing_day(visit.now).year
    year = int(typed) if typed.isascii() and typed.isdigit() and 2010 <= int(typed) <= this else this
    return Asked(year, named or (mine[0] if mine else ""), {code: every.get(code, code) for code in mine})


def _townships(visit: Visit) -> tuple[Asked, tuple[Township, ...]]:
    """What is asked for, of what is kept; with `anew=1` all of it is counted first."""
    with visit.reading() as db:
        asked = asked_of(visit, db)
    anew = visit.query("anew") == "1"
    return asked, health_kept.townships(visit.database, tuple(asked.names), asked.year, visit.now, anew=anew)


def _at(townships: Sequence[Township]) -> int:
    """UTC ms of the oldest of the counts; 0 without any."""
    return min((one.at for one in townships), default=0)


def _appraise(visit: Visit, db: sa.Connection, asked: Asked) -> Appraisal | None:
    if not asked.facility:
        return None
    codes = queries.below(db, asked.facility)
    return queries.appraise(db, codes, asked.year, beijing_day(visit.now))


def _counts(visit: Visit, code: str) -> dict[str, int]:
    typed = {str(kind): visit.field(f"{code}.{kind}") for kind in Population}
    return {kind: _whole(text) for kind, text in typed.items() if text}


def _whole(text: str) -> int:
    """Raises:
    BadNumber
    """
    cleaned = text.replace(",", "")
    if not (cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 9):
        raise BadNumber(text=text[:20])
    return int(cleaned)


def _percent(text: str) -> int | None:
    """``65 → 6500``, ``65.5 → 6550``; empty: no target.

    Raises:
        BadNumber: no percentage with at most two decimals.
    """
    if not text:
        return None
    whole, _, part = text.removesuffix("%").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3 and len(part) <= 2):
        raise BadNumber(text=text[:20])
    if part and not (part.isascii() and part.isdigit()):
        raise BadNumber(text=text[:20])
    return int(whole) * 100 + int((part + "00")[:2])


def rate(figure: Figure | Ratio) -> str:
    return "—" if figure.rate is None else f"{percent_text(figure.rate)}%"


def target(figure: Figure | Ratio) -> str:
    return "—" if figure.target is None else f"{percent_text(figure.target)}%"
