"""The demonstration: a county, a clinic's played day, a sync, the month's payment, all real and on this machine.

python -m clinic_app.demo [--folder DIR] [--patients N] [--headless]

Every step is a command that anybody may type; the programs run as processes of their own.  It ends with 0 only
when what it shows has happened: everything safe at the county, both sides equal, every settlement judged, the day
balanced, and the fund's payment equal to what the statements owe.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from clinic_app.demo.place import NotAsShown, Place, free_port
from clinic_app.demo.story import tell


def main(argv: Sequence[str] | None = None) -> int:
    options = _options(argv)
    folder = Path(options.folder or tempfile.mkdtemp(prefix="xiangyitong-demo-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        print(f"{folder}：不是空文件夹，请另选。 · not empty; choose another folder.", file=sys.stderr)
        return 2
    place = Place(folder, f"http://127.0.0.1:{free_port()}")
    print(f"乡医通演示 · demonstration\n{folder}\n")
    try:
        tell(place, options.patients, options.headless)
    except NotAsShown as problem:
        print(f"\n演示没有成功 · the demonstration failed: {problem}", file=sys.stderr)
        return 1
    print(f"\n完成 · done. {folder}")
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev demo",
        description=(__doc__ or "").splitlines()[0],
        epilog="example: ./dev demo --headless",
    )
    parser.add_argument(
        "--folder", metavar="DIR", help="an empty folder to leave everything in (default: a fresh one)"
    )
    parser.add_argument("--patients", type=int, default=40, metavar="N")
    parser.add_argument("--headless", action="store_true", help="pictures instead of the window")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
