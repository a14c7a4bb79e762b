"""A policy file is read whole or refused with every problem named."""

from datetime import date
from pathlib import Path

import pytest

from clinic_app.domain.policy import BadPolicy, explain, load, read
from clinic_app.ui.texts import text_of

POLICIES = Path(__file__).resolve().parents[2] / "resources" / "policies"
YICHANG = (POLICIES / "yichang_2016.toml").read_text(encoding="utf-8")
QINGDAO = (POLICIES / "qingdao_2012.toml").read_text(encoding="utf-8")


def problems(text: str) -> list[str]:
    return [problem.key for problem in read(text)[1].problems]


def edited(text: str, old: str, new: str) -> str:
    assert old in text, f"the example no longer contains {old}"
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param("effective_to = 2016-06-13", "", "version[1].effective_from", id="two versions overlap"),
        pytest.param(
            "effective_to = 2016-06-13",
            "effective_to = 2016-06-14",
            "version[1].effective_from",
            id="they overlap by one day",
        ),
        pytest.param(
            "segments = [{ from_fen = 0, ratio_bp = 5000 }]",
            "segments = [{ from_fen = 0, ratio_bp = 5000 }, { from_fen = 0, ratio_bp = 6000 }]",
            "version[0].outpatient.level[0].segments",
            id="segments do not ascend",
        ),
        pytest.param(
            "segments = [{ from_fen = 0, ratio_bp = 5000 }]",
            "segments = [{ from_fen = 1, ratio_bp = 5000 }]",
            "version[0].outpatient.level[0].segments",
            id="segments do not start at 0",
        ),
        pytest.param(
            "segments = [{ from_fen = 0, ratio_bp = 5000 }]",
            "segments = []",
            "version[0].outpatient.level[0].segments",
            id="no segments",
        ),
        pytest.param(
            "segments = [{ from_fen = 1200000, ratio_bp = 5500 }",
            "segments = [{ from_fen = 1200001, ratio_bp = 5500 }",
            "version[0].cmi.segments",
            id="the major-disease segments do not start at the start",
        ),
        pytest.param(
            "start_fen = 600000",
            "start_fen = 3000000",
            "version[0].cmi.relief[0].start_fen",
            id="a relief start reaches the second segment",
        ),
        pytest.param(
            "ratio_cap_bp = 9500",
            "ratio_cap_bp = -1",
            "version[0].general.ratio_cap_bp",
            id="a ratio below 0",
        ),
        pytest.param(
            "noref_minus_bp = 1000",
            "noref_minus_bp = 10001",
            "version[0].inpatient[3].noref_minus_bp",
            id="a ratio above 100 %",
        ),
        pytest.param(
            "dedc_fen = [20000, 10000]",
            "dedc_fen = [20000, -1]",
            "version[0].inpatient[1].dedc_fen",
            id="a negative deductible",
        ),
        pytest.param(
            "dedc_fen = [20000, 10000]",
            "dedc_fen = []",
            "version[0].inpatient[1].dedc_fen",
            id="no deductible at all",
        ),
        pytest.param(
            'chrgitm_lv = "01", selfpay_prop_bp = 0',
            'chrgitm_lv = "01", selfpay_prop_bp = 1',
            "catalog[0].selfpay_prop_bp",
            id="class A with a self-pay share",
        ),
        pytest.param(
            'chrgitm_lv = "01"', 'chrgitm_lv = "04"', "catalog[0].chrgitm_lv", id="an unknown class"
        ),
        pytest.param('kind = "drug"', 'kind = "drugs"', "catalog[0].kind", id="an unknown kind"),
        pytest.param(
            'dedc_mode = "none"',
            'dedc_mode = "never"',
            "version[0].outpatient.level[0].dedc_mode",
            id="a mode",
        ),
        pytest.param('up_mode = "full"', 'up_mode = "half"', "version[0].referral.up_mode", id="up_mode"),
        pytest.param(
            'down_mode = "full"', 'down_mode = "difference"', "version[0].referral.down_mode", id="down_mode"
        ),
        pytest.param('scope = "inscp"', 'scope = "most"', "version[0].acct.scope", id="an account's scope"),
        pytest.param('acc = "ip"', 'acc = "xp"', "version[0].maf.rule[0].acc", id="an accumulator"),
        pytest.param(
            'bearer_accum = "person"',
            'bearer_accum = "nobody"',
            "version[0].offline.bearer_accum",
            id="a bearer",
        ),
        pytest.param(
            'inst_lv = "community"',
            'inst_lv = "hamlet"',
            "version[0].outpatient.level[0].inst_lv",
            id="a level",
        ),
        pytest.param(
            'dise_codg = "M01600"',
            'dise_codg = "M03900"',
            "version[0].chronic[1].dise_codg",
            id="a disease twice",
        ),
        pytest.param(
            "[version.dedc_waive]", "[version.waive]", "version[0].dedc_waive", id="a missing table"
        ),
        pytest.param("valid_days = 7", "", "version[0].referral.valid_days", id="a missing key"),
        pytest.param("plus_bp = 0", "plus_bp = 0.5", "version[0].primary_plus.plus_bp", id="a fraction"),
        pytest.param("schema_version = 1", "schema_version = 2", "schema_version", id="another schema"),
        pytest.param(
            ", selfpay_prop_bp = 1000", "", "catalog[4].selfpay_prop_bp", id="class B without a share"
        ),
        pytest.param("effective_from = 2016-01-01", "", "version[0].effective_from", id="no start"),
    ],
)
def test_a_bad_file_is_refused_with_the_key_that_is_wrong(old: str, new: str, key: str) -> None:
    assert problems(edited(YICHANG, old, new)) == [key]


