"""A valid filling of any form, for whoever needs one: ``filled(form("htn_followup"), seed=7)``.

Random but the same for the same seed; only made-up people.  What a check asks for is read from the form itself.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from clinic_app.domain.age import add_months, add_years
from clinic_app.domain.forms import (
    Condition,
    Context,
    Field,
    Form,
    Kind,
    Problem,
    compute,
    is_asked,
    is_required,
    only_asked,
    plain,
    problems,
    read,
)
from clinic_app.domain.identifiers import mod_11_2
from clinic_app.domain.infectious import diseases
from clinic_app.domain.measurements import measures

DAY = date(2026, 11, 22)
_AGES = {
    "newborn_visit": 0,
    "child_check_1_8m": 6,
    "child_check_12_30m": 18,
    "child_check_3_6y": 48,
    "tcm_child": 12,
}
_LATER = ("next_", "valid_to", "expiry", "edd", "follow_on", "due_to", "feedback_on")


def somebody(form: Form, seed: int = 0, day: date = DAY) -> Context:
    """Whom this form is for: a woman of 30 for the antenatal forms, 70 years for the elderly, a child …"""
    if form.key in _AGES:
        return Context(day, "12"[seed % 2], add_months(day, -_AGES[form.key]) - timedelta(days=10))
    if form.serves is None:
        return Context(day, "12"[seed % 2], add_years(day, -(36 + seed % 50)) - timedelta(days=100))
    asks = form.serves.terms[0].name
    age = 70 if asks == "resident.age" else 30
    return Context(
        day, "2" if asks == "resident.sex" else "12"[seed % 2], add_years(day, -age) - timedelta(days=50)
    )


def filled(form: Form, context: Context | None = None, seed: int = 0) -> dict[str, Any]:
    """Values without a problem: every required field and most of the others."""
    who = context or somebody(form, seed)
    random = Random(f"{form.key} {seed}")
    values: dict[str, Any] = {}
    for field in form.fields.values():
        wanted = is_required(field, values, who) or random.random() < 0.7
        if wanted and not field.computed and is_asked(field, values, who):
            values[field.key] = some(field, who, random)
    if form.fields[form.dated].kind is Kind.DATETIME:
        values[form.dated] = f"{who.day.isoformat()}T18:00"
    for _ in range(60):
        values = compute(form, only_asked(form, read(form, values, who), who), who)
        found = problems(form, values, who)
        if not found:
            return values
        for problem in found:
            _mend(form, problem, values, who, random)
    raise AssertionError(f"{form.key} {seed}: {problems(form, values, who)}")


def some(field: Field, who: Context, random: Random) -> Any:
    """A value that the field alone would take."""
    makers: dict[Kind, Callable[[], Any]] = {
        Kind.INT: lambda: int(_number(field, random)),
        Kind.DEC: lambda: plain(_number(field, random)),
        Kind.DATE: lambda: _day(field, who, random).isoformat(),
        Kind.DATETIME: lambda: f"{_day(field, who, random).isoformat()}T10:{random.randrange(60):02}",
        Kind.CODE: lambda: who.sex if field.identity == "sex" else random.choice([*field.options()]),
        Kind.CODES: lambda: _choices(field, random),
        Kind.BOOL: lambda: random.random() < 0.5,
        Kind.LIST: lambda: _rows(field, who, random),
        Kind.REF: lambda: _text(field, who, random) if field.format else f"R{random.randrange(1000):03}",
        Kind.FILE: lambda: f"sha256:{random.randrange(10**9):064x}",
        Kind.TEXT: lambda: _text(field, who, random),
    }
    return makers[field.kind]()


def _number(field: Field, random: Random) -> Decimal:
    """Inside the range and mostly not at its ends, where computed fields would leave theirs."""
    low = field.low if field.low is not None else Decimal(0)
    high = field.high if field.high is not None else low + 200
    middle = _USUAL.get(field.observation or field.key)
    if middle is not None and low <= middle[0] and middle[1] <= high:
        low, high = Decimal(middle[0]), Decimal(middle[1])
    scale = 10**field.places
    return Decimal(random.randint(int(low * scale), int(high * scale))) / scale


_USUAL = {"height": (150, 180), "weight": (50, 80), "sbp": (110, 150), "dbp": (65, 95), "length": (80, 110)}


def _day(field: Field, who: Context, random: Random) -> date:
    if field.identity == "birth_date" and who.birth_date:
        return who.birth_date
    if field.proposed == "day":
        return who.day
    if field.key.startswith(_LATER):
        return who.day + timedelta(days=random.randint(1, 90))
    oldest = 200 if who.birth_date is None else min(200, (who.day - who.birth_date).days)
    return who.day - timedelta(days=random.randint(0, oldest))


def _choices(field: Field, random: Random) -> list[str]:
    others = [code for code in field.options() if code not in field.alone]
    if field.alone and random.random() < 0.5:
        return [random.choice(field.alone)]
    return random.sample(others, random.randint(0 if field.none else 1, min(3, len(others))))


def _rows(field: Field, who: Context, random: Random) -> list[dict[str, Any]]:
    count = random.randint(field.least, field.most if field.most is not None else field.least + 2)
    rows = []
    for _ in range(count):
        row = {}
        for one in field.rows:
            if one.required or random.random() < 0.6:
                row[one.key] = some(one, who, random)
            if one.alone and row.get(one.key) in one.alone:
                row[one.key] = next(code for code in one.options() if code not in one.alone)
        rows.append(row or {field.rows[0].key: some(field.rows[0], who, random)})
    return rows


def _text(field: Field, who: Context, random: Random) -> str:
    written: dict[str, Callable[[], str]] = {
        "record_no": lambda: f"350881100101{random.randint(1, 99999):05}",
        "id_no": lambda: _id_number(who, random),
        "phone": lambda: f"138{random.randrange(10**8):08}",
        "year_month": lambda: f"20{random.randint(10, 25)}-{random.randint(1, 12):02}",
        "ten_days": lambda: f"2026{random.randint(1, 12):02}-{random.randint(1, 3)}",
        "disease": lambda: random.choice(
            [one.id for one in diseases() if one.on_list(who.day - timedelta(days=300))]
        ),
        "measurement": lambda: random.choice(["temp", "sbp", "weight", "fpg_poc", "spo2"]),
        "measured_unit": lambda: "kg",
        "gestation": lambda: f"{random.randint(8, 40)}+{random.randrange(7)}",
    }
    if field.format:
        return written[field.format]()
    return f"{field.name_zh}{random.choice('甲乙丙丁')}"


def _id_number(who: Context, random: Random) -> str:
    born = who.birth_date or date(1960, 1, 1)
    odd = {"1": 1, "2": 0}.get(who.sex, random.randrange(2))
    serial = random.randrange(1, 499) * 2 + odd
    first = f"350881{born:%Y%m%d}{serial:03}"
    return first + mod_11_2(first)


def _mend(form: Form, problem: Problem, values: dict[str, Any], who: Context, random: Random) -> None:
    key = problem.field.split("[")[0]
    if problem.code == "forms.check":
        check = next(one for one in form.checks if one.zh == problem.facts["zh"])
        _satisfy(form, check.need, values, who, random)
        return
    field = form.fields[key]
    if problem.code == "forms.not_asked":
        values.pop(key, None)
    elif field.computed and problem.code != "forms.required":  # what it is computed from is to blame
        for other in form.fields.values():
            if other.key in values and other.kind in (Kind.DEC, Kind.INT) and not other.computed:
                values[other.key] = some(other, who, random)
    elif field.format == "measured_unit":
        values[key] = measures()[values["item"]].ucum
    elif field.format == "gestation":
        values.pop(key, None)
        values["lmp"] = (who.day - timedelta(days=random.randint(60, 270))).isoformat()
    else:
        values[key] = some(field, who, random)


def _satisfy(form: Form, need: Condition, values: dict[str, Any], who: Context, random: Random) -> None:
    term = need.terms[0]
    field = form.fields[term.name]
    if term.operator == "has":
        values[term.name] = [*values[term.name], *term.literals]
    elif term.operator == "in":
        values[term.name] = term.literals[0]
    elif not term.other:
        values[term.name] = term.literals[0] if term.operator in ("<=", ">=") else some(field, who, random)
    elif field.kind in (Kind.DATE, Kind.DATETIME):
        _order(form, term.name, term.operator, term.other, values)
    else:
        for key in (term.name, term.other):
            values[key] = some(form.fields[key], who, random)


def _order(form: Form, left: str, operator: str, right: str, values: dict[str, Any]) -> None:
    """Move the earlier of two days back, or the later one on when the earlier is the day of service."""
    later, earlier = (left, right) if operator in (">", ">=") else (right, left)
    moved, fixed, days = (later, earlier, 1) if earlier == form.dated else (earlier, later, -1)
    day = date.fromisoformat(values[fixed][:10]) + timedelta(days=days)
    values[moved] = day.isoformat() + values[moved][10:]
