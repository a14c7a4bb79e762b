"""Any form of resources/forms on the screen: ``FormView(form, values, origins, context)`` (docs/forms.md)."""

from clinic_app.ui.forms.view import FormView

__all__ = ["FormView"]
