"""How long a laptop still runs."""

from dataclasses import dataclass
from typing import Final

LOW: Final = 20  # per cent: time to go home


@dataclass(frozen=True, slots=True)
class Power:
    percent: int  # 0 to 100
    plugged: bool  # at the mains

    @property
    def low(self) -> bool:
        return not self.plugged and self.percent <= LOW
