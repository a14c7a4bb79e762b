"""点评抽样: drawn at random, and the same again from its seed.

Source: 医院处方点评管理规范(试行) (2010) art. 12; the least of every prescriber is a choice of ours.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from clinic_app.domain.prescribing.rules import Rules


@dataclass(frozen=True, slots=True)
class Sample:
    """`chosen` in the order in which they were drawn."""

    seed: str
    population: int
    chosen: tuple[str, ...]


def draw(prescribers: Mapping[str, str], seed: str, rules: Rules) -> Sample:
    """Of prescriptions (id → prescriber): 1 ‰ and at least 100, every prescriber's 5; all where there are fewer.

    Drawn by the digests of seed and id, so any machine draws the same from the same population.
    """
    drawn = sorted(prescribers, key=lambda one: sha256(f"{seed}:{one}".encode()).digest())
    wanted = max(rules.sample_least, -(-len(drawn) * rules.sample_permille // 1000))
    chosen = drawn[:wanted]
    held = Counter(prescribers[one] for one in chosen)
    for one in drawn[wanted:]:
        if held[prescribers[one]] < rules.sample_each:
            held[prescribers[one]] += 1
            chosen.append(one)
    return Sample(seed, len(drawn), tuple(chosen))
