"""Why the county lets an entry count nowhere for now: the reasons of ``entry.quarantined``.

The clinic shows the reason beside the row, so each has a sentence in ui/texts.py.
"""

from typing import Final

from clinic_app.domain.errors import Damaged, RuleBroken

MAX_BODY: Final = 1 << 20  # bytes of one entry's body


class BodyTooLarge(RuleBroken):
    """A body of more than 1 MiB: pictures and scans travel as attachments."""

    code = "journal.body_too_large"


class CountyOnly(RuleBroken):
    """A device states what only the county may state."""

    code = "journal.county_only"


class UnknownAuthor(RuleBroken):
    """Nobody has certified this member of staff at this clinic."""

    code = "journal.unknown_author"


class BadAuthorSignature(Damaged):
    """The author's own signature is due, and missing or wrong."""

    code = "journal.bad_author_signature"


class WrongFacility(RuleBroken):
    """The entry speaks for another clinic, or under another level, than its device's."""

    code = "journal.wrong_facility"


class AnsweredBefore(RuleBroken):
    """The statement was answered from another PC: the first answer counts."""

    code = "statement.answered_before"


class BadForm(RuleBroken):
    """A filled form breaks the definition that it names, whoever it is about."""

    code = "journal.bad_form"


class IdConflict(Damaged):
    """Another entry with other content has this id.

    It is held at the county alone: a flag by id would hit the entry that came first.
    """

    code = "journal.id_conflict"


class Waits(RuleBroken):
    """It builds on an entry that is itself set aside."""

    code = "journal.waits"


class Unprocessable(Damaged):
    """The county's program failed on it: a bug; it is released when the program is mended."""

    code = "journal.unprocessable"


class NoPolicy(RuleBroken):
    """The county has published no policy for this insurance; it is released once there is one."""

    code = "settlement.no_policy"


class NotAtPlatform(RuleBroken):
    """No answer of the insurance platform says this settlement, or one of that number or visit is here already."""

    code = "settlement.not_at_platform"


class ReversedBefore(RuleBroken):
    """The settlement has been taken back already."""

    code = "settlement.reversed_before"
