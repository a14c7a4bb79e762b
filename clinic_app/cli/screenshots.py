"""`screenshots`: every page with the data at hand, also without a screen."""

import argparse
import os
from pathlib import Path

from clinic_app.cli.opening import DONE, Unreadable, open_clinic


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "screenshots",
        help="draw every page to PNG",
        epilog="example: clinic-app screenshots ./pictures --page frontdesk --lang en --scale 1.5",
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--page", default="", metavar="NAME")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from clinic_app.app.pictures import draw  # Qt only now

    with open_clinic(args) as clinic:
        try:
            drawn = draw(
                clinic,
                args.folder,
                page=args.page,
                language=args.lang,
                theme=args.theme,
                scale=args.scale,
            )
        except LookupError as error:
            raise Unreadable(file=args.page) from error
    for path in drawn:
        print(path)
    return DONE
