"""找人: what a person at the desk types finds whom they mean."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.domain.made_up import made_up_people
from clinic_app.store import search
from clinic_app.store.search_keys import Keys, keys_of

# Made-up people; the numbers have valid check characters.
PEOPLE = {
    "张三丰": ("350881195601020019", "10012345678", ("A00000001",), date(1956, 1, 2), "35088110210100001"),
    "张三": ("350881198001010013", "10012345679", (), date(1980, 1, 1), ""),
    "李张三": ("350881198101010011", "", (), date(1981, 1, 1), ""),
    "单田芳": ("35088119030101007X", "05977531234", (), date(1903, 1, 1), ""),
    "吕小曾": ("", "", (), date(1990, 5, 5), ""),
    "曾乐": ("130503670401001", "", (), date(1967, 4, 1), ""),
    "尉迟恭": ("", "", (), date(1975, 6, 1), ""),
    "阿依古丽·买买提": ("650101199001010017", "", (), date(1990, 1, 1), ""),
    "张小翠": ("350822195605050024", "", (), date(1956, 5, 5), ""),
    "John Smith": ("E12345678", "", (), date(1970, 1, 1), ""),
}
IDS = {name: UUID(int=number) for number, name in enumerate(PEOPLE, start=1)}


def keys(name: str) -> Keys:
    id_number, phone, cards, born, record = PEOPLE[name]
    return keys_of(name, id_number, phone, cards, born, record)


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    search.metadata.create_all(engine)
    with engine.connect() as connection:
        for name in PEOPLE:
            search.reindex(connection, IDS[name], None, keys(name))
        yield connection


def found(connection: sa.Connection, text: str, limit: int = 30) -> list[str]:
    names = {number: name for name, number in IDS.items()}
    return [names[resident] for resident in search.find(connection, text, limit)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        pytest.param("张三", ["张三", "张三丰", "李张三"], id="whole name, then beginning, then inside"),
        pytest.param("三丰", ["张三丰"], id="part of a name"),
        pytest.param("张", ["张三", "张三丰", "张小翠", "李张三"], id="surname"),
        pytest.param("zsf", ["张三丰"], id="initials"),
        pytest.param("ZSF", ["张三丰"], id="capitals"),
        pytest.param("ｚｓｆ", ["张三丰"], id="full width"),
        pytest.param("sf", ["张三丰"], id="initials inside"),
        pytest.param("zhangsanf", ["张三丰"], id="full pinyin begun"),
        pytest.param("zhang sanfeng", ["张三丰"], id="pinyin with a space"),
        pytest.param("张 三丰", ["张三丰"], id="a name with a space"),
        pytest.param("sanfeng", ["张三丰"], id="given name in pinyin"),
        pytest.param("shantianfang", ["单田芳"], id="单 as a surname is shan"),
        pytest.param("dtf", ["单田芳"], id="and dan for who does not know"),
        pytest.param("lvxiao", ["吕小曾"], id="ü typed as v"),
        pytest.param("luxiao", ["吕小曾"], id="ü typed as u"),
        pytest.param("lyuxiao", ["吕小曾"], id="ü typed as yu"),
        pytest.param("zengyue", ["曾乐"], id="two readings of a given name"),
        pytest.param("yuchigong", ["尉迟恭"], id="a surname of two characters"),
        pytest.param("阿依古丽买买提", ["阿依古丽·买买提"], id="without the dot"),
        pytest.param("阿依古丽•买", ["阿依古丽·买买提"], id="another dot"),
        pytest.param("买买提", ["阿依古丽·买买提"], id="after the dot"),
        pytest.param("smith", ["John Smith"], id="a foreign family name"),
        pytest.param("35088119560102", ["张三丰"], id="beginning of an identity number"),
        pytest.param("350881 19560102 0019", ["张三丰"], id="a number in groups"),
        pytest.param("350881-1956-0102-0019", ["张三丰"], id="a number with hyphens"),
        pytest.param("0019", ["张三丰"], id="last four of the identity number"),
        pytest.param("007x", ["单田芳"], id="last four with X"),
        pytest.param("01007X", ["单田芳"], id="last six with X"),
        pytest.param("130503196704010016", ["曾乐"], id="18 digits of a number kept with 15"),
        pytest.param("1305036704", ["曾乐"], id="the beginning of 15 digits"),
        pytest.param("350881030101007", ["单田芳"], id="15 digits of a number kept with 18"),
        pytest.param("100123456", ["张三丰", "张三"], id="telephone"),
        pytest.param("0597-7531234", ["单田芳"], id="telephone with a hyphen"),
        pytest.param("5678", ["张三丰", "John Smith"], id="last four of the telephone or of a passport"),
        pytest.param("a0000", ["张三丰"], id="card number"),
        pytest.param("e1234", ["John Smith"], id="passport"),
        pytest.param("35088110210100001", ["张三丰"], id="health-record number"),
        pytest.param("10100001", ["张三丰"], id="its last eight"),
        pytest.param("张 1956", ["张三丰", "张小翠"], id="surname and birth year"),
        pytest.param("1956 z", ["张三丰", "张小翠"], id="in the other order, by initial"),
        pytest.param("张1956", ["张三丰", "张小翠"], id="without the space"),
        pytest.param("zs 350881", ["张三", "张三丰", "李张三"], id="initials and place"),
        pytest.param("张 350822", ["张小翠"], id="surname and place"),
        pytest.param("张 35", ["张三丰", "张三", "张小翠", "李张三"], id="surname and province"),
        pytest.param("3508 z", ["张三丰", "张三", "张小翠", "李张三"], id="place and initial"),
        pytest.param("zhang 3508", ["张三丰", "张三", "张小翠", "李张三"], id="pinyin and place"),
        pytest.param("张三350881", ["张三", "张三丰", "李张三"], id="name and place without the space"),
        pytest.param("张 35088119", ["张三丰", "张三", "李张三"], id="surname and more of the number"),
        pytest.param("张 350882", [], id="a place where nobody is from"),
        pytest.param("三丰 5678", ["张三丰"], id="given name and end of the telephone"),
        pytest.param("张 1234", [], id="both must hold"),
        pytest.param("王五", [], id="nobody"),
        pytest.param("   ", [], id="nothing typed"),
        pytest.param("%_'\"\\;", [], id="signs are no pattern"),
    ],
)
def test_who_is_found(connection: sa.Connection, typed: str, names: list[str]) -> None:
    assert sorted(found(connection, typed)) == sorted(names)


def test_the_whole_name_stands_first_then_beginnings_then_insides(connection: sa.Connection) -> None:
    assert found(connection, "张三") == ["张三", "张三丰", "李张三"]


def test_no_more_than_asked_for(connection: sa.Connection) -> None:
    assert found(connection, "张", limit=2) == ["张三", "张三丰"]


@pytest.mark.parametrize("typed", ["张 35", "张 350881", "zs 3508", "张350881"])
def test_a_page_of_a_name_in_a_place_is_read_from_the_keys_alone(
    connection: sa.Connection, typed: str
) -> None:
    asked: list[str] = []
    sa.event.listen(connection, "before_cursor_execute", lambda *about: asked.append(about[2]))
    assert len(found(connection, typed, limit=2)) == 2
    assert asked
    assert not [one for one in asked if "terms" in one]


def test_whoever_has_no_identity_number_has_no_area() -> None:
    assert not [key for key in keys_of("John Smith", "E12345678") if key.startswith("a")]
    assert {"a350881张三", "a350881zs"} <= keys_of("张三", "350881198001010013")


def test_a_change_of_name_moves_the_keys(connection: sa.Connection) -> None:
    search.reindex(connection, IDS["张三"], keys("张三"), keys_of("赵六"))
    assert "张三" not in found(connection, "张三")
    assert set(found(connection, "zl")) == {"曾乐", "张三"}
    assert found(connection, "赵六") == ["张三"]


def test_a_change_without_the_old_keys_leaves_nothing_behind(connection: sa.Connection) -> None:
    for name in PEOPLE:
        search.reindex(connection, IDS[name], None, frozenset())
    for table in (search.resident_key, search.resident_search):
        assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_loading_at_once_gives_the_same_index(connection: sa.Connection) -> None:
    def everything() -> list[sa.Row[tuple[object, ...]]]:
        return [
            *connection.execute(sa.select(search.resident_key).order_by("key", "resident")),
            *connection.execute(sa.select(search.resident_search).order_by("resident")),
        ]

    one_by_one = everything()
    search.clear(connection)
    assert search.index_all(connection, ((IDS[name], keys(name)) for name in PEOPLE)) == len(PEOPLE)
    assert everything() == one_by_one


def test_everybody_is_found_by_everything_about_them() -> None:
    engine = sa.create_engine("sqlite://")
    search.metadata.create_all(engine)
    everybody = islice(made_up_people(9, date(2026, 1, 1)), 2_000)
    people = {UUID(int=number): one for number, one in enumerate(everybody)}
    with engine.connect() as connection:
        search.index_all(
            connection,
            (
                (number, keys_of(one.name, one.id_number, one.phone, (one.card_number,), one.birth_date))
                for number, one in people.items()
            ),
        )
        for number, one in islice(people.items(), 200):
            given = one.name[1:]
            for typed in (one.name, given, one.id_number, one.id_number[-4:], one.phone, one.card_number):
                assert number in search.find(connection, typed, 2_000), typed
            both = search.find(connection, f"{one.name[0]} {one.birth_date.year}", 2_000)
            assert number in both
            assert len(both) < 200
