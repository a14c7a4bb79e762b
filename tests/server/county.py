"""A county in the test's own process."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.testclient import TestClient

from sync_server.adjudicate.settlements import adjudicate
from sync_server.asgi import application
from sync_server.intake.project import project
from sync_server.intake.sequence import sequence
from sync_server.publish.enrolments import new_code
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import found
from sync_server.settings import ServerSettings
from sync_server.store.engine import Database
from tests.server.clinic import FakeClinic
from tests.server.templates import migrated

TOWNSHIP, VILLAGE, OTHER = "350881001", "350881101", "350881002"


class Troubles(logging.Handler):
    """What the server survived: in a test that is a failure all the same."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class TestCounty:
    """Its database, its application, and clinics that talk to it.  Nothing runs behind the push unless asked."""

    __test__ = False

    def __init__(self, database: Database, http: TestClient) -> None:
        self.database = database
        self.http = http

    def work(self) -> None:
        """Number and judge everything that has arrived."""
        troubles = Troubles()
        logging.getLogger("sync_server").addHandler(troubles)
        try:
            while sequence(self.database) or project(self.database, adjudicate):
                pass
        finally:
            logging.getLogger("sync_server").removeHandler(troubles)
        assert [(record.getMessage(), record.exc_info) for record in troubles.records] == []

    def code(self, facility: str = TOWNSHIP) -> str:
        return new_code(self.database, facility)

    def clinic(self, facility: str = TOWNSHIP, inst_lv: str = "township") -> FakeClinic:
        """A clinic's first device, enrolled."""
        return FakeClinic(self.http, facility, inst_lv).join(self.code(facility))

    def further(self, first: FakeClinic) -> FakeClinic:
        """A further device of a clinic that exists."""
        device = FakeClinic(self.http, first.facility, first.inst_lv)
        device.admin = first.admin
        assert device.enrol(self.code(first.facility), joining=True).status_code == 200
        assert device.get_token().status_code == 200
        return device


def founded(url: str) -> Database:
    """A county with a township, a village under it, and another township."""
    database = migrated(url)
    found(database, "漳平市", ("localhost",))
    register_facility(database, TOWNSHIP, "双洋镇卫生院", "township")
    register_facility(database, VILLAGE, "坑源村卫生室", "village", TOWNSHIP)
    register_facility(database, OTHER, "新桥镇卫生院", "township")
    return database


@contextmanager
def running(database: Database, *, works: bool = False) -> Iterator[TestCounty]:
    settings = ServerSettings(
        database=database.url, tls=False, works=works, judge_wait=2.0 if works else 0.0, body_seconds=3.0
    )
    with TestClient(application(settings, database), base_url="http://county.test") as http:
        yield TestCounty(database, http)
