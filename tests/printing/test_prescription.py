"""What the 处方笺 says."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import msgspec
import pytest

from clinic_app.domain.prescribing.draft import Kind
from clinic_app.journal.facts.outpatient import Collector, Decoction, DrugLine, Override
from clinic_app.printing.documents import Document, Fields, Line, Pair, Paper, Table, Tint
from clinic_app.printing.prescription import Prescribed, prescription_sheet, usage

AMOXICILLIN = DrugLine(
    code="YP0001",
    name="阿莫西林胶囊",
    spec="0.25g×24粒",
    dose="0.5g",
    frequency="tid",
    route="po",
    days=5,
    cnt_e4=20_000,
    unit="盒",
    pric_e6=8_500_000,
)
PRESCRIBED = Prescribed(
    prescription_id=UUID(int=11),
    issued_ms=1_795_312_800_000,
    lines=(AMOXICILLIN,),
    facility="漳平示例卫生院",
    visit_number="A003",
    day=date(2026, 11, 22),
    department="全科",
    name="林秀英",
    sex="2",
    birth_date=date(1964, 2, 13),
    paying="城乡居民医保",
    diagnoses=("急性上呼吸道感染", "高血压"),
    doctor="陈志强",
)


def words(document: Document) -> str:
    said: list[str] = []
    for block in document.blocks + document.foot:
        if isinstance(block, Line):
            said.append(block.text)
        elif isinstance(block, Pair):
            said.append(f"{block.left} {block.right}")
        elif isinstance(block, Fields):
            said += [f"{name} {text}" for name, text in block.pairs]
    return "\n".join(said)


def test_head_rp_and_foot():
    paper = prescription_sheet(PRESCRIBED)
    said = words(paper)
    assert (paper.paper, paper.tint, paper.corner) == (Paper.A5, Tint.WHITE, "普通")
    for expected in (
        "费别 城乡居民医保",
        "科别 全科",
        "年龄 62 岁",
        "临床诊断 急性上呼吸道感染、高血压",
        "Rp",
        "1. 阿莫西林胶囊　0.25g×24粒 × 2 盒",
        "用法：每次 0.5g　每日三次　口服　5 天",
        "（以下空白）",
        "医师 陈志强",
        "药品金额 ¥17.00",
        "审核",
        "调配",
        "核对",
        "发药",
    ):
        assert expected in said


@pytest.mark.parametrize(
    ("born", "tint", "age", "weight"),
    [
        pytest.param(date(2026, 11, 12), Tint.GREEN, "10 天", True, id="a newborn in days"),
        pytest.param(date(2026, 6, 1), Tint.GREEN, "5 月", True, id="a baby in months"),
        pytest.param(date(2023, 8, 1), Tint.GREEN, "3 岁 3 月", True, id="a small child"),
        pytest.param(date(2013, 11, 1), Tint.GREEN, "13 岁", False, id="a child"),
        pytest.param(date(2012, 11, 22), Tint.WHITE, "14 岁", False, id="fourteen today"),
    ],
)
def test_a_child_has_a_green_sheet(born, tint, age, weight):
    paper = prescription_sheet(replace(PRESCRIBED, birth_date=born))
    assert paper.tint is tint
    assert f"年龄 {age}" in words(paper)
    assert ("体重" in words(paper)) is weight


def test_a_long_supply_asks_for_its_reason():
    assert "注明理由" not in words(prescription_sheet(PRESCRIBED))
    fields = {name: getattr(AMOXICILLIN, name) for name in AMOXICILLIN.__struct_fields__}
    month = DrugLine(**{**fields, "days": 30})
    assert "注明理由" in words(prescription_sheet(replace(PRESCRIBED, lines=(month,))))


def test_usage_without_a_word_is_left_to_the_doctor():
    assert usage(DrugLine(code="x", name="x", cnt_e4=1, unit="盒", pric_e6=1)) == "遵医嘱"


@pytest.mark.parametrize(
    ("kind", "tint", "word"),
    [
        pytest.param(Kind.EMERGENCY, Tint.YELLOW, "急诊", id="emergency"),
        pytest.param(Kind.PAEDIATRIC, Tint.GREEN, "儿科", id="paediatric"),
        pytest.param(Kind.NARCOTIC, Tint.RED, "麻、精一", id="narcotic"),
        pytest.param(Kind.PSY2, Tint.WHITE, "精二", id="psy2"),
        pytest.param(Kind.HERBS, Tint.WHITE, "中药饮片", id="herbs"),
    ],
)
def test_every_kind_has_its_colour_and_its_word(kind, tint, word):
    paper = prescription_sheet(replace(PRESCRIBED, kind=kind))
    assert (paper.tint, paper.corner) == (tint, word)


def test_a_reason_is_signed_once_more_and_a_group_is_taken_together():
    lines = tuple(
        msgspec.structs.replace(AMOXICILLIN, code=code, name=name, group=1, days=14)
        for code, name in (("A", "氯化钠注射液"), ("B", "维生素C注射液"))
    )
    overrides = (Override(rule="P02", code="A", reason="病情稳定"),)
    said = words(prescription_sheet(replace(PRESCRIBED, lines=lines, overrides=overrides)))
    assert "1. ┌ 氯化钠注射液" in said
    assert "2. └ 维生素C注射液" in said
    assert said.count("用法：") == 1
    assert "注明 氯化钠注射液：病情稳定 医师再次签名 陈志强" in said
    assert "＿＿" not in said, "the reason stands there already"


def test_herbs_stand_three_abreast_with_their_doses():
    herbs = tuple(
        msgspec.structs.replace(AMOXICILLIN, name=name, dose=dose, note=note)
        for name, dose, note in (
            ("黄芪", "15g", ""), ("当归", "10g", ""), ("薄荷", "6g", "后下"), ("甘草", "6g", ""),
        )
    )  # fmt: skip
    decoction = Decoction(doses=7, usage="水煎服，一日一剂", boiled_here=True)
    paper = prescription_sheet(replace(PRESCRIBED, kind=Kind.HERBS, lines=herbs, decoction=decoction))
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    assert table.rows == (("黄芪 15g", "当归 10g", "薄荷 6g（后下）"), ("甘草 6g", "", ""))
    assert "共 7 剂　水煎服，一日一剂　代煎" in words(paper)


def test_the_weight_of_a_child_and_a_cancelled_sheet():
    child = replace(PRESCRIBED, birth_date=date(2018, 3, 1), weight_kg="24.5", cancelled=True)
    paper = prescription_sheet(child)
    assert "体重 24.5kg" in words(paper)
    assert paper.mark == "作废"


def test_a_red_sheet_names_both_numbers_and_no_other_sheet_does():
    collector = Collector(name="许代办", id_number="350881198803150012")
    told = replace(PRESCRIBED, id_number="350881196402130026", collector=collector)
    said = words(prescription_sheet(replace(told, kind=Kind.NARCOTIC)))
    assert "患者身份证号 350881196402130026" in said
    assert "代办人 许代办" in said and "代办人身份证号 350881198803150012" in said
    assert "35088" not in words(prescription_sheet(told))
    assert "代办人 本人" in words(prescription_sheet(replace(told, kind=Kind.NARCOTIC, collector=None)))


def test_a_long_term_sheet_says_so_and_a_new_one_what_it_replaces():
    long = msgspec.structs.replace(AMOXICILLIN, days=28)
    paper = prescription_sheet(replace(PRESCRIBED, lines=(long,), long_term=True, replaces=UUID(int=0xABC)))
    assert paper.corner == "普通　长期"
    assert "代替已作废的处方 000000000ABC。" in words(paper)
    assert "医师注明理由" not in words(paper)
    assert "医师注明理由" in words(prescription_sheet(replace(PRESCRIBED, lines=(long,))))
