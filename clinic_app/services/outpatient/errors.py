"""What keeps a record from being signed, or from being changed afterwards."""

from clinic_app.domain.errors import RuleBroken


class NotWithDoctor(RuleBroken):
    """The visit is signed, settled or cancelled."""

    code = "outpatient.not_with_doctor"


class NoDiagnosis(RuleBroken):
    """A record without a diagnosis cannot be signed."""

    code = "outpatient.no_diagnosis"


class NoComplaint(RuleBroken):
    """A record without a complaint cannot be signed."""

    code = "outpatient.no_complaint"


class BadQuantity(RuleBroken):
    """A quantity or price makes no sense."""

    code = "outpatient.bad_quantity"


class PrescriptionRefused(RuleBroken):
    """A rule stops the prescription, or wants a reason that was not given."""

    code = "outpatient.prescription_refused"


class SettledAlready(RuleBroken):
    """The bill is paid; first it has to be taken back."""

    code = "outpatient.settled_already"


class CancelledAlready(RuleBroken):
    """The prescription is no visit's here, or was cancelled before."""

    code = "outpatient.cancelled_already"


class NothingAdded(RuleBroken):
    """An addendum without words, or a cancellation without a reason."""

    code = "outpatient.nothing_added"


class BadRest(RuleBroken):
    """A certificate's days do not follow each other, or are too many."""

    code = "outpatient.bad_rest"


class CaseUnanswered(RuleBroken):
    """A diagnosis has to be reported by law, and nobody said whether it is a case."""

    code = "outpatient.case_unanswered"
