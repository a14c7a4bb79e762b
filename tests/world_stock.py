"""Builders for facts of stock and purchase; part of tests/world.py."""

from datetime import date
from typing import Any

from clinic_app.domain.pharmacy.sold_codes import packed
from clinic_app.journal.facts import pharmacy, purchase, stock

DAY = date(2026, 11, 22)


def taken_from(world: Any) -> tuple[pharmacy.TakenFrom, ...]:
    """From none, or from a batch that others know too."""
    if world.dice.random() < 0.3:
        return ()
    return (
        pharmacy.TakenFrom(
            batch_id=world.some(world.batches),
            qty_e4=world.dice.randrange(1, 5) * 10_000,
            loose_e4=10_000,
            opened_e4=world.dice.choice([0, 240_000]),
            codes=(_code(world),),
        ),
    )


def stock_facts(world: Any) -> dict[str, object]:
    dice = world.dice

    def batch() -> stock.BatchReceived:
        return stock.BatchReceived(
            batch_id=world.some(world.batches),
            drug=f"YP{dice.randrange(3)}",
            name="药",
            lot=f"L{dice.randrange(3)}",
            expires=date(2027, 1 + dice.randrange(12), 1),
            pack_qty=24,
            unit="粒",
            pack_unit="盒",
            pric_e6=dice.randrange(1, 9) * 1_000_000,
            qty_e4=dice.randrange(1, 20) * 240_000,
            codes=(_code(world),),
        )

    def moved() -> stock.BatchMoved:
        return stock.BatchMoved(
            batch_id=world.some(world.batches),
            drug=f"YP{dice.randrange(3)}",
            qty_e4=dice.randrange(1, 9) * 10_000,
            loose_e4=10_000,
            codes=(_code(world),),
        )

    def book() -> tuple[stock.BookLine, ...]:
        return (stock.BookLine(batch_id=world.some(world.batches), qty_e4=dice.randrange(9) * 10_000),)

    return {
        "stock.received": lambda: stock.StockReceived(
            received_on=DAY,
            supplier="县配送",
            batches=(batch(), batch()),
            transfer_id=dice.choice([None, world.some(world.transfers)]),
        ),
        "transfer.cancelled": lambda: stock.TransferCancelled(
            transfer_id=world.some(world.transfers),
            to_facility="350881002",
            reason=f"r{dice.randrange(9)}",
            lines=(moved(),),
        ),
        "stock.moved": lambda: stock.StockMoved(
            kind=dice.choice(["waste", "split", "a_later_kind"]), lines=(moved(),), reason="r"
        ),
        "stock.transferred": lambda: stock.StockTransferred(
            lines=(moved(),),
            to="病区",
            to_facility=dice.choice(["", "350881002"]),
            number=f"T{dice.randrange(9)}",
            batches=(batch(),),
        ),
        "cold_place.named": lambda: stock.ColdPlaceNamed(
            place=dice.choice(["药品冷藏柜", "二号柜"]),
            storage="cold_chain",
            lowest=20,
            highest=dice.randrange(50, 80),
            drugs=(f"YP{dice.randrange(3)}",),
            in_use=dice.choice([True, False]),
        ),
        "temperature.logged": lambda: stock.TemperatureLogged(
            place=dice.choice(["药品冷藏柜", "阴凉库"]),
            day=DAY,
            half=dice.choice(["am", "pm"]),
            tenths=dice.randrange(-20, 200),
            lowest=20,
            highest=80,
            set_aside=(world.some(world.batches),),
        ),
        "batch.judged": lambda: stock.BatchJudged(
            batch_id=world.some(world.batches),
            state=dice.choice(["ok", "quarantine"]),
            reason=f"r{dice.randrange(9)}",
        ),
        "stock.revalued": lambda: stock.StockRevalued(
            price_order=world.new_id(),
            lines=(stock.Revalued(batch_id=world.some(world.batches), old_e6=1, into=batch()),),
        ),
        "stocktake.opened": lambda: stock.StocktakeOpened(number="A1", lines=book()),
        "stocktake.counted": lambda: stock.StocktakeCounted(
            stocktake_id=world.some(world.stocktakes), lines=book()
        ),
        "stocktake.approved": lambda: stock.StocktakeApproved(
            stocktake_id=world.some(world.stocktakes),
            counted=dice.randrange(9),
            lines=(
                stock.Adjusted(
                    batch_id=world.some(world.batches),
                    drug="YP1",
                    diff_e4=dice.choice([-10_000, 10_000]),
                    reason="miscount",
                ),
            ),
        ),
        "lot.recalled": lambda: stock.LotRecalled(
            drug=f"YP{dice.randrange(3)}", lot=f"L{dice.randrange(3)}", reason=f"r{dice.randrange(9)}"
        ),
        "prices.ordered": lambda: stock.PricesOrdered(
            number="调价1", from_day=DAY, prices=(stock.Price("YP1", dice.randrange(1, 9) * 1_000_000),)
        ),
        "sold_codes.published": lambda: stock.SoldCodesPublished(
            day=DAY, marks=packed(dice.randrange(50) for _ in range(4))
        ),
        **_purchase(world),
    }


def _purchase(world: Any) -> dict[str, object]:
    dice = world.dice
    return {
        "order.submitted": lambda: purchase.OrderSubmitted(
            number=f"A{dice.randrange(99)}",
            period="2026-11",
            lines=(purchase.OrderLine(drug="YP1", name="药", packs=dice.randrange(1, 9), pric_e6=1_000_000),),
        ),
        "order.cancelled": lambda: purchase.OrderCancelled(
            order_id=world.some(world.orders), reason=f"r{dice.randrange(9)}"
        ),
        "order.accepted": lambda: purchase.OrderAccepted(
            facility="350881001",
            order_id=world.some(world.orders),
            due=DAY,
            lines=(purchase.Accepted(drug="YP1", packs=dice.randrange(9)),),
        ),
        "order.shipped": lambda: purchase.OrderShipped(
            facility="350881001",
            order_id=world.some(world.orders),
            shipment=f"S{dice.randrange(9)}",
            lines=(purchase.Shipped(drug="YP1", lot="L1", expires=DAY, packs=1, pric_e6=1_000_000),),
        ),
        "invoice.matched": lambda: purchase.InvoiceMatched(
            order_id=world.some(world.orders),
            invoice=f"F{dice.randrange(9)}",
            amount=dice.randrange(9),
            settled_on=dice.choice([None, DAY]),
        ),
    }


def _code(world: Any) -> stock.CodeUsed:
    return stock.CodeUsed(code=f"8100000{world.dice.randrange(9):013d}", qty_e4=240_000)
