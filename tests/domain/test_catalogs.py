"""目录: what the clinic starts with, and the box in which staff type two letters."""

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from clinic_app.domain.catalogs import (
    KINDS,
    Catalogue,
    Drug,
    Item,
    Service,
    diagnoses,
    doses_in,
    drugs,
    herbs,
    services,
    starter,
    tcm_diagnoses,
    tcm_syndromes,
)
from clinic_app.domain.codes import codes, rows
from clinic_app.store.pinyin import words_of

POLICIES = Path(__file__).resolve().parents[3] / "shared" / "domain" / "policy.example"


def names(items: Iterable[Item]) -> list[str]:
    return [item.name for item in items]


@pytest.mark.skipif(not POLICIES.is_dir(), reason="the example policies are not beside this tree")
def test_everything_in_the_example_policies_can_be_charged() -> None:
    here: dict[str, Drug | Service] = {drug.code: drug for drug in drugs()}
    here |= {service.code: service for service in services()}
    line = re.compile(r'med_list_codg = "(.+?)", name = "(.+?)", kind = "(.+?)"')
    found = [
        hit for path in POLICIES.glob("*.toml") for hit in line.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 40
    for code, name, kind in found:
        assert here[code].name == name
        assert getattr(here[code], "kind", "drug") == kind


def test_the_catalogues_are_large_enough_to_work_with() -> None:
    assert len(drugs()) >= 300
    assert len(diagnoses()) >= 600
    assert len(services()) >= 220
    assert len(herbs()) >= 250
    assert len(tcm_diagnoses()) >= 250
    assert len(tcm_syndromes()) >= 200


@pytest.mark.parametrize("kind", KINDS)
def test_no_code_or_name_stands_twice(kind: str) -> None:
    for column in ("code", "name"):
        values = [getattr(item, column) for item in starter(kind)]
        assert len(values) == len(set(values))


def test_every_piece_has_a_dose_a_price_and_a_known_handling() -> None:
    for herb in herbs():
        assert 0 < herb.dose_min_mg <= herb.dose_max_mg, herb
        assert herb.price_e6 > 0
        assert herb.handling in {"", "先煎", "后下", "包煎", "另煎", "烊化", "冲服"}


def test_a_piece_that_is_among_the_drugs_has_the_same_code_and_price() -> None:
    pieces = {drug.code: drug for drug in drugs() if drug.generic_name.endswith("饮片")}
    of_code = {herb.code: herb for herb in herbs()}
    assert len(pieces) > 20
    for code, drug in pieces.items():
        assert drug.generic_name == f"{of_code[code].name}饮片"
        assert drug.price_e6 == of_code[code].price_e6


def test_the_terms_of_chinese_medicine_have_codes_of_their_own() -> None:
    assert all(re.fullmatch(r"A[0-9]{2}(\.[0-9]{2}){1,4}", term.code) for term in tcm_diagnoses())
    assert all(re.fullmatch(r"B[0-9]{2}(\.[0-9]{2}){1,7}", term.code) for term in tcm_syndromes())
    assert all(term.name.endswith("证") for term in tcm_syndromes())


def test_every_drug_has_a_known_frequency_route_and_class() -> None:
    for drug in drugs():
        assert drug.frequency in codes("frequency"), drug
        assert drug.route in codes("route"), drug
        assert drug.chrgitm_lv in {"01", "02", "03"}
        assert drug.pack_qty > 0
        assert drug.price_e6 > 0
        assert drug.unit
        assert drug.pack_unit


@pytest.mark.parametrize("kind", KINDS)
def test_search_words_are_those_of_the_names(kind: str) -> None:
    for row in rows("catalogs", f"{kind}.csv"):
        initials, pinyin = words_of(row.get("generic_name") or row["name"])
        assert row["pinyin"] == pinyin
        assert row["initials"].split() == [
            initials,
            *(words_of(alias)[0] for alias in row["aliases"].split()),
        ]
        assert row["source"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("阿莫西林", "阿莫西林胶囊 0.25g×24粒", id="name begun"),
        pytest.param("amxl", "阿莫西林胶囊 0.25g×24粒", id="initials"),
        pytest.param("AMXLJN", "阿莫西林胶囊 0.25g×24粒", id="capitals"),
        pytest.param("anludiping", "氨氯地平片 5mg×14片", id="ü typed as u"),
        pytest.param("anlvdi", "氨氯地平片 5mg×14片", id="ü typed as v"),
        pytest.param("氯化钠", "0.9%氯化钠注射液 250ml", id="part of the name"),
        pytest.param("lhn", "0.9%氯化钠注射液 250ml", id="part of the initials"),
        pytest.param("生理盐水", "0.9%氯化钠注射液 250ml", id="alias"),
        pytest.param("ns", "0.9%氯化钠注射液 250ml", id="short alias"),
        pytest.param("yp0101", "头孢呋辛酯片 0.25g×12片", id="code"),
        pytest.param("shenmai", "参麦注射液 20ml", id="a word that pypinyin reads otherwise"),
    ],
)
def test_a_drug_is_found(typed: str, name: str) -> None:
    assert name in names(starter("drugs").find(typed))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("高血压", "高血压病"),
        ("gxyb", "高血压病"),
        ("i10", "高血压病"),
        ("E11.9", "2型糖尿病"),
        ("上感", "急性上呼吸道感染"),
        ("ganmao", "急性鼻咽炎（感冒）"),
        ("fr", "发热"),
    ],
)
def test_a_diagnosis_is_found(typed: str, first: str) -> None:
    hits = names(starter("diagnoses").find(typed))
    assert first in hits
    if typed != "ganmao":
        assert hits[0] == first


