"""``export parquet``: the county's journal as columnar files, for analysis; ``export fhir``: forms for the province."""

import argparse
from pathlib import Path

from sync_server.cli.parts import Verbs, database_of, show

_FHIR = "export fhir --out /srv/province --database sqlite:///county.db --json"
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
    _add_fhir(kinds)


def _add_fhir(kinds: Verbs) -> None:
    text = (
        "recorded forms and who they are about as FHIR R4, one resource a line; names and numbers are in them"
    )
    fhir = kinds.add_parser(
        "fhir", help=text, description=text, epilog=f"example: python -m sync_server {_FHIR}"
    )
    fhir.add_argument("--database", metavar="URL", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    fhir.add_argument("--out", required=True, metavar="DIR")
    fhir.add_argument("--json", action="store_true")
    fhir.set_defaults(run=run_fhir)


def run_fhir(options: argparse.Namespace) -> int:
    from sync_server.analysis.fhir import export_fhir

    database = database_of(options)
    try:
        done = export_fhir(database, Path(options.out))
    finally:
        database.close()
    counts = ", ".join(f"{count} {kind}" for kind, count in done.resources.items())
    show(
        options,
        f"{done.county}: {counts}; {done.left_out} records of unknown forms left out",
        county=done.county,
        resources=dict(done.resources),
        left_out=done.left_out,
    )
    return 0


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
