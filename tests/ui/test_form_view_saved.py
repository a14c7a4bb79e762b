"""What a form shows is what the service keeps: every form, through the real store and back onto the screen."""

from collections.abc import Iterator

import pytest

from clinic_app.domain.forms import critical, form, forms
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.ui.forms import FormView
from tests.forms import filled, somebody
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClinicDay]:
    folder = tmp_path_factory.mktemp("morning")
    found_clinic(folder / "founded")
    opened = begin_day(folder / "founded", folder / "data")
    yield opened
    opened.clinic.close()


def registered(day, who):
    """A person for whom the form is."""
    fact = ResidentRegistered(name="试填人", sex=who.sex, birth_date=who.birth_date, salt=new_salt())
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        person = writing.append(fact).id
    day.clinic.health_record.open(day.clinic.on_duty, person, "350881100001")
    return person


@pytest.mark.parametrize("key", sorted(forms()))
def test_what_is_signed_is_what_was_shown(qtbot, day, key):
    one, by, service = form(key), day.clinic.on_duty, day.clinic.forms
    who = somebody(one, day=beijing_day(day.clinic.store.wall()))
    person = registered(day, who) if one.about == "resident" else None
    begun = service.start(by, key, person)
    known = {name: value for name, value in begun.values.items() if one.fields[name].identity}
    view = FormView(one, filled(one, who) | known, begun.origins, begun.context)
    qtbot.addWidget(view)
    assert view.filling.problems == ()
    kept = service.one(service.record(by, key, view.values, person, confirmed=critical(one, view.values)))
    assert kept.values == view.values
    again = FormView(one, kept.values, {}, service.context(person, kept.day), read_only=True)
    qtbot.addWidget(again)
    assert again.values == kept.values
