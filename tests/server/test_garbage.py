"""The search for circular garbage is put off during a batch, and only then."""

import gc

import pytest

from sync_server.intake.garbage import seldom_sought


def test_it_is_as_before_when_the_last_batch_is_through():
    usual = gc.get_threshold()
    with seldom_sought():
        with seldom_sought():
            inner = gc.get_threshold()
        assert gc.get_threshold() == inner
    assert inner[0] > usual[0]
    assert gc.get_threshold() == usual


def test_it_is_as_before_after_a_batch_that_failed():
    usual = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), seldom_sought():
        _ = 1 // 0
    assert gc.get_threshold() == usual
