"""An entry that breaks the program of the PC that pulls it stops nothing but itself."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Connection

from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.projections import apply
from clinic_app.projections.queries import forms, residents
from clinic_app.projections.upsert import Placed
from clinic_app.store.journal import MACHINE, Store
from clinic_app.store.rebuild import rebuild
from tests.forms import DAY
from tests.sync.doings import agree, registered, synced
from tests.sync.fake_county import FakeCounty

BAD, GOOD = "moon_visit", "sun_visit"


def recorded(store: Store, form: str, about: UUID) -> Entry:
    with store.writing(MACHINE) as work:
        return work.append(FormRecorded(form=form, version=1, day=DAY, values={}, salt="s"), about)


def known(store: Store) -> tuple[int, list[str]]:
    """How many people, and which forms."""
    with store.reading() as connection:
        people = residents.count(connection)
        shown = [one.form for one in forms.of_facility(connection, store.facility, "", DAY, DAY)]
    return people, sorted(shown)


def broken(write: apply.Apply) -> apply.Apply:
    def breaks(connection: Connection, placed: Placed, fact: FormRecorded) -> None:
        write(connection, placed, fact)
        if fact.form == BAD:
            raise ZeroDivisionError

    return breaks


def test_what_this_program_cannot_apply_is_left_out_until_it_can(
    new_pc: Callable[[str], Store], county: FakeCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = new_pc("a"), new_pc("b")
    before, after = registered(a), registered(a, count=2)
    for form, person in ((GOOD, before[0]), (BAD, after[0]), (GOOD, after[1])):
        recorded(a, form, person.id)
    synced(a, county)
    with monkeypatch.context() as bug:
        write, *others = apply.APPLY[FormRecorded]
        bug.setitem(apply.APPLY, FormRecorded, (broken(write), *others))
        assert synced(b, county).safe
        assert known(b) == (3, [GOOD, GOOD])
        assert rebuild(b, check=True).different == ()
    assert rebuild(b).different == ("form_record",)
    assert known(b) == (3, [BAD, GOOD, GOOD])
    agree(b, county)
