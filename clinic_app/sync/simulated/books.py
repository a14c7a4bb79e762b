"""The simulated platform's books: SQLite, one transaction a request, so that a restart keeps them."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS message (msgid TEXT PRIMARY KEY, infno TEXT, answer TEXT, undone INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS visit (
    mdtrt_id TEXT PRIMARY KEY, psn_no TEXT, insutype TEXT, ipt_otp_no TEXT, day TEXT, med_type TEXT DEFAULT '11',
    diag TEXT DEFAULT '', cert TEXT DEFAULT '', valid INTEGER DEFAULT 1, number INTEGER);
CREATE TABLE IF NOT EXISTS fee (
    mdtrt_id TEXT, batch TEXT, sn TEXT, line TEXT, settled TEXT DEFAULT '', PRIMARY KEY (mdtrt_id, batch, sn));
CREATE TABLE IF NOT EXISTS settlement (
    setl_id TEXT PRIMARY KEY, mdtrt_id TEXT, psn_no TEXT, insutype TEXT, msgid TEXT, of_setl_id TEXT DEFAULT '',
    batch TEXT, day TEXT, amounts TEXT, effect TEXT, year INTEGER, state TEXT DEFAULT 'live', number INTEGER);
CREATE TABLE IF NOT EXISTS sale (number TEXT PRIMARY KEY, codes TEXT);
CREATE INDEX IF NOT EXISTS settlement_number ON settlement (number);
CREATE INDEX IF NOT EXISTS visit_number ON visit (number);
CREATE INDEX IF NOT EXISTS settlement_visit ON settlement (mdtrt_id);
CREATE INDEX IF NOT EXISTS settlement_msgid ON settlement (msgid);
CREATE INDEX IF NOT EXISTS settlement_person ON settlement (psn_no);
CREATE INDEX IF NOT EXISTS visit_otp ON visit (ipt_otp_no, psn_no);
"""


@dataclass(frozen=True, slots=True)
class Booked:
    """A settlement, or the cancellation of one (`of_setl_id`).  States: live, refunded, undone (2601)."""

    setl_id: str
    mdtrt_id: str
    psn_no: str
    insutype: str
    msgid: str
    of_setl_id: str
    batch: str
    day: str
    amounts: dict[str, int]  # fen
    effect: dict[str, int]
    year: int
    state: str


