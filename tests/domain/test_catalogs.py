"""目录: what the clinic starts with, and the box in which staff type two letters."""

import re
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from clinic_app.domain.catalogs import (
    Diagnosis,
    Drug,
    Item,
    Service,
    diagnoses,
    doses_in,
    drugs,
    find,
    services,
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
    assert len(services()) >= 100


@pytest.mark.parametrize(
    "catalogue", [drugs(), diagnoses(), services()], ids=["drugs", "diagnoses", "services"]
)
def test_no_code_or_name_stands_twice(catalogue: tuple[object, ...]) -> None:
    for column in ("code", "name"):
        values = [getattr(item, column) for item in catalogue]
        assert len(values) == len(set(values))


def test_every_drug_has_a_known_frequency_route_and_class() -> None:
    for drug in drugs():
        assert drug.frequency in codes("frequency"), drug
        assert drug.route in codes("route"), drug
        assert drug.chrgitm_lv in {"01", "02", "03"}
        assert drug.pack_qty > 0
        assert drug.price_e6 > 0
        assert drug.unit
        assert drug.pack_unit


@pytest.mark.parametrize("file", ["drugs.csv", "diagnoses.csv", "services.csv"])
def test_search_words_are_those_of_the_names(file: str) -> None:
    for row in rows("catalogs", file):
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
    assert name in names(find(drugs(), typed))


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
    hits = names(find(diagnoses(), typed))
    assert first in hits
    if typed != "ganmao":
        assert hits[0] == first


def test_a_service_is_found() -> None:
    assert names(find(services(), "ybzlf")) == ["一般诊疗费"]
    assert find(services(), "血常规")[0].name.startswith("血常规")


@pytest.mark.parametrize("typed", ["", "   ", "％", "火星", "zzzzzz"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert find(drugs(), typed) == []


def test_no_more_than_asked_for() -> None:
    assert len(find(diagnoses(), "急性", limit=5)) == 5


def test_a_key_press_is_answered_at_once() -> None:
    everything: list[Drug | Diagnosis | Service] = [*drugs(), *diagnoses(), *services()]
    find(everything, "a")
    started = time.perf_counter()
    for typed in ("a", "am", "amx", "高", "i1", "anlv", "nothing at all", "片", "0.25g", "xcg"):
        find(everything, typed)
    assert (time.perf_counter() - started) / 10 < 0.02  # seconds


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
