"""参保登记: what a row of the office's file states, beside what is known already."""

from typing import Final

import sqlalchemy as sa
from msgspec.structs import replace

from clinic_app.journal.facts.county import Chronic
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.insured_sheet import GoodRow
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.insurance import Insured

SAID: Final = tuple(
    name
    for name in InsuredStated.__struct_fields__
    if name not in ("facility", "formerly", "carried", "contains", "salt")
)  # what a register says; the rest is the county's own


class Register:
    """A few hundred rows against what is known, in their order; the last one about a person counts."""

    def __init__(self, connection: sa.Connection, rows: list[GoodRow]) -> None:
        self.known = insurance.insured_by_psn_nos(connection, [row.fact.psn_no for row in rows])
        self._newest: dict[str, InsuredStated] = {}

    def before(self, psn_no: str) -> InsuredStated | None:
        """What is said of a person so far, without its salt."""
        known = self.known.get(psn_no)
        return self._newest.get(psn_no) or (None if known is None else statement_of(known))

    def fact(self, row: GoodRow) -> tuple[InsuredStated, bool]:
        """What the row states, and whether that is new.  Of what the file does not speak of, what was known stays."""
        before = self.before(row.fact.psn_no)
        if before is None:
            self._newest[row.fact.psn_no] = row.fact
            return row.fact, True
        fact = _merged(before, row)
        if all(getattr(before, name) == getattr(fact, name) for name in SAID):
            return fact, False
        known = self.known.get(fact.psn_no)
        if known is not None and "acct_balance" not in row.said:
            fact = replace(
                fact, acct_balance=known.acct_balance
            )  # the statement begins a new count of spending
        self._newest[fact.psn_no] = fact
        return fact, True


def statement_of(known: Insured, facility: str = "") -> InsuredStated:
    """The last statement again, without its salt and what it carried.

    `facility`: the clinic that asked, if it is the answer to a look-up.
    """
    person = known.person
    return InsuredStated(
        facility=facility,
        psn_no=person.psn_no,
        id_number=known.id_number,
        insutype=person.insutype,
        psn_insu_stas=person.psn_insu_stas,
        death_date=person.death_date,
        maf_group=person.maf_group or "",
        contract_inst=person.contract_inst or "",
        chronic=tuple(
            Chronic(dise_codg=one.dise_codg, valid_from=one.valid_from, valid_to=one.valid_to)
            for one in person.chronic
        ),
        acct_balance=known.acct_stated,
        home=known.home,
        used=known.opening.used,
        gc_last=known.opening.gc_last,
        salt="",
    )


def _merged(before: InsuredStated, row: GoodRow) -> InsuredStated:
    unsaid = {name: getattr(before, name) for name in SAID if name not in row.said}
    if "home" in unsaid and before.home == before.contract_inst and "contract_inst" in row.said:
        del unsaid["home"]  # it came from the contract, and follows it
    return replace(row.fact, **unsaid)
