"""The cashier: refunds, mixed payment, bills on account, differences."""

from clinic_app.ui.sentences import Text

CASHIER: dict[str, Text] = {}
