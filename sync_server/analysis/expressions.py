"""Figures that a county and a city ask for, each one Ibis expression: the same on DuckDB and on Spark.

Amounts are fen.  Entries that are set aside count nowhere until they are released, as at the county itself; a
settlement taken back and its red cancel out.  Where a person is meant, a token stands for it (tokens.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import ibis
from ibis import _

Tables = Mapping[str, Any]  # Ibis tables by name; Ibis has no types that a checker could use

_TOP: Final = 20  # diagnoses of a county
_SILENT: Final = 3  # days without an entry
_AGAIN: Final = 30  # days within which a further visit elsewhere follows an earlier one


@dataclass(frozen=True, slots=True)
class Figure:
    """What is asked, in both languages, and its expression."""

    name: str
    asked: str
    english: str
    build: Callable[[Tables], Any]


def counting(t: Tables, table: str) -> Any:
    """The rows of a table of facts whose entries are not set aside."""
    held = t["held"].group_by("about").agg(times=_.times.sum()).filter(_.times > 0).select("about")
    return t[table].anti_join(held, [(t[table].entry, held.about)])


def month_of(day: Any) -> Any:
    """``2026-11``."""
    return day.year().cast("string") + "-" + day.month().cast("string").lpad(2, "0")


def fund_by_institution_and_month(t: Tables) -> Any:
    """By the day of the settlement; `fund_county` is what the county's own computation leaves of it."""
    verdicts = t["adjudication"].group_by("record").agg(fund_diff=_.fund_diff.sum())
    bills = counting(t, "settlement").left_join(verdicts, [("entry", "record")])
    return (
        bills.mutate(month=month_of(_.setl_day), is_red=(_.kind == "red").cast("int64"))
        .group_by("county", "facility", "month")
        .agg(
            settlements=(1 - _.is_red).sum(),
            reds=_.is_red.sum(),
            medfee=_.medfee_sumamt.sum(),
            fund_clinic=_.fund_pay_sumamt.sum(),
            fund_county=(_.fund_pay_sumamt + _.fund_diff.fill_null(0)).sum(),
        )
        .order_by("county", "facility", "month")
    )


def _visits(t: Tables) -> Any:
    """Visits that were not cancelled."""
    rows = counting(t, "visit")
    gone = rows.filter(_.times < 0).select(gone="visit")
    return rows.filter(_.times > 0).anti_join(gone, [("visit", "gone")])


def visits_by_village_and_day(t: Tables) -> Any:
    """By the village of the resident; "" where none is known."""
    homes = t["resident"].select("resident", "village")
    return (
        _visits(t)
        .left_join(homes, "resident")
        .mutate(village=_.village.fill_null(""))
        .group_by("county", "village", "visit_day")
        .agg(visits=_.count(), insured=_.insured.cast("int64").sum())
        .order_by("county", "village", "visit_day")
    )


def cost_per_visit(t: Tables) -> Any:
    """What visits with a bill cost, refunds taken off."""
    bills = counting(t, "settlement").mutate(visits=ibis.cases((_.kind == "settle", 1), else_=-1))
    return (
        bills.group_by("county", "facility")
        .agg(visits=_.visits.sum(), medfee=_.medfee_sumamt.sum(), own=_.psn_part_amt.sum())
        .filter(_.visits > 0)
        .mutate(medfee_per_visit=_.medfee / _.visits, own_per_visit=_.own / _.visits)
        .order_by("county", "facility")
    )


def refund_rate(t: Tables) -> Any:
    """Of a hundred settlements, how many were taken back."""
    return (
        counting(t, "settlement")
        .mutate(is_red=(_.kind == "red").cast("int64"))
        .group_by("county", "facility")
        .agg(settlements=(1 - _.is_red).sum(), refunds=_.is_red.sum())
        .mutate(share=_.refunds / _.settlements.nullif(0))
        .order_by("county", "facility")
    )


def quarantine_rate(t: Tables) -> Any:
    """Of the entries that an institution's devices sent, how many were set aside, and how many still are."""
    held = t["held"].group_by("county", "facility", "about").agg(times=_.times.sum())
    aside = held.group_by("county", "facility").agg(held=_.count(), still=(_.times > 0).cast("int64").sum())
    sent = t["journal"].filter(_.facility != "").group_by("county", "facility").agg(entries=_.count())
    return (
        sent.left_join(aside, ["county", "facility"])
        .mutate(held=_.held.fill_null(0), still=_.still.fill_null(0))
        .select("county", "facility", "entries", "held", "still")
        .mutate(share=_.held / _.entries)
        .order_by("county", "facility")
    )


def drug_share(t: Tables) -> Any:
    """药占比: drugs in the charges of settlements that stand."""
    taken_back = counting(t, "settlement").filter(_.kind == "red").select(red="settlement")
    return (
        counting(t, "charge")
        .anti_join(taken_back, [("settlement", "red")])
        .mutate(of_drugs=ibis.cases((_.drug, _.amount), else_=0))
        .group_by("county", "facility")
        .agg(charged=_.amount.sum(), drugs=_.of_drugs.sum())
        .mutate(share=_.drugs / _.charged.nullif(0))
        .order_by("county", "facility")
    )


