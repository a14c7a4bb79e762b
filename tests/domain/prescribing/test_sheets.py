"""Kinds, sheets, reasons, and the parameters."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from clinic_app.domain.prescribing.ages import age_words, reached
from clinic_app.domain.prescribing.draft import Draft, Kind, Reason
from clinic_app.domain.prescribing.hits import unanswered
from clinic_app.domain.prescribing.kinds import kind_of, sheets_of
from clinic_app.domain.prescribing.rules import Rules, rules_of, shipped_rules
from clinic_app.domain.prescribing.tables import BadTable, Tables, knowledge_of
from clinic_app.domain.resources import text
from tests.domain.prescribing.world import (
    TODAY,
    checked,
    context_of,
    draft_of,
    knowledge,
    lines_of,
    rows,
    rules,
)


def sheets(lines: str, age: int = 40, emergency: bool = False) -> list[tuple[Kind, list[str]]]:
    made = sheets_of(lines_of(lines), knowledge(), rules(), age, emergency)
    return [(sheet.kind, [line.drug for line in sheet.lines]) for sheet in made]


def po(*codes: str, group: int = 0) -> str:
    return " / ".join(f"{code} 1片 qd po 3 group={group}" for code in codes)


@pytest.mark.parametrize(
    ("lines", "age", "emergency", "expected"),
    [
        pytest.param("", 40, False, [], id="nothing"),
        pytest.param(po("PARA", "BANL"), 40, False, [("ordinary", "PARA BANL")], id="western and patent"),
        pytest.param(
            po("PARA", "AMLO", "NIFE", "METF", "WARF", "SIMVA"),
            40,
            False,
            [("ordinary", "PARA AMLO NIFE METF WARF"), ("ordinary", "SIMVA")],
            id="the sixth has a sheet of its own",
        ),
        pytest.param(
            po("PARA", "AMLO", "NIFE", "METF") + " / " + po("CEF", "NS", group=1),
            40,
            False,
            [("ordinary", "PARA AMLO NIFE METF"), ("ordinary", "CEF NS")],
            id="an infusion stays together",
        ),
        pytest.param(
            po("CEF", group=1) + " / " + po("PARA") + " / " + po("NS", group=1),
            40,
            False,
            [("ordinary", "CEF NS PARA")],
            id="its lines are brought together",
        ),
        pytest.param(
            po("PARA", "H_HQ", "MORT", "DIAZ", "H_GC", "MPH"),
            40,
            False,
            [("ordinary", "PARA"), ("herbs", "H_HQ H_GC"), ("narcotic", "MORT MPH"), ("psy2", "DIAZ")],
            id="kinds apart",
        ),
        pytest.param(
            po("H_HQ", "H_GC", "H_CX", "H_FZ", "H_GS", "GCAO"),
            40,
            False,
            [("herbs", "H_HQ H_GC H_CX H_FZ H_GS GCAO")],
            id="six herbs are one decoction",
        ),
        pytest.param(po("PARA"), 13, False, [("paediatric", "PARA")], id="a child's"),
        pytest.param(po("PARA"), 13, True, [("emergency", "PARA")], id="a child's emergency"),
        pytest.param(po("DIAZ"), 13, True, [("psy2", "DIAZ")], id="a class of its own stands first"),
        pytest.param(po("NONE"), 40, False, [("ordinary", "NONE")], id="an unknown drug is not lost"),
    ],
)
def test_lines_onto_sheets(lines, age, emergency, expected):
    assert sheets(lines, age, emergency) == [(kind, codes.split()) for kind, codes in expected]


def test_a_sheet_that_was_split_by_kind_has_no_hit_of_kinds():
    lines = po("PARA", "H_HQ", "MORT", "DIAZ", "H_GC", "MPH", "AMLO", "NIFE", "METF", "WARF", "SIMVA")
    for sheet in sheets_of(lines_of(lines), knowledge(), rules(), 40):
        found = checked(Draft(kind=sheet.kind, lines=sheet.lines), context_of())
        assert not [hit for hit in found if hit.rule in ("P01", "P05")]


def test_the_kind_of_no_line_is_the_persons():
    assert kind_of([]) is Kind.ORDINARY
    assert kind_of([], 3, child_below=14) is Kind.PAEDIATRIC


def test_a_reason_answers_its_rule_for_its_drug_or_for_the_sheet():
    sheet = draft_of("AMLO 5mg qd po 14 / METF 0.5g tid po 14 / PARA 1.5g qd po 3")
    hits = checked(sheet, context_of())
    assert [hit.rule for hit in unanswered(hits, sheet)] == ["P02", "P02", "P10"]
    one = replace(sheet, reasons=(Reason(rule="P02", drug="AMLO", text="外出务工"),))
    assert [hit.lines for hit in unanswered(hits, one)] == [(1,), (2,)]
    all_lines = replace(sheet, reasons=(Reason(rule="P02", text="外出务工"),))
    assert [hit.rule for hit in unanswered(hits, all_lines)] == ["P10"]
    blank = replace(sheet, reasons=(Reason(rule="P02", text="  "),))
    assert len(unanswered(hits, blank)) == 3


def test_no_reason_answers_a_block():
    sheet = replace(draft_of("PARA 2.5g qd po 3"), reasons=(Reason(rule="P10", text="不得已"),))
    assert [hit.key for hit in unanswered(checked(sheet, context_of()), sheet)] == ["P10.single"]


@pytest.mark.parametrize(("days", "stale"), [(30, False), (31, True)])
def test_old_tables_mark_the_sheet(days, stale):
    old = replace(rules(), dated=TODAY - timedelta(days=days))
    assert old.is_stale(TODAY) is stale


def test_the_parameters_have_a_version_and_every_key_of_the_file():
    assert shipped_rules().version
    assert len(fields(Rules)) > 50


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("max_drugs = 5", "", id="a key is missing"),
        pytest.param("max_drugs = 5", "max_drugs = 5\nmax_herbs = 7", id="a key that nobody knows"),
        pytest.param("max_drugs = 5", 'max_drugs = "five"', id="no number"),
        pytest.param("max_drugs = 5", "max_drugs = true", id="yes is no number"),
        pytest.param("[P01]", "[P01", id="no TOML"),
        pytest.param("dated = 2026-11-22", 'dated = "soon"', id="no date"),
    ],
)
def test_bad_parameters_are_refused(before, after):
    toml = text("prescribing", "rules.toml")
    assert before in toml
    with pytest.raises(BadTable):
        rules_of(toml.replace(before, after, 1))


def test_a_bad_row_is_named_by_table_and_line():
    good = rows("tables/doses.csv")
    with pytest.raises(BadTable) as refused:
        knowledge_of(Tables(doses=(*good, good[0] | {"max_single": "viel"})), ())
    assert refused.value.facts["table"] == "doses"
    assert refused.value.facts["line"] == len(good) + 2


@pytest.mark.parametrize(
    ("days", "words"),
    [(28, "28天"), (180, "6个月"), (365, "1岁"), (366, "1岁"), (731, "2岁"), (6575, "18岁"), (5113, "14岁")],
)
def test_ages_in_words(days, words):
    assert age_words(days).zh == words


def test_years_end_on_the_birthday_and_days_by_counting():
    assert reached(date(2008, 11, 23), 6575) == date(2026, 11, 23)
    assert reached(date(2024, 2, 29), 365) == date(2025, 2, 28)
    assert reached(date(2026, 1, 1), 28) == date(2026, 1, 29)
