"""一次录入: what a visit tells each form, line by line of the table."""

from datetime import date, datetime

import pytest

from clinic_app.domain.codes import rows
from clinic_app.domain.forms import Context, form, problems, read
from clinic_app.domain.forms.mapping import (
    SOURCES,
    AgreedContract,
    TakenDose,
    TakenDrug,
    Told,
    asks_of_contract,
    asks_of_vaccination,
    filled_from,
)
from clinic_app.domain.time import BEIJING

DAY = date(2026, 11, 22)
TOLD = Told(
    day=DAY,
    moment=datetime(2026, 11, 22, 9, 30, tzinfo=BEIJING),
    complaint="头晕3天",
    history="高血压5年",
    objective="BP 138/86mmHg",
    advice="低盐饮食",
    diagnoses=(("A15.0", "肺结核"), ("I10.x00", "高血压")),
    tcm=("眩晕病", "肝阳上亢证"),
    drugs=(TakenDrug("苯磺酸氨氯地平片", "5mg", 1), TakenDrug("止咳糖浆")),
    measured={"sbp": 1_380_000, "dbp": 860_000, "pulse": 720_000, "temp": 365_000},
    onset_days=3,
    doses=(
        TakenDose(vaccine="MMR", number=1, on=DAY, batch="M1", maker="某厂", site="1", route="SC"),
        TakenDose(vaccine="JE-L", number=1, on=DAY),
    ),
    unwell_at=datetime(2026, 11, 22, 9, 20, tzinfo=BEIJING),
    agreed=AgreedContract(
        number="QA2611220001",
        household="h1",
        team="t1",
        leader="P001",
        grid_worker="王网格",
        groups=["1", "5"],
        packages=[{"package": "基础性签约服务包", "note": "第 1 版"}],
        signed_on="2026-11-22",
        valid_to="2027-11-21",
        years=1,
        fee_insurance="5",
        fee_public="20",
        fee_resident="0",
        in_pool=True,
        secondary_hospital="县医院",
        tertiary_hospital="市医院",
        mode="2",
        status="CANCELLED",
        end_reason="本人要求",
    ),
)
LINES = rows("tables", "form_sources.csv")


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['form']}.{line['field']}")
def test_every_line_fills_a_field_with_what_the_field_takes(line):
    wanted = form(line["form"])
    assert line["field"] in wanted.fields and line["source"] in SOURCES and line["why"]
    values = filled_from(wanted, TOLD)
    assert line["field"] in values
    told = read(wanted, values, Context(DAY))
    wrong = [one for one in problems(wanted, told, Context(DAY)) if one.field.startswith(line["field"])]
    assert wrong == []


def test_every_source_is_asked_for():
    assert set(SOURCES) == {line["source"] for line in LINES}


def test_what_was_measured_goes_to_every_field_of_its_kind_and_unit():
    found = filled_from(form("htn_followup"), TOLD)
    assert (found["sbp"], found["dbp"], found["heart_rate"], found["mode"]) == (138, 86, 72, "1")
    assert "weight" not in found, "nobody weighed"
    assert filled_from(form("newborn_visit"), TOLD)["temp"] == "36.5"
    both_arms = {"sbp_left", "dbp_left", "sbp_right", "dbp_right"}
    checked = form("health_check")
    assert both_arms < set(checked.fields)
    assert not both_arms & set(filled_from(checked, TOLD)), "one reading is not two arms"


def test_the_words_of_a_visit():
    assert filled_from(form("encounter"), TOLD) == {
        "visit_type": "1",
        "subjective": "头晕3天；高血压5年",
        "objective": "BP 138/86mmHg",
        "assessment": [
            {"code": "A15.0", "name": "肺结核", "tcm_disease": "眩晕病", "tcm_syndrome": "肝阳上亢证"},
            {"code": "I10.x00", "name": "高血压"},
        ],
        "plan": "低盐饮食；苯磺酸氨氯地平片 5mg、止咳糖浆",
    }
    card = filled_from(form("infectious_card"), TOLD)
    assert (card["onset"], card["diagnosed_at"], card["kind"]) == ("2026-11-19", "2026-11-22T09:30", "1")
    assert card["disease"]
    assert filled_from(form("htn_followup"), TOLD)["drugs"] == [
        {"name": "苯磺酸氨氯地平片", "times": 1, "dose": "5mg"},
        {"name": "止咳糖浆"},
    ]


def test_a_visit_that_says_nothing_answers_nothing_but_how_it_came():
    nothing = Told(day=DAY, moment=TOLD.moment)
    assert filled_from(form("htn_followup"), nothing) == {"mode": "1"}


def test_a_reaction_is_told_of_what_was_given_and_when_it_was_seen():
    found = filled_from(form("aefi"), TOLD)
    assert found["vaccines"] == [
        {
            "vaccine": "MMR",
            "dose": "1",
            "batch": "M1",
            "maker": "某厂",
            "date": "2026-11-22",
            "site": "1",
            "route": "SC",
        },
        {"vaccine": "JE-L", "dose": "1", "date": "2026-11-22"},
    ]
    assert (found["onset"], found["found"]) == ("2026-11-22T09:20", "2026-11-22T09:30")
    assert asks_of_contract(form("contract")) and not asks_of_contract(form("aefi"))
    assert asks_of_vaccination(form("aefi")) and not asks_of_vaccination(form("htn_followup"))
    later = filled_from(form("aefi"), Told(day=DAY, moment=TOLD.moment))
    assert "onset" not in later and "vaccines" not in later, "nobody knows: it is asked"
