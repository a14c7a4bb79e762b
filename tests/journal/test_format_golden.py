"""Headers, chain, segments and pages are what they were."""

import json

import pytest

from clinic_app.journal.feed import read_page
from clinic_app.journal.segment import read_segment
from tests.journal import golden

HELD = json.loads(golden.FILE.read_text(encoding="utf-8"))
NOW = golden.vectors()
# zstd may choose other bytes in another version: what they unpack to is compared, and that the old ones are read.
COMPRESSED = {"segment", "segment_after_fork", "page"}


@pytest.mark.parametrize("name", sorted(HELD.keys() - COMPRESSED))
def test_nothing_moved(name):
    assert NOW[name] == HELD[name]


def test_nothing_is_left_out():
    assert NOW.keys() == HELD.keys()


@pytest.mark.parametrize(("name", "origin"), [("segment", None), ("segment_after_fork", golden.ORIGIN)])
def test_a_released_segment_is_read(name, origin):
    segment = read_segment(bytes.fromhex(HELD[name]), bytes.fromhex(HELD["device_key"]))
    assert list(segment.entries) == golden.entries()
    assert segment.origin == origin


def test_a_released_page_is_read():
    page = read_page(bytes.fromhex(HELD["page"]), bytes.fromhex(HELD["county_key"]))
    assert page.items == golden.page_of(golden.entries()).items


def test_the_sealed_body_is_still_sealed_and_names_in_rare_characters_survive_gb_18030():
    run = golden.entries()
    assert run[4].body is None
    name = json.loads(run[0].body)["name"]
    assert name.encode("gb18030").decode("gb18030") == name
    assert len(name.encode("gb18030")) > 2 * len(name)
