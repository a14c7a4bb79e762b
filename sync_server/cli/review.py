"""``review``: a month's sample; ``rules``: rule packs; ``lesson``: lessons."""

import argparse
from datetime import date
from pathlib import Path

from clinic_app.domain.prescribing.lessons import lesson_of
from clinic_app.domain.prescribing.packs import BadPack, Changed, pack_of
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.domain.prescribing.special import SUBJECTS
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.projections.queries import review
from sync_server.cli.parts import Verbs, WrongUse, database_of, say, show, text_in, verb, warn
from sync_server.publish.review import draw_sample
from sync_server.publish.rule_packs import preview, publish_lesson, publish_pack


def add_to(verbs: Verbs) -> None:
    _add_review(verbs.add_parser("review", help="处方点评"))
    _add_rules(verbs.add_parser("rules", help="规则包"))
    group = verbs.add_parser("lesson", help="微课").add_subparsers(required=True, metavar="publish")
    lesson = verb(group, "publish", "publish a lesson for every clinic", "lesson publish lesson.toml")
    lesson.add_argument("file", metavar="FILE.toml", type=Path)
    lesson.set_defaults(run=run_lesson)


def _add_review(parser: argparse.ArgumentParser) -> None:
    group = parser.add_subparsers(required=True, metavar="sample|list")
    sample = verb(
        group,
        "sample",
        "draw a facility's sample of a month; the same population and seed draw the same",
        "review sample 350881101 2026-11 --database sqlite:///county.db",
    )
    sample.add_argument("facility", metavar="CODE")
    sample.add_argument("month", metavar="YYYY-MM")
    sample.add_argument("--subject", choices=tuple(SUBJECTS), default="", help="a special review")
    sample.add_argument("--seed", metavar="TEXT", default="", help="default: a new random one")
    sample.add_argument("--json", action="store_true")
    sample.set_defaults(run=run_sample)
    listed = verb(group, "list", "the samples and how far they are", "review list --json")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)


def _add_rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_subparsers(required=True, metavar="check|preview|publish")
    for name, text, run in (
        ("check", "whether a rule pack is sound: file, line, key and reason of what is not", run_check),
        ("preview", "what a rule pack would change of the rules in force", run_preview),
        ("publish", "publish a rule pack for every clinic", run_publish),
    ):
        one = verb(group, name, text, f"rules {name} pack.toml --database sqlite:///county.db")
        one.add_argument("file", metavar="FILE.toml", type=Path)
        if name != "check":
            one.add_argument(
                "--from", dest="from_day", metavar="YYYY-MM-DD", default="", help="default: today"
            )
        if name == "publish":
            one.add_argument("--note", metavar="TEXT", default="", help="what it is about")
        one.set_defaults(run=run)


def run_sample(options: argparse.Namespace) -> int:
    made = draw_sample(database_of(options), options.facility, options.month, options.subject, options.seed)
    show(
        options,
        f"{made.facility} {made.month}: {len(made.ids)} of {made.population}, {len(made.added)} added,"
        f" seed {made.seed}",
        facility=made.facility,
        month=made.month,
        subject=made.subject,
        seed=made.seed,
        population=made.population,
        ids=[one.hex for one in made.ids],
        added=[one.hex for one in made.added],
    )
    return 0


def run_list(options: argparse.Namespace) -> int:
    with database_of(options).reading() as db:
        for one in review.samples(db):
            done = len(review.reviews(db, ids=one.every))
            show(
                options,
                f"{one.facility} {one.month} {one.subject or '-'}: {done}/{len(one.every)} of {one.population}",
                facility=one.facility,
                month=one.month,
                subject=one.subject,
                population=one.population,
                sampled=len(one.every),
                reviewed=done,
            )
    return 0


def run_check(options: argparse.Namespace) -> int:
    try:
        made = pack_of(text_in(options.file), shipped_rules())
    except BadPack as error:
        _tell_faults(options.file, error)
        raise
    say(f"{options.file}: {made.version} ok")
    return 0


def run_preview(options: argparse.Namespace) -> int:
    day = _day(options.from_day) or beijing_day(wall_clock())
    try:
        with database_of(options).reading() as db:
            found = preview(db, text_in(options.file), day)
    except BadPack as error:
        _tell_faults(options.file, error)
        raise
    _tell_changes(found.changes)
    return 0


def run_publish(options: argparse.Namespace) -> int:
    text = text_in(options.file)
    try:
        made = publish_pack(database_of(options), text, _day(options.from_day), options.note)
    except BadPack as error:
        _tell_faults(options.file, error)
        raise
    _tell_changes(made.changes)
    say(f"published {made.version}")
    return 0


def run_lesson(options: argparse.Namespace) -> int:
    lesson = lesson_of(text_in(options.file))
    publish_lesson(database_of(options), lesson)
    say(f"published {lesson.id}")
    return 0


def _tell_changes(found: tuple[Changed, ...]) -> None:
    for one in found:
        say(f"{one.key}: {one.before} → {one.after}")


def _tell_faults(file: Path, error: BadPack) -> None:
    for one in error.faults:
        warn(f"{file}:{one.line}: {one.key}: {one.words('zh')} ({one.words('en')})")


def _day(text: str) -> date | None:
    """Raises:
    WrongUse: no date.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongUse(f"--from {text}: YYYY-MM-DD") from error
