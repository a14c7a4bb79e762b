"""One prescription of five drugs for somebody with ten at home, against the shipped tables and a county's rule pack.

.venv/bin/python -m tests.bench prescribing
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta

from clinic_app.domain.prescribing.check import check
from clinic_app.domain.prescribing.context import (
    Allergy,
    AtHome,
    Batch,
    Context,
    Person,
    Place,
    Prescriber,
)
from clinic_app.domain.prescribing.draft import WHOLE_E4, Draft, Line
from clinic_app.domain.prescribing.hits import unanswered
from clinic_app.domain.prescribing.packs import pack_of
from clinic_app.domain.prescribing.quantity import packs_needed
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.domain.prescribing.tables import shipped
from tests.bench.report import Measured, cost, share

_ROUNDS = 200
_LIMIT_MS = 20.0
_DAY = date(2026, 11, 23)
_PACK = 'version = "county"\ndated = 2026-11-22\nusual_days = 5\nviral = ["J00", "J06", "B34"]\n'  # 规则包 in force
_ORDERED = ("阿莫西林胶囊", "布洛芬缓释胶囊", "氨氯地平片", "二甲双胍片", "复方丹参片")
_HELD = (
    "华法林钠片", "硝苯地平片", "阿托伐他汀钙片", "格列本脲片", "地高辛片",
    "吲达帕胺片", "奥美拉唑肠溶胶囊", "阿司匹林肠溶片", "缬沙坦胶囊", "盐酸氨溴索片",
)  # fmt: skip


def bench_prescribing() -> list[Measured]:
    """`json` of the standard library over the same prescription is the limit that everybody knows."""
    draft, context = _case()
    knowledge, rules = shipped(), pack_of(_PACK, shipped_rules())
    found = check(draft, context, knowledge, rules)
    assert unanswered(found, draft)
    taken = _ms(lambda: check(draft, context, knowledge, rules))
    body = json.dumps([asdict(draft), asdict(context)], default=str, ensure_ascii=False)
    raw = _ms(lambda: json.dumps(json.loads(body), ensure_ascii=False))
    return [
        cost("prescribing", taken, raw, "ms (processor)"),
        share("prescribing, of 20 ms", taken, _LIMIT_MS, "ms (processor)"),
    ]


def _ms(work: Callable[[], object]) -> float:
    started = time.process_time()
    for _ in range(_ROUNDS):
        work()
    return (time.process_time() - started) * 1000 / _ROUNDS


def _case() -> tuple[Draft, Context]:
    by_name = {one.drug.generic_name: one.drug for one in shipped().products.values()}
    held = [by_name[name] for name in _HELD if name in by_name]
    assert len(held) == len(_HELD)
    lines = tuple(
        Line(
            drug=drug.code,
            dose=drug.dose,
            frequency=drug.frequency,
            route=drug.route,
            days=14,
            cnt_e4=WHOLE_E4 * packs_needed(drug, drug.dose, drug.frequency, 14),
            unit=drug.pack_unit,
        )
        for drug in (by_name[name] for name in _ORDERED)
    )
    person = Person(
        birth=date(1958, 3, 1),
        sex="2",
        weight_g=60_000,
        allergies=(Allergy(code="penicillin", severe=True), Allergy(code="salicylate")),
        renal=True,
        conditions=("I10", "E11.9", "K25.9"),
        at_home=tuple(
            AtHome(
                drug=drug.code,
                route=drug.route,
                from_day=_DAY - timedelta(days=9),
                last_day=_DAY + timedelta(days=9),
            )
            for drug in held
        ),
    )
    context = Context(
        person=person,
        prescriber=Prescriber(title="middle", antibiotics=True),
        place=Place(level="township"),
        now_ms=0,
        day=_DAY,
        stock={line.drug: (Batch(units=100, usable_until=_DAY + timedelta(days=99)),) for line in lines},
    )
    return Draft(lines=lines, diagnoses=("J06.9", "I10", "E11.9")), context
