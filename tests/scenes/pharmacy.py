"""发药, 库存, 采购."""

from datetime import timedelta
from typing import Any

from clinic_app.app.workplace import Workplace
from clinic_app.domain.catalogs import drugs
from clinic_app.domain.pharmacy.cold_chain import FRIDGE
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.pharmacy.product import of_drug
from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.journal.facts.outpatient import Collector, Diagnosis
from clinic_app.journal.facts.purchase import Accepted, OrderAccepted, OrderShipped, Shipped
from clinic_app.projections.queries.registration import VisitState
from clinic_app.services.outpatient import Findings
from clinic_app.services.pharmacy import AtWindow
from clinic_app.services.registration import NewVisit
from clinic_app.services.stock_booking import Delivery, NewBatch, SomeOf
from clinic_app.services.stocktake import Seen
from tests.scenes.waiting import calm
from tests.signed import sign_without_rules
from tests.ui.clinic_day import drug_line
from tests.ui.workplace import DeskReader


def handed_out(work: Workplace, reader: DeskReader) -> None:
    """What went over the window today, one of it open."""
    work.window.page("pharmacy").tabs.setCurrentIndex(1)


def not_meeting(work: Workplace, reader: DeskReader) -> None:
    """收发核对: what is charged and not handed out."""
    work.window.page("pharmacy").tabs.setCurrentIndex(3)


def coming_back(work: Workplace, reader: DeskReader) -> None:
    work.window.press("refund")


def on_the_shelves(work: Workplace, reader: DeskReader) -> None:
    """A delivery of a dozen drugs, one lot near its end, another one with a broken box."""
    clinic, by = work.clinic, work.clinic.on_duty
    today = clinic.stock.today()
    chosen = [one for one in drugs() if "township" in one.levels and one.route != "decoct"][:14]
    cold = [one for one in drugs() if "township" in one.levels and one.storage == "cold_chain"][:2]
    lines = tuple(
        NewBatch(
            drug=one.code,
            lot=f"2411{place:02d}",
            expires=today + timedelta(days=190 + 45 * place),
            packs=12 + 5 * place,
            pric_e6=one.price_e6,
            no_code="unlabelled",
        )
        for place, one in enumerate([*chosen, *cold])
    )
    fact = clinic.stock_booking.receive(
        by, Delivery(supplier="漳平县医药配送中心", invoice="FP1208", lines=lines)
    )
    first, second = fact.batches[0].batch_id, fact.batches[1].batch_id
    clinic.stock_booking.move(by, Kind.WASTE, [SomeOf(batch_id=first, packs=1)], "玻璃瓶打破")
    clinic.stock_booking.move(by, Kind.SPLIT, [SomeOf(batch_id=first, packs=1)], "拆零")
    with clinic.store.writing(by.author) as writing:
        here = clinic.store.facility
        village = FacilityRegistered(code="H35088199001", name="下洋村卫生室", inst_lv="village", parent=here)
        writing.append(village)
    some = [SomeOf(batch_id=first, packs=4), SomeOf(batch_id=second, packs=6)]
    clinic.stock_booking.transfer(by, some, to_facility="H35088199001")
    work.desk.written.emit()


def movements(work: Workplace, reader: DeskReader) -> None:
    """What happened to one batch."""
    page = work.window.page("stock")
    clinic = work.clinic
    moved = next(one for one in clinic.stock.shelves() if one.batch.lot == "241100")
    page.desk.model.show_ledger(moved)


def out_of_stock(work: Workplace, reader: DeskReader) -> None:
    """A broken box is booked out."""
    page = work.window.page("stock")
    page.desk.model.back()
    calm(work)
    page.desk.out.click()
    page.desk.form.packs.show_number(1)
    page.desk.form.reason.setText("玻璃瓶打破")


