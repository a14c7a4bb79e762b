"""Stock for the pages' tests: deliveries through the service, boxes with codes."""

from datetime import timedelta
from uuid import UUID

from clinic_app.domain.catalogs import drugs
from clinic_app.services.stock_booking import Delivery, NewBatch
from tests.ui.clinic_day import ClinicDay

BY_CODE = {one.code: one for one in drugs()}
DRUGS = ("YP0001", "YP0101")  # those of `ClinicDay.bill`


def box(drug: str, number: int) -> str:
    """The trace code of a box."""
    return f"{BY_CODE[drug].trace_prefix}{number:013d}"


def came(
    day: ClinicDay,
    drug: str,
    lot: str = "A1",
    packs: int = 5,
    days: int = 400,
    codes: tuple[str, ...] = (),
) -> UUID:
    """A delivery of one batch; returns the batch."""
    line = NewBatch(
        drug=drug,
        lot=lot,
        expires=day.clinic.stock.today() + timedelta(days=days),
        packs=packs,
        pric_e6=BY_CODE[drug].price_e6,
        codes=codes,
        no_code="unlabelled",
    )
    fact = day.clinic.stock_booking.receive(
        day.clinic.on_duty, Delivery(supplier="漳平县医药配送中心", invoice="FP0001", lines=(line,))
    )
    day.clock.pass_minutes(1)
    return fact.batches[0].batch_id
