"""Builders for what the ward writes."""

from datetime import date
from typing import Any

from clinic_app.journal.facts import inpatient, outpatient, pharmacy, ward
from tests.world_stock import taken_from

_DAY = date(2026, 11, 22)
_MS = 1_795_300_000_000


def ward_facts(world: Any) -> dict[str, object]:
    """A builder for each type; few orders and beds, so that journals meet in the same rows."""
    dice = world.dice

    def order() -> ward.WardOrder:
        return ward.WardOrder(
            order_id=world.some(world.ward_orders),
            term=dice.choice(["long", "once"]),
            category=dice.choice(["drug", "service", "nursing"]),
            code="YP0001",
            name="阿莫西林胶囊",
            dose="0.5g",
            frequency=dice.choice(["tid", "bid", "st"]),
            route="po",
            unit="粒",
            each_e4=dice.choice([10_000, 20_000]),
            start_ms=_MS + dice.randrange(9),
        )

    def dose() -> ward.DoseDone:
        item = inpatient.ChargedItem(
            code="YP0001",
            name="阿莫西林胶囊",
            cnt_e4=dice.choice([10_000, 20_000]),
            unit="粒",
            pric_e6=dice.choice([350_000, 360_000]),
        )
        return ward.DoseDone(
            order_id=world.some(world.ward_orders),
            day=_DAY,
            slot=dice.choice(["08:00", "12:00"]),
            items=(item,) * dice.randrange(3),
            left_out=dice.choice(["", "拒绝"]),
        )

    def lines() -> tuple[pharmacy.HandedOut, ...]:
        return (
            pharmacy.HandedOut(
                feedetl_sn=str(world.some(world.ward_orders)),
                code="YP0001",
                name="阿莫西林胶囊",
                cnt_e4=dice.choice([10_000, 60_000]),
                unit="粒",
                pric_e6=354_167,
                taken=taken_from(world),
                no_code="split",
            ),
        )

    def stay() -> Any:
        return world.some(world.admissions)

    bed = ("01", "02", "03")
    return {
        "bed.placed": lambda: ward.BedPlaced(
            bed=dice.choice(bed), room=dice.choice("12"), department="内科", in_use=dice.random() < 0.8
        ),
        "bed.readied": lambda: ward.BedReadied(bed=dice.choice(bed)),
        "admission.moved": lambda: ward.AdmissionMoved(
            admission_id=stay(), from_bed=dice.choice(bed), bed=dice.choice(bed)
        ),
        "ward_order.signed": lambda: ward.WardOrdersSigned(admission_id=stay(), orders=(order(), order())),
        "ward_order.stopped": lambda: ward.WardOrdersStopped(
            admission_id=stay(),
            orders=(world.some(world.ward_orders),),
            stop_ms=_MS + dice.randrange(9),
            reason=f"r{dice.randrange(9)}",
        ),
        "ward_order.executed": lambda: ward.WardOrdersExecuted(admission_id=stay(), doses=(dose(), dose())),
        "ward_dose.dispensed": lambda: ward.WardDosesDispensed(admission_id=stay(), day=_DAY, lines=lines()),
        "ward_dose.returned": lambda: ward.WardDosesReturned(admission_id=stay(), day=_DAY, lines=lines()),
        "ward_note.signed": lambda: ward.WardNoteSigned(
            admission_id=stay(),
            kind=dice.choice(["daily", "discharge"]),
            about_ms=_MS,
            sections=(ward.Section("病情", f"t{dice.randrange(9)}"),),
            diagnoses=(outpatient.Diagnosis("J18.900", "肺炎"),),
        ),
        "ward_note.addended": lambda: ward.WardNoteAddended(
            admission_id=stay(), note_id=world.some(world.ward_notes), text=f"t{dice.randrange(9)}"
        ),
    }
