"""自测设备的文件夹: what lies there is received for its person, waits for one, or is set aside with a sentence."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from pathlib import Path
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.devices.drop_folder import DONE, REFUSED, Dropped, put_aside, ripe_files
from clinic_app.devices.hl7 import MAX_BYTES, BadMessage
from clinic_app.devices.self_service import ID_NUMBER, BadReadings, read_told
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.readings import BadReading, Reading, Told, identity, nobodys, reading, waiting_days
from clinic_app.journal.facts.readings import ReadingReceived
from clinic_app.projections.queries import persons, residents
from clinic_app.projections.queries import readings as queries
from clinic_app.projections.queries.readings import Kept
from clinic_app.projections.queries.residents import Resident
from clinic_app.store import local
from clinic_app.store.journal import Author, Store, Writing

_UNFINISHED: Final = (".tmp", ".part", ".crdownload")
AT_ONCE: Final = 50  # files of one look, and as many that wait: the store is for others between two looks
_GROWING_MS: Final = 30_000  # a younger file that ends in the middle may still be written
_DAY_MS: Final = 86_400_000
_NOT_OURS: Final = "readings_not_ours"  # marks, by spaces, the newest last
_MARKS: Final = 20_000
_SHOWN: Final = 50  # refused files
_WHY: Final = 4_000  # characters of what is said of one
_BOTH: Final = (
    " · "  # between the Chinese and the English of a line: the file is read by whoever looks after the device
)
_AGAIN: Final = (
    "改好后放回上一级文件夹，收过的不会重复。 · Mend it and put it back; nothing is taken twice.\n"
)
_HELD: Final = "打不开，别的程序正占用着；关掉它，这里会再试。 · Held by another program; close it."
_STAYS: Final = "已收下，但移不走；请让本机可以写这个文件夹。 · Taken, but this PC may not move it."

_WHY_NOT: Final = {  # BadReading and BadReadings
    "cells": (
        "格数与表头不符，数值里可能有逗号",
        "other cells than the header's, perhaps a comma in a number",
    ),
    "withdrawn": ("设备已撤回", "taken back by the device"),
    "device": ("没有设备编号", "no device number"),
    "person": ("号码不像号码", "a number that is none"),
    "time": ("时间读不出", "no time that can be read"),
    "ahead": ("时间在现在以后，请校准设备时钟", "a time to come: set the device's clock"),
    "old": ("时间在一年以前，请校准设备时钟", "more than a year ago: set the device's clock"),
    "item": ("不认识的项目", "an unknown item"),
    "unit": ("没有单位，或单位不对", "no unit, or another one"),
    "value": ("不可能的数值", "a value that cannot be"),
    "size": ("文件太大", "too large"),
    "text": ("文字编码读不出", "an unknown encoding"),
    "columns": ("缺少必需的列", "columns are missing"),
    "empty": ("里面没有测量值", "no values in it"),
    "structure": ("文件残缺或格式不对", "damaged, or of another form"),
}


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file set aside, or one that cannot be opened or moved, and what is said of it."""

    file: str
    why: str  # lines in Chinese and English, as they stand beside the file
    refused_ms: int  # UTC

    def said(self, language: str) -> str:
        """The lines in one language, zh or en."""
        lines = (line.partition(_BOTH) for line in self.why.splitlines())
        return "\n".join(
            english if language == "en" and english else chinese for chinese, _, english in lines
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A reading that is nobody's yet."""

    file: str
    told: Told
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One look into the folder."""

    received: int = 0  # stored now
    urgent: int = 0  # of them emergency values
    waiting: tuple[Waiting, ...] = ()
    refused: int = 0  # files and lines not taken
    held: tuple[RefusedFile, ...] = ()  # files that stay, because another program has them
    left: int = 0  # files for the next look


class Intake:
    """The folder of this computer.  It remembers which files wait for a person, so that they hold up no others."""

    def __init__(self, store: Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder
        self._waiting: dict[Dropped, tuple[Waiting, ...]] = {}  # the one asked longest ago first

    def look(self, author: Author) -> Looked:
        """Take in the newest files, and ask again whose those are that wait; without a folder nothing.

        Raises:
            FolderAway
        """
        if self._folder is None:
            return Looked()
        ripe = ripe_files(self._folder, self._store.wall(), _UNFINISHED)
        here = set(ripe)
        self._waiting = {one: told for one, told in self._waiting.items() if one in here}
        fresh = [one for one in ripe if one not in self._waiting]
        looks = [self._safely(author, one) for one in (*list(self._waiting)[:AT_ONCE], *fresh[:AT_ONCE])]
        return Looked(
            received=sum(one.received for one in looks),
            urgent=sum(one.urgent for one in looks),
            waiting=tuple(one for file in sorted(self._waiting, key=_age) for one in self._waiting[file]),
            refused=sum(one.refused for one in looks),
            held=tuple(held for one in looks for held in one.held),
            left=len(fresh[AT_ONCE:]),
        )

    def refused(self) -> list[RefusedFile]:
        """Files set aside with their sentence, the newest first; without a folder none."""
        if self._folder is None:
            return []
        try:
            with os.scandir(self._folder / REFUSED) as entries:
                found = [(one.stat().st_mtime_ns, one.path) for one in entries if one.name.endswith(".txt")]
            newest = [(at, Path(path)) for at, path in nlargest(_SHOWN, found)]
            return [RefusedFile(one.stem, _said(one), at // 1_000_000) for at, one in newest]
        except OSError:
            return []

    def match(self, author: Author, waiting: Waiting, resident_id: UUID) -> Kept:
        """Raises:
        NoResident
        """
        with self._store.writing(author) as writing:
            resident = residents.resident_of(writing.connection, resident_id)
            kept = queries.reading_or_none(writing.connection, identity(waiting.reading, resident.id))
            kept = kept or _received(writing, waiting.reading, resident.id, "hand")
        self._ask_first({waiting.file})
        return kept

    def not_ours(self, author: Author, waiting: Sequence[Waiting]) -> None:
        """Remembered on this computer."""
        with self._store.writing(author) as writing:
            marks = local.read_text(writing.connection, _NOT_OURS).split()
            marks += [nobodys(one.told, one.reading) for one in waiting]
            local.write(writing.connection, _NOT_OURS, " ".join(marks[-_MARKS:]))
        self._ask_first({one.file for one in waiting})

    def candidates(self, waiting: Waiting) -> list[Resident]:
        """Who has one of the numbers it came with; several people, or nobody."""
        with self._store.reading() as connection:
            named, held = _numbered(connection, waiting.told)
        return list({one.id: one for one in (*named, *held)}.values())

    def _ask_first(self, files: set[str]) -> None:
        first = {one: told for one, told in self._waiting.items() if one.path.name in files}
        self._waiting = first | self._waiting

    def _safely(self, author: Author, file: Dropped) -> Looked:
        """One file never stops the others: what cannot be stored stays and is tried again."""
        try:
            return self._file(author, file)
        except ClinicError as error:
            return self._refuse(file, [f"没有收下（{error.code}） · not taken ({error.code})"])

    def _file(self, author: Author, file: Dropped) -> Looked:
        self._waiting.pop(file, None)
        now = self._store.wall()
        growing = file.changed_ms > now - _GROWING_MS
        try:
            data = _contents(file.path)
            if growing and not data.endswith((b"\n", b"\r", b"}", b"\x1c")):
                return Looked()
            told = read_told(data)
        except (BadMessage, BadReadings) as error:
            if growing:
                return Looked()
            words = "不是自测设备的数据：{} · no file of a self-service device: {}"
            return self._refuse(file, [words.format(_why(error), _why(error, 1))])
        except FileNotFoundError:
            return Looked()  # another computer was faster
        except OSError:
            return Looked(held=(_stays(file, _HELD),))
        received, waiting, refused = self._take(author, file.path.name, told)
        counts = Looked(
            received=len(received), urgent=sum(one.urgent for one in received), refused=len(refused)
        )
        if waiting and file.changed_ms + waiting_days() * _DAY_MS >= now:
            self._waiting[file] = tuple(waiting)
            return counts
        if waiting:
            refused.append(f"{len(waiting)} 条没有身份，已过期 · {len(waiting)} of nobody, and too old")
        if refused:
            return replace(self._refuse(file, refused), received=counts.received, urgent=counts.urgent)
        return replace(counts, held=self._set_aside(file, DONE))

    def _refuse(self, file: Dropped, why: Sequence[str]) -> Looked:
        said = "".join(f"{one}\n" for one in why)
        return Looked(refused=len(why), held=self._set_aside(file, REFUSED, said + _AGAIN))

    def _set_aside(self, file: Dropped, where: str, why: str = "") -> tuple[RefusedFile, ...]:
        """What is said of a file that cannot be moved; one that grew meanwhile is read again."""
        try:
            moved = not file.stands() or put_aside(file.path, where, why)
        except FileNotFoundError:
            moved = True
        return () if moved else (_stays(file, why or _STAYS),)

    def _take(
        self, author: Author, file: str, told: tuple[Told, ...]
    ) -> tuple[list[Kept], list[Waiting], list[str]]:
        waiting: list[Waiting] = []
        refused: list[str] = []
        known: list[tuple[Reading, UUID, str]] = []
        now = self._store.wall()
        with self._store.reading() as connection:
            strangers = set(local.read_text(connection, _NOT_OURS).split())
            for number, one in enumerate(told, start=1):
                try:
                    read = reading(one, now)
                except BadReading as error:
                    refused.append(_refusal(number, error))
                    continue
                found = _person(connection, one)
                if found is not None:
                    known.append((read, *found))
                elif nobodys(one, read) not in strangers and not queries.matched_by_hand(connection, read):
                    waiting.append(Waiting(file=file, told=one, reading=read))
        return self._receive(author, known), waiting, refused

    def _receive(self, author: Author, known: Sequence[tuple[Reading, UUID, str]]) -> list[Kept]:
        """What is new of these; most files of a look have nothing to be written."""
        if not known:
            return []
        with self._store.writing(author) as writing:
            return [
                _received(writing, read, resident_id, by)
                for read, resident_id, by in known
                if queries.reading_or_none(writing.connection, identity(read, resident_id)) is None
            ]


def _contents(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _age(file: Dropped) -> tuple[int, str]:
    return -file.changed_ns, file.path.name


def _stays(file: Dropped, why: str) -> RefusedFile:
    return RefusedFile(file.path.name, why.strip(), file.changed_ms)


def _numbers(told: Told) -> set[str]:
    """Its numbers of documents; devices put an identity number into the place of the card too."""
    card = {told.card.upper()} if ID_NUMBER.fullmatch(told.card) else set()
    return card | ({told.id_number.upper()} if told.id_number else set())


def _numbered(connection: sa.Connection, told: Told) -> tuple[list[Resident], list[Resident]]:
    """Whose document it came with, and whose card."""
    named = [one for number in _numbers(told) for one in residents.with_id_number(connection, number)]
    return named, residents.with_card(connection, told.card, told.card)


def _person(connection: sa.Connection, told: Told) -> tuple[UUID, str] | None:
    """Whose it is and by what; none when the numbers are nobody's, several people's, or another one's too."""
    named, held = _numbered(connection, told)
    people = {one.id: one for one in (*named, *held)}
    if len(set(persons.kept_of(connection, list(people)).values())) != 1:
        return None
    found, person = next(iter(people.items()))
    strange = person.id_number and _numbers(told) - {person.id_number}
    return None if strange else (found, "id_number" if named else "card")


def _why(error: ClinicError, at: int = 0) -> str:
    """Chinese, or English with 1; a broken message says no more than that it is one."""
    return _WHY_NOT.get(str(error.facts.get("why", "")), _WHY_NOT["structure"])[at]


def _refusal(number: int, error: BadReading) -> str:
    told = " ".join(str(error.facts[part]) for part in ("item", "value", "unit") if error.facts[part])
    told = told.replace(_BOTH, " ")
    return (
        f"第 {number} 条未收：{_why(error)}（{told}）{_BOTH}value {number} refused: {_why(error, 1)} ({told})"
    )


def _said(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_WHY).strip()


def _received(writing: Writing, read: Reading, resident_id: UUID, by: str) -> Kept:
    fact = ReadingReceived(
        reading_id=identity(read, resident_id),
        device=read.device,
        taken_ms=read.taken_ms,
        item=read.item,
        value_e4=read.value_e4,
        identified_by=by,
        beyond=read.beyond,
        position=read.position,
    )
    writing.append(fact, resident_id)
    return queries.reading_of(writing.connection, fact.reading_id)
