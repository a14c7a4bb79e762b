"""S8 大病保险: paid on the burden of the whole year, the earlier part taken off."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_app.domain.money import half_up
from clinic_app.domain.policy.model import Cmi, Segment
from clinic_app.domain.policy.words import EMPLOYEES, WHOLE_BP
from clinic_app.domain.settlement.outcome import Notes
from clinic_app.domain.settlement.pool import edges
from clinic_app.domain.settlement.visit import Visit


@dataclass(frozen=True, slots=True)
class MajorDiseasePay:
    cmi_in_amt: int  # this visit's part of the yearly burden
    paid: int


def major_disease_pay(
    visit: Visit, year: Mapping[str, int], in_scope_rest: int, notes: Notes
) -> MajorDiseasePay:
    """`in_scope_rest`: in-scope amount minus the pooling payment; deductible and cuts count."""
    cmi = visit.version.cmi
    if visit.benefit is None or not cmi.enabled or visit.med_type not in cmi.med_types:
        return MajorDiseasePay(0, 0)
    before = year.get("cmi_base", 0)
    after = before + in_scope_rest
    segments = _segments(cmi, visit.person.maf_group)
    paid = half_up(_weighted(segments, after) - _weighted(segments, before), WHOLE_BP)  # R5
    if cmi.annual_cap_fen is not None:
        room = max(0, cmi.annual_cap_fen - year.get("cmi_pay", 0))
        if paid > room:
            notes.warn("W_CMI_CAP")
            paid = room
    if paid:
        start = segments[0].from_fen
        name = "hifob_pay" if visit.person.insutype == EMPLOYEES else "hifmi_pay"
        notes.because(name, "cmi.burden", start_fen=start, before=before, after=after, paid=paid)
    return MajorDiseasePay(in_scope_rest, paid)


def _segments(cmi: Cmi, maf_group: str | None) -> tuple[Segment, ...]:
    """The table for this person: a relief lowers the start and adds points."""
    for relief in cmi.relief:
        if maf_group is not None and maf_group in relief.groups:
            first = Segment(relief.start_fen, cmi.segments[0].ratio_bp)
            return tuple(
                Segment(segment.from_fen, min(WHOLE_BP, segment.ratio_bp + relief.plus_bp))
                for segment in (first, *cmi.segments[1:])
            )
    return cmi.segments


def _weighted(segments: tuple[Segment, ...], burden: int) -> int:
    """Σ of the burden in each segment times its ratio, not yet divided."""
    total = 0
    for segment, upper in edges(segments):
        top = burden if upper is None else min(burden, upper)
        total += max(0, top - segment.from_fen) * segment.ratio_bp
    return total
