"""Signed-in browsers: a random token in a cookie, its hash in the database."""

import hmac
import secrets
from collections import deque
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken, Unavailable
from sync_server.console.tables import console_session
from sync_server.console.users import UnknownUser, User, user_of

IDLE_MS: Final = 30 * 60_000
LONGEST_MS: Final = 12 * 3_600_000
_TOUCH_MS: Final = 60_000  # `seen_at` is written at most this often


class StaleForm(RuleBroken):
    """A form that was not made by this session: too old, or from another site."""

    code = "console.stale_form"


class TooManyTries(Unavailable):
    """One address tries too many logins."""

    code = "console.too_many_tries"


def open_session(db: sa.Connection, user_id: str, now: int) -> str:
    """A new session's token; those that are over are swept away."""
    token = secrets.token_urlsafe(32)
    table = console_session.c
    over = sa.or_(table.seen_at < now - IDLE_MS, table.opened_at < now - LONGEST_MS)
    db.execute(sa.delete(console_session).where(over))
    db.execute(
        sa.insert(console_session).values(
            token_hash=token_hash(token), user_id=user_id, opened_at=now, seen_at=now
        )
    )
    return token


def session_user(db: sa.Connection, token: str, now: int) -> User | None:
    """Whose session it is; ``None`` when there is none, or it is over."""
    this = console_session.c.token_hash == token_hash(token)
    row = db.execute(sa.select(console_session).where(this)).one_or_none()
    if row is None or row.seen_at < now - IDLE_MS or row.opened_at < now - LONGEST_MS:
        return None
    try:
        user = user_of(db, row.user_id)
    except UnknownUser:
        return None
    return user if user.active else None


def needs_touch(db: sa.Connection, token: str, now: int) -> bool:
    """Whether `touch` is due: it is not written at every click."""
    seen = sa.select(console_session.c.seen_at).where(console_session.c.token_hash == token_hash(token))
    return (db.scalar(seen) or now) < now - _TOUCH_MS


def touch(db: sa.Connection, token: str, now: int) -> None:
    """Count this request as activity."""
    this = console_session.c.token_hash == token_hash(token)
    db.execute(sa.update(console_session).where(this).values(seen_at=now))


def close_session(db: sa.Connection, token: str) -> None:
    db.execute(sa.delete(console_session).where(console_session.c.token_hash == token_hash(token)))


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def form_token(token: str) -> str:
    """What every form of a session carries; only its own pages can know it."""
    return hmac.new(token.encode(), b"xyt-console-form-1", sha256).hexdigest()


def require_own_form(token: str, given: str) -> None:
    """Raises:
    StaleForm: the form was not made by this session.
    """
    if not hmac.compare_digest(form_token(token).encode(), given.encode()):
        raise StaleForm()


@dataclass(slots=True)
class Throttle:
    """At most `most` logins from one address in `span_ms`, in this process."""

    most: int = 20
    span_ms: int = 5 * 60_000
    _tries: dict[str, deque[int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def count(self, address: str, now: int) -> None:
        """Raises:
        TooManyTries: wait.
        """
        with self._lock:
            if len(self._tries) > 10_000:
                self._tries = {
                    key: kept for key, kept in self._tries.items() if kept[-1] > now - self.span_ms
                }
            tries = self._tries.setdefault(address, deque(maxlen=self.most))
            if len(tries) == self.most and tries[0] > now - self.span_ms:
                raise TooManyTries(minutes=self.span_ms // 60_000)
            tries.append(now)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._tries.clear()
