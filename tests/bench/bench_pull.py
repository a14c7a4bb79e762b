"""Taking in while somebody works: searches, and the screen's own loop, beside the same without a sync.

.venv/bin/python -m tests.bench applying
"""

import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from uuid import UUID

from clinic_app.journal.entry import new_id
from clinic_app.journal.feed import Item, Page, page_signature, read_page, write_page
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.journal.snapshot import Mark, begun
from clinic_app.store import search
from clinic_app.store.absorb import absorb
from clinic_app.store.attention import TURN
from clinic_app.store.epochs import begin_epoch
from clinic_app.store.journal import Store
from clinic_app.sync.snapshot import fill
from tests.bench.bench_snapshot import township
from tests.bench.played import clinic_of_its_own
from tests.bench.report import Measured, cost

_COUNTY = private_key(bytes(range(32)))
_FACILITY = "350881001"
_HELD = 10_000  # entries that are here
_PAGE = 200  # entries, as a round asks for
_PAGES = 40
_QUERIES = 200
_FRAME_MS = 4  # the screen's own loop is asked so often


def bench_applying() -> list[Measured]:
    """p95 of a search, and the longest pause of Qt's loop, while pages are taken in by another thread."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)  # as the desktop does
    try:
        return _applying()
    finally:
        sys.setswitchinterval(before)


def _applying() -> list[Measured]:
    epoch = new_id()
    entries = township(_HELD + _PAGE * _PAGES)
    parts, mark = _written(epoch, list(islice(entries, _HELD)), begun(epoch, _FACILITY), 1000)
    pages, _ = _written(epoch, list(entries), mark, _PAGE)
    with clinic_of_its_own(_FACILITY) as clinic:
        store = clinic.store
        with store.changing() as connection:
            begin_epoch(connection, epoch)
        _fill(store, epoch, parts, mark)
        idle, meanwhile, taken = _searches(store, pages[: _PAGES // 2])
        still, pause = _pauses(store, pages[_PAGES // 2 :])
    return [
        cost("search while applying", _p95(meanwhile), _p95(idle), "ms (p95)", 1.2),
        cost("page of 200 entries", statistics.median(taken), 50.0, "ms CPU (p50)", 1.0),
        cost("longest pause of the screen", pause, max(still, 16.0), "ms", 1.0),
    ]


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _searches(store: Store, pages: list[Page]) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of searches before and during a sync, and of the processor for each page of it."""
    dice = random.Random(2)
    words = [dice.choice("张李陈林王黄吴刘") + dice.choice(("", "建", "秀", "志")) for _ in range(_QUERIES)]
    words += [dice.choice(("zs", "cx", "lm", "wj", "3508", "138", "1956")) for _ in range(_QUERIES)]
    dice.shuffle(words)

    def ask(word: str) -> float:
        began = time.perf_counter()
        with store.reading() as connection:
            search.find(connection, word, 30)
        return (time.perf_counter() - began) * 1000

    idle = [ask(word) for word in (*words, *words)][len(words) :]
    taken: list[float] = []
    work = threading.Thread(target=_apply, args=(store, pages, taken))
    work.start()
    meanwhile: list[float] = []
    while work.is_alive():
        meanwhile.append(ask(dice.choice(words)))
        time.sleep(0.02)  # nobody types faster
    work.join()
    return idle, meanwhile, taken


def _pauses(store: Store, pages: list[Page]) -> tuple[float, float]:
    """The longest time between two turns of Qt's loop, in milliseconds: without a sync and with one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, QTimer

    app = QCoreApplication.instance() or QCoreApplication([])

    def longest(until: Callable[[], bool]) -> float:
        worst, last = 0.0, time.perf_counter()

        def turn() -> None:
            nonlocal worst, last
            now = time.perf_counter()
            worst, last = max(worst, (now - last) * 1000 - _FRAME_MS), now
            if until():
                app.quit()

        timer = QTimer()
        timer.timeout.connect(turn)
        timer.start(_FRAME_MS)
        app.exec()
        return worst

    end = time.perf_counter() + 1
    still = longest(lambda: time.perf_counter() > end)
    work = threading.Thread(target=_apply, args=(store, pages, []))
    work.start()
    pause = longest(lambda: not work.is_alive())
    work.join()
    return still, pause


def _apply(store: Store, pages: list[Page], taken: list[float]) -> None:
    for page in pages:
        began = time.thread_time()
        absorb(store, page)
        taken.append((time.thread_time() - began) * 1000)


def _fill(store: Store, epoch: UUID, parts: list[Page], mark: Mark) -> None:
    def source(_: UUID, after: int) -> Iterator[int | Page | Mark]:
        yield mark.entries
        yield from parts
        yield mark

    fill(store, source)


def _written(epoch: UUID, entries: list[object], mark: Mark, size: int) -> tuple[list[Page], Mark]:
    pages: list[Page] = []
    for start in range(0, len(entries), size):
        items = tuple(
            Item(mark.upto + 1 + at, entry.time >> 16, _FACILITY, entry)  # type: ignore[attr-defined, arg-type]
            for at, entry in enumerate(entries[start : start + size])
        )
        page = Page(epoch=epoch, after=mark.upto, upto=mark.upto + len(items), more=True, items=items)
        data = write_page(page, _COUNTY.sign)
        pages.append(read_page(data, public_bytes(_COUNTY)))
        mark = mark.with_part(page.upto, len(items), page_signature(data))
    return pages, mark


if __name__ == "__main__":
    from tests.bench.report import show

    for measured in bench_applying():
        show(measured)
