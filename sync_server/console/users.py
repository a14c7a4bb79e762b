"""控制台用户: officers, auditors and administrators of the county, their passwords and what each may do."""

import os
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from threading import BoundedSemaphore
from typing import Final

import sqlalchemy as sa
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from clinic_app.domain.errors import NotFound, RuleBroken
from sync_server.console.tables import console_session, console_user

TRIES: Final = 5  # wrong passwords before an account is locked
_LOCK_MS: Final = 60_000  # the first lock; each further wrong password doubles it
_LONGEST_LOCK_MS: Final = 3_600_000
MIN_LENGTH: Final = 8
MAX_LENGTH: Final = 256
_hashing = BoundedSemaphore(2)  # each takes 64 MiB and a core for 0.2 s


class Role(StrEnum):
    OFFICER = "officer"  # 经办: device codes, revocations, releases
    AUDITOR = "auditor"  # 稽核: reads everything, changes nothing
    ADMINISTRATOR = "administrator"  # 管理员: all that, and the console's users
    REVIEWER = "reviewer"  # 点评药师: prescriptions, and nothing else
    DISTRIBUTOR = "distributor"  # 配送: the clinics' orders, and nothing else
    READER = "reader"  # 阅片医生: what clinics sent to be read, and nothing else


_ALL_PAGES: Final = frozenset({Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})
MAY: Final[dict[str, frozenset[Role]]] = {
    "account": frozenset(Role),
    "read": _ALL_PAGES,
    "identity": _ALL_PAGES,
    "permit": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "device": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "release": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "courier": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "statement": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "payment": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "catalog": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "audit": frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    "users": frozenset({Role.ADMINISTRATOR}),
    "review_read": _ALL_PAGES | {Role.REVIEWER},
    "review": frozenset({Role.REVIEWER, Role.ADMINISTRATOR}),
    "rules": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "targets": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "orders_read": _ALL_PAGES | {Role.DISTRIBUTOR},
    "orders": frozenset({Role.OFFICER, Role.DISTRIBUTOR, Role.ADMINISTRATOR}),
    "prices": frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    "reading_read": frozenset({Role.AUDITOR, Role.READER, Role.ADMINISTRATOR}),
    "reading": frozenset({Role.READER, Role.ADMINISTRATOR}),
}


class WrongLogin(RuleBroken):
    """Name or password is wrong; it is not said which."""

    code = "console.wrong_login"


class Locked(RuleBroken):
    """Too many wrong passwords: try again in `minutes`."""

    code = "console.locked"


class NotAllowed(RuleBroken):
    code = "console.not_allowed"


class WeakPassword(RuleBroken):
    """Shorter than 8 characters, longer than 256, or the user's own name."""

    code = "console.weak_password"


class UserExists(RuleBroken):
    code = "console.user_exists"


class BadUser(RuleBroken):
    """An id with spaces or signs, no name, or no role."""

    code = "console.bad_user"


class LastAdministrator(RuleBroken):
    """The only administrator cannot be switched off."""

    code = "console.last_administrator"


class UnknownUser(NotFound):
    code = "console.unknown_user"


@dataclass(frozen=True, slots=True)
class User:
    """One console user, without the password."""

    id: str
    name: str
    roles: frozenset[Role]
    active: bool
    must_change: bool
    last_login: int | None  # UTC ms
    locked_until: int  # UTC ms
    township: str = ""  # code: on the pages of 处方点评 only its institutions are there; "": the county

    def may(self, action: str) -> bool:
        return bool(self.roles & MAY[action])


def require(user: User, action: str) -> None:
    """Raises:
    NotAllowed: none of the user's roles may do it.
    """
    if not user.may(action):
        raise NotAllowed(action=action)


def hashed(password: str) -> str:
    """Argon2id, 64 MiB, three passes: about 0.2 s."""
    with _hashing:
        return _argon(os.urandom(16)).derive_phc_encoded(password.encode())


def add_user(
    db: sa.Connection,
    user_id: str,
    name: str,
    roles: frozenset[Role],
    password: str,
    *,
    must_change: bool = False,
    township: str = "",
) -> None:
    """Raises:
    BadUser, UserExists, WeakPassword
    """
    if (
        not user_id.replace("-", "").replace("_", "").isalnum()
        or len(user_id) > 40
        or not name.strip()
        or not roles
    ):
        raise BadUser(user=user_id)
    _require_strong(user_id, password)
    if db.scalar(sa.select(console_user.c.id).where(console_user.c.id == user_id)):
        raise UserExists(user=user_id)
    db.execute(
        sa.insert(console_user).values(
            id=user_id,
            name=name.strip(),
            password=hashed(password),
            roles=",".join(sorted(roles)),
            active=True,
            must_change=must_change,
            failed=0,
            locked_until=0,
            township=township,
        )
    )


