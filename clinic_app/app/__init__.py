"""桌面: the parts put together with Qt.  A new page is one line in pages.py."""

from clinic_app.app.start import run_desktop

__all__ = ["run_desktop"]
