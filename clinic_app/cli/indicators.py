"""`indicators`: the year's appraisal figures (考核指标) of this institution, as page and console show them."""

import argparse
from datetime import date
from typing import Any

from clinic_app.cli.opening import DONE, open_clinic, show
from clinic_app.domain.public_health.indicators import Figure
from clinic_app.domain.rates import percent_text

_EPILOG = """example: clinic-app indicators --year 2026 --json

key, name, numerator and denominator (null: unknown), rate and target in hundredths of a percent (null: none), missing
(why there is no figure)"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "indicators",
        help="the year's appraisal figures of this institution and its villages",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--year", type=_year, metavar="Y", help="without it this year")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        service = clinic.indicators
        year = args.year or service.today().year
        figures = list(service.appraise(clinic.on_duty, year).figures.values())
        facility = clinic.store.facility
    result = {"facility": facility, "year": year, "indicators": [plain(one) for one in figures]}
    show(result, args.json, "\n".join(_in_words(one) for one in figures))
    return DONE


def plain(one: Figure) -> dict[str, Any]:
    return {
        "key": one.indicator.key,
        "name": one.indicator.name_zh,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "rate": one.rate,
        "target": one.target,
        "missing": None if one.missing is None else str(one.missing),
    }


def _in_words(one: Figure) -> str:
    rate = "—" if one.rate is None else f"{percent_text(one.rate)}%"
    parts = ("—" if many is None else str(many) for many in (one.numerator, one.denominator))
    return f"{one.indicator.name_zh}\t{' ÷ '.join(parts)}\t{rate}"


def _year(text: str) -> int:
    try:
        return date(int(text), 1, 1).year
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: a year like 2026") from error
