"""规则包, 专项点评, 微课 as a county writes them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic_app.domain.prescribing.indicators import FIGURES, Figure, indicators, is_yellow, shown
from clinic_app.domain.prescribing.lessons import MAX_TEXT, BadLesson, belongs, lesson_of
from clinic_app.domain.prescribing.packs import BadPack, changes, lenient_pack_of, pack_of
from clinic_app.domain.prescribing.review import CODES, UnknownReviewCode, codes_in
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.domain.prescribing.special import SUBJECTS, is_about, marks_of
from clinic_app.domain.resources import text
from tests.domain.prescribing.test_review import issued
from tests.domain.prescribing.world import TODAY, knowledge, rules

HEAD = 'version = "c1"\ndated = 2026-12-01\n'


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(BadPack) as refused:
        pack_of(text, shipped_rules())
    return [(one.line, one.key, one.why) for one in refused.value.faults]


def test_a_pack_changes_what_it_names_and_leaves_the_rest():
    made = pack_of(
        HEAD + "[P02]\nusual_days = 5\n[P09]\nnarcotic_days = { controlled = 5, other = 2 }\n",
        shipped_rules(),
    )
    own = shipped_rules()
    assert made == replace(
        own,
        version="c1",
        dated=date(2026, 12, 1),
        usual_days=5,
        narcotic_days={"controlled": 5, "other": 2},
    )
    assert [one.key for one in changes(own, made)] == ["version", "dated", "usual_days", "narcotic_days"]


def test_the_programs_own_rules_are_a_sound_pack():
    assert pack_of(text("prescribing", "rules.toml"), shipped_rules()) == shipped_rules()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a =\n", [(1, "", "toml")], id="no TOML"),
        pytest.param(
            "usual_days = 5\n", [(0, "dated", "missing"), (0, "version", "missing")], id="no version"
        ),
        pytest.param(HEAD + "usual_day = 5\n", [(3, "usual_day", "unknown")], id="an unknown key"),
        pytest.param(HEAD + 'usual_days = "5"\n', [(3, "usual_days", "kind")], id="words for a number"),
        pytest.param(HEAD + "usual_days = true\n", [(3, "usual_days", "kind")], id="yes for a number"),
        pytest.param(HEAD + 'vague = "自用"\n', [(3, "vague", "kind")], id="one word for a list"),
        pytest.param(HEAD + "max_drugs = 6\n", [(3, "max_drugs", "range")], id="more than the law allows"),
        pytest.param(HEAD + "[P02]\nusual_days = 30\n", [(4, "usual_days", "range")], id="in a section"),
        pytest.param(
            HEAD + 'systemic_routes = ["po", "zz"]\n', [(3, "systemic_routes", "code")], id="no such route"
        ),
        pytest.param(HEAD + 'junior = ["ALL"]\n', [(3, "junior", "code")], id="no such grade"),
        pytest.param(
            HEAD + "emergency_days = 3\nusual_days = 2\n", [(4, "usual_days", "order")], id="upside down"
        ),
        pytest.param(
            HEAD + "[a]\nusual_days = 5\n[b]\nusual_days = 6\n", [(4, "usual_days", "twice")], id="said twice"
        ),
        pytest.param(
            HEAD + 'max_mg_per_ml = { potassium_chloride = "much" }\n',
            [(3, "max_mg_per_ml", "kind")],
            id="no amount",
        ),
    ],
)
def test_a_bad_pack_is_refused_with_line_key_and_reason(text, found):
    assert faults(text) == found


def test_a_pack_of_a_later_program_is_read_as_far_as_it_is_known():
    made = lenient_pack_of(HEAD + "usual_days = 5\na_later_key = 1\n", shipped_rules())
    assert made is not None and made.usual_days == 5
    assert lenient_pack_of(HEAD + 'usual_days = "five"\n', shipped_rules()) is None


@pytest.mark.parametrize(
    ("subject", "lines", "draft"),
    [
        ("antibiotics", "CLAR 0.25g bid po 3", ""),
        ("injections", "NS 250ml qd ivgtt 3", ""),
        ("essential", "CLAR 0.25g bid po 3", ""),
        ("long_term", "AMLO 5mg qd po 14", ""),
    ],
)
def test_a_special_review_is_about_its_own_prescriptions_alone(subject, lines, draft):
    other = issued("PARA 0.5g tid po 3")
    assert is_about(subject, issued(lines, draft), knowledge(), rules())
    assert not is_about(subject, other, knowledge(), rules())
    assert is_about("", other, knowledge(), rules())
    assert subject in SUBJECTS


def test_what_waits_for_after_review():
    dated = {"old": TODAY - timedelta(days=31), "new": TODAY - timedelta(days=30)}
    marks = [
        marks_of(one, knowledge(), rules(), dated)
        for one in (
            issued(checked_with="new"),
            issued(checked_with="old"),
            issued(alone=True),
            issued("PARA 0.5g tid po 3", checked_with="unheard"),
        )
    ]
    assert marks == [(), ("stale",), ("alone",), ()]


def test_codes_are_typed_with_whatever_stands_between():
    assert codes_in("2-5 1-3，1-12、2-5") == ("1-3", "1-12", "2-5")
    assert codes_in(" ") == ()
    with pytest.raises(UnknownReviewCode):
        codes_in("1-16")
    assert len(CODES) == 28


@pytest.mark.parametrize(
    "broken",
    ["id = 'a b'", "title = ''", f"text = '{'长' * (MAX_TEXT + 1)}'", "rules = ['X1']", "rules = []",
     "rules = 'P08'", "question = '?'", "answers = ['a', 'b']", "other = 1"],
)  # fmt: skip
def test_a_lesson_that_is_not_whole_is_refused(broken):
    whole = {"id": "'cold'", "title": "'感冒'", "text": "'多为病毒。'", "rules": "['P08']"}
    key, _, value = broken.partition(" = ")
    lesson_of("\n".join(f"{name} = {one}" for name, one in whole.items()))
    with pytest.raises(BadLesson):
        lesson_of("\n".join(f"{name} = {one}" for name, one in (whole | {key: value}).items()))


def test_a_lesson_speaks_where_all_that_it_names_is_there():
    lesson = lesson_of('id = "a"\ntitle = "a"\ntext = "a"\nrules = ["P08"]\ndiagnoses = ["J06"]\n')
    assert belongs(lesson, "P08", (), ("I10", "J06.9"))
    assert not belongs(lesson, "P08", (), ("I10",))
    assert not belongs(lesson, "P02", (), ("J06.9",))


def test_every_figure_is_computed_and_reads_well():
    found = indicators([issued("CLAR 0.25g bid po 3", codes=("2-5",))], knowledge(), rules())
    assert set(FIGURES) == set(found)
    assert shown("amount_per_prescription", Figure(500, 3)) == "1.67"
    assert shown("drugs_per_prescription", Figure(7, 2)) == "3.50"
    assert shown("antibiotic_share", Figure(0, 0)) == "—"
    assert is_yellow("drugs_per_prescription", Figure(31, 10)) and not is_yellow(
        "drugs_per_prescription", Figure(30, 10)
    )
    assert is_yellow("reasonable_rate", Figure(94, 100)) and not is_yellow("reasonable_rate", Figure(95, 100))
