"""A small pharmacy, and cases written in words.

A line is ``AMOX 0.5g tid po 3`` with ``cnt=2盒 group=1 own lot=A note=先煎 name=阿莫仙`` after it, lines apart by ``/``;
what is not said is an ordinary sheet of a doctor at a township centre for a man of forty with nothing to tell.
"""

import csv
import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from clinic_app.domain.age import add_months
from clinic_app.domain.catalogs import item_of
from clinic_app.domain.prescribing.check import check
from clinic_app.domain.prescribing.context import (
    Allergy,
    AtHome,
    Batch,
    Context,
    License,
    Person,
    Place,
    Prescriber,
    SkinTest,
)
from clinic_app.domain.prescribing.draft import WHOLE_E4, Decoction, Draft, Kind, Line, Reason
from clinic_app.domain.prescribing.hits import Hit
from clinic_app.domain.prescribing.knowledge import Knowledge
from clinic_app.domain.prescribing.quantity import packs_needed
from clinic_app.domain.prescribing.rules import Rules, shipped_rules
from clinic_app.domain.prescribing.tables import TABLES, Tables, knowledge_of

HERE = Path(__file__).parent
TODAY = date(2026, 11, 23)
NOW_MS = 1_795_400_000_000
HOUR_MS = 3_600_000


def rows(name: str) -> tuple[dict[str, str], ...]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def knowledge() -> Knowledge:
    named = {name: rows(f"tables/{name}.csv") for name in (*TABLES, "allergens")}
    herbs = tuple(item_of("herbs", row) for row in rows("tables/herbs.csv"))
    drugs = tuple(item_of("drugs", row) for row in rows("tables/drugs.csv"))
    return knowledge_of(Tables(**named, herbs=herbs), drugs)


@cache
def rules() -> Rules:
    return replace(shipped_rules(), dated=TODAY)


def checked(draft: Draft, context: Context) -> tuple[Hit, ...]:
    return check(draft, context, knowledge(), rules())


def lines_of(text: str) -> tuple[Line, ...]:
    return tuple(_line(part) for part in text.split(" / ") if part.strip())


def _line(text: str) -> Line:
    words = shlex.split(text)
    said = dict(word.partition("=")[::2] for word in words if "=" in word or word == "own")
    code, dose, frequency, route, days = [word for word in words if word not in said and "=" not in word]
    product = knowledge().products.get(code)
    count, unit = 1, ""
    if product is not None:
        count, unit = packs_needed(product.drug, _blank(dose), frequency, int(days)), product.drug.pack_unit
    if "cnt" in said:
        count = int("".join(char for char in said["cnt"] if char.isdigit()))
        unit = said["cnt"].lstrip("0123456789")
    return Line(
        drug=code,
        name=said.get("name", ""),
        dose=_blank(dose),
        frequency=_blank(frequency),
        route=_blank(route),
        days=int(days),
        cnt_e4=count * WHOLE_E4,
        unit=unit,
        group=int(said.get("group", 0)),
        own="own" in said,
        lot=said.get("lot", ""),
        note=said.get("note", ""),
    )


def draft_of(lines: str, said: str = "") -> Draft:
    words = _said(said)
    doses = int(words.get("doses", 0))
    return Draft(
        kind=Kind(words.get("kind", "ordinary")),
        lines=lines_of(lines),
        diagnoses=tuple(words.get("icd", "R53").split("+")) if words.get("icd") != "-" else (),
        decoction=Decoction(doses=doses) if doses else None,
        long_term="long" in words,
        countersigned="countersigned" in words,
        consulted="consulted" in words,
        issued=None if "issued" not in words else TODAY - timedelta(days=int(words["issued"])),
        valid_days=int(words.get("valid", 1)),
        reasons=tuple(Reason(rule=rule, text="说明") for rule in words.get("why", "").split("+") if rule),
    )


