"""``alarms``: what somebody has to look at; exit code 3 when there is anything."""

import argparse
import json
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from clinic_app.domain.time import iso, wall_clock
from sync_server.cli.parts import Verbs, WrongUse, database_of, say, verb
from sync_server.console.alarm_texts import alarm_words
from sync_server.reports.alarms import Alarm, open_alarms, place_of, standing_alarms
from sync_server.settings import default_tls_folder

_FOUND: Final = 3
_PATIENCE: Final = 60  # seconds for the program of --on-alarm


def add_to(verbs: Verbs) -> None:
    parser = verb(
        verbs,
        "alarms",
        "what somebody has to look at; ends with 3 when there is anything",
        "alarms --database sqlite:///county.db --json --on-alarm /var/log/xyt-alarms.jsonl",
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--tls-dir", metavar="DIR", help="where the server's certificate is kept")
    parser.add_argument(
        "--on-alarm",
        metavar="FILE|CMD",
        help="a file that gets one JSON line an alarm, or a command that gets those lines on its input",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    database = database_of(options)
    tls = Path(options.tls_dir) if options.tls_dir else default_tls_folder(options.database)
    now = wall_clock()
    with database.reading() as connection:
        every = standing_alarms(connection, place_of(options.database, tls), now)
    database.close()
    due = open_alarms(every)
    if options.json:
        told = {"time": iso(now), "open": len(due), "alarms": [plain(one) for one in every]}
        say(json.dumps(told, ensure_ascii=False))
    else:
        for one in every:
            say(_line(one))
    if due and options.on_alarm:
        pass_on(options.on_alarm, [json.dumps({"time": iso(now), **plain(one)}) for one in due])
    return _FOUND if due else 0


def plain(alarm: Alarm) -> dict[str, Any]:
    """An alarm for a program."""
    seen = alarm.acknowledged
    return {
        "alarm": alarm.kind.value,
        "object": alarm.object,
        "facility": alarm.facility,
        "letter": alarm.letter,
        "since": None if alarm.since is None else iso(alarm.since),
        "amount": alarm.amount,
        "acknowledged": None
        if seen is None
        else {"user": seen.user_id, "at": iso(seen.at), "reason": seen.reason},
    }


def pass_on(where: str, lines: Sequence[str]) -> None:
    """Give the lines to the program that `where` begins with; is there none, append them to the file `where`.

    Raises:
        WrongUse: the program fails or hangs.
        OSError: the file cannot be written.
    """
    text = "".join(f"{line}\n" for line in lines)
    words = shlex.split(where)
    if not words or shutil.which(words[0]) is None:
        with Path(where).open("a", encoding="utf-8") as file:
            file.write(text)
        return
    try:
        subprocess.run(words, input=text, text=True, check=True, timeout=_PATIENCE)
    except (subprocess.SubprocessError, OSError) as error:
        raise WrongUse(f"--on-alarm {words[0]}: {type(error).__name__}") from error


def _line(alarm: Alarm) -> str:
    what, todo = alarm_words(alarm, "en")
    seen = f" (seen by {alarm.acknowledged.user_id})" if alarm.acknowledged else ""
    since = f" since {iso(alarm.since)}" if alarm.since is not None else ""
    return f"{alarm.kind.value} {alarm.facility} {alarm.object[:8]}: {what}{since}{seen}. {todo}"
