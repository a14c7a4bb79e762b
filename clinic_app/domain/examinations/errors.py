"""Why an order or a report is refused."""

from clinic_app.domain.errors import NotFound, RuleBroken


class NoExamination(NotFound):
    """There is no such order, or it has not arrived."""

    code = "examination.not_found"


class NoReport(NotFound):
    """There is no such report, or it has not arrived."""

    code = "examination.no_report"


class NothingOrdered(RuleBroken):
    """Not a single examination was chosen."""

    code = "examination.nothing_ordered"


class NotAnExamination(RuleBroken):
    """The charge item is nothing that a report is written of."""

    code = "examination.not_an_examination"


class VisitSettled(RuleBroken):
    """The visit's bill is paid: nothing more can be put on it."""

    code = "examination.visit_settled"


class OrderCancelled(RuleBroken):
    """The order was cancelled."""

    code = "examination.cancelled"


class BegunAlready(RuleBroken):
    """The specimen was taken, or a report was written: it cannot be cancelled any more."""

    code = "examination.begun"


class PaidAlready(RuleBroken):
    """It was paid for: the money goes back first."""

    code = "examination.paid"


class NoReason(RuleBroken):
    """A reason is needed."""

    code = "examination.no_reason"


class EmptyReport(RuleBroken):
    """Neither a value nor a conclusion."""

    code = "examination.empty_report"


class ImplausibleResult(RuleBroken):
    """No living person has such a value, or it is no number."""

    code = "examination.implausible"


class ReportedAlready(RuleBroken):
    """There is a report: a further one has to name the one that it corrects."""

    code = "examination.reported"


class ReplacedAlready(RuleBroken):
    """The report that is to be corrected was corrected before, or is of another order."""

    code = "examination.replaced"


class NothingDone(RuleBroken):
    """What was done about a critical value, and who was told, has to be said."""

    code = "examination.nothing_done"


class NotCritical(RuleBroken):
    """The report holds nothing critical, or was answered before."""

    code = "examination.not_critical"
