"""What every test needs before anything else is imported."""

import os

# pytest-qt aborts the interpreter without a display; a screen set by the caller is not used.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
