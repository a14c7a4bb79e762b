"""摆渡: files that came by a stick are taken in, and answers go back.  Each act is also a line of the record.

The browser stands for the stick: what is uploaded lies in a folder of its own as long as the request lasts.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import ClinicError, Unavailable
from clinic_app.journal import sticks
from clinic_app.journal.refusal import REFUSALS
from sync_server.console.audit import Action
from sync_server.console.courier_texts import reason_of
from sync_server.console.visit import NoSuchPage, Upload, Visit
from sync_server.intake.courier import Brought, Intake, requests_known, take_in
from sync_server.publish.courier import answer, answered_later
from sync_server.store.queries import registry
from sync_server.store.queries.registry import Device
from sync_server.worker import work_off

MAX_UPLOAD: Final = sticks.MAX_FILE + (
    1 << 20
)  # bytes of all files at once: one of the largest, or six usual ones
MOST_UPLOADS: Final = 64  # files at once
_MOST_DEVICES: Final = 64  # of one download
_MOST_FILES: Final = 64  # of one download: some 256 MB; what does not go in is the next stick's
_JUDGING: Final = 10.0  # seconds that an upload waits for what it brought to be judged
_UP: Final = re.compile(r"up-.*\.xyc", re.IGNORECASE)


class NoScratch(Unavailable):
    """The server's own folder for temporary files is full, away or read-only."""

    code = "console.no_scratch"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an upload brought."""

    devices: tuple[tuple[Device, Brought], ...]
    refused: tuple[tuple[str, str], ...]  # a file's name, and the code of why it was not taken in

    @property
    def forked(self) -> tuple[str, ...]:
        """For the form that asks for the answer: runs of which a disk holds something else."""
        return tuple(f"{device.id.hex}:{run.hex}" for device, one in self.devices for run in one.forked)


def take(visit: Visit, uploads: Sequence[Upload]) -> Taken:
    """Raises:
    NoScratch
    """
    with _folder() as place:
        names: dict[str, str] = {}  # as it lies there: as the browser calls it
        refused: list[tuple[str, str]] = []
        for upload in sorted(uploads, key=lambda one: one.name):
            called = upload.name.replace("\\", "/").rpartition("/")[2][:60]
            if _UP.fullmatch(called) is None:
                refused.append(
                    (called, "courier.foreign" if called.startswith("down-") else "courier.not_up")
                )
            elif len(names) == MOST_UPLOADS:
                refused.append((called, "courier.too_many"))
            else:
                name = f"up-{len(names):04d}.xyc"
                names[name] = called
                sticks.put(place, name, upload.content)
        intake = take_in(visit.database, place)
    if intake.devices:
        work_off(visit.database, seconds=_JUDGING)
        _note(visit, Action.STICK_TAKEN, intake.devices)
    refused += [(names[name], code) for name, code in sorted(intake.refused.items())]
    return Taken(_known(visit, intake), tuple(refused))


def answer_file(visit: Visit, devices: Sequence[UUID], forked: Mapping[UUID, set[UUID]]) -> Path:
    """A ZIP file, which the caller takes away, with the answers for these devices, as a stick holds them.

    Who cannot be answered is named in it; if nobody can, the first one's reason is raised.

    Raises:
        NoSuchPage: none of them ever came by a stick.
        Revoked, NotEnrolled, AheadOfCounty
        NoScratch
    """
    known = answered_later([one for one in requests_known(visit.database) if one.device in set(devices)])
    asked = {one: replace(known[one], forked=forked.get(one, set())) for one in devices if one in known}
    if not asked or len(asked) > _MOST_DEVICES:
        raise NoSuchPage(what="courier")
    with _folder() as place:
        done = answer(visit.database, place, asked, most_files=max(1, _MOST_FILES // len(asked)))
        if not done.devices:
            raise _error_of(next(iter(done.refused.values())))
        packed = _packed(place, done.refused, visit.language)
    _note(visit, Action.STICK_ANSWERED, [one for one in asked if one.hex not in done.refused])
    return packed


def _packed(place: Path, refused: Mapping[str, str], language: str) -> Path:
    with tempfile.NamedTemporaryFile(prefix="xyt-answer-", suffix=".zip", delete=False) as target:
        try:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as box:  # sealed bytes do not shrink
                for file in sticks.files_in(place, "down"):
                    box.write(file, f"{sticks.FOLDER}/{file.name}")
                if refused:
                    lines = [f"{device[:8]}: {reason_of(code, language)}" for device, code in refused.items()]
                    box.writestr("NOT-ANSWERED.txt", "\r\n".join(lines))
        except BaseException:
            Path(target.name).unlink()
            raise
    return Path(target.name)


def _known(visit: Visit, intake: Intake) -> tuple[tuple[Device, Brought], ...]:
    with visit.reading() as db:
        known = registry.devices(db, tuple(intake.devices))
    pairs = [(known[device], brought) for device, brought in intake.devices.items()]
    return tuple(sorted(pairs, key=lambda pair: (pair[0].facility, pair[0].letter)))


def _error_of(code: str) -> ClinicError:
    return REFUSALS.get(code, NoScratch)()


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        with tempfile.TemporaryDirectory(prefix="xyt-courier-") as folder:
            yield Path(folder) / sticks.FOLDER
    except (OSError, sticks.StickFull, sticks.StickGone, sticks.ReadOnly) as error:
        raise NoScratch() from error


def _note(visit: Visit, action: Action, devices: Mapping[UUID, Brought] | Sequence[UUID]) -> None:
    with visit.writing() as db:
        for device in devices:
            visit.auditor().note(db, action, device.hex)
