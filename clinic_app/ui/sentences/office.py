"""Statements, reconciliation and payments between clinic and county."""

from clinic_app.ui.sentences import Text

OFFICE: dict[str, Text] = {}
