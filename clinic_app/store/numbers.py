"""Numbers on papers: the device's letter, the day and a serial of it, taken in the transaction that uses them."""

from datetime import date

from clinic_app.domain.letters import index_of
from clinic_app.store import local
from clinic_app.store.journal import Writing


def receipt_number(writing: Writing, day: date) -> str:
    """票据号: A2611220001."""
    return f"{local.read_text(writing.connection, local.LETTER)}{_of_day(writing, 'receipt', day)}"


def deposit_number(writing: Writing, day: date) -> str:
    """预交金单号: YA2611220001."""
    return f"Y{local.read_text(writing.connection, local.LETTER)}{_of_day(writing, 'deposit', day)}"


def difference_number(writing: Writing, day: date) -> str:
    """差额结清单号: CA2611220001."""
    return f"C{local.read_text(writing.connection, local.LETTER)}{_of_day(writing, 'difference', day)}"


def stocktake_number(writing: Writing, day: date) -> str:
    """盘点单号: PA2611220001."""
    return f"P{local.read_text(writing.connection, local.LETTER)}{_of_day(writing, 'stocktake', day)}"


def transfer_number(writing: Writing, day: date) -> str:
    """调拨单号: TA2611220001."""
    return f"T{local.read_text(writing.connection, local.LETTER)}{_of_day(writing, 'transfer', day)}"


def order_number(writing: Writing, day: date) -> str:
    """采购单号: DA2611220001."""
    return f"D{local.read_text(writing.connection, local.LETTER)}{_of_day(writing, 'order', day)}"


def contract_number(writing: Writing, day: date) -> str:
    """签约协议编号: QA2611220001."""
    return f"Q{local.read_text(writing.connection, local.LETTER)}{_of_day(writing, 'contract', day)}"


def examination_number(writing: Writing, day: date) -> str:
    """申请单号, digits only, so that its barcode is short and any scanner's reading of it is the number: 012611220001."""
    place = index_of(local.read_text(writing.connection, local.LETTER)) + 1
    return f"{place:02d}{_of_day(writing, 'examination', day)}"


def _of_day(writing: Writing, name: str, day: date) -> str:
    return f"{day:%y%m%d}{writing.next_serial(name, day.isoformat()):04d}"
