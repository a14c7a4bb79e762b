"""`search`: residents by whatever is at hand."""

import argparse

from clinic_app.cli.opening import DONE, open_clinic, show


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "search",
        help="residents by name, pinyin, ID number, phone or card",
        epilog="example: clinic-app search zs --limit 5 --json",
    )
    parser.add_argument("text")
    parser.add_argument("--limit", type=_limit, default=30, metavar="N", help="1 to 1000")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def _limit(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise ValueError(text)
    return number


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        for one in clinic.residents.find(args.text, args.limit):
            birth = one.birth_date.isoformat() if one.birth_date else ""
            show(
                {
                    "id": str(one.id),
                    "name": one.name,
                    "sex": one.sex,
                    "birth_date": birth,
                    "id_number": one.id_number,
                    "temp_identity": one.temp_identity,
                    "phone": one.phone,
                    "address": one.address,
                    "cards": [card.number for card in one.cards if card.number],
                },
                args.json,
                f"{one.name}\t{one.sex}\t{birth}\t{one.id_number or one.temp_identity}\t{one.phone}",
            )
    return DONE
