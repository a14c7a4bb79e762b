"""目录: a keystroke among 5,000 drugs, and a publication prepared, beside a bare indexed query of the same run.

The raw limit is SQLite's in memory: twenty rows whose initials begin with the text, by an index that covers them.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from clinic_app.domain.catalogs import Catalogue, Drug, drugs
from tests.bench.report import Measured, cost, share

_DRUGS: Final = 5_000
_ROUNDS: Final = 40
_TYPED: Final = (
    "a", "am", "amx", "amxl", "阿", "阿莫", "阿莫西林", "片", "0.25g", "xl", "anlv", "jiaonang", "yp0101", "zzzz"
)  # fmt: skip
_GOAL_MS: Final = 3.0  # processor time of the slowest keystroke


def bench_catalog() -> list[Measured]:
    items = _many()
    began = time.process_time()
    catalogue = Catalogue(items)
    prepared = (time.process_time() - began) * 1e3
    raw_prepared = _ms(lambda: _table(items), 1)
    table = _table(items)
    ours = [_ms(partial(catalogue.find, text), _ROUNDS) for text in _TYPED]
    raw = [_ms(partial(_asked, table, text), _ROUNDS) for text in _TYPED]
    return [
        cost("catalog, a keystroke", _mean_us(ours), _mean_us(raw), "µs (mean)"),
        share("catalog, slowest keystroke", max(ours), _GOAL_MS, "ms"),
        cost("catalog, 5,000 prepared", prepared, raw_prepared, "ms"),
    ]


def _mean_us(times: Sequence[float]) -> float:
    return sum(times) / len(times) * 1e3


def _many() -> Sequence[Drug]:
    """The shipped drugs over and over, each with a code and a name of its own."""
    some = drugs()
    return [
        replace(some[no % len(some)], code=f"X{no}", name=f"{some[no % len(some)].name} {no}")
        for no in range(_DRUGS)
    ]


def _table(items: Sequence[Drug]) -> sqlite3.Connection:
    table = sqlite3.connect(":memory:")
    table.execute("create table word (initials text, length integer, code text)")
    rows = ((word, len(item.name), item.code) for item in items for word in item.initials)
    table.executemany("insert into word values (?, ?, ?)", rows)
    table.execute("create index ix_word on word (initials, length, code)")
    return table


def _asked(table: sqlite3.Connection, text: str) -> list[tuple[str]]:
    statement = "select code from word where initials >= ? and initials < ? limit 20"
    return table.execute(statement, (text, text + "\U0010ffff")).fetchall()


def _ms(work: Callable[[], object], rounds: int) -> float:
    """Of processor time, the best of three."""
    found = []
    for _ in range(3):
        began = time.process_time()
        for _ in range(rounds):
            work()
        found.append((time.process_time() - began) / rounds * 1e3)
    return min(found)
