"""``export parquet``: the county's journal as columnar files, for analysis."""

import argparse
from pathlib import Path

from sync_server.cli.parts import Verbs, database_of, show

_EXAMPLE = "export parquet --out /srv/analysis --database sqlite:///county.db --json"


def add_to(verbs: Verbs) -> None:
    parser = verbs.add_parser(
        "export", help="files for others", epilog=f"example: python -m sync_server {_EXAMPLE}"
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    parquet = kinds.add_parser(
        "parquet",
        help="journal and registers as columnar files; run again, it adds what is new",
        description="journal and registers as columnar files; run again, it adds what is new",
        epilog=f"example: python -m sync_server {_EXAMPLE}",
    )
    parquet.add_argument("--database", metavar="URL", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parquet.add_argument(
        "--out", required=True, metavar="DIR", help="the same folder for all counties of a city"
    )
    parquet.add_argument(
        "--with-identity", action="store_true", help="names, ID numbers, phones and bodies too"
    )
    parquet.add_argument(
        "--person-key",
        metavar="FILE",
        help="32 bytes or more, the same in a city: one person is one token in it",
    )
    parquet.add_argument("--json", action="store_true")
    parquet.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from sync_server.analysis.export import export

    key = Path(options.person_key).read_bytes() if options.person_key else None
    database = database_of(options)
    try:
        done = export(database, Path(options.out), identity=options.with_identity, city_key=key)
    finally:
        database.close()
    show(
        options,
        f"{done.county}: {done.entries} entries up to {done.position}, {done.files} files, {done.bytes} bytes",
        county=done.county,
        position=done.position,
        entries=done.entries,
        rows=dict(done.rows),
        files=done.files,
        bytes=done.bytes,
    )
    return 0
