"""人员: who works here and with which roles; administrators certify."""

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.roles import Role
from clinic_app.journal.facts.facility import RECOVERY, Practice, StaffCertified
from clinic_app.projections.queries import facility as queries
from clinic_app.projections.queries.facility import Staff
from clinic_app.store.duty import OnDuty
from clinic_app.store.errors import StaffExists
from clinic_app.store.journal import Store
from clinic_app.store.keys import new_person


class LastAdministrator(RuleBroken):
    """The clinic would be left without an administrator."""

    code = "staff.last_administrator"


class StaffService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Staff]:
        with self._store.reading() as connection:
            return queries.staff_of(connection, self._store.facility)

    def administrators(self) -> list[Staff]:
        return [one for one in self.all() if one.active and Role.ADMINISTRATOR in one.roles]

    def add(
        self,
        by: OnDuty,
        staff_id: str,
        name: str,
        roles: frozenset[Role],
        password: str,
        licence: str = "",
        practice: Practice | None = None,
    ) -> None:
        """A new colleague, who can sign in on every PC of the clinic from now on.

        Raises:
            NotAllowed, StaffExists, WeakPassword
        """
        by.must("staff")
        if staff_id == RECOVERY or any(one.staff_id == staff_id for one in self.all()):
            raise StaffExists(staff=staff_id)
        _, person = new_person(staff_id, password)
        with self._store.writing(by.author) as writing:
            writing.append(
                StaffCertified(
                    staff_id=staff_id,
                    name=name,
                    roles=_written(roles),
                    person=person,
                    licence=licence,
                    practice=practice,
                )
            )

    def reset_password(self, by: OnDuty, staff_id: str, password: str) -> None:
        """A new password, and with it new keys: an administrator does not know the old password that opens the old ones.

        Raises:
            NotAllowed, NoStaff, WeakPassword
        """
        by.must("staff")
        _, person = new_person(staff_id, password)
        with self._store.writing(by.author) as writing:
            known = queries.member(writing.connection, self._store.facility, staff_id)
            writing.append(
                StaffCertified(
                    staff_id=staff_id,
                    name=known.name,
                    roles=_written(known.roles),
                    person=person,
                    licence=known.licence,
                    practice=known.practice,
                )
            )

    def change(
        self,
        by: OnDuty,
        staff_id: str,
        roles: frozenset[Role],
        *,
        active: bool = True,
        practice: Practice | None = None,
        licence: str | None = None,
    ) -> None:
        """Other roles, other rights to prescribe or another certificate (None: as they are), or leaving.

        The password stays.

        Raises:
            NotAllowed, NoStaff, LastAdministrator
        """
        by.must("staff")
        with self._store.writing(by.author) as writing:
            known = queries.member(writing.connection, self._store.facility, staff_id)
            others = [
                one
                for one in queries.staff_of(writing.connection, self._store.facility)
                if one.active and Role.ADMINISTRATOR in one.roles and one.staff_id != staff_id
            ]
            if not others and not (active and Role.ADMINISTRATOR in roles):
                raise LastAdministrator(staff=staff_id)
            writing.append(
                StaffCertified(
                    staff_id=staff_id,
                    name=known.name,
                    roles=_written(roles),
                    person=known.person,
                    licence=known.licence if licence is None else licence,
                    practice=practice or known.practice,
                    active=active,
                )
            )


def _written(roles: frozenset[Role]) -> tuple[str, ...]:
    return tuple(role.value for role in Role if role in roles)
