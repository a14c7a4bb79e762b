"""县级回执: the next morning, what the county holds of a day and what it said to the day's settlements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import uuid5

from clinic_app.domain.time import beijing_day
from clinic_app.journal.day_sums import DaySum
from clinic_app.printing.county_receipt import CountySheet, county_sheet
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.facility import facility_of
from clinic_app.store import local
from clinic_app.store.day_receipt import Day, Said, aside_among, day_of, said_to
from clinic_app.store.journal import Store

SHORT: Final = 12  # hexadecimal digits of a link: enough to compare by eye


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What the county said to the settlements and reds of a day that it holds."""

    records: int  # settlements and reds
    unchanged: int
    adjusted: int
    fund_diff: int  # fen that the funds pay more (−: less) for the adjusted ones
    voided: int
    voided_diff: int  # fen, the same for the voided ones
    set_aside: int  # that count nowhere
    unjudged: int  # self-pay, or settled by the insurance platform: the county says nothing to those
    pending: int  # to which nothing has come yet


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReceipt:
    """A Beijing day of all that this PC wrote.  Money in fen."""

    day: date
    enrolled: bool
    as_of_ms: int  # UTC: when the county last told everything; 0: never
    entries: int  # that the county holds durably
    fen: int  # the money that they moved
    waiting: int  # entries of the day that the county does not hold
    county_entries: int | None  # as the county counts; None: it has not told of all of them
    county_fen: int | None
    set_aside: int  # entries of any kind that count nowhere
    verdicts: Verdicts
    head_seq: int  # the day's last entry that the county holds, in its run; 0: none
    head_hash: str  # the first digits of the chain's link there; "": none

    @property
    def agrees(self) -> bool | None:
        """Whether both ends' sums of the day are equal; None: the county has not told."""
        if self.county_entries is None:
            return None
        return (self.county_entries, self.county_fen) == (self.entries, self.fen)

    @property
    def complete(self) -> bool:
        """The county holds the whole day, and its verdict on each settlement has come."""
        return self.enrolled and self.waiting == 0 and self.verdicts.pending == 0

    @property
    def proved(self) -> bool:
        """Complete, both ends agree, and nothing is set aside."""
        return self.complete and self.agrees is True and self.set_aside == 0


class ReceiptService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def yesterday(self) -> date:
        return beijing_day(self._store.wall()) - timedelta(days=1)

    def receipt(self, day: date) -> DayReceipt:
        """What is known here by now; nothing goes over the line.

        Raises:
            NotOurs, FileDamaged, Busy: of our own disk.
        """
        with self._store.reading() as connection:
            found = day_of(connection, day)
            aside = aside_among(connection, found.ids)
            said = [one for one in said_to(connection, found.records) if one.id not in aside]
            enrolled = bool(local.read_text(connection, local.SERVER))
            as_of = int(local.read_text(connection, local.LAST_PULL) or 0)
        theirs = found.theirs if found.held.entries else None
        return DayReceipt(
            day=day,
            enrolled=enrolled,
            as_of_ms=as_of,
            entries=found.held.entries,
            fen=found.held.fen,
            waiting=found.waiting,
            county_entries=None if theirs is None else theirs.entries,
            county_fen=None if theirs is None else theirs.fen,
            set_aside=len(aside),
            verdicts=_verdicts(found, said, sum(one in aside for one in found.records)),
            head_seq=found.head_seq,
            head_hash=found.head.hex()[:SHORT],
        )

    def sheet(self, day: date) -> Document:
        """回执 on one page; the same until more comes from the county.

        Raises:
            NotOurs, FileDamaged, Busy: of our own disk.
        """
        told = self.receipt(day)
        with self._store.reading() as connection:
            name = facility_of(connection, self._store.facility).name
            letter = local.read_text(connection, local.LETTER)
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        return county_sheet(
            CountySheet(
                sheet_id=uuid5(self._store.device, day.isoformat()),
                facility_name=name,
                letter=letter,
                day=day,
                as_of_ms=told.as_of_ms,
                held=DaySum(told.entries, told.fen),
                waiting=told.waiting,
                theirs=_theirs(told),
                verdicts=_lines(told.verdicts),
                set_aside=told.set_aside,
                head=f"{told.head_seq} · {told.head_hash}" if told.head_seq else "",
                complete=told.complete,
                made_up=made_up,
            )
        )


def _verdicts(found: Day, said: Sequence[Said], aside: int) -> Verdicts:
    adjusted = [one for one in said if one.status == "adjusted"]
    voided = [one for one in said if one.status == "voided"]
    silent = [one for one in said if not one.status]
    unjudged = sum(one.unjudged for one in silent)
    return Verdicts(
        records=len(found.records),
        unchanged=sum(one.status == "agreed" for one in said),
        adjusted=len(adjusted),
        fund_diff=sum(one.fund_diff for one in adjusted),
        voided=len(voided),
        voided_diff=sum(one.fund_diff for one in voided),
        set_aside=aside,
        unjudged=unjudged,
        pending=len(silent) - unjudged,
    )


def _theirs(told: DayReceipt) -> DaySum | None:
    if told.county_entries is None or told.county_fen is None:
        return None
    return DaySum(told.county_entries, told.county_fen)


def _lines(said: Verdicts) -> tuple[tuple[str, int, int | None], ...]:
    """The paper's rows: what, how many, fen of the funds."""
    return (
        ("复核一致", said.unchanged, None),
        ("复核调整", said.adjusted, said.fund_diff),
        ("复核作废", said.voided, said.voided_diff),
        ("退回待处理", said.set_aside, None),
        ("不需复核（自费、平台结算）", said.unjudged, None),
        ("等待复核", said.pending, None),
    )
