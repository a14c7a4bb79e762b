"""Policies, people and bills out of one random seed: wild, but as the checker would let them pass.

Plain `Random` and not one hypothesis strategy a field: a policy has some hundred
fields, and drawing each would make an example take seconds.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from clinic_app.domain.policy.model import (
    AnnualCap,
    Benefit,
    CatalogueRow,
    ChronicDisease,
    Cmi,
    CmiRelief,
    ConsultationFee,
    DiseasePackage,
    LevelBenefit,
    Maf,
    MafRule,
    Policy,
    Segment,
    Version,
)
from clinic_app.domain.settlement import (
    Bill,
    BillLine,
    ChronicRegistration,
    Direction,
    PayWay,
    Person,
    Referral,
)
from tests.domain.settlement.bills import YICHANG

DAY = date(2016, 8, 10)
LEVELS = ("village", "township", "community", "county", "city", "province")


def ratio(rng: Random) -> int:
    return rng.choice((0, 10_000, rng.randint(0, 10_000)))


def amount(rng: Random) -> int:
    """Often nothing, often small, so that caps and deductibles bind."""
    return rng.choice((0, rng.randint(0, 5_000), rng.randint(0, 500_000)))


def perhaps(rng: Random, value: int) -> int | None:
    return rng.choice((None, value))


def segments(rng: Random, start: int = 0) -> tuple[Segment, ...]:
    edges = [start]
    for _ in range(rng.randint(0, 3)):
        edges.append(edges[-1] + rng.randint(1, 200_000))
    return tuple(Segment(edge, ratio(rng)) for edge in edges)


def benefits(rng: Random) -> Benefit:
    return Benefit(
        dedc_mode=rng.choice(["none", "visit", "year"]),
        dedc_fen=tuple(amount(rng) for _ in range(rng.randint(1, 3))),
        segments=segments(rng),
        visit_cap_fen=perhaps(rng, amount(rng)),
    )


def rows(rng: Random, code: str) -> CatalogueRow:
    chrgitm_lv = rng.choice(["01", "02", "03"])
    return CatalogueRow(
        med_list_codg=code,
        name=code,
        kind=rng.choice(["drug", "service"]),
        chrgitm_lv=chrgitm_lv,
        selfpay_prop_bp=ratio(rng) if chrgitm_lv == "02" else 0,
        pric_uplmt_e6=perhaps(rng, rng.randint(0, 300_000_000)),
        pric_uplmt_by_lv=rng.choice((None, {rng.choice(LEVELS): rng.randint(0, 300_000_000)})),
        lmt_used=rng.random() < 0.5,
        gc=code == "GC",
    )


def majors(rng: Random) -> Cmi:
    start = amount(rng)
    table = segments(rng, start)
    least = table[1].from_fen - 1 if len(table) > 1 else start + 10_000
    relief = CmiRelief(groups=("tekun",), start_fen=rng.randint(0, least), plus_bp=ratio(rng))
    return Cmi(
        enabled=rng.random() < 0.5,
        med_types=("21", "14"),
        start_fen=start,
        annual_cap_fen=perhaps(rng, amount(rng)),
        segments=table,
        relief=(relief,),
    )


def versions(rng: Random) -> Version:
    base = YICHANG.versions[1]
    caps = [("11",), ("21", "14"), ("11", "14", "21")]
    return replace(
        base,
        require_contract=False,
        general=replace(base.general, ratio_cap_bp=ratio(rng), zero_markup_levels=()),
        outpatient=tuple(LevelBenefit(inst_lv=level, benefit=benefits(rng)) for level in LEVELS[:3]),
        inpatient=tuple(
            LevelBenefit(inst_lv=level, benefit=benefits(rng), noref_minus_bp=ratio(rng))
            for level in LEVELS[1:]
        ),
        chronic=(
            ChronicDisease(
                dise_codg="D1",
                name="D1",
                levels=LEVELS,
                annual_cap_fen=amount(rng),
                benefit=benefits(rng),
            ),
        ),
        annual_caps=tuple(
            AnnualCap(cap_id=f"cap{at}", med_types=types, includes_gc=rng.random() < 0.5, cap_fen=amount(rng))
            for at, types in enumerate(rng.choices(caps, k=rng.randint(0, 3)))
        ),
        gc=tuple(
            ConsultationFee(
                inst_lv=level,
                std_fen=amount(rng),
                fund_fen=amount(rng),
                repeat_days=rng.randint(0, 3),
            )
            for level in LEVELS
        ),
        cmi=majors(rng),
        maf=Maf(
            one_stop_cert_types=("03",),
            rules=tuple(
                MafRule(
                    group=group,
                    med_types=("11", "14", "21"),
                    acc=rng.choice(["op", "ip"]),
                    start_fen=amount(rng),
                    ratio_bp=ratio(rng),
                    annual_cap_fen=amount(rng),
                )
                for group in ("tekun", "dibao")
            ),
        ),
        disease_pay=(
            DiseasePackage(dise_codg="D1", name="D1", levels=LEVELS, std_fen=amount(rng), psn_bp=ratio(rng)),
        ),
        acct=replace(base.acct, enabled=rng.random() < 0.5, scope=rng.choice(["all", "inscp"])),
        offline=replace(
            base.offline, allow_med_types=("11", "14", "21"), max_age_days=999, visit_fund_max_fen=10**9
        ),
    )


def policies(rng: Random) -> Policy:
    codes = ("A", "B", "C", "GC")
    return replace(
        YICHANG,
        insutypes=("310", "390"),
        versions=(versions(rng),),
        catalogue={code: (rows(rng, code),) for code in codes},
    )


def people(rng: Random) -> Person:
    return Person(
        psn_no="P1",
        insutype=rng.choice(["310", "390"]),
        psn_insu_stas=rng.choice(["1", "1", "1", "2"]),
        maf_group=rng.choice((None, "tekun", "dibao")),
        chronic=(ChronicRegistration(dise_codg="D1", valid_from=date(2016, 1, 1)),),
    )


def bills(rng: Random, visit: str = "V1") -> Bill:
    med_type = rng.choice(["11", "14", "21"])
    inpatient = med_type == "21"
    codes = ["A", "B", "C", "X"] + ([] if inpatient else ["GC"])
    day = DAY + timedelta(rng.randint(0, 4))
    count = rng.randint(1, 4)
    fields: dict[str, Any] = {
        "mdtrt_id": visit,
        "fixmedins_code": rng.choice(["I1", "I2"]),
        "inst_lv": rng.choice(LEVELS),
        "med_type": med_type,
        "begndate": day,
        "enddate": day,
        "setl_date": day,
        "mdtrt_cert_type": rng.choice(["02", "03"]),
        "lines": tuple(
            BillLine(
                feedetl_sn=str(at),
                med_list_codg=rng.choice(codes),
                pric_e6=rng.randint(0, 900_000_000),
                cnt_e4=rng.randint(1, 60_000),
                hosp_appr_flag=rng.choice(["0", "1"]),
                psn_request=rng.random() < 0.5,
            )
            for at in range(count)
        ),
        "diag_code": rng.choice(["", "I10", "Z99"]),
        "dise_codg": "D1",
        "pay_way": rng.choice(list(PayWay)) if inpatient else PayWay.ITEM,
        "emergency": rng.random() < 0.5,
        "acct_request": amount(rng),
        "ewallet_request": amount(rng),
    }
    if inpatient and rng.random() < 0.5:
        fields["referral"] = Referral(
            type=rng.choice(list(Direction)),
            from_lv=rng.choice(LEVELS),
            registered=True,
            same_area=True,
            date=day,
        )
    return Bill(**fields)