def warned(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("stock")
    page.desk.model.back()
    _stock_part(work, 2)


def counting(work: Workplace, reader: DeskReader) -> None:
    """A stocktake, its first lines counted."""
    take = _stock_part(work, 3)
    take.model.open("month")
    calm(work)
    for line in take.model.state.lines[:3]:
        take.model.note(line.batch.batch_id, Seen(packs=12))


def on_the_way(work: Workplace, reader: DeskReader) -> None:
    _stock_part(work, 4)


def the_month(work: Workplace, reader: DeskReader) -> None:
    _stock_part(work, 5)


def the_fridge(work: Workplace, reader: DeskReader) -> None:
    """Read once, and too warm."""
    chain = _stock_part(work, 6)
    chain.model.log(FRIDGE, 96, "门没关严，已关好并移出复测")


def the_register(work: Workplace, reader: DeskReader) -> None:
    """专册 of an injection: received, handed out twice before two people, one ampoule back."""
    clinic, by = work.clinic, work.clinic.on_duty
    morphine = next(one for one in drugs() if one.code == "YP1429")
    line = NewBatch(
        drug=morphine.code,
        lot="250311",
        expires=clinic.stock.today() + timedelta(days=600),
        packs=10,
        pric_e6=morphine.price_e6,
        no_code="unlabelled",
    )
    clinic.stock_booking.receive(by, Delivery(supplier="漳平县医药配送中心", invoice="FP1210", lines=(line,)))
    second = next(one.staff_id for one in clinic.staff.all() if one.active and one.staff_id != by.staff_id)
    queue = clinic.registration.queue()
    open_ = {one.resident_id for one in queue if one.state is not VisitState.SETTLED}
    gone = {one.resident_id: one for one in queue if one.resident_id not in open_}
    for seen in list(gone.values())[:2]:
        visit = clinic.registration.register(by, NewVisit(resident_id=seen.resident_id, department="全科"))
        found = Findings(
            complaint="上腹部剧痛",
            diagnoses=(Diagnosis("C16.9", "胃恶性肿瘤"),),
            drugs=(drug_line(morphine, days=1),),
            collector=Collector(name="林小梅", id_number="350881199003071129"),
        )
        sign_without_rules(clinic, visit, found)
        bill, _ = clinic.settlement.settle(by, visit.id, self_pay=True)
        clinic.pharmacy.dispense(by, bill, {"1": AtWindow(no_code="unlabelled")}, second=second)
    last = clinic.narcotics.register(of_drug(morphine), clinic.stock.today().replace(day=1)).lines[-1]
    clinic.narcotics.take_empties(by, morphine.code, last.source, last.batch_id, 1)
    _stock_part(work, 7)
    work.desk.written.emit()


def _stock_part(work: Workplace, number: int) -> Any:
    page = work.window.page("stock")
    page.tabs.setCurrentIndex(number)
    calm(work)
    return page.further[number - 2]


def a_draft(work: Workplace, reader: DeskReader) -> None:
    """Three drugs wanted, one of them urgently."""
    page = work.window.page("purchase")
    for code in ("YP0001", "YP0101", "YP0102"):
        page.view_model.add(code)
        calm(work)
        page.view_model.want(code, 20, "urgent" if code == "YP0101" else "normal")
    calm(work)


def an_order(work: Workplace, reader: DeskReader) -> None:
    """Submitted, cut by the county, on its way."""
    page = work.window.page("purchase")
    page.view_model.submit()
    calm(work)
    clinic = work.clinic
    order = clinic.purchase.orders()[0].order
    here, day = clinic.store.facility, clinic.purchase.today()
    cut = Accepted(drug=order.lines[0].drug, packs=12, why="配送中心缺货")
    rest = tuple(Accepted(drug=one.drug, packs=one.ordered) for one in order.lines[1:])
    lots = tuple(
        Shipped(drug=one.drug, lot=lot, expires=day + timedelta(days=700), packs=12, pric_e6=one.pric_e6)
        for one, lot in zip(order.lines, ("241108", "250316"), strict=False)
    )
    with clinic.store.writing(clinic.on_duty.author) as writing:
        due = day + timedelta(days=3)
        writing.append(OrderAccepted(facility=here, order_id=order.order_id, due=due, lines=(cut, *rest)))
        writing.append(OrderShipped(facility=here, order_id=order.order_id, shipment="PS1208", lines=lots))
    page.view_model.refresh()


def a_shipment(work: Workplace, reader: DeskReader) -> None:
    """The receipt filled; a box came broken."""
    page = work.window.page("purchase")
    page.view_model.receive_shipment()
    calm(work)
    page.view_model.came(11, 1, "瓶身破裂")
    page.view_model.explain("unlabelled")
