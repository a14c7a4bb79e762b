"""What speaks against signing, renewing and ending."""

from clinic_app.domain.errors import RuleBroken


class ContractedAlready(RuleBroken):
    """A contract with a team holds, or will: end it before another is signed."""

    code = "contracts.contracted_already"


class NotHere(RuleBroken):
    """The person died or moved away."""

    code = "contracts.not_here"


class BadDay(RuleBroken):
    """A day after today, before the person was born, or before the contract begins."""

    code = "contracts.bad_day"


class BadGroups(RuleBroken):
    """Not codes of codes/contract_group.csv, or the general population beside a key group."""

    code = "contracts.bad_groups"


class NoReason(RuleBroken):
    """A contract ends for a known reason, and a refusal has one in words."""

    code = "contracts.no_reason"


class NotInForce(RuleBroken):
    """The contract was ended, or its time is over."""

    code = "contracts.not_in_force"


class NotRenewable(RuleBroken):
    """Renewed from the last 30 days on, and not what was ended before its last day."""

    code = "contracts.not_renewable"
