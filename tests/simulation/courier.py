"""Sticks between the clinics and their county: carried late, lost, cut, doubled, mixed up, and an old one once more."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from clinic_app.domain.errors import ClinicError
from clinic_app.journal import sticks
from clinic_app.sync import courier_in, courier_out
from sync_server.intake.courier import requests_known, take_in
from sync_server.publish import courier as answers
from tests.simulation.county import CountyPlace
from tests.simulation.hub import Task
from tests.simulation.pc import Pc
from tests.simulation.promises import safe_means_safe


def write_out(world: Any, pc: Pc, dice: Random) -> Task:
    """The clinic writes what is not safe."""
    stick = _stick(world, dice)
    return world.hub.spawn(pc.process, "stick out", lambda: _written(world, pc, stick))


def _written(world: Any, pc: Pc, stick: Path) -> None:
    done = _at_pc(pc, lambda: courier_out.write(pc.store, stick))
    if done is not None and not world.county.restored:  # writing makes nothing safe
        safe_means_safe(world.county, pc)


def answer(world: Any, _: Pc, dice: Random) -> Task:
    """The county reads a stick, judges, and writes the answers onto it."""
    county: CountyPlace = world.county
    county.up()
    stick, everybody = _stick(world, dice), dice.random() < 0.3
    return world.hub.spawn(county.process, "stick county", lambda: _answered(county, stick, everybody))


def _answered(county: CountyPlace, stick: Path, everybody: bool) -> None:
    county.carefully(lambda: _taken_and_answered(county, stick, everybody=everybody))


def _taken_and_answered(county: CountyPlace, stick: Path, *, everybody: bool) -> None:
    place = sticks.place_in(stick)
    intake = take_in(county.database, place, county.wall)
    county.work_off()
    devices = dict(intake.devices)
    if everybody:
        devices = answers.answered_later(requests_known(county.database)) | devices
    done = answers.answer(county.database, place, devices, county.wall)
    refused = sorted({**intake.refused, **done.refused}.values())
    county.hub.note("stick at county", [one.entries for one in devices.values()], done.files, refused)


def read_in(world: Any, pc: Pc, dice: Random) -> Task:
    """The clinic reads what is on the stick for it."""
    stick = _stick(world, dice)
    return world.hub.spawn(pc.process, "stick in", lambda: _taken(world, pc, stick))


def _taken(world: Any, pc: Pc, stick: Path) -> None:
    done = _at_pc(pc, lambda: courier_in.take(pc.store, stick))
    if done is not None and not world.county.restored:  # a word of before it was put back says nothing
        safe_means_safe(world.county, pc)


def trip(world: Any, pc: Pc, dice: Random) -> Task:
    """There and back, with whatever happens meanwhile."""
    stick, everybody = _stick(world, dice), dice.random() < 0.3

    def carried() -> None:
        _written(world, pc, stick)
        world.county.up()
        county = world.county
        world.hub.call(county.process, "stick county", lambda: _answered(county, stick, everybody))
        _taken(world, pc, stick)

    return world.hub.spawn(pc.process, "stick trip", carried)


def harm(world: Any, pc: Pc, dice: Random) -> None:
    """What happens to sticks on their way."""
    here, other = (world.folder / f"stick-{number}" for number in (0, 1))
    kept = world.folder / "stick-of-an-earlier-day"
    what = dice.choice(("lost", "cut", "swapped", "kept", "again", "mixed"))
    files = sorted(path for stick in (here, other) for path in stick.rglob("*.xyc"))
    world.hub.note(pc, "stick", what, len(files))
    if what in ("lost", "cut") and files:
        file = dice.choice(files)
        if what == "lost":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif what == "swapped":
        for one, two in ((here, kept / "x"), (other, here), (kept / "x", other)):
            _moved(one, two)
    elif what == "kept":
        _copied(here, kept)
    elif what == "again":
        _copied(kept, dice.choice((here, other)))
    elif what == "mixed":
        _copied(here, other)


def _moved(one: Path, two: Path) -> None:
    if one.is_dir():
        two.parent.mkdir(exist_ok=True)
        one.rename(two)


def _copied(one: Path, two: Path) -> None:
    """What `one` holds, also on `two`."""
    if one.is_dir():
        shutil.copytree(one, two, dirs_exist_ok=True)


def _stick(world: Any, dice: Random) -> Path:
    """One of the two that go round."""
    found: Path = world.folder / f"stick-{dice.choice((0, 0, 0, 1))}"
    found.mkdir(exist_ok=True)
    return found


def _at_pc(pc: Pc, work: Callable[[], Any]) -> Any:
    """A member of staff's act; `None` where the program refused it."""
    try:
        done = work()
    except ClinicError as error:
        pc.hub.note(pc, "stick not done", error.code)
        return None
    pc.hub.note(pc, "stick done", done.files)
    return done


CARRIED = {
    "stick out": write_out,
    "stick county": answer,
    "stick in": read_in,
    "stick trip": trip,
    "stick harm": harm,
}
