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
