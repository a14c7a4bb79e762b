"""One world: a few PCs, their county, and what happens to them."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.entry import Entry, begin_ids
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.sync import engine
from sync_server.intake.pen import held_pen
from sync_server.publish.facilities import register_facility, revoke_device
from sync_server.store.queries.progress import SEQUENCED, position_of
from tests.simulation import lan, look
from tests.simulation.acts import ACTS
from tests.simulation.county import FILE, CountyPlace, Troubles
from tests.simulation.courier import CARRIED
from tests.simulation.hub import Hub, Task
from tests.simulation.lan import AROUND, HubPlace
from tests.simulation.line import BAD, GOOD, LineQuality
from tests.simulation.pc import NEW_KEY, Pc
from tests.simulation.promises import Broken, safe_means_safe
from tests.simulation.steps import Plan, Step
from tests.simulation.template import BEGIN, DEVICES, HUB_FILE, INSURED, NEW, TOWNSHIP, Template

HEALING_ROUNDS = 12
_JUMPS = (-365 * 86_400_000, -3_600_000, -60_000, 0, 60_000, 360_000, 3_600_000, 10 * 365 * 86_400_000, None)


@dataclass
class World:
    folder: Path
    template: Template
    plan: Plan
    troubles: Troubles
    told: list[str] | None = None
    written: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    lost: set[UUID] = field(default_factory=set)  # were only on a disk that is gone: may be missing
    images: dict[str, tuple[Path, frozenset[str]]] = field(
        default_factory=dict
    )  # and what its program did not know
    night: Path | None = None
    clones: int = 0
    clinic_hub: HubPlace | None = None
    hub_image: Path | None = None

    def __post_init__(self) -> None:
        self.hub = Hub(random.Random(f"{self.plan.seed}:run"), BEGIN, told=self.told)
        begin_ids(self.hub.dice.randbytes)
        self.folder.mkdir(parents=True)
        shutil.copyfile(self.template.folder / FILE, self.folder / FILE)
        self.county = CountyPlace(self.hub, self.folder, self.troubles)
        self.pcs = [
            self._pc(one.name, one.name, self.template.folder / one.name, frozenset(one.unknown))
            for one in self.plan.places
        ]
        if any(step.what in AROUND for step in self.plan.steps):
            shutil.copyfile(self.template.folder / HUB_FILE, self.folder / HUB_FILE)
            self.clinic_hub = HubPlace(self.hub, self.folder, self.troubles, county=self.county)
        self.first = look.county_ids(self.county)

    def _pc(self, name: str, device: str, image: Path, unknown: frozenset[str] = frozenset()) -> Pc:
        folder = self.folder / name
        shutil.copytree(image, folder)
        return Pc(self.hub, name, (DEVICES | NEW)[device], folder, self.county, unknown=unknown)

    def close(self) -> None:
        for pc in self.pcs:
            pc.close()
        self.county.close()
        if self.clinic_hub is not None:
            self.clinic_hub.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def runs_of(self, pc: Pc) -> list[str]:
        return [f"{run.hex}:{len(all_)}" for run, all_ in look.own_runs_of(pc).items()]

    # ------------------------------------------------------------ steps

    def do(self, step: Step) -> None:
        dice = random.Random(f"{self.plan.seed}:{step.no}")
        pc = self.pcs[step.pc % len(self.pcs)]
        self.hub.note("step", step.no, step.what, pc.name)
        pc.up()
        task: Task | None = None
        if step.what in ACTS:
            task = self.hub.spawn(pc.process, step.what, lambda: self.act(pc, ACTS[step.what], dice))
        elif step.what in AROUND:
            task = AROUND[step.what](self, pc, dice)
        elif step.what in CARRIED:
            task = CARRIED[step.what](self, pc, dice)
        else:
            task = getattr(self, f"_{step.what.replace(' ', '_')}")(pc, dice)
        if task is not None and not step.overlaps:
            while not task.run.dead:
                self.hub.run(1)
        else:
            self.hub.run(dice.randrange(12))
        self.hub.now += dice.choice((0, 5, 1000, 60_000, 900_000))

    def act(self, pc: Pc, what: Callable[[Pc, random.Random], list[Entry]], dice: random.Random) -> None:
        try:
            made = what(pc, dice)
        except ClinicError as error:
            self.hub.note(pc, "not written", error.code)
            return
        self.written |= {entry.id: look.content(entry) for entry in made}
        self.hub.note(pc, "wrote", *[f"{entry.type}:{entry.id.hex}" for entry in made])

    def _sync(self, pc: Pc, _: random.Random) -> Task | None:
        if pc.busy:
            return None  # the program has one round at a time
        return self.hub.spawn(pc.process, "sync", lambda: self.synced(pc))

    def synced(self, pc: Pc) -> None:
        if not pc.enrolled() and not pc.enrol_anew():
            return
        restored = self.county.restored
        pc.busy += 1
        try:
            done = pc.sync()
        finally:
            pc.busy -= 1
        if done is not None and done.safe and restored == self.county.restored:
            safe_means_safe(self.county, pc)
        if pc.last_error in NEW_KEY and self.hub.dice.random() < 0.7:
            pc.enrol_anew()

    def _work(self, _: Pc, dice: random.Random) -> Task:
        self.county.up()
        return self.hub.spawn(
            self.county.process, "work", lambda: self.county.carefully(lambda: self._worked(dice))
        )

    def _worked(self, dice: random.Random) -> None:
        for _ in range(4):
            self.county.work(dice.randrange(1, 9))

    def _state(self, _: Pc, dice: random.Random) -> Task:
        self.county.up()
        return self.hub.spawn(
            self.county.process, "state", lambda: self.county.carefully(lambda: self._stated(dice))
        )

    def _stated(self, dice: random.Random) -> None:
        database = self.county.database
        if dice.random() < 0.3:
            register_facility(
                database, f"35088110{dice.randrange(9)}", "新村", "village", TOWNSHIP, wall=self.county.wall
            )
            return
        psn_no = dice.choice(tuple(INSURED))
        with held_pen(database, self.county.wall) as pen:
            fact = InsuredStated(
                psn_no=psn_no,
                id_number="350881190102030019",
                insutype="390",
                acct_balance=dice.randrange(99_999),
                home=INSURED[psn_no],
                salt="salt",
            )
            pen.append(fact)

    def _line(self, pc: Pc, dice: random.Random) -> None:
        fates = tuple(dice.sample(BAD, 4)) if dice.random() < 0.7 else GOOD
        pc.quality = LineQuality((*fates, "good"), dice.choice((0, 5, 500, 9000)))

    def _crash(self, pc: Pc, dice: random.Random) -> Task | None:
        pc.process.crash_in = dice.randrange(1, 25)
        return self._sync(pc, dice)

    def _county_crash(self, _: Pc, dice: random.Random) -> None:
        self.county.process.crash_in = dice.randrange(1, 15)

    def _restart(self, pc: Pc, dice: random.Random) -> None:
        if dice.random() < 0.5:
            pc.upgrade()
        pc.reopen()

    def _clock(self, pc: Pc, dice: random.Random) -> None:
        jump = dice.choice(_JUMPS)
        pc.skew = 946_684_800_000 - self.hub.now if jump is None else jump

    def _disk_full(self, pc: Pc, dice: random.Random) -> None:
        pc.disk.full = not pc.disk.full and dice.random() < 0.7

    def _disk_slow(self, pc: Pc, dice: random.Random) -> None:
        pc.disk.slow_ms = dice.choice((0, 50, 3000))
        self.county.disk.slow_ms = dice.choice((0, 0, 50, 3000))

    def _county_full(self, _: Pc, dice: random.Random) -> None:
        self.county.disk.full = not self.county.disk.full and dice.random() < 0.7

    def _image(self, pc: Pc, _: random.Random) -> None:
        image = self.folder / f"image-{pc.name}"
        pc.image(image)
        self.images[pc.name] = image, pc.unknown

    def _put_back(self, pc: Pc, _: random.Random) -> None:
        """The disk of an earlier day."""
        if pc.name not in self.images:
            return
        before = look.own_ids(pc)
        image, pc.unknown = self.images[pc.name]
        pc.put_back(image)
        self.written |= before
        others = {one for other in self.pcs for one in look.own_ids(other)}
        others |= set() if self.clinic_hub is None else self.clinic_hub.ids()
        self.lost |= set(before) - look.county_ids(self.county) - others

    def _clone(self, pc: Pc, _: random.Random) -> None:
        """Another PC with the same disk, and used."""
        if len(self.pcs) > 4:
            return
        self.clones += 1
        image = self.folder / f"clone-{self.clones}"
        pc.image(image)
        self.pcs.append(self._pc(f"{pc.name}-{self.clones}", pc.name.split("-")[0], image, pc.unknown))

    def _new_pc(self, _: Pc, dice: random.Random) -> Task | None:
        """One that has nothing yet: it enrols, and its first round fills it from the county's snapshot."""
        name = next(iter(NEW))
        if any(pc.name == name for pc in self.pcs):
            return None
        self.pcs.append(self._pc(name, name, self.template.folder / name))
        return self._sync(self.pcs[-1], dice)

    def _twins(self, pc: Pc, dice: random.Random) -> Task | None:
        """Two PCs made from one disk before either enrolled."""
        new = next(iter(NEW))
        if any(pc.name.startswith(new) for pc in self.pcs):
            return None
        for name in (new, f"{new}-0"):
            self.pcs.append(self._pc(name, new, self.template.folder / new))
        self._sync(self.pcs[-2], dice)
        return self._sync(self.pcs[-1], dice)

    def _night(self, _: Pc, __: random.Random) -> None:
        self.night = self.folder / "night.db"
        self.county.backup(self.night)

    def _restore(self, _: Pc, __: random.Random) -> None:
        """The county's database of last night."""
        if self.night is None:
            return
        before = look.county_ids(self.county)
        self.county.put_back(self.night)
        now = look.county_ids(self.county)
        own = {one for pc in self.pcs for one in look.own_ids(pc)}
        held = {one for pc in self.pcs for one in look.county_entries_on(pc)}
        self.lost |= before - now - own - held

    def _revoke(self, pc: Pc, _: random.Random) -> Task:
        self.county.up()

        def revoked() -> None:
            revoke_device(self.county.database, pc.device(), "r", wall=self.county.wall)

        return self.hub.spawn(self.county.process, "revoke", lambda: self.county.carefully(revoked))

    # ------------------------------------------------------------ the end

    def heal(self) -> None:
        """Line, disks and clocks are well again; everybody syncs until nothing is new."""
        self.county.disk.full, self.county.disk.slow_ms = False, 0
        self.county.process.crash_in = 0
        for pc in self.pcs:
            pc.disk.full, pc.disk.slow_ms, pc.skew, pc.quality = False, 0, 0, LineQuality()
            pc.process.crash_in = 0
        self.hub.run()
        self.county.up()
        for pc in self.pcs:
            pc.up()
            if pc.unknown:
                pc.upgrade()
                pc.reopen()
        if self.clinic_hub is not None:
            lan.healed(self)
        for number in range(HEALING_ROUNDS):
            restless = [pc for pc in self.pcs if not number or not self._at_peace(pc)]
            if not restless:
                break
            for pc in restless:
                self._healed(pc)
            self.hub.now += 60_000
        else:
            raise Broken(f"no peace after {HEALING_ROUNDS} rounds: {[pc.last_error for pc in self.pcs]}")
        if self.clinic_hub is not None:
            lan.settled(self)
        one = self.hub.dice.choice(self.pcs)
        if not self._healed(one):
            raise Broken(f"{one} had all that there is, and still something to do: {one.last_error}")

    def _at_peace(self, pc: Pc) -> bool:
        """Its last round ended well, and nothing was written since, here or at the county."""
        with look.at_county(self.county) as connection:
            newest = position_of(connection, SEQUENCED)
        return not pc.last_error and pc.settled and look.stands_at(pc) == (self.county.identity.epoch, newest)

    def _healed(self, pc: Pc) -> bool:
        """One round; whether it was quiet."""
        if not pc.enrolled():
            self.hub.do(pc.process, "enrol", pc.enrol_anew)
        done: engine.Round | None = self.hub.do(pc.process, "sync", pc.sync)
        self.hub.do(self.county.process, "work", self.county.work_off)
        pc.settled = done is not None and done.safe and not (done.came_back or done.moved)
        if done is None and pc.last_error in NEW_KEY:
            self.hub.do(pc.process, "enrol", pc.enrol_anew)
            return False
        if done is None:
            return False
        return done.safe and not (done.pushed or done.pulled or done.came_back or done.moved)
