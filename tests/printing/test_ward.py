"""住院单据: what the papers of a stay say."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from clinic_app.printing.documents import Document, Fields, Line, Pair, Table
from clinic_app.services.paperwork import NoPaper
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic
from tests.ui.ward_day import BED, CARE, a_stay, admitted, charged


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClinicDay]:
    folder: Path = tmp_path_factory.mktemp("morning")
    found_clinic(folder / "data")
    opened = begin_day(folder / "data", folder / "day")
    yield opened
    opened.clinic.close()


def words_of(document: Document) -> str:
    found: list[str] = [document.title, document.corner]
    for block in (*document.blocks, *document.foot):
        if isinstance(block, Line):
            found.append(block.text)
        elif isinstance(block, Pair):
            found.append(f"{block.left} {block.right}")
        elif isinstance(block, Fields):
            found += [f"{name} {value}" for name, value in block.pairs]
        elif isinstance(block, Table):
            found += [" ".join(row) for row in block.rows]
    return "\n".join(found)


def test_the_deposit_slip_says_what_was_left_and_what_is_held(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = admitted(day, 5)
    first, _ = clinic.deposits.take(by, stay.id, 50_000)
    second, _ = clinic.deposits.take(by, stay.id, 20_050, "wechat")
    back, _ = clinic.deposits.give_back(by, stay.id, 10_000, "cash", "交多了")
    slip = words_of(clinic.paperwork.deposit_slip(first))
    assert "收到预交金 ¥500.00" in slip and "伍佰元整" in slip and "预交金余额 500.00 元" in slip
    assert day.people[5].name in slip and stay.number in slip
    assert "方式 微信" in words_of(clinic.paperwork.deposit_slip(second))
    assert "预交金余额 700.50 元" in words_of(clinic.paperwork.deposit_slip(second))
    returned = words_of(clinic.paperwork.deposit_slip(back))
    assert "退还金额 ¥100.00" in returned and "退款原因 交多了" in returned and "余额 600.50" in returned
    with pytest.raises(NoPaper):
        clinic.paperwork.deposit_slip(stay.id)


def test_the_day_list_says_what_the_day_cost(day):
    clinic = day.clinic
    stay = admitted(day, 6)
    today = clinic.inpatient.today()
    charged(day, stay, (BED, 1), (CARE, 2))
    charged(day, stay, (CARE, -1))
    said = words_of(clinic.paperwork.day_list(stay.id, today))
    assert "床位费(日) 12.00 1 日 12.00" in said
    assert "住院治疗费(综合) 60.00 1 日 60.00" in said
    assert "当日合计 ¥72.00" in said and "住院以来合计 72.00" in said
    with pytest.raises(NoPaper):
        clinic.paperwork.day_list(stay.id, date(2026, 1, 1))


def test_the_receipt_of_a_stay_shows_the_deposit_and_its_rest(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = a_stay(day, 7)
    closed = clinic.wardbill.settle(by, stay.id)
    said = words_of(clinic.paperwork.receipt(closed.settlement_id))
    used = closed.made.tender["deposit"]
    assert "住院收费收据" in said and f"住院号 {stay.number}" in said
    assert f"预交金抵付 {used // 100}.{used % 100:02d}　补交 0.00" in said
    assert f"退还预交金 ¥{closed.returned // 100}.{closed.returned % 100:02d}" in said
    slip = words_of(clinic.paperwork.deposit_slip(closed.slip))
    assert "出院结算退余" in slip and "预交金余额 0.00" in slip
    before = clinic.paperwork.receipt(closed.settlement_id)
    clinic.wardbill.reverse(by, stay.id, "多记")
    clinic.wardbill.settle(by, stay.id, self_pay=True)
    assert clinic.paperwork.receipt(closed.settlement_id) == before, "a reprint says the same"
    assert "住院退费收据" in words_of(clinic.paperwork.red_receipt(closed.settlement_id))
