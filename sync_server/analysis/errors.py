"""What can go wrong between the journal, the files and the figures."""

from clinic_app.domain.errors import Damaged, NotFound, RuleBroken, Unavailable


class NotInstalled(RuleBroken):
    """The libraries of an extra are not there (`extra`: analytics or spark)."""

    code = "analysis.not_installed"


class OtherExport(RuleBroken):
    """The folder holds what must not be mixed with this: another county of the same name, identity, another key."""

    code = "analysis.other_export"


class ExportRuns(Unavailable):
    """Another process writes this county's files just now."""

    code = "analysis.export_runs"


class BadPersonKey(RuleBroken):
    """The city's key for persons is too short to keep a secret."""

    code = "analysis.bad_person_key"


class NothingExported(NotFound):
    """The folder holds no county's files."""

    code = "analysis.nothing_exported"


class FileMissing(Damaged):
    """A file that a manifest lists is not there, or shorter than it was."""

    code = "analysis.file_missing"


class UnknownFigure(NotFound):
    """There is no figure of this name."""

    code = "analysis.unknown_figure"


class NoSpark(Unavailable):
    """The Spark Connect server does not answer."""

    code = "analysis.no_spark"
