"""采购 at the county: orders by state, figures, price lists and recalls, by the functions and by the commands."""

import json
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import openpyxl
import pytest

from clinic_app.domain.pharmacy.fulfilment import Figures, Fulfilled, figures
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed, TakenFrom
from clinic_app.journal.facts.purchase import Accepted, InvoiceMatched, OrderLine, OrderSubmitted, Shipped
from clinic_app.journal.facts.stock import BatchReceived, Price, StockReceived
from clinic_app.projections.queries.purchase import Stage, arriving, order_of
from clinic_app.projections.queries.stock import price_in_force
from sync_server.cli import run
from sync_server.publish.distribution import accept, order_prices, recall, ship
from sync_server.reports.purchase import figures_of, listed
from sync_server.reports.recalls import Reach, reach_of
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, TestCounty, founded, running

DRUG, SIZE = "YP0001", 240_000  # 阿莫西林胶囊, 24 to a box
TODAY = beijing_day(wall_clock())
FAR = TODAY + timedelta(days=700)


@pytest.fixture
def both(url: str):
    with running(founded(url)) as county:
        yield county


def ordered(clinic: FakeClinic, packs: int = 10, reason: str = "normal") -> UUID:
    line = OrderLine(drug=DRUG, name="阿莫西林胶囊", packs=packs, pric_e6=8_500_000, reason=reason)
    fact = OrderSubmitted(number=f"C{packs}", period="2026-11", lines=(line,))
    return clinic.write(fact).id


def came(clinic: FakeClinic, order: UUID | None, packs: int, refused: int = 0, drug: str = DRUG) -> UUID:
    batch = BatchReceived(
        batch_id=uuid4(),
        drug=drug,
        name="阿莫西林胶囊",
        lot="A1",
        expires=FAR,
        pack_qty=24,
        unit="粒",
        pack_unit="盒",
        pric_e6=8_500_000,
        qty_e4=packs * SIZE,
        refused_e4=refused * SIZE,
        refused_why="破损" if refused else "",
    )
    clinic.write(StockReceived(received_on=TODAY, supplier="配送", order_id=order, batches=(batch,)))
    return batch.batch_id


def reaches(county: TestCounty, *clinics: FakeClinic) -> None:
    for clinic in clinics:
        clinic.push()
    county.work()


def sent(packs: int = 8) -> tuple[Shipped, ...]:
    return (Shipped(drug=DRUG, lot="A1", expires=FAR, packs=packs, pric_e6=8_500_000),)


def test_a_shipment_shrinks_by_what_came_and_what_went_back_with_the_driver(both: TestCounty):
    here = both.clinic()
    order = ordered(here)
    reaches(both, here)
    accept(both.database, order, (Accepted(drug=DRUG, packs=8, why="缺货"),), TODAY, "office")
    ship(both.database, order, "S1", sent(), "office")
    came(here, order, 5, refused=1)
    reaches(both, here)
    with both.database.reading() as connection:
        (left,) = arriving(connection, order)
        (line,) = order_of(connection, order).lines
        assert order_of(connection, order).stage is Stage.PART
    assert (left.packs, left.lot, line.received, line.refused, line.due, line.to_ship) == (
        2,
        "A1",
        5,
        1,
        2,
        0,
    )
    came(here, order, 2)
    reaches(both, here)
    with both.database.reading() as connection:
        assert arriving(connection, order) == []
        assert order_of(connection, order).stage is Stage.RECEIVED, "what went back is ordered anew"


def test_orders_are_listed_by_state_and_place_and_turn_pages(both: TestCounty):
    here, there = both.clinic(), both.clinic(OTHER)
    orders = [ordered(here, packs) for packs in (1, 2, 3)]
    other = ordered(there, 4, "urgent")
    reaches(both, here, there)
    accept(both.database, orders[0], (), TODAY, "office")
    with both.database.reading() as connection:
        waiting = listed(connection, stage=Stage.SUBMITTED).orders
        assert {one.order_id for one in waiting} == {*orders[1:], other}
        assert [one.order_id for one in listed(connection, OTHER).orders] == [other]
        first = listed(connection, TOWNSHIP, limit=2)
        second = listed(connection, TOWNSHIP, after=first.after, limit=2)
    assert [one.order_id for one in (*first.orders, *second.orders)] == orders[::-1]
    assert second.after is None


def test_the_figures_say_how_well_orders_were_met(both: TestCounty):
    here = both.clinic()
    late, good = ordered(here), ordered(here, 8, "urgent")
    reaches(both, here)
    yesterday = TODAY - timedelta(days=1)
    accept(both.database, late, (), yesterday, "office")  # came a day after it was due
    came(here, late, 10)
    came(here, good, 8)
    here.write(
        InvoiceMatched(order_id=late, invoice="F1", amount=8500, settled_on=TODAY + timedelta(days=20))
    )
    reaches(both, here)
    order_prices(both.database, "1", TODAY, (Price("YP0101", 1_000_000),), "office")
    with both.database.reading() as connection:
        every, place = figures_of(connection, TODAY, TODAY, TODAY)
    assert every.figures == place.figures
    assert every.figures == Figures(
        orders=2, fill_bp=0, urgent_bp=5000, lead_days=0, payment_days=20, outside=2
    ), "both batches are of a drug that stands on no list"