def top_diagnoses(t: Tables) -> Any:
    """The most frequent main diagnoses of each county."""
    found = counting(t, "diagnosis").filter(_.no == 1).group_by("county", "code")
    counted = found.agg(visits=_.visit.nunique(), people=_.resident.nunique())
    order = ibis.window(group_by="county", order_by=[ibis.desc("visits"), "code"])
    return (
        counted.mutate(place=ibis.row_number().over(order) + 1)
        .filter(_.place <= _TOP)
        .order_by("county", "place")
    )


def across_counties(t: Tables) -> Any:
    """People who within 30 days of a visit in one county were seen in another; needs one key for all (--person-key)."""
    who = t["resident"].select("resident", "person")
    seen = _visits(t).join(who, "resident").select("person", "county", "visit_day", "visit")
    order = ibis.window(group_by="person", order_by=["visit_day", "visit"])
    steps = seen.mutate(came_from=_.county.lag().over(order), before=_.visit_day.lag().over(order))
    moved = steps.filter(_.came_from != _.county).mutate(days=_.visit_day.delta(_.before, unit="day"))
    return (
        moved.filter(_.days <= _AGAIN)
        .group_by("came_from", "county")
        .agg(visits=_.count(), people=_.person.nunique(), days=_.days.mean())
        .order_by("came_from", "county")
    )


def sync_lag(t: Tables) -> Any:
    """Seconds from writing an entry to its receipt, as far as the devices' clocks are right."""
    return (
        t["journal"]
        .filter(_.facility != "", ~_.again)
        .mutate(seconds=_.lag_ms / 1000)
        .group_by("county")
        .agg(
            entries=_.count(),
            p50=_.seconds.quantile(0.5),
            p90=_.seconds.quantile(0.9),
            p99=_.seconds.quantile(0.99),
            slowest=_.seconds.max(),
        )
        .order_by("county")
    )


def entries_by_device_and_day(t: Tables) -> Any:
    """What each device sent, by the day of its receipt."""
    return (
        t["journal"]
        .filter(_.facility != "")
        .group_by("county", "facility", "device", "day")
        .agg(entries=_.count(), bytes=_.bytes.sum())
        .order_by("county", "facility", "device", "day")
    )


def silent_devices(t: Tables) -> Any:
    """Devices without an entry for three days or more before the county's newest one."""
    sent = t["journal"].filter(_.facility != "")
    newest = t["journal"].group_by("county").agg(newest=_.day.max())
    last = sent.group_by("device").agg(last=_.day.max(), entries=_.count())
    return (
        t["device"]
        .filter(~_.revoked)
        .left_join(last, "device")
        .drop("device_right")
        .join(newest, "county")
        .mutate(last=ibis.coalesce(_.last, _.enrolled), entries=_.entries.fill_null(0))
        .mutate(days=_.newest.delta(_.last, unit="day"))
        .filter(_.days >= _SILENT)
        .select("county", "facility", "device", "last", "days", "entries")
        .order_by("county", "facility", "device")
    )


def arrivals_by_hour(t: Tables) -> Any:
    """When entries arrive (Beijing): the evening peak that the server is sized for."""
    return (
        t["journal"]
        .filter(_.facility != "")
        .group_by("county", "hour")
        .agg(entries=_.count(), devices=_.device.nunique(), bytes=_.bytes.sum())
        .order_by("county", "hour")
    )


def adjudication_differences(t: Tables) -> Any:
    """复核差异: records that the county computed otherwise than the clinic, and why."""
    return (
        t["adjudication"]
        .group_by("county", "facility", "status", "cause")
        .agg(records=_.count(), fund_diff=_.fund_diff.sum())
        .order_by("county", "facility", "status", "cause")
    )


def cost_by_age_and_sex(t: Tables) -> Any:
    """By age bands of ten years at the settlement's day; 99: the year of birth is not known."""
    people = t["resident"].select("resident", "person", "sex", "birth_year")
    bills = counting(t, "settlement").join(people, "resident")
    age = (bills.setl_day.year() - bills.birth_year).fill_null(990)
    return (
        bills.mutate(band=(age // 10).cast("int64"))
        .group_by("county", "sex", "band")
        .agg(people=_.person.nunique(), medfee=_.medfee_sumamt.sum(), fund=_.fund_pay_sumamt.sum())
        .order_by("county", "sex", "band")
    )


FIGURES: Final[dict[str, Figure]] = {
    figure.name: figure
    for figure in (
        Figure(
            "fund",
            "各机构各月基金支出",
            "fund spending by institution and month",
            fund_by_institution_and_month,
        ),
        Figure("visits", "各村每日就诊人次", "visits by village and day", visits_by_village_and_day),
        Figure("cost", "次均费用", "cost per visit", cost_per_visit),
        Figure("refunds", "退费率", "refund rate", refund_rate),
        Figure("quarantine", "待处理记录率", "share of entries set aside", quarantine_rate),
        Figure("drugs", "药占比", "share of drugs", drug_share),
        Figure("diagnoses", "常见诊断", "most frequent diagnoses", top_diagnoses),
        Figure("across", "跨县就诊", "people seen in several counties", across_counties),
        Figure("lag", "同步时延分位数", "percentiles of the sync lag", sync_lag),
        Figure("devices", "各设备每日记录数", "entries of each device by day", entries_by_device_and_day),
        Figure("silent", "静默设备", "silent devices", silent_devices),
        Figure("hours", "到达时段", "arrivals by hour", arrivals_by_hour),
        Figure("differences", "复核差异", "differences found by the adjudication", adjudication_differences),
        Figure("ages", "各年龄段费用", "cost by age and sex", cost_by_age_and_sex),
    )
}
