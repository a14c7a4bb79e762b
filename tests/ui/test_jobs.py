"""Work goes to other threads; answers come back to ours."""

import sys
import threading
import time
from concurrent.futures import Future
from functools import partial

import pytest
from PySide6.QtWidgets import QPushButton

from clinic_app.domain.errors import ClinicError, RuleBroken
from clinic_app.ui.jobs import JobRunner


class TooLate(RuleBroken):
    code = "test.too_late"


def unwanted(error: ClinicError) -> None:
    raise AssertionError(error)


@pytest.mark.parametrize("way", ["store", "read", "network"])
def test_work_runs_elsewhere_and_answers_here(qtbot, jobs, way):
    seen = []
    ask = getattr(jobs, way)
    ask(threading.current_thread, lambda worker: seen.append((worker, threading.current_thread())), unwanted)
    qtbot.waitUntil(lambda: bool(seen))
    worker, answered = seen[0]
    assert worker is not threading.main_thread()
    assert answered is threading.main_thread()


def test_a_clinic_error_goes_to_failed(qtbot, jobs):
    failed = []

    def work() -> None:
        raise TooLate(minutes=3)

    jobs.store(work, lambda _: failed.append("done"), failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], TooLate)
    assert failed[0].facts == {"minutes": 3}


def test_a_bug_reaches_the_exception_hook(qtbot, jobs):
    with qtbot.captureExceptions() as caught:
        jobs.store(lambda: 1 // 0, unwanted, unwanted)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_fifty_writes_keep_their_order(qtbot, jobs):
    made, answered = [], []

    def make(number: int) -> None:
        time.sleep(0.02 if number % 10 == 0 else 0)  # a slow write is not overtaken
        made.append(number)

    for number in range(50):
        jobs.store(partial(make, number), lambda _, n=number: answered.append(n), unwanted)
    qtbot.waitUntil(lambda: len(answered) == 50)
    assert made == answered == list(range(50))


def test_a_read_does_not_wait_for_a_write(qtbot, jobs):
    released, seen = threading.Event(), []
    jobs.store(lambda: released.wait(10), lambda _: seen.append("write"), unwanted)
    jobs.read(lambda: None, lambda _: seen.append("read"), unwanted)
    qtbot.waitUntil(lambda: seen == ["read"])
    released.set()
    qtbot.waitUntil(lambda: seen == ["read", "write"])


class Instant:
    """A pool whose work is over before `submit` returns: the quickest a worker can be."""

    def submit(self, work):
        future = Future()
        future.set_result(work())
        return future

    def shutdown(self, **_):
        pass


def test_an_answer_never_runs_inside_the_call_that_asked(qtbot, jobs):
    jobs._readers.shutdown()
    jobs._readers = Instant()
    order = []
    jobs.read(lambda: None, lambda _: order.append("answer"), unwanted)
    order.append("asked")
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["asked", "answer"]


def test_closing_finishes_writes_and_answers_nobody(qtbot):
    runner, made, answers = JobRunner(), [], []
    for number in range(20):
        runner.store(partial(made.append, number), answers.append, unwanted)
    runner.close()
    qtbot.wait(50)
    assert made == list(range(20))
    assert answers == []


def test_qt_calls_do_not_eat_references_to_none(qtbot):
    """PySide6 6.12 on Python 3.11 loses one at each call and dies after some thousands."""
    button = QPushButton("x")
    qtbot.addWidget(button)
    before = sys.getrefcount(None)
    for _ in range(1000):
        button.setEnabled(True)
    assert sys.getrefcount(None) - before > -100
