"""The Prometheus text format (version 0.0.4): families with HELP and TYPE, samples with escaped labels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@dataclass(frozen=True, slots=True)
class Sample:
    value: float
    labels: tuple[tuple[str, str], ...] = ()
    suffix: str = ""  # of a histogram: _bucket, _sum, _count


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    kind: str  # counter, gauge, histogram
    help: str
    samples: tuple[Sample, ...]


def gauge(name: str, text: str, value: float | None) -> Family:
    """One number; none of it when it is not known."""
    return Family(name, "gauge", text, () if value is None else (Sample(value),))


def by_label(name: str, kind: str, text: str, label: str, values: Mapping[str, float]) -> Family:
    return Family(name, kind, text, tuple(Sample(value, ((label, key),)) for key, value in values.items()))


def written(families: Iterable[Family]) -> str:
    lines: list[str] = []
    for family in families:
        text = family.help.replace("\\", r"\\").replace("\n", r"\n")
        lines += [f"# HELP {family.name} {text}", f"# TYPE {family.name} {family.kind}"]
        lines += [_line(family.name, sample) for sample in family.samples]
    return "".join(f"{line}\n" for line in lines)


def _line(name: str, sample: Sample) -> str:
    labels = ",".join(f'{key}="{value.translate(_ESCAPES)}"' for key, value in sample.labels)
    return f"{name}{sample.suffix}{f'{{{labels}}}' if labels else ''} {_number(sample.value)}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
