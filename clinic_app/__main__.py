"""``python -m clinic_app``: the desktop without a command, else the command line."""

import sys

from clinic_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
