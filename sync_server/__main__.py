"""``python -m sync_server``: the county server's command line."""

import sys

from sync_server.cli import run


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
