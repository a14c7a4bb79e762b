"""Who can open this PC's database.

Each person has one random seed; a signing key and an exchange key come from it.  The seed is wrapped by an
Argon2id key from the person's password, and travels so wrapped in `staff.certified`.  The PC's random data
key is sealed (HPKE) to each person's exchange key.  So everyone certified can open every PC of the clinic
that has heard of them, with their one password and without a line; a password changed anywhere reaches the
others by the feed.  The recovery code is one more such person.

`keys.json` holds the wrapped seeds and the sealed data key: nothing in it opens without a password.
"""

import json
import os
import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from clinic_app.domain.errors import Damaged, RuleBroken
from clinic_app.journal.facts.facility import Person
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.store.errors import NoStore

MIN_PASSWORD: Final = 8
_SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_INFO: Final = b"xyt-data-key-1"
_FILE: Final = "keys.json"


class WrongPassword(RuleBroken):
    """The password does not open this person's key."""

    code = "staff.wrong_password"


class UnknownStaff(RuleBroken):
    """Nobody of this id may open this PC."""

    code = "staff.unknown"


class WeakPassword(RuleBroken):
    """Shorter than allowed."""

    code = "staff.weak_password"


class BadKeyFile(Damaged):
    """`keys.json` cannot be read."""

    code = "store.bad_keys"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A person whose seed is open: can sign, and can open what is sealed to it."""

    staff_id: str
    seed: bytes  # 32

    @property
    def signing(self) -> Ed25519PrivateKey:
        return private_key(_derived(self.seed, b"sign"))

    @property
    def exchange(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(_derived(self.seed, b"exchange"))


@dataclass(frozen=True, slots=True)
class Slot:
    """What one person needs to open this PC."""

    person: Person
    sealed: bytes


def new_person(staff_id: str, password: str) -> tuple[KeyHolder, Person]:
    """A fresh seed for `staff_id`, and the same wrapped by `password`.

    Raises:
        WeakPassword: shorter than `MIN_PASSWORD` characters.
    """
    holder = KeyHolder(staff_id, secrets.token_bytes(32))
    return holder, wrap(holder, password)


def wrap(holder: KeyHolder, password: str) -> Person:
    """The holder's seed under a (new) password.

    Raises:
        WeakPassword: shorter than `MIN_PASSWORD` characters.
    """
    if len(password) < MIN_PASSWORD:
        raise WeakPassword(least=MIN_PASSWORD)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    box = AESGCM(_password_key(password, salt)).encrypt(nonce, holder.seed, holder.staff_id.encode())
    return Person(
        public_key=public_bytes(holder.signing),
        exchange_key=holder.exchange.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
        salt=salt,
        wrapped=nonce + box,
    )


def unwrap(staff_id: str, person: Person, password: str) -> KeyHolder:
    """Raises:
    WrongPassword: it is another one.
    """
    try:
        seed = AESGCM(_password_key(password, person.salt)).decrypt(
            person.wrapped[:12], person.wrapped[12:], staff_id.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise WrongPassword(staff=staff_id) from error
    return KeyHolder(staff_id, seed)


def seal(data_key: bytes, person: Person) -> bytes:
    return _SUITE.encrypt(data_key, X25519PublicKey.from_public_bytes(person.exchange_key), _INFO)


def new_recovery_code() -> str:
    """125 random bits as people copy them: five groups of five, no 0, 1, I or O."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    groups = ("".join(secrets.choice(letters) for _ in range(5)) for _ in range(5))
    return "-".join(groups)


def plain_code(text: str) -> str:
    """A recovery code as typed, without what typing adds."""
    return "".join(text.upper().split()).replace("-", "")


class Keyring:
    """`keys.json` of one data folder."""

    def __init__(self, path: Path, slots: dict[str, Slot], administrators: list[str]) -> None:
        self._path = path
        self.slots = slots
        self.administrators = administrators  # known before anything is open: who acts by default

    @classmethod
    def create(cls, folder: Path) -> Self:
        return cls(folder / _FILE, {}, [])

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises:
        NoStore: no clinic was set up in this folder.
        BadKeyFile: the file is damaged.
        """
        path = folder / _FILE
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            slots = {staff_id: _slot(values) for staff_id, values in stored["slots"].items()}
            administrators = [str(one) for one in stored["administrators"]]
        except FileNotFoundError as error:
            raise NoStore(folder=str(folder)) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadKeyFile(file=str(path)) from error
        return cls(path, slots, administrators)

    def open(self, staff_id: str, password: str) -> tuple[bytes, KeyHolder]:
        """The PC's data key and the person's keys.

        Raises:
            UnknownStaff, WrongPassword
        """
        slot = self.slots.get(staff_id)
        if slot is None:
            raise UnknownStaff(staff=staff_id)
        holder = unwrap(staff_id, slot.person, password)
        try:
            return _SUITE.decrypt(slot.sealed, holder.exchange, _INFO), holder
        except (InvalidTag, ValueError) as error:
            raise BadKeyFile(file=str(self._path)) from error

    def follow(
        self, people: Iterable[tuple[str, Person | None]], data_key: bytes, administrators: Iterable[str] = ()
    ) -> None:
        """Let in who is certified (staff id, keys), keep out who left (`None`); writes only what changed."""
        admins = sorted(administrators) or self.administrators
        changed = admins != self.administrators
        self.administrators = admins
        for staff_id, person in people:
            old = self.slots.get(staff_id)
            if person is None:
                changed |= self.slots.pop(staff_id, None) is not None
            elif old is None or old.person != person:
                changed |= self._let_in(staff_id, person, data_key)
        if changed:
            self.save()

    def _let_in(self, staff_id: str, person: Person, data_key: bytes) -> bool:
        try:
            slot = Slot(person, seal(data_key, person))
        except ValueError:  # no key that anything can be sealed to: the others must not wait for this one
            return self.slots.pop(staff_id, None) is not None
        self.slots[staff_id] = slot
        return True

    def save(self) -> None:
        """Whole or not at all: a power cut leaves the old file or the new one."""
        stored = {
            "version": 1,
            "administrators": self.administrators,
            "slots": {name: _plain(slot) for name, slot in self.slots.items()},
        }
        part = self._path.with_suffix(f".{threading.get_native_id()}.part")  # two programs may save at once
        with part.open("w", encoding="utf-8") as file:
            json.dump(stored, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o600)
        part.replace(self._path)
        if os.name == "posix":  # Windows cannot sync a folder, and its rename is durable by itself
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _plain(slot: Slot) -> dict[str, str]:
    person = slot.person
    parts = {
        "public_key": person.public_key,
        "exchange_key": person.exchange_key,
        "salt": person.salt,
        "wrapped": person.wrapped,
        "sealed": slot.sealed,
    }
    return {name: b64encode(value).decode("ascii") for name, value in parts.items()}


def _slot(values: dict[str, str]) -> Slot:
    parts = {name: b64decode(value, validate=True) for name, value in values.items()}
    sealed = parts.pop("sealed")
    return Slot(Person(**parts), sealed)


def _derived(seed: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"xyt-person-1:" + purpose).derive(seed)


def _password_key(password: str, salt: bytes) -> bytes:
    # 64 MiB, three passes: about 0.2 s on an old laptop, as the Argon2 RFC (9106) recommends for little memory.
    return Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=64 * 1024).derive(
        password.encode()
    )