def test_every_problem_comes_at_once() -> None:
    text = edited(YICHANG, 'up_mode = "full"', 'up_mode = "half"')
    text = edited(text, "valid_days = 7", "")
    text = edited(text, 'kind = "drug"', 'kind = "drugs"')
    with pytest.raises(BadPolicy) as caught:
        load(text)
    keys = [problem.key for problem in caught.value.problems]
    assert keys == ["catalog[0].kind", "version[0].referral.up_mode", "version[0].referral.valid_days"]
    assert all(key in text_of(caught.value) for key in keys)


def test_text_that_is_no_toml_is_refused() -> None:
    policy, findings = read("schema_version = ")
    assert policy is None
    assert not findings.is_toml


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("[version.funding]", "[version.contract]", id="figures of others are not looked at"),
        pytest.param("[[version.gc]]", "[[version.unknown]]", id="a missing list of tables is empty"),
        pytest.param("visit_cap_fen = 2000", "", id="a visit cap is optional"),
        pytest.param("effective_to = 2013-01-01", "", id="an open end"),
        pytest.param(
            ', chrgitm_lv = "01", selfpay_prop_bp = 0', ', chrgitm_lv = "01"', id="no share of class A"
        ),
    ],
)
def test_what_may_be_left_out(old: str, new: str) -> None:
    assert problems(edited(QINGDAO, old, new)) == []


def test_without_major_disease_insurance_nothing_else_of_it_is_needed() -> None:
    start, end = YICHANG.index("[version.cmi]"), YICHANG.index("[version.maf]")
    policy = load(YICHANG[:start] + "[version.cmi]\nenabled = false\n" + YICHANG[end:])
    assert [version.cmi.enabled for version in policy.versions] == [False, True]


def test_a_misspelt_key_is_remarked_upon_and_does_no_harm() -> None:
    policy, findings = read(edited(QINGDAO, "visit_cap_fen", "vist_cap_fen"))
    assert policy is not None
    assert [remark.key for remark in findings.remarks] == ["version[0].outpatient.level[0].vist_cap_fen"]


def test_the_version_and_the_row_in_force_go_by_the_day() -> None:
    policy = load(YICHANG)
    days = [date(2015, 12, 31), date(2016, 1, 1), date(2016, 6, 12), date(2016, 6, 13), date(2030, 1, 1)]
    found = [policy.version_on(day) for day in days]
    assert [version and version.version_id for version in found] == [
        None,
        "YC2016-A",
        "YC2016-A",
        "YC2016-B",
        "YC2016-B",
    ]
    qingdao = load(QINGDAO)
    june, july = (qingdao.row_on("ZL0002", date(2012, month, 1)) for month in (6, 7))
    assert june is not None
    assert july is not None
    assert (june.pric_uplmt_e6, july.pric_uplmt_e6) == (18_000_000, 15_000_000)


def test_a_level_price_wins_over_the_general_one() -> None:
    bed = load(QINGDAO).row_on("ZL0003", date(2012, 3, 1))
    assert bed is not None
    assert bed.limit_at("township") == 15_000_000
    assert bed.limit_at("village") == bed.pric_uplmt_e6


def test_explain_names_every_rule_of_the_file() -> None:
    text = explain(load(YICHANG))
    for words in ("版本 YC2016-A", "版本 YC2016-B", "仅限签约机构", "只补两级起付线之差", "提高 5 个百分点"):
        assert words in text
    assert "年度封顶 op_pool：普通门诊合计 400.00 元。" in text
