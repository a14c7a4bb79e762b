"""What can go wrong between a clinic and its county.

What the county itself refuses keeps the class and code of `journal/refusal.py`.
"""

from clinic_app.domain.errors import Damaged, RuleBroken, Unavailable


class NoLine(Unavailable):
    """The county cannot be reached, does not answer in time, or the line was cut."""

    code = "sync.no_line"


class ServerBusy(Unavailable):
    """The county answers that it cannot work now; try again after `retry_after` seconds."""

    code = "sync.server_busy"


class BadAnswer(Damaged):
    """What came back is no answer that a county gives: another server, a portal's page, or a bug."""

    code = "sync.bad_answer"


class Untrusted(Damaged):
    """The server's certificate is not from the county's authority: somebody else may be answering."""

    code = "sync.untrusted"


class NotEncrypted(RuleBroken):
    """An address without TLS outside this machine."""

    code = "sync.not_encrypted"


class BadAddress(RuleBroken):
    """An address that no server can have."""

    code = "sync.bad_address"


class Refused(RuleBroken):
    """The county refuses, with a code that this program has no own answer to."""

    code = "sync.refused"


class Unenrolled(RuleBroken):
    """This PC is not enrolled with a county."""

    code = "sync.not_enrolled"


class NoCourierKey(RuleBroken):
    """The county's sealing key has not reached this PC: one round by the line brings it."""

    code = "courier.no_key"


class EnrolledBefore(RuleBroken):
    """This PC is enrolled already."""

    code = "sync.enrolled"


class WrongAuthority(Damaged):
    """The county's certificate authority is not the one that the enrolment code names."""

    code = "sync.wrong_authority"


class MistypedCode(RuleBroken):
    """The text is no enrolment code."""

    code = "sync.mistyped_code"
