"""What can go wrong at a hub; what the county refuses keeps the class of `journal/refusal.py`."""

from clinic_app.domain.errors import Damaged, NotFound, RuleBroken, Unavailable


class NoCounty(Unavailable):
    """The county cannot be reached, or cannot work now."""

    code = "hub.no_county"


class NotACounty(Damaged):
    """What answers is no county, or not the one that the code names."""

    code = "hub.not_a_county"


class CountyRefuses(RuleBroken):
    """The county refuses with a code that a hub has no own answer to."""

    code = "hub.refused"


class NotSetUp(NotFound):
    """The database holds no hub yet: `hub init` makes one."""

    code = "hub.not_set_up"


class NoHubKey(NotFound):
    """The file with the key of the database is not there, or holds none, or another database's."""

    code = "hub.no_key"


class SetUpBefore(RuleBroken):
    """The database holds a hub or a county already."""

    code = "hub.set_up_before"


class BadHubCode(RuleBroken):
    """The text is no enrolment code."""

    code = "hub.bad_code"


class BadUpstream(RuleBroken):
    """An address that no county can have: not https, or without a host."""

    code = "hub.bad_upstream"
