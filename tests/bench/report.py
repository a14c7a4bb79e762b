"""How a benchmark tells its result: name, value, the raw limit of the same run, and their ratio."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One line.  `ratio` is how many times the raw limit it costs: 1 is perfect, less is better."""

    name: str
    value: float
    raw: float  # the limit, measured in the same run, in the same unit
    unit: str
    ratio: float
    goal: float | None = None


def rate(name: str, value: float, raw: float, unit: str, goal: float | None = None) -> Measured:
    """Of something a second: more is better."""
    return Measured(name, value, raw, unit, raw / value, goal)


def cost(name: str, value: float, raw: float, unit: str, goal: float | None = None) -> Measured:
    """Seconds or bytes: less is better."""
    return Measured(name, value, raw, unit, value / raw, goal)


def bytes_an_entry(name: str, value: float, raw: float, goal: float | None = None) -> Measured:
    return cost(name, value, raw, "bytes an entry", goal)


def share(name: str, value: float, limit: float, unit: str) -> Measured:
    """What must stay within a fixed limit: the ratio is the part of it that is used."""
    return Measured(name, value, limit, unit, value / limit, 1.0)


def show(measured: Measured) -> None:
    goal = "" if measured.goal is None else f"   goal {measured.goal:.2f}"
    print(
        f"{measured.name:28} {measured.value:12.1f} {measured.unit:16} "
        f"raw {measured.raw:12.1f}   ratio {measured.ratio:6.2f}{goal}",
        flush=True,
    )
