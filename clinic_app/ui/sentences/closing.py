"""日结."""

from clinic_app.ui.sentences import Text

CLOSING: dict[str, Text] = {}
