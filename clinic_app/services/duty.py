"""值班: who is at the PC, as the screens know it; another colleague takes over without a restart."""

from clinic_app.store.duty import OnDuty, duty_of
from clinic_app.store.journal import Store
from clinic_app.store.keys import KeyHolder, Keyring

__all__ = ["DutyService", "OnDuty"]


class DutyService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def sign_in(self, staff_id: str, password: str) -> tuple[OnDuty, KeyHolder]:
        """The person of this password, with the store open as it is.

        Raises:
            UnknownStaff, WrongPassword, LeftStaff, NoStaff, BadKeyFile
        """
        _, holder = Keyring.load(self._store.folder).open(staff_id, password)
        return duty_of(self._store, holder), holder
