"""What can go wrong between a clinic and the insurance platform."""

from clinic_app.domain.errors import Damaged, NotFound, RuleBroken, Unavailable


class NoPlatform(RuleBroken):
    """No platform is set up: insured bills are settled by the county's policy."""

    code = "platform.none"


class NoAnswer(Unavailable):
    """No answer, a cut one, or the platform's own -1.  It may have happened or not."""

    code = "platform.no_answer"


class OutcomeUnknown(Unavailable):
    """A settlement or its cancellation was sent and nobody knows yet what became of it."""

    code = "platform.unknown"


class PlatformRefused(RuleBroken):
    """The platform answers with its own business error."""

    code = "platform.refused"


class Unverified(Damaged):
    """A success without an amount: missing is not zero, so it is not booked."""

    code = "platform.unverified"


class WrongSum(Damaged):
    """The amounts of an answer contradict each other."""

    code = "platform.wrong_sum"


class TotalDiffers(RuleBroken):
    """What the platform took in is not the bill."""

    code = "platform.total_differs"


class SplitDiffers(RuleBroken):
    """2207 booked another split than 2206 had shown; it was taken back."""

    code = "platform.split_differs"


class OtherPerson(RuleBroken):
    """The credential belongs to somebody else than the bill."""

    code = "platform.other_person"


class NotInsured(RuleBroken):
    """The platform knows no insurance in force of this person."""

    code = "platform.not_insured"


class ChooseInsurance(RuleBroken):
    """Several insurances are in force; somebody has to choose."""

    code = "platform.choose_insurance"


class NotSettledThere(RuleBroken):
    """The settlement was not made by the platform, so it is not taken back there."""

    code = "platform.not_settled_there"


class NoDeferred(NotFound):
    """No bill on account of this id has arrived here."""

    code = "deferred.not_found"


class DeferredEnded(RuleBroken):
    """The bill on account has been settled."""

    code = "deferred.ended"


class OnAccountAlready(RuleBroken):
    """The visit's bill stands on account: it is ended there."""

    code = "deferred.already"


class StillRefused(RuleBroken):
    """The insurance cannot be asked even now, or refuses."""

    code = "deferred.still_refused"
