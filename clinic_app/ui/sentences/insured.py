"""参保登记 and policies."""

from clinic_app.ui.sentences import Text

INSURED: dict[str, Text] = {}
