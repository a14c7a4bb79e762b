"""表单 at the county: judged by the same validator, passed on as they were signed."""

from typing import Any
from uuid import UUID

import pytest

from clinic_app.domain.forms import Form, form, forms
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.projections.queries import forms as queries
from tests.forms import DAY, filled
from tests.server.county import TestCounty
from tests.server.test_judging import reasons


def recorded(wanted: Form, **other: Any) -> FormRecorded:
    told: dict[str, Any] = {
        "form": wanted.key,
        "version": wanted.version,
        "day": DAY,
        "values": filled(wanted),
    }
    return FormRecorded(**told | other, salt="s")


def held(county: TestCounty, record: UUID) -> queries.FormRecord | None:
    with county.database.reading() as connection:
        return queries.one(connection, record)


def test_every_form_reaches_the_county_and_the_other_pc_as_it_was_signed(county: TestCounty) -> None:
    clinic = county.clinic()
    other = county.further(clinic)
    written: dict[str, Entry] = {}
    for key, one in forms().items():
        subject = new_id() if one.about == "resident" else None
        written[key] = clinic.write(recorded(one), None, subject)
    assert clinic.push().status_code == 200
    county.work()
    assert reasons(county) == {}
    brought = {entry.id: entry for entry in other.pull()}
    for key, entry in written.items():
        there = held(county, entry.id)
        assert there is not None and there.form == key
        assert there.values == filled(form(key))
        assert FormRecorded.parse(brought[entry.id].body or b"").values == filled(form(key))


@pytest.mark.parametrize(
    ("key", "value"),
    [("sbp", 999), ("mode", "77"), ("symptoms", ["1", "2"]), ("nobody_asks", "x"), ("date", "x")],
)
def test_what_breaks_the_definition_is_set_aside(county: TestCounty, key: str, value: Any) -> None:
    clinic = county.clinic()
    wanted = form("htn_followup")
    good = clinic.write(recorded(wanted), None, new_id())
    bad = clinic.write(recorded(wanted, values=filled(wanted) | {key: value}), None, new_id())
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "journal.bad_form"}
    assert held(county, good.id) is not None and held(county, bad.id) is None


def test_a_newer_definition_and_an_unknown_form_are_passed_on(county: TestCounty) -> None:
    clinic = county.clinic()
    wanted = form("htn_followup")
    newer = clinic.write(recorded(wanted, version=99, values={"later": 1}), None, new_id())
    strange = clinic.write(recorded(wanted, form="moon_visit"), None, new_id())
    clinic.push()
    county.work()
    assert reasons(county) == {}
    assert held(county, newer.id) is not None and held(county, strange.id) is not None


def test_the_day_of_the_entry_is_the_day_on_the_sheet(county: TestCounty) -> None:
    clinic = county.clinic()
    bad = clinic.write(recorded(form("htn_followup"), day=DAY.replace(day=1)), None, new_id())
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "journal.bad_form"}
