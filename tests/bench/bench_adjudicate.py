"""复核: a county's months of settlements judged behind the push, in bounded memory and linear in their number.

    .venv/bin/python -m tests.bench adjudicate
    .venv/bin/python -m tests.bench.bench_adjudicate 600000 [postgresql+psycopg://…]

The limit beside it: the same bodies put into one table in the same batches, with nothing asked of them.  Judging is
told in seconds of this process's core: the halves are compared, and others work on the machine.
"""

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from starlette.testclient import TestClient

from clinic_app.domain.policy import load
from clinic_app.domain.resources import text
from clinic_app.domain.settlement import Bill, BillLine, Circumstances, Mode, Person, State, settle
from clinic_app.journal import bills
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.settlement import SettlementMade
from sync_server.adjudicate.settlements import adjudicate
from sync_server.asgi import application
from sync_server.intake.pen import held_pen
from sync_server.intake.project import BATCH, project
from sync_server.intake.receive import receive
from sync_server.intake.sequence import sequence
from sync_server.publish.policies import publish_policy
from sync_server.settings import ServerSettings
from sync_server.store.engine import Database
from tests.bench.report import Measured, cost, rate, show
from tests.server.clinic import FakeClinic
from tests.server.county import TOWNSHIP, founded, new_code

_DAY = date(2026, 10, 1)
_EACH = 12  # settlements of one person in the month
_SEGMENT = 200  # entries
_POLICY = text("policies", "open_sample.toml")
_CODES = ("YP0001", "YP0002", "YP0003", "YP0005")


def bench_adjudicate(count: int = 3000, url: str = "") -> list[Measured]:
    """Two halves of the same county: the second must cost what the first did; also where all bills are one person's."""
    with tempfile.TemporaryDirectory() as name:
        first, second, bodies = _halves(url or f"sqlite:///{Path(name) / 'county.db'}", count, _EACH)
        early, late, _ = _halves(f"sqlite:///{Path(name) / 'one.db'}", count, count)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        raw = _inserted(Path(name) / "raw.db", bodies) * count / len(bodies)
    return [
        rate("adjudicate", count / (first + second), count / raw, "settlements/s"),
        cost("adjudicate, second half", second, first, "s of a core", goal=1.25),
        cost("adjudicate, one person's history", late, early, "s of a core", goal=1.25),
        cost("adjudicate, memory", peak, peak, "MB at most"),
    ]


def _halves(url: str, count: int, each: int) -> tuple[float, float, list[bytes]]:
    """Seconds of the first and of the second half, and the first bodies."""
    database = founded(url)
    bodies = _arrived(database, count, each)
    first, second = _judged(database, count // 2), _judged(database, count)
    database.close()
    return first, second, bodies


def _arrived(database: Database, count: int, each: int = _EACH) -> list[bytes]:
    """Insured people, a policy, and `count` settlements numbered and not judged; answers the first bodies."""
    publish_policy(database, _POLICY)
    _state(database, count // each + 1)
    settings = ServerSettings(database=database.url, tls=False, works=False, judge_wait=0.0)
    with TestClient(application(settings, database), base_url="http://county.test") as http:
        clinic = FakeClinic(http, TOWNSHIP, "township").join(new_code(database, TOWNSHIP))
        receive(database, clinic.device, clinic.segment())
        _numbered(database)
        while project(database, adjudicate):  # what stands before the settlements is not measured
            pass
        kept: list[bytes] = []
        done = len(clinic.entries)
        for fact in _settlements(count, each):
            clinic.write(fact, None, uuid4())
            if len(kept) < 3000:
                kept.append(clinic.entries[-1].body or b"")
            if len(clinic.entries) - done >= _SEGMENT:
                done = _pushed(database, clinic, done)
        _pushed(database, clinic, done)
    _numbered(database)
    return kept


def _numbered(database: Database) -> None:
    while sequence(database):
        pass


def _pushed(database: Database, clinic: FakeClinic, done: int) -> int:
    if len(clinic.entries) > done:
        receive(database, clinic.device, clinic.segment(done + 1))
        for at in range(done, len(clinic.entries)):
            entry = clinic.entries[at]
            clinic.entries[at] = type(entry)(
                **{**_shape(entry), "body": None}
            )  # a month does not fit in memory
    return len(clinic.entries)


def _shape(entry: object) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}  # type: ignore[attr-defined]


def _state(database: Database, count: int) -> None:
    people = range(count)
    for start in range(0, len(people), 500):
        with held_pen(database) as pen:
            for person in people[start : start + 500]:
                pen.append(InsuredStated(psn_no=f"P{person}", id_number="", insutype="390", salt="s"))


def _settlements(count: int, each: int = _EACH) -> Iterator[SettlementMade]:
    """One bill in many hands: what differs is whose it is and on which day."""
    policy = load(_POLICY)
    for number in range(count):
        person = Person(psn_no=f"P{number % (count // each + 1)}", insutype="390")
        day = _DAY + timedelta(days=number * 31 // count)
        bill = _bill(uuid4(), day)
        outcome = settle(policy, person, State({}, {}), bill, Circumstances(mode=Mode.OFFLINE))
        assert not outcome.rejected, outcome.error
        names = {line.feedetl_sn: ("药品", "盒") for line in bill.lines}
        yield bills.settlement_made(
            bill,
            outcome,
            person,
            visit_id=UUID(bill.mdtrt_id),
            number=f"A{number}",
            names=names,
            policy_id=policy.policy_id,
        )


def _bill(visit: UUID, day: date) -> Bill:
    return Bill(
        mdtrt_id=str(visit),
        fixmedins_code=TOWNSHIP,
        inst_lv="township",
        med_type="11",
        begndate=day,
        enddate=day,
        setl_date=day,
        mdtrt_cert_type="03",
        lines=tuple(
            BillLine(feedetl_sn=str(no), med_list_codg=code, pric_e6=8_500_000, cnt_e4=10_000)
            for no, code in enumerate(_CODES, start=1)
        ),
    )


def _judged(database: Database, count: int) -> float:
    """Seconds of this process's core to judge the next `count` entries, or what is left of them."""
    started = time.process_time()
    while count > 0 and (found := project(database, adjudicate, limit=BATCH)):
        count -= found
    return time.process_time() - started


def _inserted(path: Path, bodies: list[bytes]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE body (no INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    started = time.perf_counter()
    for start in range(0, len(bodies), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO body (data) VALUES (?)", ((one,) for one in bodies[start : start + BATCH])
        )
        connection.execute("COMMIT")
    taken = time.perf_counter() - started
    connection.close()
    return taken


if __name__ == "__main__":
    for measured in bench_adjudicate(int(sys.argv[1]), *sys.argv[2:3]):
        show(measured)