def all_users(db: sa.Connection) -> list[User]:
    rows = db.execute(sa.select(console_user).order_by(console_user.c.id)).mappings()
    return [_user(row) for row in rows]


def user_of(db: sa.Connection, user_id: str) -> User:
    """Raises:
    UnknownUser
    """
    row = db.execute(sa.select(console_user).where(console_user.c.id == user_id)).one_or_none()
    if row is None:
        raise UnknownUser(user=user_id)
    return _user(row._mapping)


def check_password(db: sa.Connection, user_id: str, password: str, now: int) -> User | WrongLogin | Locked:
    """Who signs in, or why not.

    A refusal is answered, not raised: the caller's transaction has to keep the count of wrong passwords.
    """
    row = db.execute(
        sa.select(console_user).where(console_user.c.id == user_id).with_for_update()
    ).one_or_none()
    if row is not None and row.locked_until > now:
        return Locked(minutes=-(-(row.locked_until - now) // 60_000))
    # An unknown name costs the same time as a wrong password, so that names cannot be told apart.
    true = _matches(password, row.password if row is not None else _nobody())
    if row is None or not row.active:
        return WrongLogin()
    failed = 0 if true else row.failed + 1
    locked = now + min(_LOCK_MS << min(failed - TRIES, 10), _LONGEST_LOCK_MS) if failed >= TRIES else 0
    change: dict[str, int] = {"failed": failed, "locked_until": locked} | (
        {"last_login": now} if true else {}
    )
    db.execute(sa.update(console_user).where(console_user.c.id == user_id).values(**change))
    return _user(row._mapping) if true else WrongLogin()


def change_password(
    db: sa.Connection, user_id: str, password: str, *, must_change: bool = False, keep: bytes = b""
) -> None:
    """Set a password and end the user's sessions, but for the one whose token hash is `keep`.

    Raises:
        WeakPassword, UnknownUser
    """
    user_of(db, user_id)
    _require_strong(user_id, password)
    values = {"password": hashed(password), "must_change": must_change, "failed": 0, "locked_until": 0}
    db.execute(sa.update(console_user).where(console_user.c.id == user_id).values(**values))
    _end_sessions(db, user_id, keep)


def change_user(
    db: sa.Connection, user_id: str, roles: frozenset[Role], *, active: bool, township: str = ""
) -> None:
    """Raises:
    UnknownUser, BadUser (no role), LastAdministrator
    """
    user_of(db, user_id)
    if not roles:
        raise BadUser(user=user_id)
    others = [user for user in all_users(db) if user.id != user_id and user.active]
    stays = active and Role.ADMINISTRATOR in roles
    if not stays and not any(Role.ADMINISTRATOR in user.roles for user in others):
        raise LastAdministrator(user=user_id)
    values = {"roles": ",".join(sorted(roles)), "active": active, "township": township}
    db.execute(sa.update(console_user).where(console_user.c.id == user_id).values(**values))
    if not active:
        _end_sessions(db, user_id, b"")


def roles_of(names: list[str]) -> frozenset[Role]:
    """The roles among `names`; anything else is left out."""
    return frozenset(role for role in Role if role.value in names)


def _end_sessions(db: sa.Connection, user_id: str, keep: bytes) -> None:
    table = console_session.c
    db.execute(sa.delete(console_session).where(table.user_id == user_id, table.token_hash != keep))


def _require_strong(user_id: str, password: str) -> None:
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH or password.lower() == user_id.lower():
        raise WeakPassword(least=MIN_LENGTH)


def _matches(password: str, phc: str) -> bool:
    if len(password) > MAX_LENGTH:
        return False
    try:
        with _hashing:
            Argon2id.verify_phc_encoded(password.encode(), phc)
    except InvalidKey:
        return False
    return True


@cache
def _nobody() -> str:
    return _argon(os.urandom(16)).derive_phc_encoded(os.urandom(32))


def _argon(salt: bytes) -> Argon2id:
    return Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=64 << 10)


def _user(value: sa.RowMapping) -> User:
    return User(
        id=value["id"],
        name=value["name"],
        roles=roles_of(value["roles"].split(",")),
        active=value["active"],
        must_change=value["must_change"],
        last_login=value["last_login"],
        locked_until=value["locked_until"],
        township=value["township"],
    )
