"""下乡包: packed in the order of the way, found by its code, the same paper each time, pictures encrypted."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.domain.rounds import (
    BadSheetCode,
    NotAPicture,
    NothingToPack,
    PictureTooLarge,
    Place,
    TooManySheets,
    place_words,
    read_code,
    sheet_code,
    walked,
    walked_between,
)
from clinic_app.printing.documents import Barcode, Table
from clinic_app.projections.queries.rounds import NoPack, NoSheet, Pack
from clinic_app.services.households import House
from clinic_app.services.rounds import LARGEST, MOST, RoundService, Stop
from clinic_app.store import pictures
from clinic_app.store.rebuild import rebuild
from clinic_app.ui.printing.pdf import pdf
from tests.drafting import Drafts, Sheet
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

FORM = "htn_followup"
CARRIED = {"record_no": "35088110000100012", "height": "165", "smoke_daily": 10, "salt": "2"}
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 50_000


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rounds") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


@pytest.fixture
def drafts() -> Drafts:
    return Drafts(CARRIED)


@pytest.fixture
def rounds(day: ClinicDay, drafts: Drafts) -> RoundService:
    return RoundService(day.clinic.store, drafts)


def lives(day: ClinicDay, place: int, group: str, house: str) -> UUID:
    """The person at `place` of the list, in a household of its own."""
    visit = day.arrives(day.people[place])
    home = House(village="东山村", village_code="350881100001", group=group, house=house)
    day.clinic.households.found(day.clinic.on_duty, home, visit.resident_id)
    return visit.resident_id


def packed(day: ClinicDay, rounds: RoundService, *people: UUID) -> Pack:
    stops = [Stop(resident_id=one, form=FORM, reason="应随访 11-20") for one in people]
    return rounds.make(day.clinic.on_duty, rounds.today(), stops)


def text_of(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True)
    return done.stdout


def test_the_sheets_stand_in_the_order_in_which_the_village_is_walked(day, rounds):
    far = lives(day, 0, "10", "3")
    near = lives(day, 1, "2", "12")
    nearest = lives(day, 2, "2", "9")
    unknown = day.arrives(day.people[3]).resident_id
    pack = packed(day, rounds, far, unknown, near, nearest)
    assert [one.sheet.resident_id for one in pack.sheets] == [nearest, near, far, unknown]
    assert [one.sheet.where for one in pack.sheets][:3] == [
        "东山村 2组 9号",
        "东山村 2组 12号",
        "东山村 10组 3号",
    ]


def test_who_lives_in_one_house_is_visited_once_numbered_or_not(day, rounds):
    clinic, by = day.clinic, day.clinic.on_duty
    one, other = lives(day, 0, "2", ""), lives(day, 1, "2", "")
    guest, third = (day.arrives(day.people[at]).resident_id for at in (2, 3))
    for head, member in ((one, guest), (other, third)):
        home, _ = clinic.households.of(head)
        clinic.households.join(by, home.id, member, "11")
    walked_by = [sheet.sheet.resident_id for sheet in packed(day, rounds, one, other, guest, third).sheets]
    assert {frozenset(walked_by[:2]), frozenset(walked_by[2:])} == {
        frozenset((one, guest)),
        frozenset((other, third)),
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Place(village="东山村", group="2"), Place(village="东山村", group="10")),
        (Place(village="东山村", group="2", house="9"), Place(village="东山村", group="2", house="12")),
        (Place(village="东山村", group="2", house="12"), Place(village="东山村", group="2", house="12-1")),
        (Place(village="东山村", group="2"), Place(village="东山村")),
        (Place(village="东山村"), Place(address="城关")),
        (Place(village="东山村", group="2"), Place(village="东山村", group="上坂")),
    ],
)
def test_numbers_go_by_size_and_the_unknown_comes_last(first, second):
    assert sorted([second, first], key=walked) == [first, second]


def test_a_village_or_a_group_is_one_stretch_of_the_way():
    groups = ("", "1", "3", "13", "3组", "上坂")
    way = [
        Place(village=village, group=group, house=house, home=home)
        for village in ("", "东山", "东山村", "东山村2", "西洋村")
        for group in groups
        for house, home in (("", "a"), ("9", "b"), ("12", "c"))
    ]
    begin, end = walked_between("东山村")
    assert [one for one in way if begin <= walked(one) < end] == [
        one for one in way if one.village == "东山村"
    ]
    begin, end = walked_between("东山村", "3")
    here = [one for one in way if one.village == "东山村" and one.group == "3"]
    assert [one for one in way if begin <= walked(one) < end] == here


def test_a_place_is_said_as_people_say_it():
    assert place_words(Place(village="东山村", group="3", house="12")) == "东山村 3组 12号"
    assert place_words(Place(village="东山村", group="上坂组", address="x")) == "东山村 上坂组"
    assert place_words(Place(village="东山村", address="东山村街 5 号")) == "东山村街 5 号"


def test_a_scanned_code_finds_its_sheet_with_what_was_printed_on_it(day, rounds):
    one = lives(day, 0, "1", "1")
    pack = packed(day, rounds, one)
    code = pack.sheets[0].sheet.code
    found = rounds.open(f"{code[:4]} {code[4:8]} {code[8:]}")
    assert found == pack.sheets[0]
    printed = {"name": "陈金水", "date": rounds.today().isoformat(), "mode": "2", **CARRIED}
    assert dict(found.sheet.values) == {key: one for key, one in printed.items() if key != "salt"}
    assert rounds.packs() == [pack]


def test_what_is_found_in_the_house_is_not_printed_beforehand(day, rounds, drafts):
    """Habits, medicines and goals carry over on paper; last time's weight and judgements do not."""
    found = {"weight": "63", "psych": "1", "adverse": False, "salt": "2"}
    stays = {"height": "165", "smoke_daily": 10, "salt_goal": "1", "weight_goal": "60"}
    drafts.carried = found | stays
    values = packed(day, rounds, lives(day, 0, "1", "1")).sheets[0].sheet.values
    assert not set(values) & set(found) and stays.items() <= values.items()


