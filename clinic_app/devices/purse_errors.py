"""What can go wrong between the desk and an electronic purse.

Only `PurseUnknown` leaves open whether money was taken; after every other error none was.
Facts name readers, steps, status words and fen, never a person.
"""

from clinic_app.domain.errors import Damaged, RuleBroken, Unavailable
from clinic_app.domain.money import yuan


class PurseNoCard(Unavailable):
    """No card lies in any reader (the PSAM is none)."""

    code = "purse.no_card"


class PurseOtherCard(RuleBroken):
    """A card without an electronic purse of 中国人民银行 (EP); `sw` refused its SELECT."""

    code = "purse.other_card"


class PurseTwoCards(RuleBroken):
    """Purses lie in several `readers`: nobody can tell whose is to pay."""

    code = "purse.two_cards"


class NoPsam(Unavailable):
    """No PSAM in any reader: balances can be read, nothing can be debited."""

    code = "purse.no_psam"


class PurseRefused(RuleBroken):
    """The card or the PSAM refused `step` with the status word `sw`; nothing was taken."""

    code = "purse.refused"


class PurseUnreadable(Damaged):
    """An answer of the card or the PSAM to `step` has not the length or the digits it must have."""

    code = "purse.unreadable"


class PurseShort(RuleBroken):
    """The purse holds `balance` fen, less than the `amount` asked for."""

    code = "purse.short"

    def __init__(self, *, balance: int, amount: int) -> None:
        super().__init__(balance=balance, amount=amount, balance_yuan=yuan(balance), amount_yuan=yuan(amount))


class PurseForged(Damaged):
    """The card says that it paid, and the PSAM says that the proof (MAC2) is none: no payment.

    A card that accepted the PSAM's MAC1 knows the key, so this one does not: it is no genuine purse.
    """

    code = "purse.forged"


class PurseUnknown(Unavailable):
    """未知: the debit of `amount` fen was sent and its answer never came whole.

    It is never sent again.  The same card, laid again, tells (`PurseService.resolve`).
    """

    code = "purse.unknown"


class PurseAnotherCard(RuleBroken):
    """The card in the reader is `here`, the one that is `wanted` another (last digits of the serials)."""

    code = "purse.another_card"


class PurseDoubtful(Damaged):
    """The right card lies there, and neither proof, balance nor log decide; its issuer has to be asked."""

    code = "purse.doubtful"
