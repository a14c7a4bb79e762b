"""Who is at the PC: signed in, with roles and a key."""

from dataclasses import dataclass
from pathlib import Path

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.roles import Role, require
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.facility import RECOVERY
from clinic_app.projections.queries.facility import NoStaff, member
from clinic_app.store.journal import Author, Store
from clinic_app.store.keys import KeyHolder
from clinic_app.store.setup import unlock


class LeftStaff(RuleBroken):
    """The person no longer works here."""

    code = "staff.left"


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A member of staff at work."""

    author: Author
    staff_id: str
    name: str
    roles: frozenset[Role]

    def must(self, action: str) -> None:
        """Raises:
        NotAllowed: the roles do not cover `action`.
        """
        require(self.roles, action)


def duty_of(store: Store, holder: KeyHolder) -> OnDuty:
    """The roles of the one who opened the store.

    Raises:
        LeftStaff, NoStaff
    """
    if holder.staff_id == RECOVERY:
        return OnDuty(Author.of(holder), RECOVERY, "恢复码", frozenset({Role.ADMINISTRATOR}))
    with store.reading() as connection:
        person = member(connection, store.facility, holder.staff_id)
    if not person.active:
        raise LeftStaff(staff=holder.staff_id)
    return OnDuty(Author.of(holder), person.staff_id, person.name, person.roles)


def sign_in(
    folder: Path, staff_id: str, password: str, wall: Wall = wall_clock
) -> tuple[Store, KeyHolder, OnDuty]:
    """Open a folder and see who it is.

    Raises:
        NoStore, UnknownStaff, WrongPassword, LeftStaff, NoStaff, NotOurs, FileDamaged, NewerStore, BadKeyFile
    """
    store, holder = unlock(folder, staff_id, password, wall)
    try:
        return store, holder, duty_of(store, holder)
    except (LeftStaff, NoStaff):
        store.close()
        raise
