"""采购计划: how much of a drug to order, from what was handed out lately."""

from dataclasses import dataclass
from typing import Final

WINDOW: Final = 90  # days looked back


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Days; docs/pharmacy.md.  `season_bp`: ten-thousandths of the usual use, set by hand."""

    lead: int = 3
    safety: int = 7
    target: int = 30
    season_bp: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A drug's last 90 days, in units (`_e4`)."""

    dispensed_e4: int
    days_in_stock: int  # on which something was on the shelf
    on_hand_e4: int
    on_order_e4: int = 0


USUAL: Final = Rule()


def is_short(use: Use, rule: Rule = USUAL) -> bool:
    """Whether what is there and on its way is used up before the next delivery is safe."""
    return _holds(use) * 10_000 * use.days_in_stock <= (
        use.dispensed_e4 * rule.season_bp * (rule.lead + rule.safety)
    ) and bool(use.dispensed_e4)


def packs_to_order(use: Use, size_e4: int, rule: Rule = USUAL, least: int = 0) -> int:
    """Up to whole packs; 0 while enough is there.  `least`: packs that somebody always wants to have."""
    if not is_short(use, rule) and _holds(use) >= least * size_e4:
        return 0
    used = use.dispensed_e4 * rule.season_bp * rule.target
    wanted = -(-used // (10_000 * use.days_in_stock)) if use.days_in_stock else 0
    return max(-(-(max(wanted, least * size_e4) - _holds(use)) // size_e4), 0)


def days_covered(use: Use, rule: Rule = USUAL) -> int | None:
    """How many days what is there and on its way lasts; None where nothing is used."""
    used = use.dispensed_e4 * rule.season_bp
    return _holds(use) * 10_000 * use.days_in_stock // used if used else None


def _holds(use: Use) -> int:
    return max(use.on_hand_e4, 0) + use.on_order_e4
