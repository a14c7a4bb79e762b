"""摆渡, homeward: what the county wrote for this PC, from a stick or a share.

A file is proved by the county's signature and proves what the county held when it was written.  So an older one is
still true as long as the county has lost nothing since: within one epoch of the feed a receipt only ever adds.  An
answer of another epoch than ours counts when it answers a request that was written in ours; then it is the newer one.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from clinic_app.domain.errors import Damaged, NotFound
from clinic_app.journal import sticks
from clinic_app.journal.courier import Answer, HeldRun, read_answer
from clinic_app.journal.feed import read_page
from clinic_app.journal.sealing import ForeignParcel
from clinic_app.journal.segment import read_segment
from clinic_app.store import epochs, exchange, local
from clinic_app.store.absorb import absorb
from clinic_app.store.branches import Brought
from clinic_app.store.journal import Store
from clinic_app.store.rows import own_runs
from clinic_app.sync import county
from clinic_app.sync.engine import reorder
from clinic_app.sync.errors import Unenrolled
from clinic_app.sync.meeting import link_at, meet


class NothingForUs(NotFound):
    """No file in the folder is for this PC."""

    code = "courier.nothing"


class TailMissing(Damaged):
    """The county holds more of our journal than this disk, and the files do not bring it: write to it again."""

    code = "courier.tail_missing"


@dataclass(slots=True)
class Taken:
    """What was taken in so far."""

    files: int = 0  # of this PC
    confirmed: int = 0  # entries of our own that the county holds, as we learnt now
    pulled: int = 0  # new entries of others
    came_back: int = 0  # of our own, lost on this disk
    moved: int = 0  # of our own, to a new run after a fork
    waiting: int = 0  # of our own that are not safe yet
    old: int = 0  # files that say nothing any more: written before the county was put back, or taken already
    again: bool = False  # something is missing: write to the county again
    refused: list[tuple[str, str]] = field(default_factory=list)  # file name and error code


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    answer: Answer  # without its pages and segments


Progress = Callable[[Taken], None]


def take(store: Store, folder: Path, progress: Progress = lambda _: None) -> Taken:
    """Take in everything in `folder` that is for this PC; used files are taken away.

    One bad file does not keep the others: it is named in `refused` and left where it is.

    Raises:
        Unenrolled
        NothingForUs, NoFolder, StickGone, ReadOnly
        DiskFull, Busy, FileDamaged: of our own disk; what was taken in stays.
    """
    with store.reading() as connection:
        if exchange.position(connection) is None:
            raise Unenrolled()
    store.follow_staff()  # a page was taken in and the power went before its people were let in
    work = _Work(store, sticks.place_in(folder), progress)
    work.run()
    return work.done


class _Work:
    """One folder under way."""

    def __init__(self, store: Store, place: Path, progress: Progress) -> None:
        self.store = store
        self.place = place
        self.progress = progress
        self.done = Taken()
        self._unsafe = self._waiting()
        self._more = False  # the county had no room for all that is new
        self._kept: set[Path] = set()  # files that a later stick may make useful
        with store.reading() as connection:
            self._seed = local.read(connection, local.DEVICE_SEED) or b""
            self._county_key = local.read(connection, local.COUNTY_KEY) or b""

    def run(self) -> None:
        files = self._files()
        if not files and not self.done.refused:
            raise NothingForUs(folder=str(self.place))
        for answer in _sets(files):
            self._stand(answer, [file for file in files if file.answer.made == answer.made])
        self._pull(files)
        with self.store.reading() as connection:
            epoch = exchange.position(connection)
        self.done.old = sum(epoch is not None and file.answer.epoch != epoch[0] for file in files)
        epochs.drop_kept_pages(self.store, self._county_key)
        reorder(self.store)
        sticks.drop([file.path for file in files if file.path not in self._kept])
        self._step()

    def _step(self) -> None:
        self.done.waiting = self._waiting()
        self.done.confirmed = max(0, self._unsafe - self.done.waiting)
        self.progress(self.done)

    def _waiting(self) -> int:
        with self.store.reading() as connection:
            return exchange.unsent(connection).count

    def _files(self) -> list[_File]:
        found = []
        for path in sticks.files_in(self.place, "down"):
            answer = self._read(path)
            if answer is not None:
                found.append(_File(path, _light(answer)))
        self.done.files = len(found)
        return found

    def _read(self, path: Path) -> Answer | None:
        """The answer in a file; `None` for another PC's, and for one that is refused."""
        try:
            answer = read_answer(sticks.content_of(path), self._seed, self._county_key)
        except ForeignParcel:
            return None
        except Damaged as error:
            self.done.refused.append((path.name, error.code))
            return None
        return answer if answer.device == self.store.device else None

    def _stand(self, answer: Answer, files: Sequence[_File]) -> None:
        """What the county holds of us, by one set of files."""
        with self.store.reading() as connection:
            at = exchange.position(connection)
            losses = exchange.losses(connection)
        assert at is not None
        put_back = answer.epoch != at[0]
        if put_back and answer.asked_epoch != at[0]:
            return  # of an epoch that is over, or one that we cannot tell from it
        if not put_back and answer.asked_losses != losses:
            self.done.again = True  # the county has lost something since: only its next word counts
            return
        self._confirm(answer.runs)
        held = _plain(answer.runs) if put_back else self._at_least(answer.runs)
        try:
            done = meet(self.store, held, lambda run, after: self._tail(files, run, after))
        except TailMissing as error:
            self._want(error)
            return
        self._want(None)
        self.done.came_back += done.back
        self.done.moved += done.moved
        if put_back:
            with self.store.changing() as connection:
                epochs.begin_epoch(connection, answer.epoch, answer.kept)
                local.write(connection, local.RETURNS_DUE, "1")
            self.done.again = True  # it wants back what it had said itself
        self._step()

    def _confirm(self, runs: Sequence[HeldRun]) -> None:
        """Mark as safe what the county has of our chain, each stretch with its own receipt."""
        for there in runs:
            for mark in there.marks:
                with self.store.reading() as connection:
                    found = [run for run in own_runs(connection) if run.incarnation == there.incarnation]
                if (
                    found
                    and there.seq <= found[0].head_seq
                    and link_at(self.store, found[0], there.seq) == there.hash.hex()
                ):
                    exchange.mark_safe(self.store, found[0], min(mark.seq, there.seq), mark.received)

    def _at_least(self, runs: Sequence[HeldRun]) -> list[county.HeldRun]:
        """The county's word of then, and what we have heard from it since."""
        with self.store.reading() as connection:
            ours = {run.incarnation: run for run in own_runs(connection) if run.safe_seq}
            held = [
                there
                if (run := ours.get(there.incarnation)) is None or there.seq >= run.safe_seq
                else county.HeldRun(
                    run.incarnation,
                    run.safe_seq,
                    exchange.link_before(connection, self.store, run, run.safe_seq + 1).hex(),
                    there.received,
                )
                for there in _plain(runs)
            ]
            told = {there.incarnation for there in held}
            later = [run for run in ours.values() if run.incarnation not in told]
            return held + [
                county.HeldRun(
                    run.incarnation,
                    run.safe_seq,
                    exchange.link_before(connection, self.store, run, run.safe_seq + 1).hex(),
                    0,
                )
                for run in later
            ]

    def _tail(self, files: Sequence[_File], incarnation: UUID, after: int) -> list[Brought]:
        """The segments of ours that a set of files gives back.

        Raises:
            TailMissing: not all of them.
        """
        found: list[Brought] = []
        for file in files:
            answer = self._read(file.path)
            for given in answer.given if answer else ():
                segment = read_segment(given.segment, self.store.public_key)
                if segment.incarnation == incarnation and segment.last_seq > after:
                    found.append(Brought(segment, given.received))
        found.sort(key=lambda item: item.segment.last_seq)
        next_seq = after + 1
        for item in found:
            if item.segment.first_seq > next_seq:
                break
            next_seq = item.segment.last_seq + 1
        held = next(run.seq for run in files[0].answer.runs if run.incarnation == incarnation)
        if next_seq <= held:
            raise TailMissing(incarnation=incarnation.hex, after=after)
        return found

    def _want(self, error: TailMissing | None) -> None:
        """Ask for a tail with the next request, or for nothing any more."""
        with self.store.changing() as connection:
            if error is None:
                local.forget(connection, local.COURIER_WANTS)
            else:
                wants = {str(error.facts["incarnation"]): error.facts["after"]}
                local.write(connection, local.COURIER_WANTS, json.dumps(wants))
        self.done.again |= error is not None

    def _pull(self, files: Sequence[_File]) -> None:
        """Every page that continues our feed, in order, from whichever set of files."""
        waiting = sorted(files, key=lambda file: (file.answer.after, -file.answer.upto))
        for file in waiting:
            with self.store.reading() as connection:
                at = exchange.position(connection)
            assert at is not None
            answer = file.answer
            if answer.epoch != at[0] or answer.upto < at[1]:
                continue
            if answer.after > at[1]:
                self._kept.add(file.path)  # the one before it is still to come
                self.done.again = True
                continue
            self._absorb(file)
            self._step()
        self.done.again |= self._more

    def _absorb(self, file: _File) -> None:
        answer = self._read(file.path)
        for data in answer.pages if answer else ():
            try:
                page = read_page(data, self._county_key)
                absorbed = absorb(self.store, page, as_of=file.answer.made)
            except Damaged as error:
                self.done.refused.append((file.path.name, error.code))
                self._kept.add(file.path)
                return
            self.done.pulled += absorbed.new
            if absorbed.moved:
                self._more = page.more


def _sets(files: Sequence[_File]) -> list[Answer]:
    """One answer of each set, in the order in which the county wrote them."""
    newest = {file.answer.made: file.answer for file in files}
    return [newest[made] for made in sorted(newest)]


def _light(answer: Answer) -> Answer:
    return Answer(
        device=answer.device,
        asked_epoch=answer.asked_epoch,
        asked_losses=answer.asked_losses,
        made=answer.made,
        part=answer.part,
        epoch=answer.epoch,
        kept=answer.kept,
        runs=answer.runs,
        after=answer.after,
        upto=answer.upto,
    )


def _plain(runs: Sequence[HeldRun]) -> list[county.HeldRun]:
    return [county.HeldRun(run.incarnation, run.seq, run.hash.hex(), run.received) for run in runs]
