"""Why a cashier's step is refused, whoever settles: the county's rules here, or the insurance platform."""

from clinic_app.domain.errors import RuleBroken


class NotSigned(RuleBroken):
    """The doctor has not finished."""

    code = "settlement.not_signed"


class SettledAlready(RuleBroken):
    """The visit has been charged."""

    code = "settlement.already"


class NothingToCharge(RuleBroken):
    """The encounter ordered nothing."""

    code = "settlement.nothing_to_charge"


class NotEnough(RuleBroken):
    """Less cash than is due."""

    code = "settlement.not_enough"


class DueChanged(RuleBroken):
    """What is due is not what the cashier saw: something arrived in between."""

    code = "settlement.due_changed"


class ReversedAlready(RuleBroken):
    """The settlement was taken back before."""

    code = "settlement.reversed_already"


class PurseMismatch(RuleBroken):
    """The e-purse debit is none that succeeded for this visit, or of another amount."""

    code = "settlement.purse_mismatch"


class PurseSpent(RuleBroken):
    """Another settlement has used the e-purse debit."""

    code = "settlement.purse_spent"


class PurseWaits(RuleBroken):
    """The e-purse was debited for this visit, and the settlement does not use it."""

    code = "settlement.purse_waits"


class PurseUnclear(RuleBroken):
    """It is not known yet whether the e-purse was debited for this visit."""

    code = "settlement.purse_unclear"


class OnAccount(RuleBroken):
    """The bill waits on account for the insurance (挂账)."""

    code = "settlement.on_account"


class RefundRefused(RuleBroken):
    """A check of the settlement's rules refuses the refund (fact `check`)."""

    code = "settlement.refund_refused"


class DrugsAreOut(RuleBroken):
    """A drug that is to be paid back is still with the patient."""

    code = "settlement.drugs_are_out"


class WardRefund(RuleBroken):
    """A stay is taken back on the ward's page, where its deposit is."""

    code = "settlement.ward_refund"


class PlatformSettled(RuleBroken):
    """The insurance platform settled it: it is reversed there first."""

    code = "settlement.platform_settled"


class NothingOpen(RuleBroken):
    """Nothing is open with the person for this settlement, or not any more."""

    code = "settlement.nothing_open"