def test_a_code_names_nobody_and_a_wrong_digit_is_noticed(day, rounds):
    pack = packed(day, rounds, lives(day, 0, "1", "1"), lives(day, 1, "1", "2"))
    codes = [one.sheet.code for one in pack.sheets]
    assert len(set(codes)) == 2 and all(read_code(code) == code for code in codes)
    assert day.people[0].id_number not in "".join(codes)
    wrong = codes[0][:-1] + str((int(codes[0][-1]) + 1) % 10)
    for text in (wrong, "", "1234", codes[0] + "1", "x" * 16):
        with pytest.raises(BadSheetCode):
            rounds.open(text)
    with pytest.raises(NoSheet):
        rounds.open(sheet_code(1))


@pytest.mark.parametrize("number", [0, 1, 97, 10**14 - 1, 12_345_678_901_234])
def test_swapped_digits_never_pass(number):
    code = sheet_code(number)
    assert read_code(code) == code
    for at in range(15):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        if swapped != code:
            with pytest.raises(BadSheetCode):
                read_code(swapped)


def test_the_paper_has_the_route_first_then_a_sheet_with_its_code_for_each(
    qapp, day, rounds, drafts, tmp_path
):
    first, second = lives(day, 0, "1", "1"), lives(day, 1, "1", "2")
    drafts.records[first, FORM] = Sheet({"sbp": 148, "dbp": 92}, date(2026, 8, 1))
    pack = packed(day, rounds, second, first)
    document = rounds.paper(pack.id)
    route = next(block for block in document.blocks if isinstance(block, Table))
    assert [row[1] for row in route.rows] == ["东山村 1组 1号", "东山村 1组 2号"]
    assert "收缩压 148、舒张压 92" in route.rows[0][4]
    codes = [block.text for block in document.blocks if isinstance(block, Barcode)]
    assert codes == [one.sheet.code for one in pack.sheets]
    data = pdf(document)
    assert data.count(b"/Type /Page\n") == 3
    text = text_of(data, tmp_path)
    assert ["高血压患者随访服务记录表" in page for page in text.split("\f")[1:3]] == [True, True]
    assert all(code in text for code in codes) and "应随访 11-20" in text