def test_figures_without_orders_have_no_value():
    assert figures(()) == Figures(
        orders=0, fill_bp=None, urgent_bp=None, lead_days=None, payment_days=None, outside=0
    )
    one = Fulfilled(lines=3, urgent_lines=1, due_packs=3, in_time_packs=2, lead_days=4, payment_days=None)
    assert (figures((one,)).fill_bp, figures((one,)).urgent_bp) == (6667, 3333)


def test_a_recall_counts_places_packs_and_people_without_a_name(both: TestCounty):
    here, there = both.clinic(), both.clinic(OTHER)
    batch = came(here, None, 5)
    came(there, None, 2)
    resident = uuid4()
    for packs in (1, 1):  # twice the same person
        taken = TakenFrom(batch_id=batch, qty_e4=packs * SIZE)
        line = HandedOut(
            feedetl_sn="1", code=DRUG, name="药", cnt_e4=10_000, unit="盒", pric_e6=1, taken=(taken,)
        )
        here.write(
            MedicineDispensed(visit_id=uuid4(), settlement_id=uuid4(), lines=(line,)), subject=resident
        )
    reaches(both, here, there)
    recall(both.database, DRUG, "A1", "微生物限度不合格", "office")
    with both.database.reading() as connection:
        assert reach_of(connection, DRUG, "A1") == [
            Reach(TOWNSHIP, 3 * SIZE, 3, 1),
            Reach(OTHER, 2 * SIZE, 2, 0),
        ]
        assert reach_of(connection, DRUG, "A2") == []


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ("药品编码", "药品名称", "中选价"),
        (DRUG, "阿莫西林胶囊", 9.2),
        ("YP0101", "布洛芬", "面议"),
        ("XX9999", "没有的药", 3),
        ("YP0102", "零价", 0),
    ):
        book.active.append(list(row))
    path = tmp_path / "prices.xlsx"
    book.save(path)
    return path


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def test_a_price_list_is_previewed_reported_and_published(county: TestCounty, sheet: Path, capsys):
    url = ["--database", county.database.url, "--json"]
    report = sheet.with_name("bad.csv")
    assert run(["prices", "preview", str(sheet), "--report", str(report), *url]) == 0
    assert said(capsys)["bad_rows"] == 3
    assert report.read_text("utf-8-sig").count("\n") == 4
    command = ["prices", "publish", str(sheet), "--number", "调价1", "--from", TODAY.isoformat(), *url]
    assert run(command) == 3, "bad rows"
    capsys.readouterr()
    assert run([*command, "--good-rows"]) == 0
    assert said(capsys)["changed"] == 1
    with county.database.reading() as connection:
        found = price_in_force(connection, DRUG, TODAY)
    assert found is not None and found[0] == 9_200_000
    assert run([*command, "--good-rows"]) == 3, "nothing is new"
    assert run(["prices", "list", *url]) == 0


def test_an_order_is_answered_and_shipped_by_the_commands(county: TestCounty, capsys):
    here = county.clinic()
    order = ordered(here)
    reaches(county, here)
    url = ["--database", county.database.url, "--json"]
    assert run(["purchase", "list", "--stage", "submitted", *url]) == 0
    (told,) = said(capsys)["orders"]
    assert (told["order"], told["value"]) == (order.hex, 8500)
    assert run(["purchase", "accept", order.hex, "--cut", f"{DRUG}=6:缺货", *url]) == 0
    assert (
        run(["purchase", "ship", order.hex, "--shipment", "PS1", "--lot", f"{DRUG},A1,2029-06,7", *url]) == 3
    )
    assert (
        run(["purchase", "ship", order.hex, "--shipment", "PS1", "--lot", f"{DRUG},A1,2029-06,6", *url]) == 0
    )
    assert run(["purchase", "ship", order.hex, "--shipment", "PS1", "--lot", f"{DRUG};A1", *url]) == 2
    assert run(["purchase", "figures", *url]) == 0
    with county.database.reading() as connection:
        (lot,) = arriving(connection, order)
    assert (lot.shipment, lot.packs, lot.pric_e6, lot.expires) == ("PS1", 6, 8_500_000, date(2029, 6, 30))


def test_a_recall_by_the_command_says_whom_it_reaches(county: TestCounty, capsys):
    here = county.clinic()
    came(here, None, 5)
    reaches(county, here)
    url = ["--database", county.database.url, "--json"]
    assert run(["recall", "publish", "XX9999", "A1", "--reason", "通告", *url]) == 3, "no such drug"
    capsys.readouterr()
    assert run(["recall", "publish", DRUG, "A1", "--reason", "通告", *url]) == 0
    answer = said(capsys)
    assert (answer["people"], answer["at"][0]["packs"]) == (0, 5)
    assert run(["recall", "list", *url]) == 0
    assert said(capsys)["recalls"][0]["lot"] == "A1"