@pytest.mark.parametrize(
    ("kind", "typed", "name"),
    [
        ("herbs", "shegan", "射干"),
        ("herbs", "sd", "地黄"),
        ("tcm_diagnoses", "xuanyun", "眩晕"),
        ("tcm_diagnoses", "jzb", "颈椎病"),
        ("tcm_diagnoses", "项痹", "颈椎病"),
        ("tcm_syndromes", "gyskz", "肝阳上亢证"),
        ("tcm_syndromes", "脾虚湿盛", "脾虚湿困证"),
    ],
)
def test_chinese_medicine_is_found(kind: str, typed: str, name: str) -> None:
    assert name in names(starter(kind).find(typed))


def test_a_service_is_found() -> None:
    assert names(starter("services").find("ybzlf")) == ["一般诊疗费"]
    assert starter("services").find("血常规")[0].name.startswith("血常规")


@pytest.mark.parametrize("typed", ["", "   ", "％", "火星", "zzzzzz"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert starter("drugs").find(typed) == []


def test_no_more_than_asked_for() -> None:
    assert len(starter("diagnoses").find("急性", limit=5)) == 5


def folded(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def rank(item: Item, wanted: str) -> int:
    """What `Catalogue.find` promises, said plainly: 0 is best, 9 is no match."""
    names = [folded(name) for name in (item.name, *item.aliases)]
    spelt = (item.pinyin, item.pinyin.replace("v", "u"))
    ways = (
        wanted in (names[0], folded(item.code)),
        names[0].startswith(wanted),
        wanted in item.initials,
        any(word.startswith(wanted) for word in item.initials),
        any(name.startswith(wanted) for name in names),
        any(word.startswith(wanted) for word in (*spelt, folded(item.code))),
        any(wanted in name for name in names),
        len(wanted) > 1 and any(wanted in word for word in item.initials),
        len(wanted) > 2 and any(wanted in word for word in spelt),
    )
    return next((at for at, matches in enumerate(ways) if matches), 9)


def by_walking(catalogue: Catalogue[Item], text: str, limit: int) -> list[str]:
    wanted = folded(text)
    hits = sorted((rank(one, wanted), len(one.name), one.code) for one in catalogue)
    return [code for at, _, code in hits if at < 9][:limit] if wanted else []


def typings(catalogue: Catalogue[Item]) -> Iterator[str]:
    """Pieces of what stands in the catalogue, as people type them."""
    dice = random.Random(20)
    for item in dice.sample(catalogue.items, 60):
        for word in (item.name, item.code, *item.aliases, *item.initials, item.pinyin):
            at = dice.randrange(len(word))
            yield word[at : at + dice.randrange(1, 6)]
    yield from ("a", "片", "0.25g", "nang", "％", "zzz")


@pytest.mark.parametrize("kind", KINDS)
def test_the_prepared_search_answers_as_a_walk_over_every_line_would(kind: str) -> None:
    catalogue = starter(kind)
    for typed in typings(catalogue):
        for limit in (1, 20):
            found = [item.code for item in catalogue.find(typed, limit)]
            assert found == by_walking(catalogue, typed, limit), typed


@pytest.mark.parametrize(
    ("frequency", "days", "doses"),
    [
        ("tid", 3, 9),
        ("qod", 3, 2),
        ("qw", 28, 4),
        ("qw", 8, 2),
        ("st", 5, 1),
        ("prn", 3, None),
        ("?", 1, None),
    ],
)
def test_doses_of_a_course(frequency: str, days: int, doses: int | None) -> None:
    assert doses_in(frequency, days) == doses


def test_every_rhythm_has_a_rate() -> None:
    without = {code for code in codes("frequency") if doses_in(code, 1) is None}
    assert without == {"prn"}
