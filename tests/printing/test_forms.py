"""Record sheets: every form prints as its official sheet, blank or filled, alone or four visits abreast."""

import re
import subprocess
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.forms import form, forms
from clinic_app.domain.forms.loading import keys
from clinic_app.printing.documents import Document, Grid
from clinic_app.printing.form_words import choices, unit_of, written
from clinic_app.printing.forms import (
    Head,
    Written,
    blank_sheet,
    printed_fields,
    record_sheet,
    short_number,
    with_goals,
    words_of,
)
from clinic_app.ui.printing.pdf import pdf
from tests.forms import filled

HEAD = Head(
    facility="官田乡卫生院",
    name="陈金水",
    record_no="35088100120100012",
    names={"P002": "王晓明"},
)
FOLLOWUP = {
    "date": "2026-03-05",
    "mode": "2",
    "symptoms": ["2", "6"],
    "sbp": 148,
    "dbp": 92,
    "weight": "62.5",
    "weight_goal": "60",
    "heart_rate": 72,
    "smoke_daily": 10,
    "smoke_goal": 5,
    "salt": "2",
    "salt_goal": "1",
    "adverse": False,
    "class": "2",
    "drugs": [{"name": "苯磺酸氨氯地平片", "times": 1, "dose": "5mg"}],
    "next_visit_date": "2026-03-19",
    "doctor": "P002",
}


def sheet(values: dict[str, object], visits: int = 1) -> Document:
    return record_sheet(form("htn_followup"), [Written(values=values)] * visits, HEAD, UUID(int=4), 1_000)


def said(document: Document, tmp_path: Path) -> str:
    """What stands on the paper, without the blanks between."""
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf(document))
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True)
    assert done.stderr == ""
    return "".join(done.stdout.split())


def grid(document: Document) -> Grid:
    return next(block for block in document.blocks if isinstance(block, Grid))


def cells(document: Document) -> dict[str, tuple[str, ...]]:
    """Of each row its first label, and what its other cells say, squares behind the words."""
    rows = [row for group in grid(document).groups for row in group.rows]
    return {
        row[0].text.split("\n")[0]: tuple(f"{one.text}|{','.join(one.boxes)}" for one in row[1:])
        for row in rows
    }


@pytest.mark.parametrize("key", keys())
def test_every_form_prints_blank_with_each_item_of_its_paper(qapp, tmp_path, key):
    one = form(key)
    text = said(blank_sheet(one, HEAD), tmp_path)
    wanted = [
        field.name_zh
        for fields in (printed_fields(section.fields) for section in one.sections)
        for field, _ in with_goals(fields)
        if field not in words_of(fields).values()  # which stands behind a choice
    ]
    assert [name for name in (one.name_zh, *wanted) if "".join(name.split()) not in text] == []


def answers(fields, values, of: str = ""):
    """What stands on the paper as words, by key; rows of lists too.  Chosen codes stand in squares."""
    for field in fields:
        if field.kind == "list":
            for row in values.get(field.key, ()):
                yield from answers(field.rows, row, f"{field.key}.")
        elif field.key in values and field.kind in ("text", "int", "dec", "date", "datetime", "ref"):
            yield f"{of}{field.key}", "".join(written(field, values[field.key], HEAD.names).split())


@pytest.mark.parametrize("key", keys())
def test_every_answer_of_a_filled_form_is_on_its_paper(qapp, tmp_path, key):
    one = form(key)
    values = filled(one, seed=3)
    text = said(record_sheet(one, [Written(values=values)], HEAD, UUID(int=4), 1_000), tmp_path)
    printed = [field for section in one.sections for field in printed_fields(section.fields)]
    wanted = dict(answers(printed, values))
    assert wanted and {key: word for key, word in wanted.items() if word not in text} == {}


def test_the_health_check_has_no_more_than_the_four_pages_of_its_paper(qapp):
    assert 2 <= pdf(blank_sheet(form("health_check"), HEAD)).count(b"/Type /Page\n") <= 4


def test_a_reprint_is_byte_identical_and_another_record_is_another_file(qapp):
    assert pdf(sheet(FOLLOWUP)) == pdf(sheet(FOLLOWUP))
    assert pdf(sheet(FOLLOWUP)) != pdf(sheet(FOLLOWUP | {"sbp": 149}))


def test_a_filled_sheet_says_who_what_and_the_chosen_numbers(qapp, tmp_path):
    document = sheet(FOLLOWUP)
    text = said(document, tmp_path)
    for words in (
        "高血压患者随访服务记录表",
        "姓名：陈金水",
        "2026年3月5日",
        "148mmHg",
        "苯磺酸氨氯地平片",
        "王晓明",
    ):
        assert words in text
    assert cells(document)["症状"][0].endswith("|2,6,,,,")
    assert cells(document)["症状"][0].startswith("1\u00a0无症状　2\u00a0头痛头晕")


def test_a_goal_stands_behind_what_it_is_the_goal_of(qapp):
    assert cells(sheet(FOLLOWUP))["日吸烟量"][0] == "10 支/天　目标 5 支/天|"


def test_no_is_the_first_choice_of_the_paper_and_yes_the_second(qapp):
    by_answer = {
        answer: [one for row in cells(sheet(FOLLOWUP | {"adverse": answer})).values() for one in row]
        for answer in (False, True)
    }
    assert "1\u00a0无　2\u00a0有：________|1" in by_answer[False]
    assert "1\u00a0无　2\u00a0有：________|2" in by_answer[True]


