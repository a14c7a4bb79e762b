"""When to sync: by hand, soon after an entry, at a set hour, and when the line comes back.

Only decisions; no clock, no thread, no line.  Each PC adds its own share of waiting, made of its id, so that 500
clinics whose line comes back at the same moment do not ask at the same moment.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum
from hashlib import sha256
from typing import Final
from uuid import UUID

from clinic_app.domain.time import BEIJING, beijing, ms_of

_DAY_MS: Final = 86_400_000


class Do(Enum):
    """What is due."""

    NOTHING = "nothing"
    PROBE = "probe"  # ask whether the county answers at all
    ROUND = "round"


class LineNow(Enum):
    """What the last try told of the line."""

    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The clinic's choices; seconds unless said otherwise."""

    hour: time = time(20, 30)  # Beijing: one round every evening, whatever else happened
    hour_spread: float = 1800.0  # before and after that hour
    soon: float = 1.5  # after an entry: what is written together goes together
    relayed: float = 20.0  # after an entry that the clinic's hub holds: it goes up from there, once for all
    every: float = 3600.0  # a round even when nothing was written: both ends compare where they stand
    probe_first: float = 10.0  # after the line went, then twice as long each time …
    probe_most: float = 600.0  # … up to this
    look: float = 2.0  # between two looks at whether something was written
    gather: float = 60.0  # the county hung up, on everybody probably: they come back within this
    evening_tries: int = 20  # in a row and in vain, without a person asking; then nothing before midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known.  Moments are monotonic seconds, `…_ms` is UTC milliseconds."""

    enrolled: bool
    line: LineNow = LineNow.UNKNOWN
    asked: bool = False  # somebody pressed the button
    refused: bool = False  # the county does not take this PC, or help is needed
    failures: int = 0  # in a row
    tried_at: float = float("-inf")
    round_at: float = float("-inf")  # the last round that went through
    round_ms: int = 0  # the last round that was tried
    written_at: float | None = None  # when an unsent entry was first seen
    at_hub: bool = False  # the clinic's hub holds all that is unsent
    not_before: float = float("-inf")  # patience until then: the county asked for it, or it hung up
    busy: int = 0  # times in a row that the county asked for patience
    in_vain: int = (
        0  # tries of our own accord in the evening of `round_ms`, since the last that got anything through
    )
    in_vain_ms: int = 0  # the last of them


@dataclass(frozen=True, slots=True)
class Next:
    do: Do
    wait: float = 0.0  # seconds until it is worth asking again, when nothing is due


def next_step(known: Situation, rules: Rules, device: UUID, now: float, wall_ms: int) -> Next:
    """What is due at monotonic second `now`, when the wall clock says `wall_ms`."""
    if not known.enrolled:
        return Next(Do.NOTHING, rules.look)
    if known.asked:
        return Next(Do.ROUND)
    if now < known.not_before:
        return Next(Do.NOTHING, min(known.not_before - now, rules.look))
    if spent(known, rules, wall_ms):
        return Next(Do.NOTHING, rules.look)
    if evening_due(known.round_ms, rules, device, wall_ms):
        return Next(Do.ROUND)
    if known.refused:
        return Next(Do.NOTHING, rules.look)
    if known.line is LineNow.DOWN:
        left = known.tried_at + pause(known.failures, rules, device) - now
        return Next(Do.PROBE) if left <= 0 else Next(Do.NOTHING, min(left, rules.look))
    if known.line is LineNow.UNKNOWN or now - known.round_at >= rules.every:
        return Next(Do.ROUND)
    if known.written_at is not None and now - known.written_at >= _soon(known, rules):
        return Next(Do.ROUND)
    return Next(Do.NOTHING, _shortest(known, rules, now))


def _shortest(known: Situation, rules: Rules, now: float) -> float:
    if known.written_at is None:
        return rules.look
    return min(rules.look, max(0.05, known.written_at + _soon(known, rules) - now))


def _soon(known: Situation, rules: Rules) -> float:
    """Seconds after an entry: the hub's way to the county comes first, ours is the second."""
    return rules.relayed if known.at_hub else rules.soon


def pause(failures: int, rules: Rules, device: UUID) -> float:
    """Seconds between the last try and the next probe, after so many failures in a row."""
    plain = min(rules.probe_first * 2.0 ** min(max(failures, 1) - 1, 16), rules.probe_most)
    return plain * (0.75 + _share(device, str(failures)) / 2)


