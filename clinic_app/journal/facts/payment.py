"""拨付: what the fund pays to institutions, frozen and approved by a second officer (docs/payment.md)."""

from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Reach
from clinic_app.journal.facts.county import CountyFact


class PaymentPlanPublished(CountyFact, frozen=True, kw_only=True):
    """The year's budgets, rates and packages, as the county decided them; the newest of a year counts."""

    type: ClassVar[str] = "payment_plan.published"
    reach: ClassVar[Reach] = Reach.COUNTY

    year: int
    text: str  # TOML


class PaymentItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a payment run, with the figures that it follows from."""

    facility: str
    method: str  # statement, prepayment, capitation, chronic_package, disease_surplus, contract, package, deduction …
    insutype: str = ""
    amount: int  # fen
    figures: dict[str, int] = {}  # fen, bp or persons, by name
    statements: tuple[UUID, ...] = ()
    left_out: tuple[UUID, ...] = ()  # records of these statements that are not paid here: still disputed


class PaymentRunMade(CountyFact, frozen=True, kw_only=True):
    """拨付单 of one month, prepared by one officer."""

    type: ClassVar[str] = "payment_run.made"
    reach: ClassVar[Reach] = Reach.COUNTY

    month: str
    plan: UUID | None = None  # the payment plan that it follows
    items: tuple[PaymentItem, ...]
    total: int  # fen


class PaymentRunApproved(CountyFact, frozen=True, kw_only=True):
    """The second pair of eyes; from here on it is to be paid."""

    type: ClassVar[str] = "payment_run.approved"
    reach: ClassVar[Reach] = Reach.COUNTY

    run_id: UUID
    month: str


class PaymentNoticed(CountyFact, frozen=True, kw_only=True):
    """What an approved run pays to one institution, for its own desk."""

    type: ClassVar[str] = "payment.noticed"

    run_id: UUID
    month: str
    items: tuple[PaymentItem, ...]
    total: int  # fen
