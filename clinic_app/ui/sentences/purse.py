"""The e-purse."""

from clinic_app.ui.sentences import Text

PURSE: dict[str, Text] = {}
