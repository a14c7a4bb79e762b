"""电子钱包: what a desk may not do with a purse.  Money in fen."""

from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.money import yuan


def about(call: UUID, amount: int) -> dict[str, object]:
    """The facts of an error that concerns one debit."""
    return {"call": str(call), "amount": amount, "yuan": yuan(amount)}


class PurseBadAmount(RuleBroken):
    """A purse pays whole fen, at least one."""

    code = "purse.bad_amount"


class PurseOpen(RuleBroken):
    """An earlier debit of this card or this visit is still unknown: it is asked about first."""

    code = "purse.open"


class PurseDebitedAlready(RuleBroken):
    """The visit has a debit that no settlement has used: settle with that one, or hand it back."""

    code = "purse.debited_already"


class PurseSettledAlready(RuleBroken):
    """The visit has been charged; nothing more is taken for it."""

    code = "purse.settled_already"


class PurseNotUnspent(RuleBroken):
    """No debit that could be handed back: not succeeded, paid a settlement, or handed back before."""

    code = "purse.not_unspent"


class PurseNotUnknown(RuleBroken):
    """Only a debit that was sent, and of which nobody knows, waits for its issuer's word."""

    code = "purse.not_unknown"


class PurseNoReference(RuleBroken):
    """What the issuer said can only be written down with its own number for it."""

    code = "purse.no_reference"
