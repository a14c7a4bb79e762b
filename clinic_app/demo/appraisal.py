"""考核 in the demonstration: the county states populations and goals, and clinic and county count the same year."""

import html
import json
import re
from typing import Any, Final

from clinic_app.demo.console import Console, signed_in
from clinic_app.demo.place import PASSWORD, Place
from clinic_app.demo.telling import require, step, told

_POPULATION: Final = {
    "permanent": "1200",
    "age65": "180",
    "live_births": "9",
    "child_0_6": "70",
    "child_0_36m": "30",
    "key_groups": "300",
}
_GOALS: Final = {"record_rate": "90", "htn_standard_rate": "60", "contract_rate": "30"}
_SHOWN: Final = ("record_rate", "htn_control_rate", "contract_rate")


def compare(place: Place, facility: str, year: str, officer: str) -> None:
    """Every indicator on both sides.

    Raises:
        NotAsShown: a figure differs, or nobody counts anywhere.
    """
    step(
        "公卫考核：县里下达人口数和目标，卫生院和县里各算一遍",
        "Public health: the county states populations and goals; clinic and county count the year each for itself",
    )
    console = signed_in(place.url, officer, PASSWORD)
    where = {"facility": facility, "year": year}
    settings = f"health/settings?facility={facility}&year={year}"
    counts = {f"{facility}.{kind}": many for kind, many in _POPULATION.items()}
    console.send(settings, "health/population", where | counts)
    console.send(settings, "health/targets", where | _GOALS)
    place.desk("sync")
    ours = json.loads(place.desk("indicators", "--year", year, "--json"))["indicators"]
    theirs = _figures(console, facility, year)
    for one in ours:
        require(theirs.get(one["key"]) == _ratio(one), f"{one['key']}: {_ratio(one)} here, county {theirs}")
    by_key = {one["key"]: one for one in ours}
    require(any(one["numerator"] for one in ours), "no indicator counts anybody")
    for key in _SHOWN:
        told(f"{by_key[key]['name']} {_ratio(by_key[key])}", key)
    told(f"{len(ours)} 项指标两边都相等", f"{len(ours)} indicators are equal on both sides")


def _figures(console: Console, facility: str, year: str) -> dict[str, str]:
    """Numerator ÷ denominator by the indicator's key, as the console shows them."""
    page = console.page(f"health?facility={facility}&year={year}")
    rows = re.findall(r'/console/health/(\w+)\?[^"]*">[^<]*</a></td><td class="num">([^<]*)</td>', page)
    return {key: html.unescape(ratio).replace(",", "").strip() for key, ratio in rows}


def _ratio(one: dict[str, Any]) -> str:
    return " ÷ ".join("—" if one[part] is None else str(one[part]) for part in ("numerator", "denominator"))
