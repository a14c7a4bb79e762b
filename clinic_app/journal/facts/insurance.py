"""Policies and insured people: published by the county, or installed by a clinic that is not enrolled."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from clinic_app.journal.fact import Reach
from clinic_app.journal.facts.county import Chronic, CountyFact


class PolicyPublished(CountyFact, frozen=True, kw_only=True):
    """A policy file as published, verbatim; the newest of a `policy_id` replaces the older ones."""

    type: ClassVar[str] = "policy.published"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "policy"

    policy_id: str
    insutypes: tuple[str, ...]
    text: str  # TOML


class InsuredStated(CountyFact, frozen=True, kw_only=True):
    """参保: who is insured where; the newest statement of a `psn_no` counts."""

    type: ClassVar[str] = "insured.stated"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "policy"

    psn_no: str
    id_number: str
    insutype: str
    psn_insu_stas: str = "1"
    death_date: date | None = None
    maf_group: str = ""
    contract_inst: str = ""
    chronic: tuple[Chronic, ...] = ()
    acct_balance: int = 0  # fen
    home: str = ""  # code of the clinic whose person this is: where the statement goes; empty: everywhere
    used: dict[
        str, dict[str, int]
    ] = {}  # accumulators by year as the office brought them in, in use before ours
    gc_last: dict[str, date] = {}  # last consultation fee by institution, likewise
    formerly: str = ""  # the home before this statement, which hears of the move too; "*": everywhere
    carried: dict[
        str, dict[str, int]
    ] = {}  # by year, what the county had adjudicated by then: for a clinic that saw none of it
    contains: tuple[UUID, ...] = ()  # the settlements and reds whose effect is in `carried`
    salt: str


class InsuredAsked(CountyFact, frozen=True, kw_only=True):
    """查参保: a clinic asked on line for somebody whose home is elsewhere.  Kept at the county, for who audits."""

    type: ClassVar[str] = "insured.asked"
    reach: ClassVar[Reach] = Reach.COUNTY

    device: UUID
    staff: str  # id of who asked, as the clinic says
    reason: str
    asked: str  # the identity number or psn_no
    found: tuple[str, ...] = ()  # psn_no
    salt: str
