"""The case files of children and mothers: child_visits, maternal_visits, immunization_due."""

from collections.abc import Mapping

from clinic_app.domain.errors import NotFound
from clinic_app.domain.evaluate.rule import BadCase, Row, Rule, bad, day, flag
from clinic_app.domain.immunization.due import due
from clinic_app.domain.immunization.schedule import vaccines
from clinic_app.domain.immunization.series import Child, Given
from clinic_app.domain.public_health import children, maternity


def _child_visit(row: Row) -> Mapping[str, str]:
    done = row["done"].split()
    if not {visit.key for visit in children.visits()}.issuperset(done):
        raise bad(row, "done")
    try:
        found = children.standing(
            row["visit"].strip(), day(row, "birth_or_discharge"), done, day(row, "as_of")
        )
    except NotFound as error:
        raise bad(row, "visit") from error
    return {"due_date": found.due_date.isoformat(), "state": found.state}


def _maternal_visit(row: Row) -> Mapping[str, str]:
    last_period, on = day(row, "lmp"), day(row, "visit_date")
    found = maternity.gestation(last_period, on)
    return {
        "weeks": str(found.weeks),
        "days": str(found.days),
        "edd": maternity.due_date(last_period).isoformat(),
        "slot": maternity.slot(last_period, on),
        "early_registration": flag(maternity.is_early_registration(last_period, on)),
    }


def _immunization_due(row: Row) -> Mapping[str, str]:
    child = Child(day(row, "birth_date"), row["sex"].strip())
    history = [_given(text) for text in row["history"].split()]
    series, programme = row["series"].strip(), row["programme"].strip() or None
    try:
        found = due(child, series, history, day(row, "as_of"), programme)
    except NotFound as error:
        raise BadCase(f"series={series}, programme={programme}") from error
    return {
        "vaccine": found.vaccine,
        "dose_no": "" if found.dose_no is None else str(found.dose_no),
        "earliest": "" if found.earliest is None else found.earliest.isoformat(),
        "status": found.status,
    }


def _given(text: str) -> Given:
    """``HepB@2024-03-15``."""
    vaccine, _, on = text.partition("@")
    if vaccine not in vaccines():
        raise BadCase(f"history={text}")
    return Given(vaccine, day({"history": on}, "history"))


RULES: Mapping[str, Rule] = {
    "child_visits": Rule(
        ("birth_or_discharge", "as_of", "done", "visit"), ("due_date", "state"), _child_visit
    ),
    "maternal_visits": Rule(
        ("lmp", "visit_date"), ("weeks", "days", "edd", "slot", "early_registration"), _maternal_visit
    ),
    "immunization_due": Rule(
        ("birth_date", "sex", "as_of", "programme", "series", "history"),
        ("vaccine", "dose_no", "earliest", "status"),
        _immunization_due,
    ),
}