def test_telephones_are_masked_and_identity_numbers_are_not_on_the_paper(qapp, day, rounds, tmp_path):
    pack = packed(day, rounds, lives(day, 0, "1", "1"))
    text = text_of(pdf(rounds.paper(pack.id)), tmp_path)
    person = day.people[0]
    assert person.phone not in text and f"{person.phone[:3]}****{person.phone[-4:]}" in text
    assert person.id_number not in text


def test_a_reprint_is_byte_identical_whatever_the_register_says_meanwhile(qapp, day, rounds):
    one = lives(day, 0, "1", "1")
    pack = packed(day, rounds, one)
    before = pdf(rounds.paper(pack.id))
    day.clock.pass_minutes(60)
    day.clinic.residents.amend(day.clinic.on_duty, one, {"phone": "13900000000", "name": "陈改名"})
    assert pdf(rounds.paper(pack.id)) == before


def test_a_sheet_counts_as_typed_in_once_its_visit_is_in_the_record(day, rounds, drafts):
    one = lives(day, 0, "1", "1")
    pack = packed(day, rounds, one)
    assert rounds.typed(pack) == frozenset()
    drafts.records[one, FORM] = Sheet({}, pack.day - timedelta(days=1))
    assert rounds.typed(pack) == frozenset()
    drafts.records[one, FORM] = Sheet({}, pack.day)
    assert rounds.typed(pack) == {pack.sheets[0].sheet.code}


def test_an_empty_pack_and_one_too_thick_are_refused(day, rounds):
    one = lives(day, 0, "1", "1")
    by = day.clinic.on_duty
    with pytest.raises(NothingToPack):
        rounds.make(by, rounds.today(), [])
    with pytest.raises(TooManySheets):
        rounds.make(by, rounds.today(), [Stop(resident_id=one, form=FORM)] * (MOST + 1))
    with pytest.raises(NotAllowed):
        rounds.make(
            replace(by, roles=frozenset({Role.CASHIER})), rounds.today(), [Stop(resident_id=one, form=FORM)]
        )
    with pytest.raises(NoPack):
        rounds.paper(one)
    assert rounds.packs() == []


def test_a_picture_is_kept_encrypted_once_and_named_by_its_hash(day, rounds):
    taken = packed(day, rounds, lives(day, 0, "1", "1")).sheets[0]
    by, store = day.clinic.on_duty, day.clinic.store
    digest = rounds.keep_picture(by, taken, JPEG)
    assert rounds.keep_picture(by, taken, JPEG) == digest
    assert rounds.open(taken.sheet.code).pictures == 2
    with store.reading() as connection:
        assert pictures.kept(connection, digest) == JPEG
        assert pictures.kept(connection, "0" * 64) is None
    on_disk = b"".join(file.read_bytes() for file in store.folder.rglob("*") if file.is_file())
    assert JPEG[:400] not in on_disk


def test_only_pictures_of_a_bounded_size_are_kept(day, rounds):
    taken = packed(day, rounds, lives(day, 0, "1", "1")).sheets[0]
    by = day.clinic.on_duty
    with pytest.raises(NotAPicture):
        rounds.keep_picture(by, taken, b"%PDF-1.4")
    with pytest.raises(PictureTooLarge):
        rounds.keep_picture(by, taken, JPEG + b"x" * LARGEST)
    assert rounds.open(taken.sheet.code).pictures == 0


def test_a_rebuild_gives_the_same_packs(day, rounds):
    taken = packed(day, rounds, lives(day, 0, "1", "1"), lives(day, 1, "1", "2")).sheets[0]
    rounds.keep_picture(day.clinic.on_duty, taken, JPEG)
    before = rounds.packs()
    assert rebuild(day.clinic.store).different == ()
    assert rounds.packs() == before