def test_four_visits_stand_side_by_side_and_a_fifth_does_not(qapp, tmp_path):
    document = sheet(FOLLOWUP, visits=5)
    assert cells(document)["收缩压（mmHg）"] == ("148|",) * 4
    assert cells(document)["日吸烟量（支/天） / 目标"] == ("10 / 5|",) * 4
    assert cells(document)["摄盐情况 / 目标"] == ("1\u00a0轻　2\u00a0中　3\u00a0重|2,1",) * 4
    assert said(document, tmp_path).count("2026年3月5日") == 4


def test_additions_of_the_project_are_not_on_the_paper(qapp, tmp_path):
    additions = [
        (one, field) for one in forms().values() for field in one.fields.values() if not field.printed
    ]
    assert additions
    for one, field in additions:
        document = blank_sheet(one, HEAD)
        labels = [
            cell.text for group in grid(document).groups for row in group.rows for cell in row if cell.label
        ]
        assert field.name_zh not in labels, (one.key, field.key)


def test_the_number_shows_its_last_eight_digits():
    assert short_number("35088100120100012") == "201-00012"
    assert short_number("") == "   -     "


def test_every_unit_is_written_as_chinese_papers_write_it():
    units = {unit_of(field) for one in forms().values() for field in one.fields.values() if field.unit}
    assert not {unit for unit in units if "[" in unit or "*" in unit or unit == "a"}


def test_the_thirty_three_questions_are_asked_in_full(qapp, tmp_path):
    answers = [{"score": 1 + at % 5} for at in range(33)]
    document = record_sheet(
        form("tcm_elderly"), [Written(values={"answers": answers})], HEAD, UUID(int=4), 1_000
    )
    text = said(document, tmp_path)
    assert "您精力充沛吗？" in text and "您舌下静脉瘀紫或增粗吗？" in text
    asked = [row for group in grid(document).groups for row in group.rows if row[0].text.isdigit()]
    assert [row[-1].boxes for row in asked] == [(str(one["score"]),) for one in answers]


def test_nothing_falls_off_the_page(qapp, tmp_path):
    """Long answers wrap; the last line of a long list still stands above the foot of a page."""
    drugs = [{"name": f"第{at}种药" + "很长的名称" * 6, "times": 1, "dose": "1片"} for at in range(60)]
    text = said(sheet(FOLLOWUP | {"drugs": drugs, "aux": "心电图" * 80}), tmp_path)
    assert all(f"第{at}种药" in text for at in range(60))
    assert text.count("心电图") == 80


def test_choices_too_many_to_print_show_the_chosen_word_alone():
    ethnic = form("person_basic").fields["ethnic"]
    assert choices(ethnic) == {}


def printed(key: str, values: dict[str, object], tmp_path: Path) -> str:
    return said(record_sheet(form(key), [Written(values=values)], HEAD, UUID(int=4), 1_000), tmp_path)


def test_a_choice_without_a_number_is_ticked_by_its_word(tmp_path):
    text = printed("child_check_12_30m", {"visit": "M18", "weight_eval": "中"}, tmp_path)
    assert "☐12月龄☑18月龄" in text and "M18" not in text
    assert "☐上☑中☐下" in text
    assert "☑++阳性" in printed("health_check", {"u_protein": "++"}, tmp_path)
    assert "☑到期" in printed("contract", {"status": "EXPIRED"}, tmp_path)


def test_what_no_choice_says_stands_behind_the_choice_that_asks_for_it(tmp_path):
    text = printed("health_check", {"murmur": True, "murmur_text": "心尖部吹风样", "skin": "1"}, tmp_path)
    assert "1无2有：心尖部吹风样" in text
    assert "7其他：________" in text and "皮肤（其他）" not in text


def test_a_choice_that_begins_with_its_number_has_it_once(tmp_path):
    assert "1级：口头威胁" in printed("psych_followup", {}, tmp_path)
    assert "11级" not in printed("psych_followup", {}, tmp_path)


def test_a_key_of_a_table_is_printed_as_its_word(tmp_path):
    assert "甲型肝炎" in printed("infectious_card", {"disease": "HEP_A"}, tmp_path)
    text = printed("kiosk_measure", {"item": "temp", "unit": "Cel"}, tmp_path)
    assert "体温" in text and "°C" in text


def test_a_card_with_a_number_of_its_own_does_not_show_that_of_the_record(tmp_path):
    text = printed("infectious_card", {"card_no": "K7"}, tmp_path)
    assert "陈金水" in text and "K7" in text
    assert "00012" not in text and "00012" in printed("psych_followup", {}, tmp_path)


def test_what_is_not_known_is_answered_by_yes_and_no(tmp_path):
    text = printed("antenatal_first", {"lmp_unknown": True}, tmp_path)
    assert "末次月经不详1否2是2" in text


def test_a_goal_that_is_chosen_stands_beside_the_choice(tmp_path):
    cells = [
        cell
        for block in record_sheet(
            form("htn_followup"), [Written(values=FOLLOWUP)], HEAD, UUID(int=4), 1
        ).blocks
        if isinstance(block, Grid)
        for group in block.groups
        for row in group.rows
        for cell in row
    ]
    assert ("2", "1") in [cell.boxes for cell in cells]


@pytest.mark.parametrize("key", ["antenatal_first", "psych_followup"])
def test_a_few_rows_do_not_get_a_page_of_their_own(key, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf(record_sheet(form(key), [Written(values=filled(form(key)))], HEAD, UUID(int=4), 1)))
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Pages:\s+1$", told, re.MULTILINE)
