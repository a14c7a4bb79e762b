"""Every benchmark, or one: ``python -m tests.bench [NAME]``; NAME may be a part of one."""

import sys
from collections.abc import Callable, Sequence

from tests.bench.bench_adjudicate import bench_adjudicate
from tests.bench.bench_analysis import bench_export, bench_figures
from tests.bench.bench_behind import bench_behind, bench_evening
from tests.bench.bench_catalog import bench_catalog
from tests.bench.bench_chart import bench_chart
from tests.bench.bench_courier import bench_courier
from tests.bench.bench_cuts import bench_cuts
from tests.bench.bench_format import bench_format
from tests.bench.bench_hub import bench_hub
from tests.bench.bench_indicators import bench_indicators
from tests.bench.bench_outpatient_log import bench_outpatient_log
from tests.bench.bench_prescribing import bench_prescribing
from tests.bench.bench_pull import bench_applying
from tests.bench.bench_pulled import bench_pulled
from tests.bench.bench_push import bench_push
from tests.bench.bench_scale import bench_scale
from tests.bench.bench_search import bench_search
from tests.bench.bench_settle import bench_settle
from tests.bench.bench_snapshot import bench_snapshot
from tests.bench.bench_stopwatch import bench_stopwatch
from tests.bench.bench_store import bench_append, bench_pull, bench_start
from tests.bench.bench_trace import bench_trace
from tests.bench.bench_window import bench_window
from tests.bench.bench_worklist import bench_worklist
from tests.bench.report import Measured, cost, show

_SEARCHED = 100_000  # residents; the script alone takes a million


def _search() -> list[Measured]:
    found = bench_search(_SEARCHED)
    raw = found["raw"][0]
    slowest = max(middle for shape, (middle, _) in found.items() if shape != "raw")
    return [cost("search, slowest shape", slowest, raw, "ms (p50)")]


ALL: dict[str, Callable[[], list[Measured]]] = {
    "append": bench_append,
    "push": bench_push,
    "pull": bench_pull,
    "pulled": bench_pulled,
    "applying": bench_applying,
    "snapshot": bench_snapshot,
    "hub": bench_hub,
    "cuts": bench_cuts,
    "settle": bench_settle,
    "adjudicate": bench_adjudicate,
    "behind": bench_behind,
    "evening": bench_evening,
    "window": bench_window,
    "courier": bench_courier,
    "start": bench_start,
    "format": bench_format,
    "search": _search,
    "catalog": bench_catalog,
    "chart": bench_chart,
    "outpatient_log": bench_outpatient_log,
    "indicators": bench_indicators,
    "worklist": bench_worklist,
    "stopwatch": bench_stopwatch,
    "trace": bench_trace,
    "prescribing": bench_prescribing,
    "scale": bench_scale,
    "export": bench_export,
    "figures": bench_figures,
}


def main(names: Sequence[str]) -> int:
    wanted = [name for name in ALL if not names or any(part in name for part in names)]
    if not wanted:
        print(f"no such benchmark; there are: {', '.join(ALL)}", file=sys.stderr)
        return 2
    missed = False
    for name in wanted:
        for measured in ALL[name]():
            show(measured)
            missed |= measured.goal is not None and measured.ratio > measured.goal
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
