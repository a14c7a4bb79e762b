"""``reconcile``: the clinics' lists against the county's, by day (docs/reconciliation.md)."""

import argparse
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from clinic_app.domain.reconciling import Comparison, Day, Matched, Total
from clinic_app.domain.time import beijing_day, wall_clock
from sync_server.cli.parts import Verbs, WrongUse, database_of, say, verb
from sync_server.publish.facilities import NoFacility
from sync_server.store.queries.daybooks import balance, first_day
from sync_server.store.queries.registry import facility_of

_LATEST: Final = 7  # days that are told even when they balance


def add_to(verbs: Verbs) -> None:
    parser = verb(
        verbs,
        "reconcile",
        "compare what clinics settled with what the county adjudicated: every unbalanced day and the last 7",
        "reconcile --day 2026-11-22 --database sqlite:///county.db --json",
    )
    parser.add_argument("--day", metavar="YYYY-MM-DD", help="one business day only")
    parser.add_argument("--facility", metavar="CODE", help="one institution only")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    today = beijing_day(wall_clock())
    with database_of(options).reading() as connection:
        if options.facility and facility_of(connection, options.facility) is None:
            raise NoFacility(facility=options.facility)
        if options.day:
            since = until = _day(options.day)
        else:
            since, until = first_day(connection, options.facility) or today, today
        days = balance(connection, since, until, options.facility)
    shown = [
        day for day in days if options.day or not day.balanced or today - day.day < timedelta(days=_LATEST)
    ]
    if options.json:
        say(_json(shown, today))
    else:
        for line in _plain(shown, today):
            say(line)
    return 0


def report(days: Iterable[Day], today: date) -> dict[str, Any]:
    """One JSON object: days → facilities → totals, states, counts and the records that keep a day open."""
    found: dict[str, dict[str, Any]] = {}
    for day in days:
        found.setdefault(day.day.isoformat(), {})[day.facility] = _of_day(day, today)
    return {"balanced": all(one["balanced"] for per in found.values() for one in per.values()), "days": found}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"--day {text}: not a day like 2026-11-22") from error


def _json(days: list[Day], today: date) -> str:
    return json.dumps(report(days, today), ensure_ascii=False)


def _of_day(day: Day, today: date) -> dict[str, Any]:
    return {
        "balanced": day.balanced,
        "overdue": day.overdue(today),
        "not_closed": day.not_closed,
        "counts": {state.value: count for state, count in day.counts().items()},
        "totals": [_total(one) for one in day.comparisons()],
        "records": [_record(one) for one in day.odd],
        "missing": [
            {"device": gap.device.hex if gap.device else "", "held_seq": gap.held_seq, "end_seq": gap.end_seq}
            for gap in day.missing
        ],
    }


def _total(one: Comparison) -> dict[str, Any]:
    return {
        "insutype": one.kind.insutype,
        "clr_type": one.kind.clr_type,
        "refd_setl_flag": one.kind.refd_setl_flag,
        "clinic": _figures(one.clinic),
        "county": _figures(one.county),
        "equal": one.equal,
    }


def _figures(total: Total) -> Mapping[str, int]:
    return {
        "fixmedins_setl_cnt": total.fixmedins_setl_cnt,
        "medfee_sumamt": total.medfee_sumamt,
        "fund_pay_sumamt": total.fund_pay_sumamt,
        "acct_pay": total.acct_pay,
    }


def _record(one: Matched) -> dict[str, Any]:
    clinic = one.clinic
    return {
        "id": one.record.hex,
        "number": one.number,
        "state": one.state.value,
        "remedy": one.remedy.value,
        "fields": list(one.fields),
        "reason": clinic.reason if clinic else "",
        "device": clinic.device.hex if clinic and clinic.device else "",
    }


def _plain(days: list[Day], today: date) -> Iterable[str]:
    """A line a facility and day, and one for each record that keeps it open."""
    for day in days:
        counts = ", ".join(f"{state.value} {count}" for state, count in day.counts().items())
        word = "balanced" if day.balanced else "OVERDUE" if day.overdue(today) else "open"
        closed = f", not closed {day.not_closed}" if day.not_closed else ""
        yield f"{day.day} {day.facility} {word}: {counts or 'nothing here'}{closed}"
        for one in day.odd:
            fields = f" ({', '.join(one.fields)})" if one.fields else ""
            yield f"    {one.record.hex} {one.number} {one.state.value}{fields} → {one.remedy.value}"
        for gap in day.missing:
            device = gap.device.hex if gap.device else "another window"
            yield f"    {device}: entries up to {gap.end_seq} are due, held up to {gap.held_seq} → push"
