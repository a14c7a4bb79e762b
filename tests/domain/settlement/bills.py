"""Bills, people and orders with sensible values; a test names only what it is about."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from clinic_app.domain.policy import Policy, load
from clinic_app.domain.settlement import (
    Bill,
    BillLine,
    Ledger,
    Mode,
    Person,
    RefundRequest,
    State,
    Submission,
    TakeBack,
)

POLICIES = Path(__file__).resolve().parents[3] / "resources" / "policies"
TODAY = date(2016, 8, 10)


def policy(name: str = "yichang_2016") -> Policy:
    return load((POLICIES / f"{name}.toml").read_text(encoding="utf-8"))


YICHANG = policy()
PERSON = Person(psn_no="P1", insutype="390", contract_inst="YCS01")


def line(code: str = "YP0002", yuan: int = 32, count: int = 1, sn: str = "1", **more: Any) -> BillLine:
    return BillLine(
        feedetl_sn=sn, med_list_codg=code, pric_e6=yuan * 1_000_000, cnt_e4=count * 10_000, **more
    )


def bill(*lines: BillLine, visit: str = "V1", day: date = TODAY, **more: Any) -> Bill:
    """An outpatient visit at the contracted community clinic; class A drugs, half is paid."""
    fields: dict[str, Any] = {
        "mdtrt_id": visit,
        "fixmedins_code": "YCS01",
        "inst_lv": "community",
        "med_type": "11",
        "begndate": day,
        "enddate": day,
        "setl_date": day,
        "mdtrt_cert_type": "03",
        "lines": lines or (line(),),
    }
    return Bill(**(fields | more))


def ledger(used: int = 0, cached: int | None = None, **more: Any) -> Ledger:
    """A person whose outpatient pooling of 2016 stands at `used` at the county, `cached` at the clients."""
    cache = None if cached is None else State({2016: {"hifp_11": cached}})
    return Ledger(YICHANG, more.pop("person", PERSON), State({2016: {"hifp_11": used}}), cache=cache, **more)


def submission(
    setl_id: str = "S1", *lines: BillLine, offline: bool = False, client: str = "A", **more: Any
) -> Submission:
    force_version = more.pop("force_version", None)
    return Submission(
        setl_id=setl_id,
        client=client,
        mode=Mode.OFFLINE if offline else Mode.ONLINE,
        force_version=force_version,
        bill=bill(*lines, **more),
    )


def refund_of(
    setl_id: str = "S1",
    *parts: tuple[str, int],
    refund_id: str = "R1",
    new: str | None = None,
    offline: bool = False,
    client: str = "A",
    day: date = TODAY,
) -> RefundRequest:
    """The whole settlement, or the units named: ``("1", 2)`` is two units of line 1."""
    return RefundRequest(
        refund_id=refund_id,
        setl_id=setl_id,
        client=client,
        mode=Mode.OFFLINE if offline else Mode.ONLINE,
        refund_date=day,
        lines=tuple(TakeBack(feedetl_sn=sn, cnt_e4=count * 10_000) for sn, count in parts) or None,
        new_setl_id=new,
    )


def edited(version_id: str, **tables: Any) -> Policy:
    """The Yichang policy with tables of one version replaced."""
    versions = tuple(
        replace(version, **tables) if version.version_id == version_id else version
        for version in YICHANG.versions
    )
    return replace(YICHANG, versions=versions)
