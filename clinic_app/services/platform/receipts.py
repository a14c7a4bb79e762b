"""Receipt numbers of what the platform settled: the same range as the cashier's."""

from clinic_app.domain.time import beijing_day
from clinic_app.store import local
from clinic_app.store.journal import Store, Writing


def receipt_number(writing: Writing, store: Store) -> str:
    """The device's letter, the day and a serial."""
    day = beijing_day(store.wall())
    letter = local.read_text(writing.connection, local.LETTER)
    return f"{letter}{day:%y%m%d}{writing.next_serial('receipt', day.isoformat()):04d}"