class Books:
    """Not for several threads at once; the platform has a lock."""

    def __init__(self, file: Path | str) -> None:
        self._db = sqlite3.connect(str(file), check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_TABLES)

    def close(self) -> None:
        self._db.close()

    def begin(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self._db.execute("COMMIT")

    def rollback(self) -> None:
        self._db.execute("ROLLBACK")

    # ---- messages

    def message(self, msgid: str) -> sqlite3.Row | None:
        return self._one("SELECT * FROM message WHERE msgid = ?", msgid)

    def remember(self, msgid: str, infno: str, answer: dict[str, Any]) -> None:
        self._db.execute(
            "INSERT INTO message (msgid, infno, answer) VALUES (?, ?, ?)",
            (msgid, infno, json.dumps(answer, ensure_ascii=False)),
        )

    def forbid(self, msgid: str, infno: str) -> None:
        """A request of this number is undone now, or will not be done when it arrives."""
        self._db.execute(
            "INSERT INTO message (msgid, infno, answer, undone) VALUES (?, ?, '', 1) "
            "ON CONFLICT (msgid) DO UPDATE SET undone = 1",
            (msgid, infno),
        )

    # ---- visits and fees

    def visit(self, mdtrt_id: str) -> sqlite3.Row | None:
        return self._one("SELECT * FROM visit WHERE mdtrt_id = ? AND valid = 1", mdtrt_id)

    def visits_of(self, psn_no: str, ipt_otp_no: str) -> list[sqlite3.Row]:
        return self._db.execute(
            "SELECT * FROM visit WHERE psn_no = ? AND ipt_otp_no = ? AND valid = 1 ORDER BY number",
            (psn_no, ipt_otp_no),
        ).fetchall()

    def visits_by_otp(self, ipt_otp_no: str) -> list[sqlite3.Row]:
        """Every registration of a clinic's visit, ended ones too."""
        return self._db.execute("SELECT * FROM visit WHERE ipt_otp_no = ?", (ipt_otp_no,)).fetchall()

    def new_visit(self, psn_no: str, insutype: str, ipt_otp_no: str, day: str, cert: str) -> str:
        number = self._next("visit")
        mdtrt_id = f"MD{number:08d}"
        self._db.execute(
            "INSERT INTO visit (mdtrt_id, psn_no, insutype, ipt_otp_no, day, cert, number) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (mdtrt_id, psn_no, insutype, ipt_otp_no, day, cert, number),
        )
        return mdtrt_id

    def describe_visit(self, mdtrt_id: str, med_type: str, diag: str) -> None:
        self._db.execute(
            "UPDATE visit SET med_type = ?, diag = ? WHERE mdtrt_id = ?", (med_type, diag, mdtrt_id)
        )

    def end_visit(self, mdtrt_id: str) -> None:
        self._db.execute("UPDATE visit SET valid = 0 WHERE mdtrt_id = ?", (mdtrt_id,))

    def fees(self, mdtrt_id: str, batch: str) -> list[dict[str, Any]]:
        rows = self._db.execute(
            "SELECT line FROM fee WHERE mdtrt_id = ? AND batch = ? AND settled = '' ORDER BY rowid",
            (mdtrt_id, batch),
        )
        return [json.loads(row["line"]) for row in rows]

    def add_fee(self, mdtrt_id: str, batch: str, line: dict[str, Any]) -> None:
        """Raises:
        sqlite3.IntegrityError: the line is there already.
        """
        self._db.execute(
            "INSERT INTO fee (mdtrt_id, batch, sn, line) VALUES (?, ?, ?, ?)",
            (mdtrt_id, batch, line["feedetl_sn"], json.dumps(line, ensure_ascii=False)),
        )

    def clear_fees(self, mdtrt_id: str) -> int:
        done = self._db.execute("DELETE FROM fee WHERE mdtrt_id = ? AND settled = ''", (mdtrt_id,))
        return done.rowcount

    # ---- 商品销售

    def sell(self, number: str, codes: list[str]) -> bool:
        """False: a sale of this number is there already."""
        done = self._db.execute(
            "INSERT INTO sale (number, codes) VALUES (?, ?) ON CONFLICT DO NOTHING", (number, " ".join(codes))
        )
        return bool(done.rowcount)

    def sold(self, number: str) -> bool:
        return self._one("SELECT 1 FROM sale WHERE number = ?", number) is not None

    def boxes_sold(self) -> list[str]:
        """The code of every box, as often as it was sold."""
        rows = self._db.execute("SELECT codes FROM sale ORDER BY number")
        return [code for row in rows for code in row["codes"].split()]

    # ---- settlements

    def settlement(self, setl_id: str) -> Booked | None:
        row = self._one("SELECT * FROM settlement WHERE setl_id = ?", setl_id)
        return None if row is None else _booked(row)

    def settlement_by(self, msgid: str) -> Booked | None:
        row = self._one("SELECT * FROM settlement WHERE msgid = ?", msgid)
        return None if row is None else _booked(row)

    def settlements(self, mdtrt_id: str = "", psn_no: str = "") -> list[Booked]:
        """Of a visit, of a person, or all, in the order of booking."""
        where, values = "", []
        if mdtrt_id:
            where, values = "WHERE mdtrt_id = ?", [mdtrt_id]
        elif psn_no:
            where, values = "WHERE psn_no = ?", [psn_no]
        rows = self._db.execute(f"SELECT * FROM settlement {where} ORDER BY number", values)
        return [_booked(row) for row in rows]

    def book(
        self,
        of: sqlite3.Row,
        msgid: str,
        batch: str,
        amounts: dict[str, int],
        effect: dict[str, int],
        *,
        of_setl_id: str = "",
    ) -> str:
        number = self._next("settlement")
        setl_id = f"SE{number:08d}"
        self._db.execute(
            "INSERT INTO settlement (setl_id, mdtrt_id, psn_no, insutype, msgid, of_setl_id, batch, day, amounts, "
            "effect, year, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                setl_id,
                of["mdtrt_id"],
                of["psn_no"],
                of["insutype"],
                msgid,
                of_setl_id,
                batch,
                of["day"],
                json.dumps(amounts),
                json.dumps(effect),
                int(of["day"][:4]),
                number,
            ),
        )
        return setl_id

    def put(self, setl_id: str, state: str) -> None:
        self._db.execute("UPDATE settlement SET state = ? WHERE setl_id = ?", (state, setl_id))

    def mark_fees(self, mdtrt_id: str, batch: str, setl_id: str) -> None:
        """Settled by `setl_id`, or free again ("")."""
        self._db.execute(
            "UPDATE fee SET settled = ? WHERE mdtrt_id = ? AND batch = ?", (setl_id, mdtrt_id, batch)
        )

    def _one(self, statement: str, *values: object) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute(statement, values).fetchone()
        return row

    def _next(self, table: str) -> int:
        row = self._db.execute(f"SELECT COALESCE(MAX(number), 0) + 1 AS n FROM {table}").fetchone()
        return int(row["n"])


def _booked(row: sqlite3.Row) -> Booked:
    return Booked(
        row["setl_id"],
        row["mdtrt_id"],
        row["psn_no"],
        row["insutype"],
        row["msgid"],
        row["of_setl_id"],
        row["batch"],
        row["day"],
        json.loads(row["amounts"]),
        json.loads(row["effect"]),
        row["year"],
        row["state"],
    )
