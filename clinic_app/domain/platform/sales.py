"""商品销售 (3505A): boxes that left the window with their trace codes, as the platform is told.

Source: docs/platform.md; names of fields follow public client code and are confirmed with the county.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinic_app.domain.platform.numbers import decimal_text
from clinic_app.domain.time import beijing

INSURED, SELF_PAY = "1", "2"  # mdtrt_setl_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Boxes of one batch on one line of a bill."""

    number: str  # fixmedins_bchno (30): one for each sale, for ever
    code: str
    name: str
    lot: str
    expires: date | None
    cnt_e4: int  # in the unit of the bill
    pric_e6: int
    split: bool  # 拆零
    insured: bool
    visit: str  # our own number of the visit
    sold_ms: int  # UTC
    codes: tuple[str, ...]


def sales(lines: Sequence[Sale], opter_name: str) -> dict[str, Any]:
    """3505A: several at once."""
    return {"selinfo": [_line(one, opter_name) for one in lines]}


def ask_sale(number: str) -> dict[str, Any]:
    """3512: whether a sale of this number is there."""
    return {"data": {"fixmedins_bchno": number}}


def _line(one: Sale, opter_name: str) -> dict[str, Any]:
    return {
        "med_list_codg": one.code,
        "fixmedins_hilist_id": one.code,
        "fixmedins_hilist_name": one.name,
        "fixmedins_bchno": one.number,
        "manu_lotnum": one.lot,
        "expy_end": one.expires.isoformat() if one.expires else "",
        "rx_flag": "1",
        "trdn_flag": "1" if one.split else "0",
        "finl_trns_pric": decimal_text(one.pric_e6, 6),
        "sel_retn_cnt": decimal_text(one.cnt_e4, 4),
        "sel_retn_time": f"{beijing(one.sold_ms):%Y-%m-%d %H:%M:%S}",
        "sel_retn_opter_name": opter_name,
        "mdtrt_setl_type": INSURED if one.insured else SELF_PAY,
        "mdtrt_sn": one.visit,
        "drugtracinfo": [{"drug_trac_codg": code} for code in one.codes],
    }
