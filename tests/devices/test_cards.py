"""Status words and attempts, on scripted connections."""

from dataclasses import dataclass, field

import pytest

from clinic_app.devices.cards import Answer, exchange, read_whole
from clinic_app.devices.errors import CardDisturbed, CardMute, CardTornOut


@dataclass
class Scripted:
    """A connection that plays answers in hex, or raises."""

    script: list[str | Exception]
    reader: str = "scripted"
    atr: bytes = b""
    asked: list[str] = field(default_factory=list)
    closed: int = 0

    def transmit(self, command: bytes) -> bytes:
        self.asked.append(command.hex().upper())
        answer = self.script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return bytes.fromhex(answer)

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(
    ("command", "script", "asked", "answer"),
    [
        pytest.param("00B2010000", ["01020304 9000"], ["00B2010000"], ("01020304", 0x9000), id="plain"),
        pytest.param(
            "00A4000002EF05",
            ["6103", "6F0100 9000"],
            ["00A4000002EF05", "00C0000003"],
            ("6F0100", 0x9000),
            id="61xx",
        ),
        pytest.param(
            "00A4000002EF05",
            ["6102", "AABB 6101", "CC 9000"],
            ["00A4000002EF05", "00C0000002", "00C0000001"],
            ("AABBCC", 0x9000),
            id="61xx again and again",
        ),
        pytest.param(
            "00B2010000", ["6C03", "010133 9000"], ["00B2010000", "00B2010003"], ("010133", 0x9000), id="6Cxx"
        ),
        pytest.param(
            "00A4000002EF05",
            ["6105", "6C03", "6F0100 9000"],
            ["00A4000002EF05", "00C0000005", "00C0000003"],
            ("6F0100", 0x9000),
            id="6Cxx after 61xx",
        ),
        pytest.param(
            "00B2010000", ["6C03", "6C04"], ["00B2010000", "00B2010003"], ("", 0x6C04), id="6Cxx only once"
        ),
        pytest.param("00B2010000", ["6A83"], ["00B2010000"], ("", 0x6A83), id="a refusal is an answer"),
    ],
)
def test_exchange(command, script, asked, answer):
    connection = Scripted(script)
    data, sw = answer
    assert exchange(connection, bytes.fromhex(command)) == Answer(bytes.fromhex(data), sw)
    assert connection.asked == asked


def test_a_card_that_says_more_for_ever_is_left():
    connection = Scripted(["6101"] + ["AA6101"] * 100)
    assert exchange(connection, b"\x00\xa4\x00\x00").sw == 0x6101
    assert len(connection.asked) < 50


@pytest.mark.parametrize("raw", ["", "90"])
def test_an_empty_answer_is_a_card_torn_out(raw):
    with pytest.raises(CardTornOut):
        exchange(Scripted([raw]), b"\x00\xb2\x01\x00\x00")


def opened(connections: list[Scripted]):
    waiting = iter(connections)
    return lambda: next(waiting)


def first_record(connection: Scripted) -> bytes:
    return exchange(connection, b"\x00\xb2\x01\x00\x00").data


def test_a_disturbed_reading_is_done_again_from_the_start():
    cards = [
        Scripted([CardDisturbed(reader="r")]),
        Scripted([CardTornOut(reader="r")]),
        Scripted(["0102 9000"]),
    ]
    assert read_whole(opened(cards), first_record) == b"\x01\x02"
    assert [card.closed for card in cards] == [1, 1, 1]


def test_three_disturbed_readings_are_enough():
    cards = [Scripted([CardDisturbed(reader="r")]) for _ in range(4)]
    with pytest.raises(CardDisturbed):
        read_whole(opened(cards), first_record)
    assert [card.closed for card in cards] == [1, 1, 1, 0]


def test_a_mute_card_is_not_asked_again():
    cards = [Scripted([CardMute(reader="r", seconds=3)]), Scripted(["9000"])]
    with pytest.raises(CardMute):
        read_whole(opened(cards), first_record)
    assert [card.closed for card in cards] == [1, 0]
