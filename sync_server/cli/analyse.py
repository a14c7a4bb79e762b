"""``analyse``: a figure over exported files, of one county or of a city's."""

import argparse
import json
from pathlib import Path
from typing import Any

from sync_server.analysis.errors import NotInstalled, UnknownFigure
from sync_server.cli.parts import Verbs, WrongUse, say


def add_to(verbs: Verbs) -> None:
    parser = verbs.add_parser(
        "analyse",
        help="a figure over exported files",
        description="a figure over exported files; without NAME, which there are",
        epilog="example: python -m sync_server analyse fund --data /srv/analysis --json",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="fund, visits, cost …")
    parser.add_argument("--data", metavar="DIR", help="where `export parquet` wrote")
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--spark", default="", metavar="URL", help="a Spark Connect server: sc://host:15002")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    try:
        from sync_server.analysis.engines import rows_of, tables_on
        from sync_server.analysis.expressions import FIGURES
    except ImportError as error:
        raise NotInstalled(extra="analytics") from error
    if options.name is None:
        for figure in FIGURES.values():
            _tell(options, {"name": figure.name, "asked": figure.asked, "english": figure.english})
        return 0
    if options.name not in FIGURES:
        raise UnknownFigure(name=options.name)
    if not options.data:
        raise WrongUse("--data DIR is missing: the folder that `export parquet` wrote")
    with tables_on(options.engine, Path(options.data), options.spark) as tables:
        found = rows_of(FIGURES[options.name], tables)
    for row in found:
        _tell(options, row)
    return 0


def _tell(options: argparse.Namespace, row: dict[str, Any]) -> None:
    if options.json:
        say(json.dumps(row, ensure_ascii=False, default=str))
    else:
        say("\t".join(f"{value:.2f}" if isinstance(value, float) else str(value) for value in row.values()))