def person_of(said: str = "") -> Person:
    words = _said(said)
    return Person(
        birth=_birth(words.get("age", "40y")),
        sex=words.get("sex", "1"),
        weight_g=None if "kg" not in words else int(float(words["kg"]) * 1000),
        pregnant=_answer(words, "pregnant"),
        lactating=_answer(words, "lactating"),
        allergies=tuple(_allergies(words.get("allergy", ""))),
        no_allergies="allergy" not in words,
        renal="renal" in words,
        hepatic="hepatic" in words,
        conditions=tuple(words["ill"].split("+")) if "ill" in words else (),
        contracted="contracted" in words,
        identified="no_id" not in words,
        pain_checked=None if "pain" not in words else TODAY - timedelta(days=int(words["pain"])),
        at_home=tuple(_at_home(words.get("home", ""))),
        skin_tests=tuple(_tests(words.get("test", ""))),
    )


def context_of(person: str = "", place: str = "") -> Context:
    words = _said(place)
    stock = None
    if "stock" in words:
        stock = dict(_stock(part) for part in words["stock"].split("+") if part)
    return Context(
        person=person_of(person),
        prescriber=Prescriber(
            license=License(words.get("license", "doctor")),
            title=words.get("title", "middle"),
            antibiotics="untrained" not in words,
            narcotics="narc" in words,
            trainee="trainee" in words,
            registered="elsewhere" not in words,
        ),
        place=Place(
            level=words.get("level", "township"), iv_antibiotics="iv" in words, narcotics="narc" in words
        ),
        now_ms=NOW_MS,
        day=TODAY + timedelta(days=int(words.get("later", 0))),
        inpatient="ward" in words,
        beside=lines_of(words.get("beside", "").replace(":", " ")),
        stock=stock,
        restricted={code: "限二级以上医院" for code in words.get("restricted", "").split("+") if code},
    )


def _said(text: str) -> dict[str, str]:
    return dict(word.partition("=")[::2] for word in text.split())


def _blank(word: str) -> str:
    return "" if word == "-" else word


def _birth(age: str) -> date:
    number, unit = int(age[:-1]), age[-1]
    if unit == "d":
        return TODAY - timedelta(days=number)
    return add_months(TODAY, -number * (12 if unit == "y" else 1))


def _answer(words: dict[str, str], name: str) -> bool | None:
    return None if name not in words else words[name] == "yes"


def _allergies(text: str) -> Iterator[Allergy]:
    for part in text.split("+"):
        word = part.removesuffix("!")
        if word and word != "?":
            code = word if word.isascii() else ""
            yield Allergy(code=code, name="" if code else word, severe=part.endswith("!"))


def _at_home(text: str) -> Iterator[AtHome]:
    """``AMOX:po:-3:4``: from three days ago, to last for four more."""
    for part in filter(None, text.split("+")):
        drug, route, begin, end = part.split(":")
        yield AtHome(
            drug=drug,
            route=route,
            from_day=TODAY + timedelta(days=int(begin)),
            last_day=TODAY + timedelta(days=int(end)),
        )


def _tests(text: str) -> Iterator[SkinTest]:
    """``amoxicillin:neg:10:A``: ten hours ago, of lot A."""
    for part in filter(None, text.split("+")):
        substance, result, hours, lot = part.split(":")
        yield SkinTest(
            substance=substance, positive=result == "pos", read_ms=NOW_MS - int(hours) * HOUR_MS, lot=lot
        )


def _stock(part: str) -> tuple[str, tuple[Batch, ...]]:
    """``AMOX:24@30,10@400!``: units, the days that they may be used from today, recalled."""
    code, _, held = part.partition(":")
    batches = []
    for one in filter(None, held.split(",")):
        units, _, days = one.removesuffix("!").partition("@")
        batches.append(
            Batch(
                units=int(units),
                usable_until=TODAY + timedelta(days=int(days)),
                recalled=one.endswith("!"),
            )
        )
    return code, tuple(batches)
