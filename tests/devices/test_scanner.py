"""The scanner that types: told from fingers by speed, and what it read by form."""

import pytest

from clinic_app.devices.reader import ReadersChanged, Scanned
from clinic_app.devices.scanner import Scan, ScanKind, Scanner, kind_of
from clinic_app.devices.wedge import KeyboardWedge
from tests.devices.virtual_card import id_number


def play(scanner: Scanner, keys: str, gaps: list[int], begin: int = 10_000) -> list[Scan]:
    """Press `keys`, the gaps in ms before each taken in turn; the scans that came of it."""
    now, scans = begin, []
    for place, key in enumerate(keys):
        now += gaps[place % len(gaps)]
        scan = scanner.feed(key, now)
        if scan is not None:
            scans.append(scan)
    return scans


@pytest.mark.parametrize("gap", [0, 1, 8, 20, 34])
@pytest.mark.parametrize("enter", ["\r", "\n"])
def test_a_scan_ended_by_enter_is_told(gap, enter):
    assert play(Scanner(), "XYT:R0001" + enter, [gap]) == [Scan("XYT:R0001", ScanKind.SLIP)]


@pytest.mark.parametrize("gaps", [[35], [90], [180, 60, 240], [300]])
def test_typing_is_no_scan(gaps):
    assert play(Scanner(), "350881198102030015\r", gaps) == []


def test_one_slow_character_does_not_break_a_scan():
    assert play(Scanner(), "XYT:R0001\r", [8, 8, 8, 90, 8, 8, 8, 8, 8, 8]) == [
        Scan("XYT:R0001", ScanKind.SLIP)
    ]


def test_what_was_typed_before_a_pause_is_no_part_of_the_scan():
    scanner = Scanner()
    assert play(scanner, "ab", [200]) == []
    assert play(scanner, "XYT:R0001\r", [5], begin=20_000) == [Scan("XYT:R0001", ScanKind.SLIP)]


def test_a_scan_without_enter_is_forgotten():
    scanner = Scanner()
    assert play(scanner, "123456789", [5]) == []
    assert play(scanner, "\r", [5], begin=30_000) == []


def test_two_scans_on_end_are_two():
    assert [scan.text for scan in play(Scanner(), "XYT:R0001\rXYT:R0002\r", [5])] == [
        "XYT:R0001",
        "XYT:R0002",
    ]


def test_short_bursts_are_no_scan():
    assert play(Scanner(), "12345\r", [5]) == []


def test_keys_without_a_character_change_nothing():
    scanner = Scanner()
    scans = [scanner.feed(key, 10_000 + 5 * place) for place, key in enumerate("XYT:R0001")]
    assert scanner.feed("", 10_046) is None
    assert scans == [None] * 9
    assert scanner.feed("\r", 10_050) == Scan("XYT:R0001", ScanKind.SLIP)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (id_number(), ScanKind.ID_NUMBER),
        ("35088119810203004x", ScanKind.ID_NUMBER),
        (id_number()[:17] + "7", ScanKind.UNKNOWN),
        ("X00000019", ScanKind.CARD_NUMBER),
        ("123456789", ScanKind.CARD_NUMBER),
        ("XYT:", ScanKind.UNKNOWN),
        ("XYT:0123456789ABC", ScanKind.SLIP),
        ("350000ABCDEFGHIJKLMNOPQRSTUV", ScanKind.INSURANCE_TOKEN),
        ("81234567890123456789", ScanKind.TRACE_CODE),
        ("6901234567892", ScanKind.EAN13),
        ("6901234567893", ScanKind.UNKNOWN),
        ("１２３４５６７８９", ScanKind.UNKNOWN),
        ("https://example.org/q", ScanKind.UNKNOWN),
    ],
)
def test_kind_of(text, kind):
    assert kind_of(text) is kind


def test_the_wedge_tells_scans_while_it_is_started(heard):
    wedge = KeyboardWedge()
    wedge.start(heard)
    taken = [wedge.key(key, 5 * place) for place, key in enumerate("XYT:R0001\r", start=100)]
    assert taken == [False] * 9 + [True]
    assert heard.wait_for(ReadersChanged).names == (wedge.name,)
    assert heard.wait_for(Scanned).scan == Scan("XYT:R0001", ScanKind.SLIP)
    wedge.stop()
    assert not any(wedge.key(key, 5 * place) for place, key in enumerate("XYT:R0001\r", start=500))
