"""S6, S7 统筹支付: ratio by segments, then the caps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clinic_app.domain.money import half_up
from clinic_app.domain.policy.model import AnnualCap, Segment
from clinic_app.domain.policy.words import WHOLE_BP
from clinic_app.domain.settlement.bill import Direction
from clinic_app.domain.settlement.outcome import Notes
from clinic_app.domain.settlement.visit import Visit


@dataclass(frozen=True, slots=True)
class PoolShare:
    raw: int  # by ratio, before caps
    blended_bp: int  # for information


@dataclass(frozen=True, slots=True)
class Capped:
    paid: int
    limited_by: str | None


def used_under(cap: AnnualCap, year: Mapping[str, int]) -> int:
    """What the fund has paid this year under `cap`."""
    used = year.get("gc_fund", 0) if cap.includes_gc else 0
    for med_type in cap.med_types if year else ():
        used += year.get(f"hifp_{med_type}", 0)
    return used


def pool_share(
    visit: Visit, pool_full: int, act_pay_dedc: int, referred: Direction | None, notes: Notes
) -> PoolShare:
    base = pool_full - act_pay_dedc
    if visit.benefit is None:
        return PoolShare(0, 0)
    if visit.package is not None:
        person = half_up(base * visit.package.psn_bp, WHOLE_BP)  # R7
        raw = base - person
        notes.because("pool_raw_amt", "package.share", base=base, psn_bp=visit.package.psn_bp, person=person)
        return PoolShare(raw, half_up(raw * WHOLE_BP, base) if base else 0)
    floor, change = _floor(visit), _plus(visit) - _minus(visit, referred)
    weighted = 0
    for segment, upper in edges(visit.benefit.segments):
        top = pool_full if upper is None else min(pool_full, upper)
        part = max(0, top - max(act_pay_dedc, segment.from_fen))
        if part == 0:
            continue
        ratio = max(segment.ratio_bp, floor) + change
        ratio = max(0, min(ratio, visit.version.general.ratio_cap_bp))
        weighted += part * ratio
        notes.because("pool_raw_amt", "pool.segment", part=part, ratio_bp=ratio, table_bp=segment.ratio_bp)
    # R4 and R8: rounded once, over the sum of all segments
    return PoolShare(half_up(weighted, WHOLE_BP), half_up(weighted, base) if base else 0)


def capped(visit: Visit, year: Mapping[str, int], raw: int, gc_fund_pay: int, notes: Notes) -> Capped:
    """The pooling payment under every limit; the first of equals gives its name."""
    if visit.benefit is None:
        return Capped(0, None)
    paid, limited_by = raw, None
    for name, room in _limits(visit, year, gc_fund_pay):
        if room < paid:
            paid, limited_by = room, name
    if limited_by is not None:
        notes.warn("W_CAP_REACHED")
        notes.because("pool_cut_amt", "pool.cap", cap=limited_by, room=paid, raw=raw)
    return Capped(paid, limited_by)


def edges(segments: tuple[Segment, ...]) -> Iterator[tuple[Segment, int | None]]:
    """Each segment with its upper edge; the last has none."""
    for at, segment in enumerate(segments):
        yield segment, segments[at + 1].from_fen if at + 1 < len(segments) else None


def _limits(visit: Visit, year: Mapping[str, int], gc_fund_pay: int) -> Iterator[tuple[str, int]]:
    assert visit.benefit is not None
    if visit.benefit.visit_cap_fen is not None and visit.package is None:
        yield "visit_cap", visit.benefit.visit_cap_fen
    for cap in visit.version.annual_caps:
        if visit.med_type in cap.med_types:
            fee = gc_fund_pay if cap.includes_gc else 0
            yield cap.cap_id, max(0, cap.cap_fen - used_under(cap, year) - fee)
    chronic = visit.admitted.chronic
    if chronic is not None:
        yield "chronic_cap", max(0, chronic.annual_cap_fen - year.get(f"dise:{chronic.dise_codg}", 0))


def _floor(visit: Visit) -> int:
    """重大疾病: the largest ratio listed for the disease at this level."""
    if not visit.inpatient:
        return 0
    return max(
        (
            row.ratio_bp
            for row in visit.version.major_disease
            if row.dise_codg == visit.bill.dise_codg and visit.bill.inst_lv in row.levels
        ),
        default=0,
    )


def _plus(visit: Visit) -> int:
    plus = visit.version.primary_plus
    if visit.med_type not in plus.med_types or visit.bill.inst_lv not in plus.levels:
        return 0
    if plus.common_disease_only and not (visit.bill.diag_code or "").startswith(plus.diag_prefixes):
        return 0
    return plus.plus_bp


def _minus(visit: Visit, referred: Direction | None) -> int:
    if not visit.inpatient or visit.level is None or referred is not None or visit.bill.emergency:
        return 0
    return visit.level.noref_minus_bp
