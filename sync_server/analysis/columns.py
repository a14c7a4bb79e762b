"""The columnar tables: which columns, of which kind.  Nothing in them names a person unless it is asked for.

Facts are rows derived from one entry each; like the entry they never change, so a file once written stays as it is.
What takes something back is a row of its own (a red settlement, a cancelled visit, a release): figures sum.
Registers are small tables about what there is now; each run writes them anew.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pyarrow as pa


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    FEN = "fen"
    DAY = "day"
    TIME = "time"  # UTC
    FLAG = "flag"
    TOKEN = "token"  # stands for a person or a resident, and says nothing about either (tokens.py)


_TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.NUMBER: pa.int64(),
    Kind.FEN: pa.int64(),
    Kind.DAY: pa.date32(),
    Kind.TIME: pa.timestamp("us", tz="UTC"),
    Kind.FLAG: pa.bool_(),
    Kind.TOKEN: pa.int64(),
}

Columns = tuple[tuple[str, Kind], ...]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: Columns
    identity: Columns = ()  # only with identity

    def schema(self, identity: bool) -> pa.Schema:
        columns = self.columns + (self.identity if identity else ())
        return pa.schema([(name, _TYPES[kind]) for name, kind in columns])


# Where every fact's row comes from.  `day` is the Beijing day of the receipt, by which the files are divided.
SOURCE: Final[Columns] = (
    ("county", Kind.TEXT),
    ("position", Kind.NUMBER),  # in the county's order
    ("entry", Kind.TEXT),  # id, hexadecimal
    ("facility", Kind.TEXT),  # that it is about
    ("day", Kind.DAY),
)

# Fen of a settlement that figures ask for; the whole bill stands in the entry.
AMOUNTS: Final = (
    "medfee_sumamt",
    "inscp_scp_amt",
    "gc_fund_pay",
    "hifp_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "fund_pay_sumamt",
    "hosp_part_amt",
    "psn_part_amt",
    "acct_pay",
    "cash_pay",
)

FACTS: Final = (
    Table(
        "journal",
        (
            *SOURCE,
            ("device", Kind.TEXT),
            ("seq", Kind.NUMBER),
            ("type", Kind.TEXT),
            ("author", Kind.TEXT),  # staff id
            ("resident", Kind.TOKEN),
            ("written", Kind.TIME),  # the device's clock
            ("received", Kind.TIME),
            ("lag_ms", Kind.NUMBER),  # between the two, as far as the device's clock is right
            ("hour", Kind.NUMBER),  # Beijing, of the receipt
            ("bytes", Kind.NUMBER),  # of the body; 0: sealed
            ("again", Kind.FLAG),  # an id that has come before: it counts nowhere
        ),
        (("subject", Kind.TEXT), ("body", Kind.TEXT)),
    ),
    Table(
        "visit",
        (
            *SOURCE,
            ("visit", Kind.TEXT),  # id of the entry that registered it
            ("resident", Kind.TOKEN),
            ("times", Kind.NUMBER),  # 1; -1: cancelled
            ("visit_day", Kind.DAY),  # none on a cancellation
            ("department", Kind.TEXT),
            ("insured", Kind.FLAG),
        ),
    ),
    Table(
        "diagnosis",
        (
            *SOURCE,
            ("visit", Kind.TEXT),
            ("resident", Kind.TOKEN),
            ("no", Kind.NUMBER),  # 1: the main one
            ("code", Kind.TEXT),  # ICD-10
        ),
    ),
    Table(
        "settlement",
        (
            *SOURCE,
            ("kind", Kind.TEXT),  # settle; red: amounts negated
            ("settlement", Kind.TEXT),  # of a red the one taken back, else the entry itself
            ("visit", Kind.TEXT),  # none on a red
            ("resident", Kind.TOKEN),
            ("setl_day", Kind.DAY),  # of a red the day of the refund
            ("med_type", Kind.TEXT),
            ("insutype", Kind.TEXT),  # "": self-pay
            ("diag_code", Kind.TEXT),
            *((name, Kind.FEN) for name in AMOUNTS),
        ),
    ),
    Table(
        "charge",
        (
            *SOURCE,
            ("settlement", Kind.TEXT),
            ("resident", Kind.TOKEN),
            ("setl_day", Kind.DAY),
            ("code", Kind.TEXT),  # med_list_codg
            ("drug", Kind.FLAG),  # in the catalogue of drugs
            ("cnt_e4", Kind.NUMBER),
            ("amount", Kind.FEN),
        ),
    ),
    Table(
        "adjudication",
        (
            *SOURCE,
            ("record", Kind.TEXT),  # the settlement or the red
            ("status", Kind.TEXT),
            ("cause", Kind.TEXT),
            ("fund_diff", Kind.FEN),  # county minus clinic
        ),
    ),
    Table(
        "dispensed",
        (
            *SOURCE,
            ("settlement", Kind.TEXT),
            ("resident", Kind.TOKEN),
            ("code", Kind.TEXT),
            ("cnt_e4", Kind.NUMBER),  # negative: came back
        ),
    ),
    Table(
        "held",
        (
            *SOURCE,
            ("about", Kind.TEXT),  # the entry that is set aside
            ("times", Kind.NUMBER),  # 1; -1: released
            ("reason", Kind.TEXT),
        ),
    ),
)

REGISTERS: Final = (
    Table(
        "facility",
        (
            ("county", Kind.TEXT),
            ("facility", Kind.TEXT),
            ("name", Kind.TEXT),  # of the institution
            ("inst_lv", Kind.TEXT),
            ("parent", Kind.TEXT),
        ),
    ),
    Table(
        "device",
        (
            ("county", Kind.TEXT),
            ("device", Kind.TEXT),
            ("facility", Kind.TEXT),
            ("enrolled", Kind.DAY),
            ("revoked", Kind.FLAG),
        ),
    ),
    Table(
        "resident",
        (
            ("county", Kind.TEXT),
            ("resident", Kind.TOKEN),
            ("person", Kind.TOKEN),  # the same in every county that has the same key
            ("sex", Kind.TEXT),
            ("birth_year", Kind.NUMBER),
            ("village", Kind.TEXT),  # facility code of the village clinic
            ("facility", Kind.TEXT),
        ),
        (
            ("id", Kind.TEXT),
            ("name", Kind.TEXT),
            ("id_number", Kind.TEXT),
            ("phone", Kind.TEXT),
            ("birth_date", Kind.TEXT),
            ("address", Kind.TEXT),
        ),
    ),
)

TABLES: Final = {table.name: table for table in (*FACTS, *REGISTERS)}
