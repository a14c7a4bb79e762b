"""What can be wrong with a form as such; what is wrong with a filling is a `Problem`."""

from clinic_app.domain.errors import Damaged, NotFound


class UnknownForm(NotFound):
    """No file resources/forms/<key>.toml."""

    code = "forms.unknown"


class DefinitionDamaged(Damaged):
    """A file of resources/forms cannot be used; `file`, `field` and `why` say where."""

    code = "forms.damaged"
