"""住院 and 发药."""

from clinic_app.ui.sentences import Text

WARD: dict[str, Text] = {}