def patience(told: float, busy: int, device: UUID) -> float:
    """Seconds that a PC stays away when the county said `told` for the `busy`-th time in a row: up to twice that."""
    return told * (1 + _share(device, f"busy {busy}"))


def begun(known: Situation, now: float, wall_ms: int) -> Situation:
    """A round begins."""
    return replace(known, asked=False, round_ms=wall_ms, tried_at=now)


def went_through(known: Situation, now: float) -> Situation:
    """A round went through: nothing that was in vain counts any more."""
    return replace(
        known,
        line=LineNow.UP,
        refused=False,
        failures=0,
        busy=0,
        in_vain=0,
        round_at=now,
        written_at=None,
    )


def no_line(known: Situation, rules: Rules, now: float, wall_ms: int, *, got: bool = False) -> Situation:
    """A round or a probe found no line, or was cut; `got`: it had brought something through before."""
    counted = _in_vain(replace(known, in_vain=0) if got else known, rules, wall_ms)
    failures = 1 if got else known.failures + 1
    return replace(counted, line=LineNow.DOWN, failures=failures, tried_at=now)


def told_to_wait(
    known: Situation,
    rules: Rules,
    device: UUID,
    now: float,
    wall_ms: int,
    seconds: float,
    *,
    got: bool = False,
) -> Situation:
    """The county asked for `seconds` of patience."""
    counted = _in_vain(replace(known, in_vain=0) if got else known, rules, wall_ms)
    busy = known.busy + 1
    until = now + patience(seconds, busy, device)
    return replace(counted, line=LineNow.UNKNOWN, busy=busy, not_before=until, tried_at=now)


def hung_up(known: Situation, rules: Rules, device: UUID, now: float) -> Situation:
    """What we listened on has ended: the line here, or the county for everybody at the same moment."""
    share = _share(device, f"hung up {int(now)}")
    return replace(known, line=LineNow.UNKNOWN, not_before=max(known.not_before, now + rules.gather * share))


def answered(known: Situation, now: float) -> Situation:
    """A probe was answered: a round finds out the rest."""
    return replace(known, line=LineNow.UNKNOWN, tried_at=now)


def spent(known: Situation, rules: Rules, wall_ms: int) -> bool:
    """Whether this PC has tried in vain as often as it may in one evening, which ends at midnight in Beijing."""
    same = _evening(known.in_vain_ms, rules) == _evening(wall_ms, rules)
    return known.in_vain >= rules.evening_tries and same and _evening(wall_ms, rules) != ""


def _in_vain(known: Situation, rules: Rules, wall_ms: int) -> Situation:
    same = _evening(known.in_vain_ms, rules) == _evening(wall_ms, rules)
    return replace(known, in_vain=known.in_vain + 1 if same else 1, in_vain_ms=wall_ms)


def _evening(wall_ms: int, rules: Rules) -> str:
    """The day whose evening it is, from the first round's moment until midnight; "" by day."""
    at = beijing(wall_ms)
    first = datetime.combine(at.date(), rules.hour, BEIJING) - timedelta(seconds=rules.hour_spread)
    return at.date().isoformat() if at >= first else ""


def evening_due(round_ms: int, rules: Rules, device: UUID, wall_ms: int) -> bool:
    """Whether this PC's evening hour has passed since the last round that was tried."""
    latest = evening_of(wall_ms, rules, device)
    if latest > wall_ms:
        latest = evening_of(wall_ms - _DAY_MS, rules, device)
    # A clock that was wrong has dated the last round into the future: then tonight's is still due.
    return round_ms < latest or round_ms > wall_ms + _DAY_MS


def evening_of(wall_ms: int, rules: Rules, device: UUID) -> int:
    """This PC's own moment of the Beijing day that `wall_ms` falls on, UTC milliseconds."""
    day = beijing(wall_ms).date()
    middle = ms_of(datetime.combine(day, rules.hour, BEIJING))
    return middle + int((_share(device, day.isoformat()) * 2 - 1) * rules.hour_spread * 1000)


def _share(device: UUID, what: str) -> float:
    """A number from 0 up to 1 that is this PC's own."""
    return int.from_bytes(sha256(device.bytes + what.encode()).digest()[:4], "big") / (1 << 32)
