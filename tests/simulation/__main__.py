"""Thousands of worlds: `python -m tests.simulation --seconds 60 --from-seed 1 --workers 2`, or one: `--seed N`."""

import argparse
import sys
from pathlib import Path

from tests.simulation.many import many
from tests.simulation.run import lived, shortest, template
from tests.simulation.steps import Plan, plan, read


def main(given: list[str] | None = None) -> int:
    """0: every promise was kept; 1: one was not."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to look for a failing seed")
    parser.add_argument("--from-seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--seed", type=int, help="live through this one again, in words")
    parser.add_argument("--plan", type=Path, help="live through the worlds that are written in a file")
    parser.add_argument("--quiet", action="store_true", help="of one world only its plan and the end")
    parser.add_argument(
        "--shorten", action="store_true", help="of one world the fewest steps that still fail"
    )
    options = parser.parse_args(given)
    if options.plan is not None:
        plans = read(options.plan.read_text(encoding="utf-8").splitlines())
        return max(_one(one, quiet=options.quiet, shorten=options.shorten) for one in plans)
    if options.seed is not None:
        return _one(plan(options.seed), quiet=options.quiet, shorten=options.shorten)
    tally = many(options.from_seed, options.seconds, options.workers)
    print(tally)
    for outcome in tally.failed[:3]:
        _one(outcome.plan, quiet=True, shorten=True)
    return 1 if tally.failed else 0


def _one(wanted: Plan, *, quiet: bool, shorten: bool) -> int:
    with template() as made:
        outcome = lived(made, wanted, tell=not quiet)
        for line in outcome.told:
            print(line)
        print(wanted)
        print(f"trace {outcome.trace}, {outcome.turns} turns")
        if not outcome.why:
            print("every promise was kept")
            return 0
        print(outcome.where if not quiet else outcome.why)
        if shorten:
            print("the fewest steps that still fail, as they are kept:")
            print(shortest(made, wanted))
    print(f"again: python -m tests.simulation --seed {wanted.seed}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
